"""Days that public holidays and breaks take from the series that follow them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from directory.schedule.rules import Break, Holiday, Rule


class Closures:
    def __init__(self, breaks: Iterable[Break], holidays: Mapping[date, str]) -> None:
        self._holidays = holidays
        self._breaks: defaultdict[int, list[Break]] = defaultdict(list)
        self._found: dict[tuple[int, date], Break | None] = {}
        for period in sorted(breaks, key=lambda period: (period.last - period.first, -period.key)):
            self._breaks[period.calendar].append(period)

    def cause(self, rule: Rule, day: date) -> Holiday | Break | None:
        """Why a series of this rule is not held on the day, when no change says otherwise."""
        if rule.follows_holidays and day in self._holidays:
            return Holiday(name=self._holidays[day])
        if rule.break_calendar is None:
            return None
        return self._break(rule.break_calendar, day)

    def _break(self, calendar: int, day: date) -> Break | None:
        key = (calendar, day)
        if key not in self._found:
            periods = self._breaks.get(calendar, [])
            covering = (period for period in periods if period.first <= day <= period.last)
            self._found[key] = next(covering, None)
        return self._found[key]
