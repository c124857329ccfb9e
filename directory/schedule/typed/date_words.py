"""Dates as they stand in a text, each with its place there: "12.8.", "12 August", "2026-08-12"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import pairwise

from directory.schedule.typed.page import Page
from directory.schedule.typed.vocabulary import MONTH, MONTHS, WEEKDAY, WEEKDAYS
from directory.schedule.typed.years import Written

CENTURY = 2000
LAST_MONTH = 12
DAY, NUMBER = r"(?P<day>[0-9]{1,2})", r"(?P<month>[0-9]{1,2})"
# Two digits are a year when no time follows from them: "1.6.26", but "1.6.9-11".
YEAR = r"(?P<year>[0-9]{4}|[0-9]{2}(?![.:][0-9]|\s?-\s?[0-9]{1,2}(?:[.:][0-9]{2})?(?![.0-9])))"
OPENS = r"(?<![\w:/])(?<![0-9][.,])"
# "1.–15.8." and "12–18 August": the first day has the month of the second.
SINCE = r"(?:(?P<since>[0-9]{1,2})\.?\s*-\s*)?"
ORDER = r"(?:\.|st|nd|rd|th|:e|:a)?"
NAMED_YEAR = r"(?:,?\s+(?P<year>[0-9]{4}))?(?![0-9])"
SURE = [
    re.compile(r"(?<![\w-])(?P<year>[0-9]{4})-(?P<month>[0-9]{2})-(?P<day>[0-9]{2})(?!\w)"),
    re.compile(rf"{OPENS}{SINCE}{DAY}{ORDER}\s+(?:of\s+)?(?P<name>{MONTH})\.?{NAMED_YEAR}"),
    re.compile(rf"(?P<name>{MONTH})\s+{DAY}(?:st|nd|rd|th)?(?![0-9.:-]){NAMED_YEAR}"),
    re.compile(rf"{OPENS}{SINCE}{DAY}\.\s?{NUMBER}\.\s?{YEAR}(?![0-9])"),
    re.compile(rf"{OPENS}{SINCE}{DAY}\.\s?{NUMBER}\.(?![0-9])"),
]
SLASHED = re.compile(rf"{OPENS}{DAY}/{NUMBER}(?:/{YEAR})?(?![\w/])")
# Without the last dot it looks like a time: what is around it must say that it is a date.
BARE = re.compile(rf"{OPENS}{SINCE}{DAY}\.{NUMBER}(?![0-9\w])")

RANGE_GAP = re.compile(rf"\s*(?:-|\b(?:to|till|until)\b)\s*(?:(?P<weekday>{WEEKDAY})\.?\s+)?")
LIST_GAP = re.compile(rf"\s*,?\s*(?:ja|och|and|&|\+)\s+(?:{WEEKDAY}\.?\s+)?")
FROM_BEFORE = re.compile(
    r"(?<!\w)(?:alkaen|alk\.|from|starting(?: from)?|since|från(?: och med)?|fr\.?\s?o\.?\s?m\.?"
    r"|börjar|alkaa|begins)\s+(?:on\s+|den\s+)?(?:\w+\s)?$"
)
UNTIL_BEFORE = re.compile(
    r"(?<!\w)(?:till(?: och med)?|t\.?\s?o\.?\s?m\.?|until|through|päättyy|ends|slutar)"
    r"\s+(?:on\s+|den\s+)?(?:\w+\s)?$|(?:^|[\s,])-\s?$"
)
FROM_AFTER = re.compile(r"\s*(?:alkaen|alk\.?|lähtien|onwards?|framåt)(?!\w)|-(?=\s|,|$)")
UNTIL_AFTER = re.compile(r"\s*(?:asti|saakka)(?!\w)")
TIED_DAY = re.compile(rf"(?<![-,]\s)(?<!-)(?P<weekday>{WEEKDAY})\.?,?\s+(?:den\s+|the\s+)?$")
# What stands after these is the end of a time: "klo 9–11.10.", "9.30–11.10.".
TIME_BEFORE = re.compile(
    r"(?<!\w)(?:klo|kello|klockan|kl|at)\.?\s*$|[0-9][.:](?:00|1[3-9]|[2-5][0-9])\s*-\s*$"
)
LONGEST_WORDING = 40
TIME_END = re.compile(r"\s*-\s*[0-9]")
USUAL_MINUTES = 5


class Bound(StrEnum):
    FROM = "from"
    UNTIL = "until"


@dataclass(frozen=True, slots=True, kw_only=True)
class DateWord:
    """`ends_range`: it and the word before it are the two ends of one range."""

    start: int
    end: int
    written: Written
    is_sure: bool = True
    ends_range: bool = False
    bound: Bound | None = None
    weekday: int | None = None
    is_ambiguous: bool = False


def take_dates(page: Page, *, only_dates: bool = False) -> list[DateWord]:
    """All of them in order, taken off the page.

    `only_dates`: nothing else is expected, so that "12.10-18.10" is no time.
    """
    words = sorted(_candidates(page.text), key=lambda word: word.start)
    words = [word for word in _sure(words, page.text, only_dates) if word.is_sure]
    words = [_with_surroundings(word, page.text) for word in _linked(words, page.text)]
    for word in words:
        page.mark(word.start, word.end)
    return words


def _candidates(text: str) -> Iterator[DateWord]:
    taken = list(text)
    for pattern in (*SURE, SLASHED, BARE):
        for found in pattern.finditer("".join(taken)):
            is_time = TIME_BEFORE.search(_before(text, found.start())) is not None
            words = [] if is_time else _words(found, pattern)
            if words:
                taken[found.start() : found.end()] = "\x00" * len(found[0])
            yield from words


def _before(text: str, at: int) -> str:
    """As much as can bear on what follows."""
    return text[max(0, at - LONGEST_WORDING) : at]


def _words(found: re.Match[str], pattern: re.Pattern[str]) -> list[DateWord]:
    given = found.groupdict()
    day, month = int(found["day"]), MONTHS.get(given.get("name") or "") or int(given["month"])
    is_ambiguous = pattern is SLASHED
    if is_ambiguous and day <= LAST_MONTH < month:
        day, month = month, day
    if not 1 <= month <= LAST_MONTH:
        return []
    year = int(given["year"]) if given.get("year") else None
    if year is not None and len(given["year"]) == 2:
        year += CENTURY
    word = DateWord(
        start=found.start(),
        end=found.end(),
        written=Written(day=day, month=month, year=year),
        is_sure=pattern is not BARE,
        is_ambiguous=is_ambiguous,
    )
    if not given.get("since"):
        return [word]
    since = Written(day=int(given["since"]), month=month, year=year)
    first = replace(word, end=found.end("since"), written=since)
    return [first, replace(word, start=found.start("day"), ends_range=True)]


def _sure(words: list[DateWord], text: str, only_dates: bool) -> list[DateWord]:
    """A word that only may be a date is one beside a date, or when it can be nothing else."""
    words = [
        replace(word, is_sure=word.is_sure or only_dates or _is_date_alone(word, text))
        for word in words
    ]
    for at in [*range(len(words) - 1), *range(len(words) - 2, -1, -1)]:
        one, other = words[at], words[at + 1]
        if one.is_sure != other.is_sure and _belong_together(one, other, text):
            words[at] = replace(one, is_sure=True)
            words[at + 1] = replace(other, is_sure=True)
        elif not one.is_sure and not other.is_sure and _is_range_of_dates(one, other, text):
            words[at], words[at + 1] = replace(one, is_sure=True), replace(other, is_sure=True)
    return words


def _is_date_alone(word: DateWord, text: str) -> bool:
    minutes = text[word.start : word.end].rpartition(".")[2]
    before, after = _before(text, word.start), text[word.end :]
    if FROM_AFTER.match(after) or UNTIL_AFTER.match(after) or len(minutes) == 1:
        return not TIME_END.match(after) or len(minutes) == 1
    return FROM_BEFORE.search(before) is not None and not TIME_END.match(after)


def _belong_together(one: DateWord, other: DateWord, text: str) -> bool:
    gap = text[one.end : other.start]
    if RANGE_GAP.fullmatch(gap):
        return True
    is_time = not other.is_sure and TIME_END.match(text[other.end :])
    return LIST_GAP.fullmatch(gap) is not None and not is_time


def _is_range_of_dates(one: DateWord, other: DateWord, text: str) -> bool:
    """ "1.10-15.12": nobody meets at a time that no clock face shows."""
    months = (one.written.month, other.written.month)
    is_range = RANGE_GAP.fullmatch(text[one.end : other.start]) is not None
    return is_range and any(month % USUAL_MINUTES for month in months)


def _linked(words: list[DateWord], text: str) -> list[DateWord]:
    linked = words[:1]
    for one, other in pairwise(words):
        gap = RANGE_GAP.fullmatch(text[one.end : other.start])
        is_range = other.ends_range or (gap is not None and not linked[-1].ends_range)
        named = WEEKDAYS[gap["weekday"]] if is_range and gap and gap["weekday"] else None
        linked.append(replace(other, ends_range=is_range, weekday=named))
    return linked


def _with_surroundings(word: DateWord, text: str) -> DateWord:
    before, after = _before(text, word.start), text[word.end :]
    bound = None
    if FROM_AFTER.match(after):
        bound = Bound.FROM
    elif UNTIL_AFTER.match(after):
        bound = Bound.UNTIL
    elif FROM_BEFORE.search(before):
        bound = Bound.FROM
    elif UNTIL_BEFORE.search(before):
        bound = Bound.UNTIL
    tied = None if word.ends_range else TIED_DAY.search(before)
    weekday = word.weekday if tied is None else WEEKDAYS[tied["weekday"]]
    return replace(word, bound=bound, weekday=weekday)
