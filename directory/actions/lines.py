"""A line of the programme: saved once, never over a change that was not seen, and ended."""

import hashlib
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from directory.actions.programme import Overtaken, lock
from directory.models import Slot


@transaction.atomic
def end_series(*, slot: Slot, last: date) -> None:
    lock(slot)
    Slot.objects.filter(pk=slot.pk).exclude(last=last).update(last=last)


@transaction.atomic
def save_line(*, slot: Slot, seen: str) -> Slot:
    """A new line by its uid, once; an old one only as long as nobody else has changed it."""
    kept = Slot.objects.select_for_update(of=("self",)).filter(uid=slot.uid).first()
    if kept is None:
        return added(slot)
    if slot.pk is None or line_values(kept) == line_values(slot):
        return kept
    if line_token(kept) != seen:
        raise Overtaken
    slot.save()
    return slot


def added(slot: Slot) -> Slot:
    try:
        with transaction.atomic():
            slot.save()
    except IntegrityError:
        # The same form, posted twice at once: the other one was first.
        return Slot.objects.get(uid=slot.uid)
    return slot


def line_values(slot: Slot) -> dict[str, Any]:
    skipped = {"id", "confirmed_on"}
    fields = (one.attname for one in Slot._meta.concrete_fields if one.attname not in skipped)
    return {name: getattr(slot, name) for name in fields}


def line_token(slot: Slot) -> str:
    return hashlib.sha256(repr(sorted(line_values(slot).items())).encode()).hexdigest()[:16]
