"""Which of several changes wins."""

from directory.schedule import Scope
from tests.directory.schedule.timetable import (
    BREAKS,
    NOVEMBER_25,
    TWO_WEEKS,
    WEDNESDAY,
    WEEK_48,
    Case,
    as_usual,
    cancelled,
    closed,
    rule,
)

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
