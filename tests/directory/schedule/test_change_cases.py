"""Changes of every scope and which of them wins, each case worked out by hand."""

import pytest

from directory.schedule import Change, DayPart, Occurrence, Recurrence, Rule, Scope, expand
from tests.directory.schedule.timetable import (
    BREAKS,
    ELSEWHERE,
    NOVEMBER_25,
    SERVICE,
    THREE_TIMES,
    TWO_WEEKS,
    WEDNESDAY,
    WEEK_48,
    Case,
    as_usual,
    cancelled,
    closed,
    day,
    extra,
    other_place,
    other_time,
    rule,
    season,
    slot,
)

CANCELLATIONS = [
    Case(
        "one date of the slot",
        rule(),
        TWO_WEEKS,
        ["Wed 2026-11-25 10-12 x change 1", "Wed 2026-12-02 10-12"],
        [cancelled("2026-11-25")],
    ),
    Case(
        "a range that ends on the day asked",
        rule(),
        TWO_WEEKS,
        ["Wed 2026-11-25 10-12 x change 1", "Wed 2026-12-02 10-12"],
        [cancelled("2026-11-01..2026-11-25")],
    ),
    Case(
        "until further notice",
        rule(),
        TWO_WEEKS,
        [WEDNESDAY, "Wed 2026-12-02 10-12 x change 1"],
        [cancelled("2026-11-26..")],
    ),
    *(
        Case(
            f"the whole {scope}",
            rule(),
            NOVEMBER_25,
            ["Wed 2026-11-25 10-12 x change 1"],
            [cancelled("2026-11-25", scope)],
        )
        for scope in (Scope.SERVICE, Scope.PLACE, Scope.ORGANISATION)
    ),
    Case(
        "the second of two organisations",
        rule(),
        NOVEMBER_25,
        ["Wed 2026-11-25 10-12 x change 1"],
        [cancelled("2026-11-25", Scope.ORGANISATION, 1001)],
    ),
    *(
        Case(
            f"another {scope}",
            rule(),
            NOVEMBER_25,
            [WEDNESDAY],
            [cancelled("2026-11-25", scope, 99)],
        )
        for scope in Scope
    ),
    Case(
        "one slot of the two in a day",
        [slot(rule()), slot(rule(at="13-15"), key=2)],
        NOVEMBER_25,
        [WEDNESDAY, "Wed 2026-11-25 13-15 #2 x change 1"],
        [cancelled("2026-11-25", Scope.SLOT, 2)],
    ),
    Case(
        "the word of a slot, then of a place, is the cause",
        rule(),
        NOVEMBER_25,
        ["Wed 2026-11-25 10-12 x change 1"],
        [cancelled("2026-11-25", Scope.PLACE, key=2), cancelled(WEEK_48, key=1)],
    ),
    Case(
        "a change is named before the holiday",
        rule("5"),
        "2026-12-25..2026-12-25",
        ["Fri 2026-12-25 10-12 x change 1"],
        [cancelled("2026-12-25")],
    ),
]

