"""Occurrences in a window of dates, the next one that is held, and whether it is open now."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from directory.schedule.changes import ChangeIndex
from directory.schedule.closures import Closures
from directory.schedule.dates import rule_dates
from directory.schedule.occurrences import Occurrence, in_order
from directory.schedule.rules import Break, Change, Rule, Scope, Series
from directory.schedule.settle import Plan, settle

HELSINKI = ZoneInfo("Europe/Helsinki")
LONGEST_WINDOW = 800
FIRST_LOOK = 14
NO_HOLIDAYS: Mapping[date, str] = MappingProxyType({})


def expand(
    series: Iterable[Series],
    *,
    first: date,
    last: date,
    changes: Iterable[Change] = (),
    breaks: Iterable[Break] = (),
    holidays: Mapping[date, str] = NO_HOLIDAYS,
) -> list[Occurrence]:
    """All occurrences whose day is in the window, cancelled ones included, in order.

    A rule with `times` counts from its first date: breaks and holidays must be given from there.
    For an occurrence moved into the window, so must the changes of the day it was moved from.
    """
    return _Programme(series, changes, breaks, holidays).between(first, last)


def next_occurrence(
    series: Iterable[Series],
    *,
    after: date,
    changes: Iterable[Change] = (),
    breaks: Iterable[Break] = (),
    holidays: Mapping[date, str] = NO_HOLIDAYS,
    horizon: int = 400,
) -> Occurrence | None:
    """The first that is held on the date or in the `horizon` days after it."""
    programme = _Programme(series, changes, breaks, holidays)
    for first, last in _widening(after, after + timedelta(days=horizon)):
        held = (found for found in programme.between(first, last) if not found.is_cancelled)
        if (occurrence := next(held, None)) is not None:
            return occurrence
    return None


def is_open(occurrence: Occurrence, at: datetime) -> bool | None:
    """Whether it is going on; None on its day when its times are not known well enough to say."""
    if at.tzinfo is None:
        raise ValueError("is_open needs an aware datetime")
    if occurrence.is_cancelled:
        return False
    start, end = occurrence.starts_at(HELSINKI), occurrence.ends_at(HELSINKI)
    if start is None or end is None:
        return None if at.astimezone(HELSINKI).date() == occurrence.day else False
    # Within one zone datetimes compare by the clock on the wall, which repeats an hour in autumn.
    return start.astimezone(UTC) <= at.astimezone(UTC) < end.astimezone(UTC)


def _widening(first: date, last: date) -> Iterator[tuple[date, date]]:
    """Neighbouring windows, each twice as long: most series are held within a fortnight."""
    length = FIRST_LOOK
    while first <= last:
        end = min(last, first + timedelta(days=length - 1))
        yield first, end
        first = end + timedelta(days=1)
        length = min(2 * length, LONGEST_WINDOW)


class _Programme:
    """Series with all that bears on them, indexed once for any number of windows."""

    def __init__(
        self,
        series: Iterable[Series],
        changes: Iterable[Change],
        breaks: Iterable[Break],
        holidays: Mapping[date, str],
    ) -> None:
        self.series = {one.key: one for one in series}
        self.changes = ChangeIndex(changes)
        self.closures = Closures(breaks, holidays)

    def between(self, first: date, last: date) -> list[Occurrence]:
        if last < first:
            raise ValueError("the window ends before it begins")
        if (last - first).days > LONGEST_WINDOW:
            raise ValueError(f"the window is longer than {LONGEST_WINDOW} days")
        settled = (settle(plan, self.changes, self.closures) for plan in self._plans(first, last))
        return in_order(found for found in settled if first <= found.day <= last)

    def _plans(self, first: date, last: date) -> Iterator[Plan]:
        arrivals = self._arrivals(first, last)
        for series in self.series.values():
            for day in self._dates(series.rule, first, last):
                yield _regular(series, day)
            for day in arrivals.get(series.key, ()):
                if self._gives(series.rule, day):
                    yield _regular(series, day)
        for extra in self.changes.extras:
            days = _days(extra, first, last)
            if extra.scope is Scope.SLOT:
                moved = arrivals.get(extra.target, set())
                yield from self._extras(extra, [*days, *filter(extra.covers, moved)])
            else:
                yield from (_of_no_series(extra, day) for day in days)

    def _arrivals(self, first: date, last: date) -> dict[int, set[date]]:
        """Days outside the window from which an occurrence moves into it, by series."""
        arrivals: defaultdict[int, set[date]] = defaultdict(set)
        for move in self.changes.moves:
            arrives = move.new_date is not None and first <= move.new_date <= last
            if arrives and not first <= move.first <= last:
                arrivals[move.target].add(move.first)
        return arrivals

    def _dates(self, rule: Rule, first: date, last: date) -> Iterator[date]:
        if rule.times is None or rule.first is None:
            return rule_dates(rule, first, last)
        counted = self._counted(rule, rule.times, rule_dates(rule, rule.first, last))
        return (day for day in counted if day >= first)

    def _counted(self, rule: Rule, times: int, days: Iterator[date]) -> Iterator[date]:
        for day in days:
            yield day
            if self.closures.cause(rule, day) is None:
                times -= 1
            if not times:
                return

    def _gives(self, rule: Rule, day: date) -> bool:
        return next(self._dates(rule, day, day), None) is not None

    def _extras(self, extra: Change, days: Iterable[date]) -> Iterator[Plan]:
        series = self.series.get(extra.target)
        if series is not None:
            for day in days:
                yield _of_series(extra, series, day, self._gives(series.rule, day))


def _days(extra: Change, first: date, last: date) -> list[date]:
    start = max(extra.first, first)
    stop = last if extra.last is None else min(extra.last, last)
    return [start + timedelta(days=ahead) for ahead in range((stop - start).days + 1)]


def _regular(series: Series, day: date) -> Plan:
    rule = series.rule
    return Plan(
        day=day,
        start=rule.start,
        end=rule.end,
        ends_next_day=rule.ends_next_day,
        day_part=rule.day_part,
        place=series.place,
        service=series.service,
        series=series,
    )


def _of_series(extra: Change, series: Series, day: date, beside_regular: bool) -> Plan:
    clock = extra if extra.states_time else series.rule
    return Plan(
        day=day,
        start=clock.start,
        end=clock.end,
        ends_next_day=clock.ends_next_day,
        day_part=None if extra.states_time else series.rule.day_part,
        place=series.place if extra.place is None else extra.place,
        service=series.service,
        series=series,
        extra=extra,
        beside_regular=beside_regular,
    )


def _of_no_series(extra: Change, day: date) -> Plan:
    is_of_place = extra.scope is Scope.PLACE
    return Plan(
        day=day,
        start=extra.start,
        end=extra.end,
        ends_next_day=extra.ends_next_day,
        day_part=None,
        place=extra.target if is_of_place and extra.place is None else extra.place,
        service=None if is_of_place else extra.target,
        series=None,
        extra=extra,
    )
