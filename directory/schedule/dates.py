"""The dates that a rule gives within its season, before holidays, breaks and changes."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from directory.schedule.rules import LAST, Recurrence, Rule

WEEK = 7


def rule_dates(rule: Rule, first: date, last: date) -> Iterator[date]:
    """In order, both ends included. Does not look at `times`."""
    if rule.first is not None and rule.first > first:
        first = rule.first
    if rule.last is not None and rule.last < last:
        last = rule.last
    if last < first or rule.recurrence is Recurrence.ON_REQUEST:
        return iter(())
    if rule.recurrence is Recurrence.DATES:
        return (day for day in rule.dates if first <= day <= last)
    if rule.recurrence is Recurrence.MONTHLY:
        return (day for day in _monthly(rule, first, last) if first <= day <= last)
    return _weekly(rule, first, last)


def _weekly(rule: Rule, first: date, last: date) -> Iterator[date]:
    start, stop = first.toordinal(), last.toordinal()
    for monday in _mondays(rule, _monday(first), stop):
        for weekday in rule.weekdays:
            day = monday + weekday - 1
            if start <= day <= stop:
                yield date.fromordinal(day)


def _mondays(rule: Rule, monday: int, stop: int) -> Iterator[int]:
    """Ordinals of the Mondays of the weeks when it is held."""
    if rule.recurrence is Recurrence.EVERY_N_WEEKS and rule.anchor is not None:
        step = rule.interval * WEEK
        yield from range(monday + (_monday(rule.anchor) - monday) % step, stop + 1, step)
        return
    mondays = range(monday, stop + 1, WEEK)
    if rule.recurrence is Recurrence.WEEKLY:
        yield from mondays
        return
    # Parity comes from the calendar: two odd weeks meet at the end of a year of 53 weeks.
    parity = 1 if rule.recurrence is Recurrence.ODD_WEEKS else 0
    yield from (day for day in mondays if date.fromordinal(day).isocalendar().week % 2 == parity)


def _monday(day: date) -> int:
    return day.toordinal() - day.weekday()


def _monthly(rule: Rule, first: date, last: date) -> Iterator[date]:
    for month in range(first.year * 12 + first.month - 1, last.year * 12 + last.month):
        yield from _in_month(rule, month // 12, month % 12 + 1)


def _in_month(rule: Rule, year: int, month: int) -> list[date]:
    length = monthrange(year, month)[1]
    weekday_of_first = date(year, month, 1).isoweekday()
    days = {
        _nth_day(1 + (weekday - weekday_of_first) % WEEK, nth, length)
        for weekday in rule.weekdays
        for nth in rule.nth
    }
    return [date(year, month, day) for day in sorted(days) if day <= length]


def _nth_day(earliest: int, nth: int, length: int) -> int:
    """Day of the month, counted from the weekday's earliest; past `length` when there is none."""
    if nth == LAST:
        return earliest + (length - earliest) // WEEK * WEEK
    return earliest + (nth - 1) * WEEK