PRECEDENCE = [
    Case(
        "of two organisations the one with the shorter range",
        rule(),
        NOVEMBER_25,
        ["Wed 2026-11-25 10-12 x change 1"],
        [
            as_usual(WEEK_48, Scope.ORGANISATION, key=2),
            cancelled("2026-11-25", Scope.ORGANISATION, 1001, key=1),
        ],
    ),
    Case(
        "held as usual although the place is closed",
        rule(),
        NOVEMBER_25,
        [WEDNESDAY],
        [cancelled("2026-11-25", Scope.PLACE, key=2), as_usual("2026-11-25", key=1)],
    ),
    Case(
        "the service as usual although the organisation closes",
        rule(),
        NOVEMBER_25,
        [WEDNESDAY],
        [
            cancelled("2026-11-25", Scope.ORGANISATION, key=2),
            as_usual("2026-11-01..", Scope.SERVICE, key=1),
        ],
    ),
    Case(
        "the service as usual does not bring back a slot",
        rule(),
        NOVEMBER_25,
        ["Wed 2026-11-25 10-12 x change 1"],
        [cancelled("2026-11-01..", key=1), as_usual("2026-11-25", Scope.SERVICE, key=2)],
    ),
    Case(
        "the place as usual lifts the organisation's cancellation",
        rule(),
        NOVEMBER_25,
        [WEDNESDAY],
        [
            cancelled("2026-11-25", Scope.ORGANISATION, key=2),
            as_usual(WEEK_48, Scope.PLACE, key=1),
        ],
    ),
    Case(
        "one date wins over the slot's own range",
        rule(),
        TWO_WEEKS,
        [WEDNESDAY, "Wed 2026-12-02 10-12 x change 2"],
        [as_usual("2026-11-25", key=1), cancelled("2026-11-01..2026-12-31", key=2)],
    ),
    Case(
        "the shorter range wins in the same scope",
        rule(),
        TWO_WEEKS,
        [WEDNESDAY, "Wed 2026-12-02 10-12 x change 2"],
        [
            as_usual(WEEK_48, Scope.PLACE, key=1),
            cancelled("2026-11-01..2026-12-31", Scope.PLACE, key=2),
        ],
    ),
    Case(
        "an open end is the longest range",
        rule(),
        NOVEMBER_25,
        [WEDNESDAY],
        [
            cancelled("2026-11-25..", Scope.PLACE, key=2),
            as_usual("2020-01-01..2030-12-31", Scope.PLACE, key=1),
        ],
    ),
    Case(
        "the newer of two equal words wins",
        rule(),
        NOVEMBER_25,
        ["Wed 2026-11-25 10-12 x change 2"],
        [cancelled("2026-11-25", key=2), as_usual("2026-11-25", key=1)],
    ),
    Case(
        "the newer of two equal words wins the other way round",
        rule(),
        NOVEMBER_25,
        [WEDNESDAY],
        [cancelled("2026-11-25", key=1), as_usual("2026-11-25", key=2)],
    ),
    Case(
        "as usual on a holiday",
        rule("5"),
        "2026-12-25..2027-01-01",
        ["Fri 2026-12-25 10-12", "Fri 2027-01-01 10-12 x new_year"],
        [as_usual("2026-12-25")],
    ),
    Case(
        "the place as usual on a holiday",
        rule("5"),
        "2026-12-25..2026-12-25",
        ["Fri 2026-12-25 10-12"],
        [as_usual("2026-12-25", Scope.PLACE)],
    ),
    Case(
        "as usual in a break",
        rule(**BREAKS),
        TWO_WEEKS,
        [WEDNESDAY, "Wed 2026-12-02 10-12 x break 1"],
        [as_usual("2026-11-25", Scope.SERVICE)],
        [closed(TWO_WEEKS)],
    ),
]

