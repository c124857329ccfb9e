"""From what was planned to what happens, by the changes that speak of it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, time

from directory.schedule.changes import ChangeIndex, strength
from directory.schedule.closures import Closures
from directory.schedule.occurrences import Occurrence, Status
from directory.schedule.rules import Break, Change, ChangeKind, DayPart, Holiday, Series

RESCHEDULING = (ChangeKind.OTHER_TIME, ChangeKind.OTHER_PLACE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """An occurrence before changes. `beside_regular`: an extra on a day its rule gives anyway."""

    day: date
    start: time | None
    end: time | None
    ends_next_day: bool
    day_part: DayPart | None
    place: int | None
    service: int | None
    series: Series | None
    extra: Change | None = None
    beside_regular: bool = False


def settle(plan: Plan, changes: ChangeIndex, closures: Closures) -> Occurrence:
    """Each aspect (place, time, day, status) by the strongest change that speaks of it."""
    words = _speaking(plan, plan.place, changes)
    if not words:
        return _as_planned(plan, _closure(plan, closures))
    relocation = _first(change for change in words if _states_place(change))
    place = plan.place if relocation is None else relocation.place
    if place != plan.place:
        words = _speaking(plan, place, changes)
    retiming = _first(change for change in words if _states_time(change))
    move = _first(change for change in words if change.new_date is not None)
    new_date = None if move is None else move.new_date
    verdict = _verdict(plan, words, new_date, changes)
    cause = _closure(plan, closures) if verdict is None else _cancellation(verdict)
    clock = retiming or plan
    return replace(
        _as_planned(plan, cause),
        day=new_date or plan.day,
        start=clock.start,
        end=clock.end,
        ends_next_day=clock.ends_next_day,
        day_part=plan.day_part if retiming is None else None,
        place=place,
        changes=_shaping(plan.extra, relocation, retiming, move, verdict),
    )


def _as_planned(plan: Plan, cause: Change | Break | Holiday | None) -> Occurrence:
    return Occurrence(
        series=None if plan.series is None else plan.series.key,
        change=None if plan.extra is None else plan.extra.key,
        day=plan.day,
        start=plan.start,
        end=plan.end,
        ends_next_day=plan.ends_next_day,
        day_part=plan.day_part,
        place=plan.place,
        service=plan.service,
        status=Status.HELD if cause is None else Status.CANCELLED,
        cause=cause,
        changes=(),
        scheduled_day=plan.day,
        scheduled_start=plan.start,
        scheduled_end=plan.end,
        scheduled_place=plan.place,
    )


def _first(changes: Iterable[Change]) -> Change | None:
    return next(iter(changes), None)


def _speaking(plan: Plan, place: int | None, changes: ChangeIndex) -> list[Change]:
    """Changes that speak of it when it is at the place, the strongest first."""
    found: list[Change] = []
    if plan.series is not None:
        found += changes.slots.in_force(plan.series.key, plan.day)
    found += changes.services.in_force(plan.service, plan.day)
    found += changes.places.in_force(place, plan.day)
    if plan.series is not None:
        found += _of_organisations(plan.series.organisations, plan.day, changes)
    if plan.beside_regular:
        found = [change for change in found if not _reschedules_regular(change)]
    if plan.extra is not None:
        found = sorted([plan.extra, *found], key=strength)
    return found


def _of_organisations(
    organisations: tuple[int, ...], day: date, changes: ChangeIndex
) -> list[Change]:
    found = [
        change
        for organisation in organisations
        for change in changes.organisations.in_force(organisation, day)
    ]
    return sorted(found, key=strength) if len(organisations) > 1 else found


def _reschedules_regular(change: Change) -> bool:
    return change.names_occurrence and change.kind in RESCHEDULING


def _states_place(change: Change) -> bool:
    relocates = change.kind in (ChangeKind.OTHER_PLACE, ChangeKind.EXTRA)
    return relocates and change.place is not None


def _states_time(change: Change) -> bool:
    retimes = change.kind in (ChangeKind.OTHER_TIME, ChangeKind.EXTRA)
    return retimes and change.states_time


def _rules_status(change: Change) -> bool:
    """Another time or place for a range leaves the status alone: it must not lift Christmas."""
    return change.kind not in RESCHEDULING or change.names_occurrence


def _verdict(
    plan: Plan, words: list[Change], new_date: date | None, changes: ChangeIndex
) -> Change | None:
    verdict = _first(change for change in words if _rules_status(change))
    if verdict is None or new_date is None or plan.series is None:
        return verdict
    on_new_day = _first(
        change
        for change in changes.slots.in_force(plan.series.key, new_date)
        if change.kind is ChangeKind.CANCELLED and change.names_occurrence
    )
    return verdict if on_new_day is None else min(verdict, on_new_day, key=strength)


def _cancellation(verdict: Change) -> Change | None:
    return verdict if verdict.kind is ChangeKind.CANCELLED else None


def _closure(plan: Plan, closures: Closures) -> Break | Holiday | None:
    return None if plan.series is None else closures.cause(plan.series.rule, plan.day)


def _shaping(*changes: Change | None) -> tuple[Change, ...]:
    shaping = {
        change
        for change in changes
        if change is not None and change.kind is not ChangeKind.CANCELLED
    }
    return tuple(sorted(shaping, key=strength))
