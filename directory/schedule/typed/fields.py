"""What is typed where only a time, or only dates, are asked for."""

import re
from dataclasses import dataclass
from datetime import date, time, timedelta

from directory.schedule.typed.clock import take_clock
from directory.schedule.typed.date_words import take_dates
from directory.schedule.typed.notices import NOT_READ, Notice, NoticeKind
from directory.schedule.typed.page import Page
from directory.schedule.typed.season import season_of
from directory.schedule.typed.vocabulary import whole
from directory.schedule.typed.weekdays import take_weekdays
from directory.schedule.typed.weeks import take_weeks

RELATIVE = [
    (whole(r"ylihuomenna|övermorgon|i övermorgon|the day after tomorrow"), 2),
    (whole(r"tänään|i ?dag|today"), 0),
    (whole(r"huomenna|i ?morgon|tomorrow"), 1),
]
LONGEST_LIST = 3000
SIX_DAYS = timedelta(days=6)
DIGIT = re.compile("[0-9]")


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeReading:
    """One time, or none when the text is not one."""

    at: time | None = None
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeRangeReading:
    start: time | None = None
    end: time | None = None
    ends_next_day: bool = False
    rest: str = ""
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DateReading:
    day: date | None = None
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DatesReading:
    """A range, open where the text leaves it so, or the days of a list in `dates`."""

    first: date | None = None
    last: date | None = None
    dates: tuple[date, ...] = ()
    rest: str = ""
    notices: tuple[Notice, ...] = ()

    @property
    def is_understood(self) -> bool:
        return not any(notice.kind in NOT_READ for notice in self.notices)


def read_time(text: str) -> TimeReading:
    page = Page(text)
    clock = take_clock(page)
    is_one = clock.start is not None and clock.end is None and not page.rest
    if not is_one or _is_unread(clock.notices):
        return TimeReading(notices=_unreadable(text))
    return TimeReading(at=clock.start, notices=clock.notices)


def read_time_range(text: str) -> TimeRangeReading:
    """A start alone has no end; anything that is no time is in `rest`."""
    page = Page(text)
    clock = take_clock(page)
    if (clock.start is None and clock.end is None) or _is_unread(clock.notices):
        return TimeRangeReading(rest=page.rest, notices=_unreadable(text))
    return TimeRangeReading(
        start=clock.start,
        end=clock.end,
        ends_next_day=clock.ends_next_day,
        rest=page.rest,
        notices=clock.notices,
    )


def read_date(text: str, today: date) -> DateReading:
    """The first day of what is typed, which must be a day, or a week by its number."""
    found = read_dates(text, today)
    days = found.dates or ((found.first,) if found.first else ())
    is_week = found.first is not None and found.last == found.first + SIX_DAYS
    is_one = len(days) == 1 and (found.last is None or is_week)
    if not is_one or found.rest or not found.is_understood:
        return DateReading(notices=_unreadable(text))
    return DateReading(day=days[0], notices=found.notices)


def read_dates(text: str, today: date) -> DatesReading:
    """A day, a list of days, a range, or weeks by their numbers."""
    page = Page(text, LONGEST_LIST)
    for pattern, ahead in RELATIVE:
        if page.take(pattern):
            day = today + timedelta(days=ahead)
            notice = Notice(kind=NoticeKind.RELATIVE_DATE, day=day)
            return DatesReading(dates=(day,), rest=page.rest, notices=(notice,))
    words = take_dates(page, only_dates=True)
    if not words:
        return _weeks(page, text, today)
    days = take_weekdays(page).days
    season = season_of(words, page, today, repeats=False, days=days)
    return DatesReading(
        first=season.first,
        last=season.last,
        dates=season.dates,
        rest=page.rest,
        notices=(*season.notices, *_left_over(page)),
    )


def _weeks(page: Page, text: str, today: date) -> DatesReading:
    weeks = take_weeks(page, today)
    if not weeks.mondays or not weeks.is_range:
        return DatesReading(rest=page.rest, notices=_unreadable(text))
    return DatesReading(
        first=weeks.mondays[0],
        last=weeks.mondays[-1] + SIX_DAYS,
        rest=page.rest,
        notices=(*weeks.notices, *_left_over(page)),
    )


def _left_over(page: Page) -> tuple[Notice, ...]:
    notices = _unreadable(page.cut) if page.cut else ()
    return (*notices, *_unreadable(page.rest)) if DIGIT.search(page.rest) else notices


def _is_unread(notices: tuple[Notice, ...]) -> bool:
    return any(notice.kind in NOT_READ for notice in notices)


def _unreadable(text: str) -> tuple[Notice, ...]:
    return (Notice(kind=NoticeKind.UNREADABLE, typed=Page(text).typed.strip()),)