TIMES = [
    Case(
        "another time on one date",
        rule(),
        TWO_WEEKS,
        ["Wed 2026-11-25 13-14.30 (was 10-12)", "Wed 2026-12-02 10-12"],
        [other_time("2026-11-25", "13-14.30")],
    ),
    Case(
        "another time in a whole place",
        rule(),
        NOVEMBER_25,
        ["Wed 2026-11-25 11-12 (was 10-12)"],
        [other_time("2026-11-01..2026-11-30", "11-12", Scope.PLACE)],
    ),
    Case(
        "the service's time wins over the place's",
        rule(),
        NOVEMBER_25,
        ["Wed 2026-11-25 9-10 (was 10-12)"],
        [
            other_time("2026-11-25", "11-12", Scope.PLACE, key=2),
            other_time("2026-11-01..", "9-10", Scope.SERVICE, key=1),
        ],
    ),
    Case(
        "a change on a change: the newer time",
        rule(),
        NOVEMBER_25,
        ["Wed 2026-11-25 14-15 (was 10-12)"],
        [other_time("2026-11-25", "14-15", key=2), other_time("2026-11-25", "13-14", key=1)],
    ),
    Case(
        "a new start alone leaves the end unknown",
        rule(),
        NOVEMBER_25,
        ["Wed 2026-11-25 11- (was 10-12)"],
        [other_time("2026-11-25", "11-")],
    ),
    Case(
        "a clock time in place of a part of the day",
        rule(at="-", day_part=DayPart.MORNING),
        TWO_WEEKS,
        ["Wed 2026-11-25 9-11 (was ?)", "Wed 2026-12-02 morning"],
        [other_time("2026-11-25", "9-11")],
    ),
    Case(
        "another time in December does not lift Christmas",
        rule("5"),
        "2026-12-18..2026-12-25",
        ["Fri 2026-12-18 9-10 (was 10-12)", "Fri 2026-12-25 9-10 (was 10-12) x christmas_day"],
        [other_time("2026-12-01..2026-12-31", "9-10")],
    ),
    Case(
        "another time on Christmas Day itself does",
        rule("5"),
        "2026-12-25..2026-12-25",
        ["Fri 2026-12-25 9-10 (was 10-12)"],
        [other_time("2026-12-25", "9-10")],
    ),
    Case(
        "another time of the whole service on Christmas Day does not",
        rule("5"),
        "2026-12-25..2026-12-25",
        ["Fri 2026-12-25 9-10 (was 10-12) x christmas_day"],
        [other_time("2026-12-25", "9-10", Scope.SERVICE)],
    ),
    Case(
        "another time for that date although the place is closed",
        rule(),
        NOVEMBER_25,
        ["Wed 2026-11-25 13-14 (was 10-12)"],
        [other_time("2026-11-25", "13-14"), cancelled("2026-11-25", Scope.PLACE, key=2)],
    ),
    Case(
        "another time, then cancelled after all",
        rule(),
        NOVEMBER_25,
        ["Wed 2026-11-25 13-14 (was 10-12) x change 2"],
        [other_time("2026-11-25", "13-14", key=1), cancelled("2026-11-25", key=2)],
    ),
    Case(
        "cancelled, then at another time after all",
        rule(),
        NOVEMBER_25,
        ["Wed 2026-11-25 13-14 (was 10-12)"],
        [cancelled("2026-11-25", key=1), other_time("2026-11-25", "13-14", key=2)],
    ),
]

NEW_DAYS = [
    Case(
        "on another day of the week",
        rule(),
        WEEK_48,
        ["Thu 2026-11-26 10-12 (was 2026-11-25 10-12)"],
        [other_time("2026-11-25", to="2026-11-26")],
    ),
    Case(
        "on another day at another time in another place",
        rule(),
        WEEK_48,
        ["Fri 2026-11-27 17-18 @101 (was 2026-11-25 10-12)"],
        [
            other_time("2026-11-25", "17-18", to="2026-11-27", key=1),
            other_place("2026-11-25", ELSEWHERE, key=2),
        ],
    ),
    Case(
        "out of the window",
        rule(),
        WEEK_48,
        [],
        [other_time("2026-11-25", to="2026-12-01")],
    ),
    Case(
        "into the window from before it",
        rule(),
        "2026-11-30..2026-12-06",
        ["Tue 2026-12-01 10-12 (was 2026-11-25 10-12)", "Wed 2026-12-02 10-12"],
        [other_time("2026-11-25", to="2026-12-01")],
    ),
    Case(
        "into the window from after it",
        rule(),
        WEEK_48,
        [WEDNESDAY, "Sun 2026-11-29 10-12 (was 2026-12-02 10-12)"],
        [other_time("2026-12-02", to="2026-11-29")],
    ),
    Case(
        "past the end of the season",
        rule(**season("..2026-11-25")),
        TWO_WEEKS,
        ["Wed 2026-12-02 10-12 (was 2026-11-25 10-12)"],
        [other_time("2026-11-25", to="2026-12-02")],
    ),
    Case(
        "a date that the rule does not give cannot move",
        rule(),
        WEEK_48,
        [WEDNESDAY],
        [other_time("2026-11-20", to="2026-11-27")],
    ),
    Case(
        "from a holiday",
        rule("5"),
        "2026-12-21..2026-12-31",
        ["Mon 2026-12-28 10-12 (was 2026-12-25 10-12)"],
        [other_time("2026-12-25", to="2026-12-28")],
    ),
    Case(
        "a moved time is still one of three",
        rule(**THREE_TIMES),
        "2026-12-03..2026-12-31",
        ["Sat 2026-12-12 10-12 (was 2026-12-09 10-12)"],
        [other_time("2026-12-09", to="2026-12-12")],
    ),
    Case(
        "moved twice: the newer day",
        rule(),
        WEEK_48,
        ["Fri 2026-11-27 10-12 (was 2026-11-25 10-12)"],
        [
            other_time("2026-11-25", to="2026-11-26", key=1),
            other_time("2026-11-25", to="2026-11-27", key=2),
        ],
    ),
    Case(
        "moved, then cancelled by its old day",
        rule(),
        WEEK_48,
        ["Thu 2026-11-26 10-12 (was 2026-11-25 10-12) x change 2"],
        [other_time("2026-11-25", to="2026-11-26", key=1), cancelled("2026-11-25", key=2)],
    ),
    Case(
        "moved, then cancelled by its new day",
        rule(),
        WEEK_48,
        ["Thu 2026-11-26 10-12 (was 2026-11-25 10-12) x change 2"],
        [other_time("2026-11-25", to="2026-11-26", key=1), cancelled("2026-11-26", key=2)],
    ),
    Case(
        "moved in the place of a time cancelled before",
        rule("34"),
        WEEK_48,
        [
            "Thu 2026-11-26 10-12 (was 2026-11-25 10-12)",
            "Thu 2026-11-26 10-12 x change 1",
        ],
        [other_time("2026-11-25", to="2026-11-26", key=2), cancelled("2026-11-26", key=1)],
    ),
]

