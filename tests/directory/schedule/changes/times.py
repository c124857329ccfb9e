"""Sessions at another time of the day."""

from directory.schedule import DayPart, Scope
from tests.directory.schedule.timetable import (
    NOVEMBER_25,
    TWO_WEEKS,
    Case,
    cancelled,
    other_time,
    rule,
)

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
