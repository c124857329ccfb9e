"""Sessions at another place."""

from directory.schedule import Scope
from tests.directory.schedule.timetable import (
    BREAKS,
    ELSEWHERE,
    NOVEMBER_25,
    TWO_WEEKS,
    WEDNESDAY,
    WEEK_48,
    Case,
    cancelled,
    closed,
    other_place,
    other_time,
    rule,
    slot,
)

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
