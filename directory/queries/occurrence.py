"""One occurrence of a slot: what is said of it alone, and what happens with all the rest."""

import hashlib
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import BooleanField, ExpressionWrapper, F, QuerySet

from directory import schedule
from directory.enums import ChangeKindChoices
from directory.models import ScheduleChange, Slot
from directory.models.listing import published
from directory.permissions import editable_by
from directory.queries.programme import is_near, load_slots, programme
from directory.queries.session import Session
from directory.schedule.changes import strength

OCCURRENCE_KINDS = [kind for kind in ChangeKindChoices if kind != ChangeKindChoices.EXTRA]
DECIDES_CLOSURE = [ChangeKindChoices.CANCELLED, ChangeKindChoices.AS_USUAL]
STATED = (
    "slot_id", "service_id", "place_id", "kind", "first", "last", "start", "end", "ends_next_day",
    "new_date", "new_place_id", "reason", "note_fi", "note_sv", "note_en",
)  # fmt: skip


def stated(change: ScheduleChange) -> list[str]:
    """What it says, alike whether it comes from the database or is still to be saved."""
    values = (getattr(change, name) for name in STATED)
    return ["" if value is None else str(value) for value in values]


def token(changes: Iterable[ScheduleChange]) -> str:
    """Stands for what somebody saw: another one when any of the changes says something else."""
    seen = sorted((change.pk, *stated(change)) for change in changes)
    return hashlib.sha256(repr(seen).encode()).hexdigest()[:16]


def one_off_token(extra: ScheduleChange, said: Iterable[ScheduleChange]) -> str:
    """With what is `said` of its slot that day; of several days nothing can be said."""
    return token([extra, *(said if extra.first == extra.last else [])])


def with_visibility(slots: QuerySet) -> QuerySet:
    """`is_seen`: whether families may see the slot."""
    is_seen = published("service") & published("place")
    return slots.annotate(is_seen=ExpressionWrapper(is_seen, BooleanField()))


def occurrence_changes(slots: Iterable[int], first: date, last: date) -> QuerySet:
    """What is said of single occurrences of the slots that would be on these days."""
    return ScheduleChange.objects.filter(
        slot__in=list(slots), first__range=(first, last), last=F("first"), kind__in=OCCURRENCE_KINDS
    ).order_by("pk")


def occurrence_of(slot: Slot, day: date, *, language: str, today: date) -> Session | None:
    """As it happens, be it on another day; None when the slot has none on the day."""
    moves = occurrence_changes([slot.pk], day, day).values_list("new_date", flat=True)
    days = [day, *(move for move in moves if is_near(move, day))]
    sessions = programme(
        load_slots(with_visibility(Slot.objects.filter(pk=slot.pk)), language),
        first=min(days),
        last=max(days),
        language=language,
        today=today,
    )
    found = [s for s in sessions if s.occurrence.scheduled_day == day and not s.is_gap]
    return min(found, key=lambda session: session.is_extra, default=None)


def differs(occurrence: schedule.Occurrence) -> bool:
    return occurrence.is_cancelled or occurrence.is_retimed or occurrence.is_moved


def is_liftable(session: Session, own: Collection[int], editable: Collection[int]) -> bool:
    """Whether its organiser may say that it is as usual: not against somebody else's closure.

    A public holiday or a break only says when the organiser usually rests.
    """
    occurrence = session.occurrence
    if not differs(occurrence):
        return False
    causes = [*occurrence.changes, occurrence.cause]
    keys = {one.key for one in causes if isinstance(one, schedule.Change)}
    return keys - set(own) <= set(editable)


def against_wider(session: Session) -> list[ScheduleChange]:
    """What has to be said of the occurrence alone for it to be as its slot has it."""
    occurrence, slot = session.occurrence, session.slot
    day = occurrence.scheduled_day
    base: dict[str, Any] = {"slot_id": slot.pk, "first": day, "last": day}
    said = []
    if occurrence.is_retimed and (slot.start or slot.end):
        clock = {"start": slot.start, "end": slot.end, "ends_next_day": slot.ends_next_day}
        said.append(ScheduleChange(kind=ChangeKindChoices.OTHER_TIME, **base, **clock))
    if occurrence.is_moved and slot.place_id:
        place = {"new_place_id": slot.place_id}
        said.append(ScheduleChange(kind=ChangeKindChoices.OTHER_PLACE, **base, **place))
    if occurrence.is_cancelled and not said:
        said.append(ScheduleChange(kind=ChangeKindChoices.AS_USUAL, **base))
    return said


def closed_by_others(
    user: AbstractBaseUser, asked: Iterable[tuple[int | None, date]]
) -> set[tuple[int, date]]:
    """Of these places and days, those when somebody else keeps the place closed.

    What is said of one occurrence is stronger than a closure, and a one-off is too: neither may
    be said against a closure that is not one's own.
    """
    wanted = {(place, day) for place, day in asked if place is not None}
    if not wanted:
        return set()
    places, days = {place for place, _day in wanted}, {day for _place, day in wanted}
    words = list(
        ScheduleChange.objects.during(min(days), max(days))
        .filter(place__in=places, kind__in=DECIDES_CLOSURE)
        .rewrite(False)
    )
    closing = {key: row.pk for key in wanted if (row := closure_among(words, *key))}
    rows = ScheduleChange.objects.filter(pk__in=closing.values())
    own = set(editable_by(user, rows).order_by().values_list("pk", flat=True))
    return {key for key, row in closing.items() if row not in own}


def closure_among(words: Iterable[ScheduleChange], place: int, day: date) -> ScheduleChange | None:
    """The one that keeps the place closed that day."""
    speaking = [row for row in words if row.place_id == place and row.is_during(day, day)]
    strongest = min(speaking, key=lambda row: strength(row.as_rule), default=None)
    return strongest if strongest is not None and strongest.is_closure else None
