"""Single sessions beside the programme: added, changed, cancelled and copied, each once."""

import uuid
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from directory.actions.programme import (
    Explanation,
    Overtaken,
    Timing,
    cancel_occurrence,
    is_said,
    lock,
    retold,
    scope_of,
)
from directory.enums import ChangeKindChoices
from directory.models import Place, ScheduleChange, Service, Slot
from directory.queries.occurrence import STATED, occurrence_changes, token
from directory.queries.one_offs import cancellation_of, is_alone, sessions_beside, version_of

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


def locked(extra: ScheduleChange) -> ScheduleChange | None:
    """As it is now; who changes an occurrence of its slot waits too. None when it has gone."""
    if extra.slot_id:
        lock(extra.slot)
    return ScheduleChange.objects.select_for_update(of=("self",)).filter(pk=extra.pk).first()


@transaction.atomic
def change_one_off(*, extra: ScheduleChange, one_off: OneOff, seen: str) -> ScheduleChange:
    kept = locked(extra)
    if kept is None:
        raise Overtaken
    present = token([kept])
    revise(kept, one_off)
    if token([kept]) == present:
        return kept
    if seen != present:
        raise Overtaken
    kept.save()
    return kept


def revise(extra: ScheduleChange, one_off: OneOff) -> None:
    about = {"slot": None, "service": None, "place": None}
    about[scope_of(one_off.about)] = one_off.about
    last = one_off.day + (extra.last - extra.first)
    for name, value in {**about, **one_off.values, "last": last}.items():
        setattr(extra, name, value)


@transaction.atomic
def cancel_one_off(
    *, extra: ScheduleChange, told: Explanation, seen: str, today: date
) -> ScheduleChange | None:
    """Shown as cancelled where that can be said of it alone; otherwise it goes, for None."""
    kept = locked(extra)
    if kept is None:
        return None
    if not is_alone(kept, sessions_beside(kept, "fi", today)):
        refuse_changed(kept, seen)
        kept.delete()
        return None
    wanted = ScheduleChange(**cancelled(kept), **asdict(told))
    standing = ScheduleChange.objects.filter(**cancelled(kept)).order_by("pk").last()
    if standing is not None and is_said([standing], [wanted]):
        return standing
    refuse_changed(kept, seen)
    if kept.slot_id:
        said = token(occurrence_changes([kept.slot_id], kept.first, kept.first))
        return cancel_occurrence(slot=kept.slot, day=kept.first, told=told, seen=said)
    if standing is not None:
        return retold(standing, told)
    wanted.save()
    return wanted


@transaction.atomic
def restore_one_off(*, extra: ScheduleChange, seen: str, today: date) -> bool:
    """On after all; whether it is."""
    kept = locked(extra)
    if kept is None:
        return False
    sessions = sessions_beside(kept, "fi", today)
    if not any(one.is_cancelled for one in sessions if one.occurrence.change == kept.pk):
        return True
    refuse_changed(kept, seen)
    cancellation = cancellation_of(kept, sessions)
    if cancellation is not None:
        cancellation.delete()
    return cancellation is not None


def refuse_changed(kept: ScheduleChange, seen: str) -> None:
    if version_of(kept) != seen:
        raise Overtaken


def cancelled(extra: ScheduleChange) -> dict[str, Any]:
    """What makes a change the cancellation of the one-off."""
    about = {"slot_id": extra.slot_id, "service_id": extra.service_id}
    days = {"first": extra.first, "last": extra.last}
    return {**about, **days, "kind": ChangeKindChoices.CANCELLED}


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
