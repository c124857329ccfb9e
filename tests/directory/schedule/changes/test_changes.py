"""Changes of every scope and which of them wins, each case worked out by hand."""

import pytest

from directory.schedule import Change, DayPart, Occurrence, Rule, Scope, expand
from tests.directory.schedule.changes.cancellations import CANCELLATIONS
from tests.directory.schedule.changes.extras import EXTRAS
from tests.directory.schedule.changes.new_days import NEW_DAYS
from tests.directory.schedule.changes.places import PLACES
from tests.directory.schedule.changes.precedence import PRECEDENCE
from tests.directory.schedule.changes.times import TIMES
from tests.directory.schedule.timetable import (
    ELSEWHERE,
    SERVICE,
    WEEK_48,
    Case,
    as_usual,
    cancelled,
    day,
    extra,
    other_place,
    other_time,
    rule,
    slot,
)


@pytest.mark.parametrize(
    "case",
    [*CANCELLATIONS, *PRECEDENCE, *TIMES, *NEW_DAYS, *PLACES, *EXTRAS],
    ids=lambda case: case.name,
)
def test_expand_gives_what_the_changes_say(case: Case) -> None:
    assert case.found() == list(case.on)


def only(given: Rule, *changes: Change) -> Occurrence:
    (found,) = expand(
        [slot(given)], first=day("2026-11-25"), last=day("2026-11-25"), changes=changes
    )
    return found


def test_expand_names_the_changes_that_shaped_it_the_strongest_first() -> None:
    time_of_slot = other_time(WEEK_48, "13-14", key=1)
    place_of_service = other_place("2026-11-25", ELSEWHERE, Scope.SERVICE, key=2)
    outdone = other_time("2026-11-25", "9-10", Scope.ORGANISATION, key=3)
    lifted = cancelled("2026-11-25", Scope.ORGANISATION, key=4)
    lifting = as_usual("2026-11-25", key=5)

    found = only(rule(), time_of_slot, place_of_service, outdone, lifted, lifting)

    assert found.changes == (lifting, time_of_slot, place_of_service)


def test_expand_forgets_the_part_of_the_day_when_a_change_tells_the_clock() -> None:
    by_part_of_day = rule(at="-", day_part=DayPart.MORNING)

    assert only(by_part_of_day).day_part is DayPart.MORNING
    assert only(by_part_of_day, other_time("2026-11-25", "13-14")).day_part is None


def test_expand_keeps_the_cause_apart_from_the_changes() -> None:
    cause = cancelled("2026-11-25")

    found = only(rule(), cause)

    assert (found.cause, found.changes) == (cause, ())


def test_expand_tells_service_and_place_of_a_service_extra() -> None:
    added = extra("2026-11-25", "17-18", Scope.SERVICE, key=7)

    (found,) = expand([], first=added.first, last=added.first, changes=[added])

    assert (found.series, found.change, found.service, found.place) == (None, 7, SERVICE, None)
