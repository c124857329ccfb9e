"""What the dates of a text say: a season, or the very days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from directory.schedule.typed.date_words import Bound, DateWord
from directory.schedule.typed.notices import Notice, NoticeKind
from directory.schedule.typed.page import Page
from directory.schedule.typed.years import with_years


@dataclass(frozen=True, slots=True, kw_only=True)
class Season:
    first: date | None = None
    last: date | None = None
    dates: tuple[date, ...] = ()
    notices: tuple[Notice, ...] = ()


def season_of(
    words: Sequence[DateWord], page: Page, today: date, *, repeats: bool, days: Sequence[int]
) -> Season:
    """`repeats`: so that one date alone is when it begins; `days` are the weekdays of the text."""
    ends = _ends(words, repeats)
    listed = [word for word in words if word not in ends]
    if ends:
        season = _range(ends, page, today)
        strays = [_unreadable(word, page) for word in listed]
        return Season(first=season.first, last=season.last, notices=(*season.notices, *strays))
    return _listed(listed, page, today, days)


def _ends(words: Sequence[DateWord], repeats: bool) -> list[DateWord]:
    """The words that begin and end the season, in this order; the first range counts."""
    for at, word in enumerate(words):
        if word.ends_range:
            return [words[at - 1], word]
    bounds = [word for word in words if word.bound is not None]
    if not bounds and repeats and len(words) == 1:
        return list(words)
    first = [word for word in bounds if word.bound is Bound.FROM]
    last = [word for word in bounds if word.bound is Bound.UNTIL]
    return first[:1] + last[:1]


def _range(ends: list[DateWord], page: Page, today: date) -> Season:
    found = with_years([word.written for word in ends], today)
    is_end_alone = len(ends) == 1 and ends[0].bound is Bound.UNTIL
    first = None if is_end_alone else found[0]
    last = found[-1] if is_end_alone or len(ends) > 1 else None
    notices = [*_missing(ends, found, page), *_slashed(ends, found)]
    # "ke 12.8.–16.12." names the day of the sessions, not that of the first date.
    if len(ends) == 1 or None not in {word.weekday for word in ends}:
        notices += _mismatched(ends, found, ())
    if first and last and first > last:
        kind = NoticeKind.END_BEFORE_START
        notices.append(Notice(kind=kind, typed=_typed(ends, page), day=first, last=last))
    elif not any(word.written.year for word in ends):
        notices.append(Notice(kind=NoticeKind.YEAR_ASSUMED, day=first, last=last))
    if last is not None and last < today:
        notices.append(Notice(kind=NoticeKind.SEASON_OVER, last=last))
    return Season(first=first, last=last, notices=tuple(notices))


def _listed(words: list[DateWord], page: Page, today: date, days: Sequence[int]) -> Season:
    found = with_years([word.written for word in words], today) if words else []
    dates = tuple(sorted({day for day in found if day is not None}))
    notices = [*_missing(words, found, page), *_mismatched(words, found, days)]
    notices += _slashed(words, found)
    if dates and not any(word.written.year for word in words):
        notices.append(Notice(kind=NoticeKind.YEAR_ASSUMED, day=dates[0], last=dates[-1]))
    if dates and dates[-1] < today:
        notices.append(Notice(kind=NoticeKind.SEASON_OVER, last=dates[-1]))
    return Season(dates=dates, notices=tuple(notices))


def _missing(words: list[DateWord], found: Sequence[date | None], page: Page) -> list[Notice]:
    pairs = zip(words, found, strict=True)
    return [_unreadable(word, page) for word, day in pairs if day is None]


def _unreadable(word: DateWord, page: Page) -> Notice:
    return Notice(kind=NoticeKind.UNREADABLE, typed=_typed([word], page))


def _typed(words: Sequence[DateWord], page: Page) -> str:
    return page.typed[words[0].start : words[-1].end].strip()


def _mismatched(
    words: list[DateWord], found: Sequence[date | None], days: Sequence[int]
) -> list[Notice]:
    """A weekday that stands before a date is about that date, else any of the text will do."""
    notices = []
    for word, day in zip(words, found, strict=True):
        if day is None or (word.weekday is None and not days):
            continue
        expected = [word.weekday] if word.weekday is not None else list(days)
        if day.isoweekday() not in expected:
            mismatch = NoticeKind.WEEKDAY_MISMATCH
            notices.append(Notice(kind=mismatch, day=day, weekday=expected[0]))
    return notices


def _slashed(words: list[DateWord], found: Sequence[date | None]) -> list[Notice]:
    return [
        Notice(kind=NoticeKind.AMBIGUOUS_DATE, day=day)
        for word, day in zip(words, found, strict=True)
        if word.is_ambiguous and day is not None
    ]
