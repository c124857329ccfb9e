"""Rules, seasons, counts and closures, each case worked out by hand from a calendar."""

from datetime import date

import pytest

from directory.schedule import DayPart, Recurrence, expand
from tests.directory.schedule.timetable import (
    BREAKS,
    NOVEMBER_25,
    THREE_TIMES,
    TWO_WEEKS,
    WEDNESDAY,
    WEEK_48,
    Case,
    cancelled,
    closed,
    day,
    even,
    every,
    monthly,
    odd,
    on_dates,
    other_time,
    rule,
    season,
    slot,
)

RECURRENCES = [
    Case("weekly", rule(), TWO_WEEKS, [WEDNESDAY, "Wed 2026-12-02 10-12"]),
    Case(
        "weekly on several days",
        rule("1234"),
        WEEK_48,
        ["Mon 2026-11-23 10-12", "Tue 2026-11-24 10-12", WEDNESDAY, "Thu 2026-11-26 10-12"],
    ),
    Case("Sunday ends the week", rule("7"), WEEK_48, ["Sun 2026-11-29 10-12"]),
    Case("a window of one day, its own", rule(), NOVEMBER_25, [WEDNESDAY]),
    Case("a window of one day, another", rule(), "2026-11-26..2026-11-26", []),
    Case(
        "odd weeks",
        odd("3"),
        "2026-11-23..2026-12-20",
        ["Wed 2026-12-02 10-12", "Wed 2026-12-16 10-12"],
    ),
    Case("even weeks", even("3"), "2026-11-23..2026-12-20", [WEDNESDAY, "Wed 2026-12-09 10-12"]),
    Case(
        "week 53 and week 1 are both odd",
        odd("1"),
        "2026-12-21..2027-01-24",
        ["Mon 2026-12-28 10-12", "Mon 2027-01-04 10-12", "Mon 2027-01-18 10-12"],
    ),
    Case(
        "even weeks pause for three weeks over week 53",
        even("1"),
        "2026-12-21..2027-01-17",
        ["Mon 2026-12-21 10-12", "Mon 2027-01-11 10-12"],
    ),
    Case(
        "odd weeks alternate over a year of 52 weeks",
        odd("1"),
        "2025-12-15..2026-01-18",
        ["Mon 2025-12-15 10-12", "Mon 2025-12-29 10-12", "Mon 2026-01-12 10-12"],
    ),
    Case(
        "a Sunday after New Year is still in week 53",
        odd("7"),
        "2026-12-28..2027-01-10",
        ["Sun 2027-01-03 10-12", "Sun 2027-01-10 10-12"],
    ),
    Case(
        "every other week keeps its rhythm over week 53",
        every(2, "1", "2026-12-14"),
        "2026-12-14..2027-01-31",
        [
            "Mon 2026-12-14 10-12",
            "Mon 2026-12-28 10-12",
            "Mon 2027-01-11 10-12",
            "Mon 2027-01-25 10-12",
        ],
    ),
    Case(
        "a window that begins in a week off",
        every(2, "1", "2026-12-14"),
        "2026-12-21..2027-01-03",
        ["Mon 2026-12-28 10-12"],
    ),
    Case(
        "an anchor in the future counts backwards",
        every(2, "1", "2027-01-25"),
        "2026-12-14..2027-01-03",
        ["Mon 2026-12-14 10-12", "Mon 2026-12-28 10-12"],
    ),
    Case(
        "an anchor names its week, whatever its weekday",
        every(2, "1", "2026-12-20"),
        "2026-12-14..2026-12-28",
        ["Mon 2026-12-14 10-12", "Mon 2026-12-28 10-12"],
    ),
    Case(
        "every three weeks on two days",
        every(3, "24", "2026-11-24"),
        "2026-11-23..2026-12-20",
        [
            "Tue 2026-11-24 10-12",
            "Thu 2026-11-26 10-12",
            "Tue 2026-12-15 10-12",
            "Thu 2026-12-17 10-12",
        ],
    ),
    Case(
        "every one week is every week",
        every(1, "3", "2020-01-01"),
        TWO_WEEKS,
        [WEDNESDAY, "Wed 2026-12-02 10-12"],
    ),
    Case("leap day", rule("2"), "2028-02-28..2028-03-05", ["Tue 2028-02-29 10-12"]),
    Case(
        "leap day is a fifth Tuesday",
        monthly("2", 5),
        "2028-02-01..2028-03-31",
        ["Tue 2028-02-29 10-12"],
    ),
    Case(
        "leap day is the last Tuesday",
        monthly("2", -1),
        "2028-02-01..2028-03-31",
        ["Tue 2028-02-29 10-12", "Tue 2028-03-28 10-12"],
    ),
    Case(
        "every other week over a leap day",
        every(2, "2", "2028-02-15"),
        "2028-02-14..2028-03-14",
        ["Tue 2028-02-15 10-12", "Tue 2028-02-29 10-12", "Tue 2028-03-14 10-12"],
    ),
    Case(
        "the fifth Wednesday only of months that have one",
        monthly("3", 5),
        "2026-11-01..2027-01-31",
        ["Wed 2026-12-30 10-12"],
    ),
    Case(
        "the first Wednesday",
        monthly("3", 1),
        "2026-11-01..2026-12-31",
        ["Wed 2026-11-04 10-12", "Wed 2026-12-02 10-12"],
    ),
    Case(
        "the first and third Wednesday",
        monthly("3", 1, 3),
        "2026-12-01..2026-12-31",
        ["Wed 2026-12-02 10-12", "Wed 2026-12-16 10-12"],
    ),
    Case(
        "the last Thursday",
        monthly("4", -1),
        "2026-10-01..2026-12-31",
        ["Thu 2026-10-29 10-12", "Thu 2026-11-26 10-12", "Thu 2026-12-31 10-12"],
    ),
    Case(
        "fourth and last are one when they coincide",
        monthly("3", 4, -1),
        "2026-11-01..2026-11-30",
        [WEDNESDAY],
    ),
    Case(
        "the first Monday and the first Tuesday",
        monthly("12", 1),
        "2026-12-01..2026-12-31",
        ["Tue 2026-12-01 10-12", "Mon 2026-12-07 10-12"],
    ),
    Case("a window after the first Wednesday", monthly("3", 1), "2026-12-03..2026-12-31", []),
    Case(
        "a list of dates",
        on_dates("2027-01-02", "2026-11-25", "2026-12-04"),
        "2026-11-01..2026-12-31",
        [WEDNESDAY, "Fri 2026-12-04 10-12"],
    ),
    Case(
        "a list of dates within a season",
        on_dates("2026-11-25", "2026-12-04", **season("..2026-11-30")),
        "2026-11-01..2026-12-31",
        [WEDNESDAY],
    ),
    Case("ask for the dates", rule("3", recurrence=Recurrence.ON_REQUEST), TWO_WEEKS, []),
]

