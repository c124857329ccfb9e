"""A rule as a sentence, in whatever language the words given speak."""

from collections.abc import Sequence
from datetime import date, time
from functools import partial, reduce
from typing import Protocol

from directory.schedule.rules import LAST, DayPart, Recurrence, Rule

WHOLE_WEEK = 7


class Words(Protocol):
    """The language of a sentence: translations of messages, and forms of days and times."""

    def gettext(self, message: str, /) -> str: ...

    def ngettext(self, singular: str, plural: str, number: int, /) -> str: ...

    def pgettext(self, context: str, message: str, /) -> str: ...

    def weekday(self, day: int, /) -> str: ...

    def weekday_range(self, days: Sequence[int], /) -> str: ...

    def time_range(self, start: time | None, end: time | None, /) -> str: ...

    def date_range(self, first: date | None, last: date | None, /) -> str: ...

    def date_list(self, dates: Sequence[date], /) -> str: ...


def describe(rule: Rule, words: Words) -> str:
    """Such as "joka toinen keskiviikko klo 9.30–11.30, 12.8.–16.12."."""
    parts = [_days_and_time(rule, words), _season(rule, words), _count(rule, words)]
    return _listed([part for part in parts if part], words)


def _listed(parts: Sequence[str], words: Words) -> str:
    pattern = words.pgettext("parts of a sentence", "%(earlier)s, %(later)s")
    join = partial(_join, pattern)
    return reduce(join, parts) if parts else ""


def _join(pattern: str, earlier: str, later: str) -> str:
    return pattern % {"earlier": earlier, "later": later}


def _days_and_time(rule: Rule, words: Words) -> str:
    days, time_of_day = _days(rule, words), _time(rule, words)
    if not time_of_day:
        return days
    pattern = words.pgettext("days, then the time of day", "%(days)s %(time)s")
    return pattern % {"days": days, "time": time_of_day}


def _days(rule: Rule, words: Words) -> str:
    match rule.recurrence:
        case Recurrence.ON_REQUEST:
            return words.gettext("ask for the dates")
        case Recurrence.DATES:
            return words.date_list(_listed_dates(rule))
        case Recurrence.MONTHLY:
            return _monthly(rule, words)
        case Recurrence.ODD_WEEKS:
            return words.gettext("%(day)s in odd weeks") % {"day": _weekdays(rule, words)}
        case Recurrence.EVEN_WEEKS:
            return words.gettext("%(day)s in even weeks") % {"day": _weekdays(rule, words)}
        case Recurrence.EVERY_N_WEEKS if rule.interval > 1:
            return _every_n_weeks(rule, words)
    return _every_week(rule, words)


def _listed_dates(rule: Rule) -> list[date]:
    first, last = rule.first or date.min, rule.last or date.max
    return [day for day in rule.dates if first <= day <= last]


def _weekdays(rule: Rule, words: Words) -> str:
    if len(rule.weekdays) == 1:
        return words.weekday(rule.weekdays[0])
    return words.weekday_range(rule.weekdays)


def _every_week(rule: Rule, words: Words) -> str:
    if len(rule.weekdays) == WHOLE_WEEK:
        return words.gettext("every day")
    if len(rule.weekdays) > 1:
        return words.weekday_range(rule.weekdays)
    names = (
        words.pgettext("every week", "Mondays"),
        words.pgettext("every week", "Tuesdays"),
        words.pgettext("every week", "Wednesdays"),
        words.pgettext("every week", "Thursdays"),
        words.pgettext("every week", "Fridays"),
        words.pgettext("every week", "Saturdays"),
        words.pgettext("every week", "Sundays"),
    )
    return names[rule.weekdays[0] - 1]


def _every_n_weeks(rule: Rule, words: Words) -> str:
    day = _weekdays(rule, words)
    if rule.interval == 2 and len(rule.weekdays) == 1:
        return words.gettext("every other %(day)s") % {"day": day}
    if rule.interval == 2:
        return words.gettext("every other week on %(days)s") % {"days": day}
    message = words.ngettext(
        "every %(count)d week on %(day)s", "every %(count)d weeks on %(day)s", rule.interval
    )
    return message % {"count": rule.interval, "day": day}


def _monthly(rule: Rule, words: Words) -> str:
    days = [words.weekday(day) for day in rule.weekdays]
    if rule.nth == (1, 3):
        message = words.gettext("the first and third %(day)s of the month")
        return _listed([message % {"day": day} for day in days], words)
    if rule.nth == (2, 4):
        message = words.gettext("the second and fourth %(day)s of the month")
        return _listed([message % {"day": day} for day in days], words)
    return _listed([_nth(nth, words) % {"day": day} for nth in rule.nth for day in days], words)


def _nth(nth: int, words: Words) -> str:
    return {
        1: words.gettext("the first %(day)s of the month"),
        2: words.gettext("the second %(day)s of the month"),
        3: words.gettext("the third %(day)s of the month"),
        4: words.gettext("the fourth %(day)s of the month"),
        5: words.gettext("the fifth %(day)s of the month"),
        LAST: words.gettext("the last %(day)s of the month"),
    }[nth]


def _time(rule: Rule, words: Words) -> str:
    if rule.start is None and rule.end is None:
        return "" if rule.day_part is None else _day_part(rule.day_part, words)
    clock = words.time_range(rule.start, rule.end)
    if rule.ends_next_day and rule.end is not None:
        return words.gettext("%(time)s (ends the next day)") % {"time": clock}
    return clock


def _day_part(part: DayPart, words: Words) -> str:
    return {
        DayPart.MORNING: words.pgettext("time of day", "in the morning"),
        DayPart.MIDDAY: words.pgettext("time of day", "at midday"),
        DayPart.AFTERNOON: words.pgettext("time of day", "in the afternoon"),
        DayPart.EVENING: words.pgettext("time of day", "in the evening"),
        DayPart.ALL_DAY: words.pgettext("time of day", "all day"),
    }[part]


def _season(rule: Rule, words: Words) -> str:
    """Listed dates speak for themselves."""
    if rule.recurrence is Recurrence.DATES or (rule.first is None and rule.last is None):
        return ""
    return words.date_range(rule.first, rule.last)


def _count(rule: Rule, words: Words) -> str:
    if rule.times is None:
        return ""
    message = words.ngettext("ends after %(count)d time", "ends after %(count)d times", rule.times)
    return message % {"count": rule.times}
