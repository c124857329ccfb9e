"""A typed text as a proposal for a rule: its pieces, what was guessed, and what was not read."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from itertools import pairwise

from directory.schedule.dates import rule_dates
from directory.schedule.rules import WITHOUT_WEEKDAYS, DayPart, Recurrence, Rule
from directory.schedule.typed.clock import Clock, take_clock
from directory.schedule.typed.date_words import DateWord, take_dates
from directory.schedule.typed.notices import NOT_READ, Notice, NoticeKind
from directory.schedule.typed.page import Page
from directory.schedule.typed.recurrences import Repeats, take_repeats
from directory.schedule.typed.season import Season, season_of
from directory.schedule.typed.vocabulary import WEEKDAY
from directory.schedule.typed.weekdays import Weekdays, take_weekdays
from directory.schedule.typed.weeks import Weeks, take_weeks

# "ei 5.10.", "except Mondays": what is left out is said by a cancellation, not by the rule.
EXCEPTION = re.compile(
    r"(?<!\w)(?:ei|paitsi|ej|utom|except|excluding|not)(?:\s+(?:on|den|klo|kl))?\s+"
    rf"(?:{WEEKDAY}|[0-9]|vk|viik|veck|v\.|week).*"
)
LEFT_OVER = re.compile(
    r"(?<!\w)(?:(?:klo|kl)\.?\s+[0-9]+|[0-9]{1,2}[.:][0-9]{1,2})(?!\w)(?!\s*(?:€|e\b|eur))"
)
WEEK = timedelta(days=7)
LONGEST_GAP = timedelta(days=400)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Pieces of a rule that the text states; `recurrence` is None when it names no days."""

    recurrence: Recurrence | None = None
    weekdays: tuple[int, ...] = ()
    interval: int = 1
    anchor: date | None = None
    nth: tuple[int, ...] = ()
    dates: tuple[date, ...] = ()
    start: time | None = None
    end: time | None = None
    ends_next_day: bool = False
    day_part: DayPart | None = None
    first: date | None = None
    last: date | None = None
    times: int | None = None
    rest: str = ""
    notices: tuple[Notice, ...] = ()

    @property
    def states_time(self) -> bool:
        return self.start is not None or self.end is not None or self.day_part is not None

    @property
    def states_season(self) -> bool:
        return self.first is not None or self.last is not None

    @property
    def is_understood(self) -> bool:
        """Nothing of the text that speaks of time was left unread."""
        return not any(notice.kind in NOT_READ for notice in self.notices)

    @property
    def rule(self) -> Rule | None:
        """The rule, when the text says enough for one."""
        if self.recurrence is None or not self.is_understood or not self._is_in_order:
            return None
        return Rule(
            recurrence=self.recurrence,
            weekdays=self.weekdays,
            interval=self.interval,
            anchor=self.anchor,
            nth=self.nth,
            dates=self.dates,
            start=self.start,
            end=self.end,
            ends_next_day=self.ends_next_day,
            day_part=self.day_part,
            first=self.first,
            last=self.last,
            times=self.times,
        )

    @property
    def _is_in_order(self) -> bool:
        return self.first is None or self.last is None or self.first <= self.last


def read(text: str, today: date) -> Reading:
    """What a person probably means; nothing raises, and what is not read is in `rest`."""
    page = Page(text)
    exception = page.take(EXCEPTION)
    words = take_dates(page)
    repeats = take_repeats(page)
    weeks = take_weeks(page, today)
    _take_weekdays_of_range(words, page)
    weekdays = take_weekdays(page)
    if repeats.weekdays:
        weekdays = Weekdays(days=repeats.weekdays)
    clock = take_clock(page)
    season = _season(words, weeks, page, today, repeats, weekdays)
    reading = _assembled(repeats, weekdays.days, clock, season)
    notices = [*repeats.notices, *season.notices, *clock.notices]
    notices += [] if exception is None else [_unread(page.words(exception))]
    notices += [_unread(page.words(found)) for found in LEFT_OVER.finditer(page.text)]
    notices += [_unread(page.cut)] if page.cut else []
    return _begun(replace(reading, rest=page.rest, notices=tuple(notices)), today)


