"""What holds for all rules, changes, breaks and windows, dated around week 53 of 2026."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from directory.schedule import (
    Break,
    Change,
    ChangeKind,
    DayPart,
    Holiday,
    Occurrence,
    Recurrence,
    Rule,
    Scope,
    Series,
    expand,
    next_occurrence,
)

BEGINNING, END = date(2026, 12, 1), date(2027, 2, 7)

dated = settings(max_examples=60, deadline=None, database=None, derandomize=True)

days = st.dates(BEGINNING, END)
keys = st.integers(1, 3)
ranges = st.tuples(days, days).map(sorted)
open_ends = st.none() | days
hours = st.one_of(
    st.just({}),
    st.sampled_from(DayPart).map(lambda part: {"day_part": part}),
    st.integers(0, 23).map(lambda hour: {"start": time(hour)}),
    st.tuples(st.integers(0, 23), st.integers(0, 23)).map(
        lambda pair: {
            "start": time(pair[0]),
            "end": time(pair[1], 30),
            "ends_next_day": pair[1] < pair[0],
        }
    ),
)


ENDLESS: st.SearchStrategy[int | None] = st.none()


@st.composite
def rules(draw: st.DrawFn, times: st.SearchStrategy[int | None] = ENDLESS) -> Rule:
    first, last = draw(st.tuples(open_ends, open_ends))
    if first is not None and last is not None:
        first, last = sorted((first, last))
    return Rule(
        recurrence=draw(st.sampled_from(Recurrence)),
        weekdays=tuple(draw(st.sets(st.integers(1, 7), min_size=1))),
        interval=draw(st.integers(1, 4)),
        anchor=draw(days),
        nth=tuple(draw(st.sets(st.sampled_from([1, 2, 3, 4, 5, -1]), min_size=1))),
        dates=tuple(draw(st.sets(days, min_size=1, max_size=8))),
        first=first,
        last=last,
        times=None if first is None else draw(times),
        follows_holidays=draw(st.booleans()),
        break_calendar=draw(st.none() | keys),
        **draw(hours),
    )


@st.composite
def changes(draw: st.DrawFn, kinds: Sequence[ChangeKind]) -> Change:
    kind = draw(st.sampled_from(kinds))
    is_extra = kind is ChangeKind.EXTRA
    scope = draw(st.sampled_from([one for one in Scope if one != "organisation" or not is_extra]))
    first, last = draw(days.map(lambda day: (day, day)) | ranges)
    moves = kind is ChangeKind.OTHER_TIME and scope is Scope.SLOT and first == last
    clock = draw(hours)
    return Change(
        key=draw(st.integers(1, 10_000)),
        scope=scope,
        target=draw(keys),
        kind=kind,
        first=first,
        last=last if is_extra or moves or draw(st.booleans()) else None,
        new_date=draw(st.none() | days) if moves else None,
        place=draw(st.none() | keys),
        **{name: value for name, value in clock.items() if name != "day_part"},
    )


@st.composite
def breaks(draw: st.DrawFn) -> Break:
    first, last = draw(ranges)
    return Break(calendar=draw(keys), key=draw(keys), first=first, last=last)


@dataclass(frozen=True)
class Programme:
    series: list[Series]
    changes: list[Change]
    breaks: list[Break]
    holidays: dict[date, str]

    def between(self, first: date, last: date) -> list[Occurrence]:
        return expand(self.series, first=first, last=last, **self.facts)

    @property
    def facts(self) -> dict[str, Any]:
        return {"changes": self.changes, "breaks": self.breaks, "holidays": self.holidays}


@st.composite
def programmes(draw: st.DrawFn, kinds: Sequence[ChangeKind] = tuple(ChangeKind)) -> Programme:
    found = draw(st.lists(rules(times=st.none() | st.integers(1, 12)), min_size=1, max_size=3))
    places = draw(st.tuples(*(st.none() | keys for _ in found)))
    return Programme(
        series=[
            Series(key=key, rule=rule, service=key % 2 + 1, place=place, organisations=(key, 3))
            for key, (rule, place) in enumerate(zip(found, places, strict=True), start=1)
        ],
        changes=draw(st.lists(changes(kinds), max_size=8, unique_by=lambda one: one.key)),
        breaks=draw(st.lists(breaks(), max_size=3)),
        holidays=draw(st.dictionaries(days, st.just("a holiday"), max_size=10)),
    )


def is_given(rule: Rule, day: date) -> bool:
    """The rule's definition, read day by day."""
    if (rule.first and day < rule.first) or (rule.last and day > rule.last):
        return False
    if rule.recurrence is Recurrence.DATES:
        return day in rule.dates
    return day.isoweekday() in rule.weekdays and IN_ITS_TURN[rule.recurrence](rule, day)


