"""The plan of a calendar, read back by another expander, against what the engine says."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given

from directory.schedule import (
    Break,
    Change,
    Occurrence,
    Recurrence,
    Rule,
    Scope,
    Series,
    expand,
)
from directory.schedule.ical import (
    MOST_OVERRIDES,
    Frequency,
    Repeat,
    Strand,
    crosses_clock_change,
    strands,
)
from tests.directory.schedule.test_properties import BEGINNING, END, Programme, dated, programmes
from tests.directory.schedule.timetable import (
    BREAKS,
    ELSEWHERE,
    HOLIDAYS,
    as_usual,
    cancelled,
    closed,
    day,
    even,
    every,
    extra,
    monthly,
    odd,
    on_dates,
    other_place,
    other_time,
    rule,
    season,
    slot,
)

AUTUMN, TWO_YEARS_ON = date(2026, 10, 1), date(2028, 11, 30)


def planned(
    given_rule: Rule | Series,
    *changes: Change,
    breaks: Iterable[Break] = (),
    first: date = AUTUMN,
    last: date = TWO_YEARS_ON,
) -> tuple[list[Strand], list[Occurrence]]:
    """The strands of the slot and of its extras, and the engine's occurrences they stand for."""
    series = given_rule if isinstance(given_rule, Series) else slot(given_rule)
    found = expand(
        [series], first=first, last=last, changes=changes, breaks=breaks, holidays=HOLIDAYS
    )
    return strands_of([series], found), found


def strands_of(series: Iterable[Series], found: Iterable[Occurrence]) -> list[Strand]:
    rules = {one.key: one.rule for one in series}
    sources: dict[tuple[int | None, int | None], list[Occurrence]] = {}
    for one in found:
        sources.setdefault((one.series, one.change), []).append(one)
    return [
        strand
        for (key, _extra), some in sources.items()
        for strand in strands(None if key is None else rules[key], some)
    ]


def read_back(found: Iterable[Strand]) -> Counter[tuple[Any, ...]]:
    return Counter(key for strand in found for key in occurrences_of(strand))


def occurrences_of(strand: Strand) -> Iterator[tuple[Any, ...]]:
    usual = strand.usual
    if strand.repeat is None:
        assert not strand.left_out and not strand.overrides
        yield seen(usual)
        return
    overridden = {one.scheduled_day: one for one in strand.overrides}
    given_days = days_of(strand.repeat, usual.day)
    assert set(strand.left_out) < set(given_days)
    assert overridden.keys() <= set(given_days) - set(strand.left_out)
    for given_day in given_days:
        if given_day in overridden:
            yield seen(overridden[given_day])
        elif given_day not in strand.left_out:
            yield seen(usual, given_day)


def days_of(repeat: Repeat, first: date) -> list[date]:
    text = f"FREQ={repeat.frequency};INTERVAL={repeat.interval};WKST=MO"
    text += f";BYDAY={','.join(repeat.by_day)};UNTIL={repeat.until:%Y%m%d}"
    start = datetime.combine(first, time())
    days = [one.date() for one in rrulestr(text, dtstart=start)]
    assert days[0] == first, "DTSTART must be an occurrence of the rule"
    assert days[-1] == repeat.until
    return days


def seen(one: Occurrence, on: date | None = None) -> tuple[Any, ...]:
    clock = (one.start, one.end, one.ends_next_day, one.day_part)
    keys = tuple(change.key for change in one.changes)
    return on or one.day, *clock, one.place, one.status, keys, one.series, one.change


def told(found: Iterable[Occurrence]) -> Counter[tuple[Any, ...]]:
    return Counter(
        seen(one) for one in found if not one.is_cancelled or isinstance(one.cause, Change)
    )


CASES: dict[str, tuple[Any, ...]] = {
    "every week": (rule(),),
    "several weekdays": (rule("135"),),
    "odd weeks over week 53": (odd("3"),),
    "even weeks over week 53": (even("25"),),
    "odd weeks of one season": (odd("3", **season("2026-10-01..2026-12-31")),),
    "every other week": (every(2, "3", "2026-09-02"),),
    "every three weeks, two days": (every(3, "24", "2026-10-13"),),
    "every three weeks, from the end of a week": (
        every(3, "15", "2026-10-13", **season("2026-10-16..")),
    ),
    "the second Tuesday": (monthly("2", 2),),
    "the first and the last": (monthly("24", 1, -1),),
    "the fifth": (monthly("5", 5),),
    "the fourth and the last, often the same": (monthly("4", 4, -1),),
    "listed dates": (on_dates("2026-10-07", "2026-12-24", "2027-01-12"),),
    "on request": (Rule(recurrence=Recurrence.ON_REQUEST),),
    "past midnight": (rule("6", "22-2+"),),
    "over both clock changes at night": (rule("67", "22-6+"),),
    "round the clock": (rule("1234567", "0-0+"),),
    "no clock": (rule("3", "-"),),
    "only a start": (rule("3", "10-"),),
    "only an end": (rule("3", "-11.30"),),
    "cancelled once": (rule(), cancelled("2026-11-25")),
    "the first one cancelled": (rule(**season("2026-11-04..")), cancelled("2026-11-04")),
    "the only one cancelled": (
        rule(**season("2026-11-04..2026-11-08")),
        cancelled("2026-11-04"),
    ),
    "all cancelled": (
        rule(**season("2026-11-01..2026-12-05")),
        cancelled("2026-11-01..2026-12-31", Scope.PLACE),
    ),
    "closed until further notice": (rule("24"), cancelled("2026-12-01..", Scope.PLACE)),
    "closed for a long time, open once": (
        rule(),
        cancelled("2026-12-01..2027-12-01", Scope.SERVICE),
        as_usual("2027-02-03", key=2),
    ),
    "another time from now on": (rule(), other_time("2027-01-01..", "11-13")),
    "a range at another place, one at another time": (
        rule(),
        other_place("2026-11-01..2026-12-10", ELSEWHERE, Scope.SERVICE),
        other_time("2026-11-18", "12-14", key=2),
    ),
    "moved to another week": (rule(), other_time("2026-11-25", to="2026-12-11")),
    "moved to a day when it is also held": (rule(), other_time("2026-11-25", to="2026-12-02")),
    "moved into the window": (rule(), other_time("2026-09-30", to="2026-10-02")),
    "moved out of the window": (rule(), other_time("2026-10-07", to="2026-09-29")),
    "moved from a mistyped century": (rule(), other_time("1926-10-06", to="2026-11-05")),
    "only an end is known": (rule(), other_time("2026-11-25", "-11")),
    "as usual on a holiday": (rule("5"), as_usual("2026-12-25")),
    "extra": (rule(), extra("2026-11-26", "17-18")),
    "extra beside the regular one": (rule(), extra("2026-11-25", "17-18")),
    "extra for some days, one of them cancelled": (
        rule(),
        extra("2026-11-23..2026-11-27", "17-18"),
        cancelled("2026-11-26", key=2),
    ),
    "extra without its own time, cancelled": (
        rule("3", "22-2+"),
        extra("2026-11-27"),
        cancelled("2026-11-27", Scope.PLACE, key=2),
    ),
    "extra on request": (Rule(recurrence=Recurrence.ON_REQUEST), extra("2026-11-27", "9-10")),
    "extra of the service alone": (rule(), extra("2026-11-27", "9-10", Scope.SERVICE)),
}


