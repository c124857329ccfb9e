"""Sessions that are not held."""

from directory.schedule import Scope
from tests.directory.schedule.timetable import (
    NOVEMBER_25,
    TWO_WEEKS,
    WEDNESDAY,
    WEEK_48,
    Case,
    cancelled,
    rule,
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