def is_nth_of_month(rule: Rule, day: date) -> bool:
    is_last = (day + timedelta(days=7)).month != day.month
    return (day.day - 1) // 7 + 1 in rule.nth or (is_last and -1 in rule.nth)


def is_in_interval(rule: Rule, day: date) -> bool:
    assert rule.anchor is not None
    mondays = [one - timedelta(days=one.weekday()) for one in (day, rule.anchor)]
    return (mondays[0] - mondays[1]).days % (7 * rule.interval) == 0


IN_ITS_TURN: dict[Recurrence, Callable[[Rule, date], bool]] = {
    Recurrence.WEEKLY: lambda rule, day: True,
    Recurrence.ODD_WEEKS: lambda rule, day: day.isocalendar().week % 2 == 1,
    Recurrence.EVEN_WEEKS: lambda rule, day: day.isocalendar().week % 2 == 0,
    Recurrence.EVERY_N_WEEKS: is_in_interval,
    Recurrence.MONTHLY: is_nth_of_month,
    Recurrence.ON_REQUEST: lambda rule, day: False,
}


def all_days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=ahead) for ahead in range((last - first).days + 1)]


@dated
@given(rules(), ranges)
def test_expand_agrees_with_the_rule_read_day_by_day(rule: Rule, window: list[date]) -> None:
    first, last = window

    found = expand([Series(key=1, rule=rule)], first=first, last=last)

    assert [one.day for one in found] == [d for d in all_days(first, last) if is_given(rule, d)]


@dated
@given(programmes(), st.lists(days, min_size=3, max_size=3).map(sorted))
def test_expand_composes_over_neighbouring_windows(programme: Programme, cuts: list[date]) -> None:
    first, middle, last = cuts
    after = middle + timedelta(days=1)

    parts = programme.between(first, middle)
    if after <= last:
        parts += programme.between(after, last)

    assert parts == programme.between(first, last)


@dated
@given(programmes(), ranges)
def test_expand_stays_in_the_window_in_order(programme: Programme, window: list[date]) -> None:
    first, last = window

    found = programme.between(first, last)

    assert all(first <= one.day <= last for one in found)
    for earlier, later in pairwise(found):
        assert earlier.day <= later.day
        if earlier.day == later.day and earlier.start and later.start:
            assert earlier.start <= later.start


@dated
@given(programmes(), ranges)
def test_expand_plans_only_what_the_rule_gives(programme: Programme, window: list[date]) -> None:
    by_key = {one.key: one.rule for one in programme.series}

    for one in programme.between(*window):
        if not one.is_extra:
            assert one.series is not None
            assert is_given(by_key[one.series], one.scheduled_day)


@dated
@given(programmes(), st.randoms(use_true_random=False))
def test_expand_does_not_depend_on_the_order_of_what_it_is_given(
    programme: Programme, random: Any
) -> None:
    shuffled = replace(
        programme,
        series=random.sample(programme.series, len(programme.series)),
        changes=random.sample(programme.changes, len(programme.changes)),
    )

    assert shuffled.between(BEGINNING, END) == programme.between(BEGINNING, END)


CLOSING = (ChangeKind.CANCELLED, ChangeKind.AS_USUAL)


@dated
@given(programmes(CLOSING))
def test_expand_never_drops_what_is_cancelled(programme: Programme) -> None:
    untouched = replace(programme, changes=[])

    def planned(among: Programme) -> list[tuple[int | None, date, time | None]]:
        return [(one.series, one.day, one.start) for one in among.between(BEGINNING, END)]

    assert planned(programme) == planned(untouched)


