"""Sessions beside the rule."""

from directory.schedule import Recurrence, Scope
from tests.directory.schedule.timetable import (
    ELSEWHERE,
    WEDNESDAY,
    WEEK_48,
    Case,
    cancelled,
    extra,
    other_time,
    rule,
    season,
)

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
