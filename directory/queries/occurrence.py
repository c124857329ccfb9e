"""One occurrence of a slot: what is said of it alone, and what happens with all the rest."""

import hashlib
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, F, Q, QuerySet

from directory import schedule
from directory.enums import ChangeKindChoices
from directory.models import Place, ScheduleChange, Slot
from directory.models.listing import published
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


def closure_at(place: Place | None, day: date) -> ScheduleChange | None:
    """The one that keeps the place closed that day."""
    if place is None:
        return None
    covering = Q(last__isnull=True) | Q(last__gte=day)
    words = place.changes.filter(covering, first__lte=day, kind__in=DECIDES_CLOSURE)
    strongest = min(words, key=lambda row: strength(row.as_rule), default=None)
    is_closed = strongest is not None and strongest.kind == ChangeKindChoices.CANCELLED
    return strongest if is_closed else None
