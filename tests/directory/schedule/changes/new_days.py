"""Sessions moved to another day."""

from tests.directory.schedule.timetable import (
    ELSEWHERE,
    THREE_TIMES,
    TWO_WEEKS,
    WEDNESDAY,
    WEEK_48,
    Case,
    cancelled,
    other_place,
    other_time,
    rule,
    season,
)

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