SEASONS = [
    Case("ends on the day asked", rule(**season("..2026-11-25")), NOVEMBER_25, [WEDNESDAY]),
    Case("ended the day before", rule(**season("..2026-11-24")), NOVEMBER_25, []),
    Case("begins on the day asked", rule(**season("2026-11-25..")), NOVEMBER_25, [WEDNESDAY]),
    Case("begins the day after", rule(**season("2026-11-26..")), NOVEMBER_25, []),
    Case("a season of one day", rule(**season("2026-11-25..2026-11-25")), TWO_WEEKS, [WEDNESDAY]),
    Case("no end", rule(**season("2026-12-01..")), TWO_WEEKS, ["Wed 2026-12-02 10-12"]),
    Case("no beginning", rule(**season("..2026-12-01")), TWO_WEEKS, [WEDNESDAY]),
    Case(
        "a season from autumn to spring",
        rule("1", **season("2026-12-21..2027-01-04")),
        "2026-12-01..2027-01-31",
        ["Mon 2026-12-21 10-12", "Mon 2026-12-28 10-12", "Mon 2027-01-04 10-12"],
    ),
]

COUNTS = [
    Case(
        "three times",
        rule(**THREE_TIMES),
        "2026-11-01..2026-12-31",
        [WEDNESDAY, "Wed 2026-12-02 10-12", "Wed 2026-12-09 10-12"],
    ),
    Case(
        "three times, seen from the last",
        rule(**THREE_TIMES),
        "2026-12-03..2026-12-31",
        ["Wed 2026-12-09 10-12"],
    ),
    Case(
        "a break does not use up a time",
        rule(**THREE_TIMES, **BREAKS),
        "2026-11-01..2026-12-31",
        [
            WEDNESDAY,
            "Wed 2026-12-02 10-12 x break 1",
            "Wed 2026-12-09 10-12",
            "Wed 2026-12-16 10-12",
        ],
        breaks=[closed("2026-11-30..2026-12-06")],
    ),
    Case(
        "a break before the window does not use up a time",
        rule(**THREE_TIMES, **BREAKS),
        "2026-12-10..2026-12-31",
        ["Wed 2026-12-16 10-12"],
        breaks=[closed("2026-11-30..2026-12-06")],
    ),
    Case(
        "holidays do not use up times",
        rule("5", first=date(2026, 12, 18), times=2),
        "2026-12-01..2027-01-31",
        [
            "Fri 2026-12-18 10-12",
            "Fri 2026-12-25 10-12 x christmas_day",
            "Fri 2027-01-01 10-12 x new_year",
            "Fri 2027-01-08 10-12",
        ],
    ),
    Case(
        "holidays that it does not follow count",
        rule("5", first=date(2026, 12, 18), times=2, follows_holidays=False),
        "2026-12-01..2027-01-31",
        ["Fri 2026-12-18 10-12", "Fri 2026-12-25 10-12"],
    ),
    Case(
        "a cancelled time counts",
        rule(**THREE_TIMES),
        "2026-11-01..2026-12-31",
        [WEDNESDAY, "Wed 2026-12-02 10-12 x change 1", "Wed 2026-12-09 10-12"],
        [cancelled("2026-12-02")],
    ),
    Case(
        "the season ends before the times do",
        rule(**THREE_TIMES, last=date(2026, 12, 2)),
        "2026-11-01..2026-12-31",
        [WEDNESDAY, "Wed 2026-12-02 10-12"],
    ),
    Case(
        "times are counted over all weekdays",
        rule("13", first=date(2026, 11, 24), times=3),
        "2026-11-01..2026-12-31",
        [WEDNESDAY, "Mon 2026-11-30 10-12", "Wed 2026-12-02 10-12"],
    ),
    Case(
        "twice, from the first date on",
        on_dates(
            "2026-11-20", "2026-11-25", "2026-12-04", "2026-12-05", first=day("2026-11-21"), times=2
        ),
        "2026-11-01..2026-12-31",
        [WEDNESDAY, "Fri 2026-12-04 10-12"],
    ),
]