PLACES = [
    Case(
        "in another place on one date",
        rule(),
        TWO_WEEKS,
        ["Wed 2026-11-25 10-12 @101", "Wed 2026-12-02 10-12"],
        [other_place("2026-11-25", ELSEWHERE)],
    ),
    Case(
        "a whole place moves for a while",
        rule(),
        TWO_WEEKS,
        ["Wed 2026-11-25 10-12 @101", "Wed 2026-12-02 10-12"],
        [other_place("2026-11-01..2026-11-30", ELSEWHERE, Scope.PLACE)],
    ),
    Case(
        "moved away from a closed place",
        rule(),
        TWO_WEEKS,
        ["Wed 2026-11-25 10-12 @101", "Wed 2026-12-02 10-12 x change 2"],
        [
            other_place(WEEK_48, ELSEWHERE, key=1),
            cancelled("2026-11-01..2026-12-31", Scope.PLACE, key=2),
        ],
    ),
    Case(
        "moved for a range to a place that is then closed",
        rule(),
        NOVEMBER_25,
        ["Wed 2026-11-25 10-12 @101 x change 2"],
        [
            other_place(WEEK_48, ELSEWHERE, key=1),
            cancelled("2026-11-25", Scope.PLACE, ELSEWHERE, key=2),
        ],
    ),
    Case(
        "the other place's times hold there, not the own place's",
        rule(),
        NOVEMBER_25,
        ["Wed 2026-11-25 13-14 @101 (was 10-12)"],
        [
            other_place(WEEK_48, ELSEWHERE, key=1),
            other_time(WEEK_48, "11-12", Scope.PLACE, key=2),
            other_time(WEEK_48, "13-14", Scope.PLACE, target=ELSEWHERE, key=3),
        ],
    ),
    Case(
        "time and place from different changes",
        rule(),
        NOVEMBER_25,
        ["Wed 2026-11-25 13-14 @101 (was 10-12)"],
        [
            other_place("2026-11-25", ELSEWHERE, Scope.ORGANISATION, key=1),
            other_time(WEEK_48, "13-14", key=2),
        ],
    ),
    Case(
        "moved for a range does not lift a break",
        rule(**BREAKS),
        NOVEMBER_25,
        ["Wed 2026-11-25 10-12 @101 x break 1"],
        [other_place(WEEK_48, ELSEWHERE)],
        [closed(WEEK_48)],
    ),
    Case(
        "without a place, no place can close it",
        slot(rule(), place=None),
        NOVEMBER_25,
        [WEDNESDAY],
        [cancelled("2026-11-25", Scope.PLACE)],
    ),
]

