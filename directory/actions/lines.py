"""A line of the programme: saved once, never over a change that was not seen, and ended."""

import hashlib
from datetime import date
from typing import Any

from django.db import transaction

from directory.actions.programme import Overtaken, take_turn
from directory.models import Slot


@transaction.atomic
def end_series(*, slot: Slot, last: date, seen: str) -> None:
    kept = Slot.objects.select_for_update(of=("self",)).get(pk=slot.pk)
    if kept.last == last:
        return
    refuse_changed(kept, seen)
    Slot.objects.filter(pk=kept.pk).update(last=last)


@transaction.atomic
def save_line(*, slot: Slot, seen: str, confirmed_on: date | None) -> Slot:
    """A new line by its uid, once; an old one only as long as nobody else has changed it.

    `confirmed_on` is None when saving it confirms nothing.
    """
    take_turn(slot.uid)
    kept = Slot.objects.select_for_update(of=("self",)).filter(uid=slot.uid).first()
    if kept is None:
        slot.save()
        return slot
    if slot.pk is None or line_values(kept) == line_values(slot):
        return kept
    refuse_changed(kept, seen)
    slot.confirmed_on = confirmed_on or kept.confirmed_on
    slot.save()
    return slot


def is_saved_already(slot: Slot) -> bool:
    """Waits for another request that is saving the same form at this moment."""
    take_turn(slot.uid)
    return Slot.objects.filter(uid=slot.uid).exists()


def refuse_changed(kept: Slot, seen: str) -> None:
    if line_token(kept) != seen:
        raise Overtaken


def line_values(slot: Slot) -> dict[str, Any]:
    skipped = {"id", "confirmed_on"}
    fields = (one.attname for one in Slot._meta.concrete_fields if one.attname not in skipped)
    return {name: getattr(slot, name) for name in fields}


def line_token(slot: Slot) -> str:
    return hashlib.sha256(repr(sorted(line_values(slot).items())).encode()).hexdigest()[:16]
