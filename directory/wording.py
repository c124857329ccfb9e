"""Dates, times and names of languages in the reader's language, from CLDR through Babel."""

from collections.abc import Iterable, Sequence
from datetime import date, time
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from django.utils.translation import gettext, ngettext, pgettext

HELSINKI = ZoneInfo("Europe/Helsinki")
BABEL_CODES = {"fi-selko": "fi", "zh-hans": "zh_Hans"}

# What people call them: CLDR has "soranî" and "mandariinikiina (yksinkertaistettu)" otherwise.
EVERYDAY_CODES = {"ckb": "ku", "zh-hans": "zh"}

# CLDR's own long forms put the year in and differ in punctuation; `cccc` is the weekday standing
# alone (Finnish would otherwise say "maanantaina").
LONG = {
    "fi": "cccc d. MMMM",
    "sv": "cccc d MMMM",
    "et": "cccc, d. MMMM",
    "ru": "cccc, d MMMM",
    "uk": "cccc, d MMMM",
    "ar": "cccc، d MMMM",
    "fa": "cccc d MMMM",
    "ckb": "cccc، dی MMMM",
    "sq": "cccc, d MMMM",
    "vi": "cccc, d MMMM",
    "zh_Hans": "M月d日 cccc",
    "tr": "d MMMM cccc",
}
SEPARATORS = {"ar": "، ", "fa": "، ", "ckb": "، ", "zh-hans": "、"}
DEFAULT_LONG = "cccc d MMMM"


@lru_cache(maxsize=32)
def locale(language: str) -> Locale:
    return Locale.parse(BABEL_CODES.get(language, language))


def clock(at: time) -> str:
    """9.30: written as it stands on Finnish doors, in every language."""
    return f"{at.hour}.{at.minute:02}"


def clock_range(start: time | None, end: time | None) -> str:
    if start and end:
        return f"{clock(start)}–{clock(end)}"
    if start:
        return clock(start)
    return f"–{clock(end)}" if end else ""


def day_numeric(day: date) -> str:
    return f"{day.day}.{day.month}.{day.year}"


def day_and_month(day: date) -> str:
    return f"{day.day}.{day.month}."


def day_range(first: date | None, last: date | None) -> str:
    """ "23.–29.11.2026", "30.11.–6.12.2026", "28.12.2026–3.1.2027"; open ends allowed."""
    if first and last:
        if first == last:
            return day_numeric(last)
        if first.year != last.year:
            return f"{day_numeric(first)}–{day_numeric(last)}"
        start = f"{first.day}." if first.month == last.month else day_and_month(first)
        return f"{start}–{day_numeric(last)}"
    if first:
        return f"{day_numeric(first)}–"
    return f"–{day_numeric(last)}" if last else ""


def season(first: date | None, last: date | None, today: date | None = None) -> str:
    """ "12.8.–16.12." as programmes print it; with years unless both days are in this one."""
    years = {day.year for day in (first, last) if day}
    if today is None or years != {today.year}:
        return day_range(first, last)
    if first and last and first != last and first.month == last.month:
        return f"{first.day}.–{day_and_month(last)}"
    if first == last:
        return day_and_month(first)
    return "–".join(day_and_month(day) if day else "" for day in (first, last))


def day_long(day: date, language: str) -> str:
    there = locale(language)
    return format_date(day, LONG.get(str(there), DEFAULT_LONG), locale=there)


def weekday_name(weekday: int, language: str) -> str:
    return locale(language).days["stand-alone"]["wide"][weekday - 1]


def weekday_short(weekday: int, language: str) -> str:
    return locale(language).days["stand-alone"]["abbreviated"][weekday - 1]


def weekdays_short(weekdays: Sequence[int], language: str) -> str:
    """ "ma–to" for a run of three or more, else "ma, ke"."""
    names = [weekday_short(day, language) for day in weekdays]
    if len(weekdays) > 2 and weekdays[-1] - weekdays[0] == len(weekdays) - 1:
        return f"{names[0]}–{names[-1]}"
    return listed(names, language)


def language_name(code: str, language: str) -> str:
    """The name of a language in another; its code when CLDR does not know it."""
    return locale(language).languages.get(EVERYDAY_CODES.get(code, code), code)


def listed(items: Iterable[str], language: str) -> str:
    """ "a, b, c": a list that is no sentence."""
    return SEPARATORS.get(language, ", ").join(items)


def joined(items: Iterable[str], language: str) -> str:
    return format_list(list(items), locale=locale(language))


class InterfaceWords:
    """What schedule.text needs to say a rule in the language that is active.

    Days of the year of `today` are said without it.
    """

    def __init__(self, language: str, today: date | None = None) -> None:
        self.language = language
        self.today = today

    gettext = staticmethod(gettext)
    ngettext = staticmethod(ngettext)
    pgettext = staticmethod(pgettext)

    def weekday(self, day: int) -> str:
        return weekday_name(day, self.language)

    def weekday_range(self, days: Sequence[int]) -> str:
        return weekdays_short(days, self.language)

    def time_range(self, start: time | None, end: time | None) -> str:
        if end and not start:
            return gettext("until %(time)s") % {"time": clock(end)}
        return gettext("at %(time)s") % {"time": clock_range(start, end)}

    def date_range(self, first: date | None, last: date | None) -> str:
        return season(first, last, self.today)

    def date_list(self, dates: Sequence[date]) -> str:
        return joined([season(day, day, self.today) for day in dates], self.language)