CLOSURES = [
    Case(
        "Easter in 2026",
        rule("15"),
        "2026-03-30..2026-04-12",
        [
            "Mon 2026-03-30 10-12",
            "Fri 2026-04-03 10-12 x good_friday",
            "Mon 2026-04-06 10-12 x easter_monday",
            "Fri 2026-04-10 10-12",
        ],
    ),
    Case(
        "Easter in 2027",
        rule("15"),
        "2027-03-26..2027-04-05",
        [
            "Fri 2027-03-26 10-12 x good_friday",
            "Mon 2027-03-29 10-12 x easter_monday",
            "Fri 2027-04-02 10-12",
            "Mon 2027-04-05 10-12",
        ],
    ),
    Case(
        "Ascension Day moves with Easter",
        rule("4"),
        "2027-05-03..2027-05-16",
        ["Thu 2027-05-06 10-12 x ascension_day", "Thu 2027-05-13 10-12"],
    ),
    Case(
        "Midsummer Eve is a Friday of its own date each year",
        rule("5"),
        "2026-06-19..2026-06-26",
        ["Fri 2026-06-19 10-12 x midsummer_eve", "Fri 2026-06-26 10-12"],
    ),
    Case(
        "All Saints' Day is a Saturday",
        rule("6"),
        "2026-10-31..2026-11-07",
        ["Sat 2026-10-31 10-12 x all_saints", "Sat 2026-11-07 10-12"],
    ),
    Case(
        "a listed date on a holiday",
        on_dates("2026-12-06"),
        "2026-12-01..2026-12-31",
        ["Sun 2026-12-06 10-12 x independence_day"],
    ),
    Case(
        "the first Friday is New Year's Day",
        monthly("5", 1),
        "2027-01-01..2027-01-31",
        ["Fri 2027-01-01 10-12 x new_year"],
    ),
    Case(
        "open on holidays",
        rule("5", follows_holidays=False),
        "2026-12-25..2026-12-25",
        ["Fri 2026-12-25 10-12"],
    ),
    Case(
        "a break takes both its ends",
        rule("13", **BREAKS),
        "2026-11-23..2026-12-09",
        [
            "Mon 2026-11-23 10-12",
            "Wed 2026-11-25 10-12 x break 1",
            "Mon 2026-11-30 10-12 x break 1",
            "Wed 2026-12-02 10-12 x break 1",
            "Mon 2026-12-07 10-12",
            "Wed 2026-12-09 10-12",
        ],
        breaks=[closed("2026-11-25..2026-12-02")],
    ),
    Case(
        "a break of another calendar",
        rule(**BREAKS),
        NOVEMBER_25,
        [WEDNESDAY],
        breaks=[closed(NOVEMBER_25, calendar=6)],
    ),
    Case(
        "a break that it does not follow",
        rule(),
        NOVEMBER_25,
        [WEDNESDAY],
        breaks=[closed(NOVEMBER_25)],
    ),
    Case(
        "a holiday within a break is named",
        rule("5", **BREAKS),
        "2026-12-21..2027-01-08",
        [
            "Fri 2026-12-25 10-12 x christmas_day",
            "Fri 2027-01-01 10-12 x new_year",
            "Fri 2027-01-08 10-12 x break 1",
        ],
        breaks=[closed("2026-12-21..2027-01-10")],
    ),
    Case(
        "of two breaks the shorter is named",
        rule(**BREAKS),
        NOVEMBER_25,
        ["Wed 2026-11-25 10-12 x break 1"],
        breaks=[closed("2026-11-01..2026-11-30", 2), closed(WEEK_48, 1)],
    ),
]