@dated
@given(programmes())
def test_expand_gives_a_cause_exactly_when_cancelled(programme: Programme) -> None:
    for one in programme.between(BEGINNING, END):
        assert one.is_cancelled == (one.cause is not None)
        if isinstance(one.cause, Change):
            assert one.cause.kind is ChangeKind.CANCELLED
        assert all(change.kind is not ChangeKind.CANCELLED for change in one.changes)


@dated
@given(programmes())
def test_expand_keeps_the_planned_time_where_no_change_states_one(programme: Programme) -> None:
    for one in programme.between(BEGINNING, END):
        if not any(change.states_time for change in one.changes):
            assert (one.start, one.end) == (one.scheduled_start, one.scheduled_end)
        if not any(change.new_date for change in one.changes):
            assert one.day == one.scheduled_day


@dated
@given(rules(times=st.integers(1, 12)), st.lists(breaks(), max_size=3))
def test_expand_ends_after_so_many_times(rule: Rule, closures: list[Break]) -> None:
    holidays = {date(2026, 12, 25): "christmas_day", date(2027, 1, 1): "new_year"}
    facts: dict[str, Any] = {"first": BEGINNING, "last": END, "breaks": closures}
    counted = expand([Series(key=1, rule=rule)], holidays=holidays, **facts)
    uncounted = expand([Series(key=1, rule=replace(rule, times=None))], holidays=holidays, **facts)

    held = [one for one in uncounted if not one.is_cancelled]
    if rule.times is None or len(held) < rule.times:
        assert counted == uncounted
    else:
        assert counted == [one for one in uncounted if one.day <= held[rule.times - 1].day]


@dated
@given(programmes(), days, st.integers(0, 60))
def test_next_occurrence_is_the_first_held_one_of_expand(
    programme: Programme, after: date, horizon: int
) -> None:
    window = programme.between(after, after + timedelta(days=horizon))

    found = next_occurrence(programme.series, after=after, horizon=horizon, **programme.facts)

    assert found == next((one for one in window if not one.is_cancelled), None)


def test_next_occurrence_is_on_the_date_itself() -> None:
    wednesdays = [Series(key=1, rule=Rule(weekdays=(3,)))]

    found = next_occurrence(wednesdays, after=date(2026, 11, 25))

    assert found is not None
    assert found.day == date(2026, 11, 25)


def test_next_occurrence_skips_a_holiday_and_a_cancellation() -> None:
    fridays = [Series(key=1, rule=Rule(weekdays=(5,)))]
    new_year = date(2027, 1, 1)
    ill = Change(
        key=1, scope=Scope.SLOT, target=1, kind=ChangeKind.CANCELLED, first=new_year, last=new_year
    )
    christmas = date(2026, 12, 25)

    found = next_occurrence(
        fridays, after=christmas, changes=[ill], holidays={christmas: "christmas_day"}
    )

    assert found is not None
    assert found.day == date(2027, 1, 8)


@pytest.mark.parametrize(("horizon", "day"), [(279, None), (280, date(2027, 9, 1))])
def test_next_occurrence_looks_as_far_as_the_horizon(horizon: int, day: date | None) -> None:
    from_september = [Series(key=1, rule=Rule(weekdays=(3,), first=date(2027, 9, 1)))]

    found = next_occurrence(from_september, after=date(2026, 11, 25), horizon=horizon)

    assert (None if found is None else found.day) == day


def test_holiday_and_break_are_told_apart() -> None:
    rule = Rule(weekdays=(5,), break_calendar=1)
    off = Break(calendar=1, key=1, first=date(2026, 12, 21), last=date(2027, 1, 3))

    found = expand(
        [Series(key=1, rule=rule)],
        first=date(2026, 12, 25),
        last=date(2027, 1, 1),
        breaks=[off],
        holidays={date(2026, 12, 25): "christmas_day"},
    )

    assert [one.cause for one in found] == [Holiday(name="christmas_day"), off]