def _unread(typed: str) -> Notice:
    return Notice(kind=NoticeKind.UNREADABLE, typed=typed)


def _take_weekdays_of_range(words: list[DateWord], page: Page) -> None:
    """In "ma 12.10.–su 18.10." the days belong to the dates; nothing is said to repeat."""
    for first, last in pairwise(words):
        named = last.ends_range and None not in (first.weekday, last.weekday)
        if named and first.weekday != last.weekday:
            for word in (first, last):
                _take_word_before(page, word.start)


def _take_word_before(page: Page, at: int) -> None:
    found = re.search(rf"{WEEKDAY}\.?,?\s+$", page.text[:at])
    if found is not None:
        page.mark(*found.span())


def _season(
    words: list[DateWord],
    weeks: Weeks,
    page: Page,
    today: date,
    repeats: Repeats,
    weekdays: Weekdays,
) -> Season:
    is_habit = weekdays.are_habitual or len(weekdays.days) > len(words)
    recurs = repeats.recurrence is not None or repeats.times is not None or is_habit
    season = season_of(words, page, today, repeats=recurs, days=weekdays.days)
    if not weeks.mondays:
        return replace(season, notices=(*season.notices, *weeks.notices))
    in_weeks = _in_weeks(weeks, weekdays.days)
    if not words:
        return in_weeks
    if (season.first, season.last) == (in_weeks.first, in_weeks.last):
        return season
    return replace(season, notices=(*season.notices, _unread(weeks.notices[0].typed)))


def _in_weeks(weeks: Weeks, weekdays: tuple[int, ...]) -> Season:
    if weeks.is_range or not weekdays:
        last = weeks.mondays[-1] + WEEK - timedelta(days=1)
        return Season(first=weeks.mondays[0], last=last, notices=weeks.notices)
    days = {monday + timedelta(days=day - 1) for monday in weeks.mondays for day in weekdays}
    return Season(dates=tuple(sorted(days)), notices=weeks.notices)


def _assembled(
    repeats: Repeats, weekdays: tuple[int, ...], clock: Clock, season: Season
) -> Reading:
    recurrence = repeats.recurrence
    if season.dates:
        recurrence, weekdays = Recurrence.DATES, ()
    elif recurrence is None and weekdays:
        recurrence = Recurrence.WEEKLY
    elif recurrence not in WITHOUT_WEEKDAYS and not weekdays:
        recurrence = None
    return Reading(
        recurrence=recurrence,
        weekdays=weekdays,
        interval=repeats.interval,
        nth=repeats.nth,
        dates=season.dates,
        start=clock.start,
        end=clock.end,
        ends_next_day=clock.ends_next_day,
        day_part=clock.day_part,
        first=season.first,
        last=season.last,
        times=repeats.times,
    )


def _begun(reading: Reading, today: date) -> Reading:
    """With the dates that weeks and times are counted from, when the text leaves them open."""
    if reading.recurrence is None:
        return _with(reading, [Notice(kind=NoticeKind.NO_DAYS)])
    begins = reading.first or today
    notices = []
    if reading.recurrence is Recurrence.EVERY_N_WEEKS:
        days = (begins + timedelta(days=ahead) for ahead in range(WEEK.days))
        anchor = next(day for day in days if day.isoweekday() in reading.weekdays)
        reading = replace(reading, anchor=anchor)
        notices.append(Notice(kind=NoticeKind.ANCHOR_ASSUMED, day=anchor))
    if reading.times is not None and reading.first is None:
        first = _first_date(replace(reading, times=None), today)
        reading = replace(reading, first=first)
        notices.append(Notice(kind=NoticeKind.FIRST_ASSUMED, day=first))
    return _with(reading, notices)


def _first_date(reading: Reading, today: date) -> date:
    rule = reading.rule
    if rule is None:
        return today
    return next(iter(rule.dates or rule_dates(rule, today, today + LONGEST_GAP)), today)


def _with(reading: Reading, notices: Iterable[Notice]) -> Reading:
    return replace(reading, notices=(*reading.notices, *notices))