CLOCKS = [
    Case(
        "clocks go forward",
        rule("7"),
        "2026-03-22..2026-04-04",
        ["Sun 2026-03-22 10-12", "Sun 2026-03-29 10-12"],
    ),
    Case(
        "clocks go back",
        rule("7"),
        "2026-10-18..2026-10-31",
        ["Sun 2026-10-18 10-12", "Sun 2026-10-25 10-12"],
    ),
    Case(
        "a night when clocks go back",
        rule("6", "22-4+"),
        "2026-10-24..2026-10-25",
        ["Sat 2026-10-24 22-4+"],
    ),
    Case(
        "past midnight belongs to the day it starts",
        rule("5", "21-1+"),
        "2026-11-28..2026-12-04",
        ["Fri 2026-12-04 21-1+"],
    ),
    Case(
        "past midnight into a holiday",
        rule("3", "21-1+"),
        "2026-12-23..2026-12-24",
        ["Wed 2026-12-23 21-1+"],
    ),
    Case(
        "two slots in one day in the order of the clock",
        [slot(rule(at="13-15")), slot(rule(at="9.30-11"), key=2)],
        NOVEMBER_25,
        ["Wed 2026-11-25 9.30-11 #2", "Wed 2026-11-25 13-15"],
    ),
    Case(
        "the same start: the earlier end, then the slot",
        [slot(rule(at=at), key=key) for key, at in ((4, "9-12"), (3, "9-12"), (1, "9-11"))],
        NOVEMBER_25,
        ["Wed 2026-11-25 9-11", "Wed 2026-11-25 9-12 #3", "Wed 2026-11-25 9-12 #4"],
    ),
    Case(
        "all day first, unknown last, parts of the day between the clocks",
        [
            slot(rule(at="-"), key=6),
            slot(rule(at="-", day_part=DayPart.EVENING), key=5),
            slot(rule(at="13-15"), key=4),
            slot(rule(at="-", day_part=DayPart.MORNING), key=3),
            slot(rule(at="-7"), key=2),
            slot(rule(at="-", day_part=DayPart.ALL_DAY), key=1),
        ],
        NOVEMBER_25,
        [
            "Wed 2026-11-25 all_day",
            "Wed 2026-11-25 -7 #2",
            "Wed 2026-11-25 morning #3",
            "Wed 2026-11-25 13-15 #4",
            "Wed 2026-11-25 evening #5",
            "Wed 2026-11-25 ? #6",
        ],
    ),
    Case(
        "a new time puts it in its new order",
        [slot(rule(at="9-10")), slot(rule(at="11-12"), key=2)],
        NOVEMBER_25,
        ["Wed 2026-11-25 11-12 #2", "Wed 2026-11-25 13-14 (was 9-10)"],
        [other_time("2026-11-25", "13-14")],
    ),
]


@pytest.mark.parametrize(
    "case", [*RECURRENCES, *SEASONS, *COUNTS, *CLOSURES, *CLOCKS], ids=lambda case: case.name
)
def test_expand_gives_what_the_rules_say(case: Case) -> None:
    assert case.found() == list(case.on)


@pytest.mark.parametrize(
    ("first", "last"), [("2026-11-25", "2026-11-24"), ("2026-01-01", "2029-01-01")]
)
def test_expand_refuses_a_window_that_is_reversed_or_too_long(first: str, last: str) -> None:
    with pytest.raises(ValueError, match="window"):
        expand([], first=day(first), last=day(last))
