"""Single sessions beside the programme: added, changed, cancelled and copied, each once."""

import uuid
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from directory.actions.programme import Explanation, Overtaken, Timing, lock, scope_of
from directory.enums import ChangeKindChoices
from directory.models import Place, ScheduleChange, Service, Slot
from directory.queries.occurrence import STATED, token

COPIES = uuid.UUID("3f4d1f0a-6b0e-4a53-8a49-4c1a7f0f5d21")


@dataclass(frozen=True, slots=True, kw_only=True)
class OneOff:
    """One session beside the programme: of a slot, a service or a place."""

    about: Slot | Service | Place
    day: date
    timing: Timing = field(default_factory=Timing)
    told: Explanation = field(default_factory=Explanation)

    @property
    def place(self) -> Place | None:
        """Where it is held."""
        if isinstance(self.about, Place):
            return self.about
        usual = self.about.place if isinstance(self.about, Slot) else None
        return self.timing.new_place or usual

    @property
    def values(self) -> dict[str, Any]:
        return {
            "kind": ChangeKindChoices.EXTRA,
            "first": self.day,
            "last": self.day,
            **self.timing.clock,
            "new_place": self.timing.new_place,
            **asdict(self.told),
        }


@transaction.atomic
def add_one_off(*, uid: uuid.UUID, one_off: OneOff) -> ScheduleChange:
    """The row of this uid, made when there is none yet."""
    about = {scope_of(one_off.about): one_off.about}
    change, _made = ScheduleChange.objects.get_or_create(
        uid=uid, defaults={**about, **one_off.values}
    )
    return change


@transaction.atomic
def change_one_off(*, extra: ScheduleChange, one_off: OneOff, seen: str) -> ScheduleChange:
    kept = ScheduleChange.objects.select_for_update(of=("self",)).get(pk=extra.pk)
    present = token([kept])
    about = {"slot": None, "service": None, "place": None}
    about[scope_of(one_off.about)] = one_off.about
    last = one_off.day + (kept.last - kept.first)
    for name, value in {**about, **one_off.values, "last": last}.items():
        setattr(kept, name, value)
    if token([kept]) == present:
        return kept
    if seen != present:
        raise Overtaken
    kept.save()
    return kept


@transaction.atomic
def cancel_one_off(
    *, extra: ScheduleChange, told: Explanation, is_alone: bool
) -> ScheduleChange | None:
    """Shown as cancelled where that can be said of it alone; otherwise it goes, for None."""
    lock(extra)
    if not is_alone:
        ScheduleChange.objects.filter(pk=extra.pk).delete()
        return None
    cancelled, _made = ScheduleChange.objects.update_or_create(
        service=extra.service,
        kind=ChangeKindChoices.CANCELLED,
        first=extra.first,
        last=extra.last,
        defaults=asdict(told),
    )
    return cancelled


@transaction.atomic
def copy_one_offs(*, extras: Iterable[ScheduleChange], later: timedelta) -> list[ScheduleChange]:
    """Each again so much later; what has been copied already is left as it is."""
    return [copy for copy, made in (copied(extra, later) for extra in extras) if made]


def copied(extra: ScheduleChange, later: timedelta) -> tuple[ScheduleChange, bool]:
    values = {name: getattr(extra, name) for name in (*STATED, *note_columns())}
    values |= {"first": extra.first + later, "last": extra.last + later}
    return ScheduleChange.objects.get_or_create(uid=copy_uid(extra, later), defaults=values)


def copy_uid(extra: ScheduleChange, later: timedelta) -> uuid.UUID:
    return uuid.uuid5(COPIES, f"{extra.uid} {extra.first + later}")


def note_columns() -> list[str]:
    names = (one.name for one in ScheduleChange._meta.concrete_fields)
    return [name for name in names if name.startswith("note_")]