@pytest.mark.parametrize("case", CASES.values(), ids=list(CASES))
def test_strands_say_what_the_engine_says(case: tuple[Any, ...]) -> None:
    given_rule, *changes = case
    plan, found = planned(given_rule, *changes)
    assert read_back(plan) == told(found)


@pytest.mark.parametrize("facts", [BREAKS, {**BREAKS, **season("2026-10-07.."), "times": 6}])
def test_strands_leave_out_holidays_and_breaks(facts: dict[str, Any]) -> None:
    breaks = [closed("2026-10-12..2026-10-18"), closed("2026-12-21..2027-01-03", key=2)]
    [strand], found = planned(rule("34", **facts), breaks=breaks)
    assert read_back([strand]) == told(found)
    assert {day("2026-10-14"), day("2026-10-15")} <= set(strand.left_out)


@dated
@given(programmes())
def test_strands_of_any_programme_say_what_the_engine_says(programme: Programme) -> None:
    found = programme.between(BEGINNING, END)
    assert read_back(strands_of(programme.series, found)) == told(found)


def test_odd_weeks_of_one_season_are_every_other_week() -> None:
    [strand], _found = planned(odd("3", **season("2026-10-01..2026-12-31")))
    assert strand.repeat == Repeat(
        frequency=Frequency.WEEKLY, interval=2, by_day=("WE",), until=day("2026-12-30")
    )
    assert strand.left_out == ()


def test_the_last_date_is_the_real_last_date() -> None:
    four = rule(**season("2026-12-09.."), times=4, **BREAKS)
    breaks = [closed("2026-12-21..2027-01-05")]
    [strand], _found = planned(four, breaks=breaks)
    assert strand.repeat is not None
    assert strand.repeat.until == day("2027-01-20")  # a break and Epiphany are not counted
    assert strand.left_out == (day("2026-12-23"), day("2026-12-30"), day("2027-01-06"))


def test_what_is_so_for_long_is_one_event_beside_the_usual_one() -> None:
    plan, _found = planned(rule(), cancelled("2027-01-01..", Scope.PLACE, key=7))
    assert [(one.name, one.usual.is_cancelled, len(one.overrides)) for one in plan] == [
        ("", False, 0),
        ("7", True, 0),
    ]


def test_what_is_so_for_a_while_is_overridden() -> None:
    last = day("2027-02-03") + (MOST_OVERRIDES - 1) * timedelta(days=7)
    [strand], _found = planned(rule(), cancelled(f"2027-02-03..{last}", Scope.SERVICE))
    assert len(strand.overrides) == MOST_OVERRIDES


def test_listed_dates_stand_alone_by_name() -> None:
    plan, _found = planned(
        on_dates("2026-10-07", "2026-12-02"), other_time("2026-12-02", to="2026-12-03")
    )
    assert [(one.name, one.usual.day) for one in plan] == [
        ("20261007", day("2026-10-07")),
        ("20261202", day("2026-12-03")),
    ]


@pytest.mark.parametrize(
    ("on", "crosses"),
    [("2026-10-24", True), ("2026-10-31", False), ("2027-03-27", True), ("2027-04-03", False)],
)
def test_the_night_of_the_clock_change_has_its_own_length(on: str, crosses: bool) -> None:
    [night] = expand([slot(rule("6", "22-6+"))], first=day(on), last=day(on))
    assert crosses_clock_change(night) is crosses
    [strand], _found = planned(rule("6", "22-6+"))
    assert (day(on) in {one.scheduled_day for one in strand.overrides}) is crosses


def test_a_service_of_two_slots_has_strands_of_each() -> None:
    two = [slot(rule()), slot(odd("2"), key=2)]
    found = expand(
        two,
        first=AUTUMN,
        last=TWO_YEARS_ON,
        changes=[cancelled("2026-11-25", Scope.SERVICE)],
    )
    assert read_back(strands_of(two, found)) == told(found)