EXTRAS = [
    Case(
        "an extra takes time and place from its slot",
        rule(),
        WEEK_48,
        [WEDNESDAY, "Fri 2026-11-27 10-12 extra"],
        [extra("2026-11-27")],
    ),
    Case(
        "an extra with its own time and place",
        rule(),
        WEEK_48,
        [WEDNESDAY, "Fri 2026-11-27 17-18 extra"],
        [extra("2026-11-27", "17-18", place=ELSEWHERE)],
    ),
    Case(
        "an extra each day of a range, cut by the window",
        rule(),
        "2026-11-26..2026-11-27",
        ["Thu 2026-11-26 10-12 extra", "Fri 2026-11-27 10-12 extra"],
        [extra("2026-11-26..2026-11-28")],
    ),
    Case(
        "an extra outside the season, on a holiday",
        rule(**season("..2026-11-30")),
        "2026-12-01..2026-12-31",
        ["Fri 2026-12-25 10-12 extra"],
        [extra("2026-12-25")],
    ),
    Case(
        "an extra of a service",
        [],
        WEEK_48,
        ["Fri 2026-11-27 17-18 #None @101 extra"],
        [extra("2026-11-27", "17-18", Scope.SERVICE, place=ELSEWHERE)],
    ),
    Case(
        "an extra of a place",
        [],
        WEEK_48,
        ["Fri 2026-11-27 17-18 #None @100 extra"],
        [extra("2026-11-27", "17-18", Scope.PLACE)],
    ),
    Case("an extra of a slot not asked for", [], WEEK_48, [], [extra("2026-11-27")]),
    Case(
        "an extra cancelled later",
        rule(),
        WEEK_48,
        [WEDNESDAY, "Fri 2026-11-27 10-12 extra x change 2"],
        [extra("2026-11-27", key=1), cancelled("2026-11-27", key=2)],
    ),
    Case(
        "an extra of a place, closed later",
        [],
        WEEK_48,
        ["Fri 2026-11-27 17-18 #None @100 extra x change 2"],
        [
            extra("2026-11-27", "17-18", Scope.PLACE, key=1),
            cancelled("2026-11-27", Scope.PLACE, key=2),
        ],
    ),
    Case(
        "an extra in a place that is closed for longer",
        rule(),
        WEEK_48,
        ["Wed 2026-11-25 10-12 x change 2", "Fri 2026-11-27 10-12 extra"],
        [extra("2026-11-27", key=1), cancelled(WEEK_48, Scope.PLACE, key=2)],
    ),
    Case(
        "an extra instead of a cancelled time of the same day",
        rule(),
        WEEK_48,
        ["Wed 2026-11-25 10-12 x change 1", "Wed 2026-11-25 17-18 extra"],
        [cancelled("2026-11-25", key=1), extra("2026-11-25", "17-18", key=2)],
    ),
    Case(
        "another time for the regular one leaves the extra beside it alone",
        rule(),
        WEEK_48,
        ["Wed 2026-11-25 9-11 (was 10-12)", "Wed 2026-11-25 17-18 extra"],
        [extra("2026-11-25", "17-18", key=1), other_time("2026-11-25", "9-11", key=2)],
    ),
    Case(
        "a change on an extra: another time",
        rule(),
        "2026-11-26..2026-11-29",
        ["Fri 2026-11-27 18-19 (was 17-18) extra"],
        [extra("2026-11-27", "17-18", key=1), other_time("2026-11-27", "18-19", key=2)],
    ),
    Case(
        "a change on an extra: moved into the window",
        rule(),
        "2026-11-30..2026-12-01",
        ["Mon 2026-11-30 10-12 (was 2026-11-27 10-12) extra"],
        [extra("2026-11-27", key=1), other_time("2026-11-27", to="2026-11-30", key=2)],
    ),
    Case(
        "an extra of a slot on request",
        rule("", recurrence=Recurrence.ON_REQUEST),
        WEEK_48,
        ["Fri 2026-11-27 10-12 extra"],
        [extra("2026-11-27")],
    ),
]


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
