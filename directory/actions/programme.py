"""What staff do to one occurrence of their own programme.

The slot's row is locked first, so that two people who change one occurrence take turns; the later
one says what was on the screen (`seen`), and nothing is written over what was not seen.
"""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, time
from functools import partial
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import connection, transaction
from django.db.models import Model

from directory import schedule
from directory.enums import ChangeKindChoices
from directory.models import Organisation, Place, ScheduleChange, Service, Slot
from directory.permissions import editable_by
from directory.queries.occurrence import (
    against_wider,
    differs,
    is_liftable,
    occurrence_changes,
    occurrence_of,
    stated,
    token,
)
from directory.queries.session import Session

HELD_OR_NOT = (ChangeKindChoices.CANCELLED, ChangeKindChoices.AS_USUAL)


class Overtaken(Exception):
    """Somebody else has changed it since the page was shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why, as families are told: a phrase known in every language, and words of one's own."""

    reason: str = ""
    note_fi: str = ""
    note_sv: str = ""
    note_en: str = ""

    @property
    def notes(self) -> str:
        return self.note_fi or self.note_sv or self.note_en


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """When and where one occurrence is held; what is None is as usual."""

    start: time | None = None
    end: time | None = None
    ends_next_day: bool = False
    new_date: date | None = None
    new_place: Place | None = None

    @property
    def changes_time(self) -> bool:
        return (self.start or self.end or self.new_date) is not None

    @property
    def clock(self) -> dict[str, Any]:
        return {"start": self.start, "end": self.end, "ends_next_day": self.ends_next_day}


def lock(row: Model) -> None:
    # Evaluated for the lock alone.
    list(type(row)._default_manager.select_for_update().filter(pk=row.pk).values_list("pk"))


def take_turn(uid: uuid.UUID) -> None:
    """Waits for another request that is doing the same at this moment, row or no row."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [str(uid)])


def locked_changes(slot: Slot, day: date) -> list[ScheduleChange]:
    lock(slot)
    return list(occurrence_changes([slot.pk], day, day))


def refuse_unseen(changes: Sequence[ScheduleChange], seen: str) -> None:
    if token(changes) != seen:
        raise Overtaken


def is_said(changes: Sequence[ScheduleChange], wanted: Sequence[ScheduleChange]) -> bool:
    """The changes say just what is wanted: a repeated request has nothing to do."""
    return sorted(map(stated, changes)) == sorted(map(stated, wanted))


def about_occurrence(slot: Slot, day: date, kind: str, **values: Any) -> ScheduleChange:
    return ScheduleChange(slot=slot, first=day, last=day, kind=kind, **values)


def retold(change: ScheduleChange, told: Explanation) -> ScheduleChange:
    """The same, with the reason said anew."""
    changed = {name: text for name, text in asdict(told).items() if getattr(change, name) != text}
    for name, text in changed.items():
        setattr(change, name, text)
    if changed:
        change.save(update_fields=list(changed))
    return change


def delete(changes: Iterable[ScheduleChange]) -> None:
    ScheduleChange.objects.filter(pk__in=[change.pk for change in changes]).delete()


@transaction.atomic
def cancel_occurrence(*, slot: Slot, day: date, told: Explanation, seen: str) -> ScheduleChange:
    """Another time or place stays underneath, so that families see which session it was."""
    own = locked_changes(slot, day)
    wanted = about_occurrence(slot, day, ChangeKindChoices.CANCELLED, **asdict(told))
    if own and own[-1].kind == wanted.kind and is_said(own[-1:], [wanted]):
        return own[-1]
    refuse_unseen(own, seen)
    delete(change for change in own if change.kind in HELD_OR_NOT)
    wanted.save()
    return wanted


@transaction.atomic
def move_occurrence(
    *, slot: Slot, day: date, timing: Timing, told: Explanation, seen: str
) -> list[ScheduleChange]:
    """Says anew when and where it is, in place of all that was said of this occurrence."""
    own = locked_changes(slot, day)
    wanted = moves(slot, day, timing, told)
    if is_said(own, wanted):
        return own
    refuse_unseen(own, seen)
    delete(own)
    for change in wanted:
        change.save()
    return wanted


def moves(slot: Slot, day: date, timing: Timing, told: Explanation) -> list[ScheduleChange]:
    changes = []
    if timing.changes_time:
        values = {**timing.clock, "new_date": timing.new_date, **asdict(told)}
        changes.append(about_occurrence(slot, day, ChangeKindChoices.OTHER_TIME, **values))
    if timing.new_place:
        values = {"new_place": timing.new_place, **asdict(told)}
        changes.append(about_occurrence(slot, day, ChangeKindChoices.OTHER_PLACE, **values))
    if not changes and told.notes:
        changes.append(about_occurrence(slot, day, ChangeKindChoices.AS_USUAL, **asdict(told)))
    return changes


@transaction.atomic
def restore_occurrence(
    *, slot: Slot, day: date, user: AbstractBaseUser, seen: str, today: date
) -> Session | None:
    """Takes back what was said of the occurrence, and lifts wider changes that the user may lift.

    Returns it as it then is: still cancelled, say, when somebody else has closed the place.
    """
    own = locked_changes(slot, day)
    find = partial(occurrence_of, slot, day, language="fi", today=today)
    session = find()
    if session is None or not differs(session.occurrence):
        return session
    refuse_unseen(own, seen)
    delete(own)
    session = find()
    if session is None or not lifts(session, user):
        return session
    for change in against_wider(session):
        change.save()
    return find()


def lifts(session: Session, user: AbstractBaseUser) -> bool:
    occurrence = session.occurrence
    causes = [*occurrence.changes, occurrence.cause]
    keys = {one.key for one in causes if isinstance(one, schedule.Change)}
    rows = ScheduleChange.objects.filter(pk__in=keys)
    editable = editable_by(user, rows).values_list("pk", flat=True)
    return is_liftable(session, [], list(editable))


def scope_of(about: Slot | Service | Place | Organisation) -> str:
    return type(about)._meta.model_name
