"""How often: every week, every other, odd and even weeks, weekdays of the month, on request."""

import re
from dataclasses import dataclass

from directory.schedule.rules import Recurrence
from directory.schedule.typed.notices import Notice, NoticeKind
from directory.schedule.typed.page import Page
from directory.schedule.typed.vocabulary import (
    INTERVALS,
    ORDINAL,
    ORDINALS,
    WEEKDAY,
    WEEKDAYS,
    any_of,
    whole,
)

JOINT = r"\s*(?:,|ja|och|and|&)\s*"
NTH = rf"(?P<nth>{ORDINAL}(?:{JOINT}{ORDINAL})*)\s+(?P<days>{WEEKDAY}\.?(?:{JOINT}{WEEKDAY})*)"
MONTH_BEFORE = (
    r"(?<!\w)(?:(?:joka |varje |every )?(?:kuukauden|kuun|månadens|månads)|(?:in )?every month)\s+"
    r"(?:the |den )?"
)
MONTH_AFTER = (
    r"\s+(?:(?:of|in) (?:the|each|every) month|(?:i|varje) (?:varje )?månad(?:en)?|kuukaudessa"
    r"|kuussa|monthly|a month)(?!\w)"
)
MONTHLY = [
    re.compile(rf"{MONTH_BEFORE}{NTH}"),
    re.compile(rf"{NTH}{MONTH_AFTER}"),
    re.compile(rf"{MONTH_BEFORE}(?P<days>{WEEKDAY})\s+(?P<nth>{ORDINAL})"),
]
NTH_ALONE = re.compile(NTH)

COUNT = rf"(?P<count>{any_of(INTERVALS)}|[0-9]{{1,2}}(?:nd|rd|th|\.|:[ea])?)"
WEEK = r"viikko(?:na|a)?|viikon|viikolla|vecka(?:n|s)?|weeks?"
OTHER_UNIT = r"päivä\w*|kuukau\w*|kuu|vuosi|dag|månad|år|days?|months?|years?"
EVERY = re.compile(
    rf"(?<!\w)(?:joka|var|every)\s+{COUNT}(?:\s+(?:(?P<week>{WEEK})|(?P<other>{OTHER_UNIT}))(?!\w))?"
    rf"|(?<!\w)(?P<second>varannan|vartannat)(?:\s+(?:(?P<week2>{WEEK})|(?P<other2>{OTHER_UNIT}))(?!\w))?"
    rf"|(?<!\w)(?P<count3>{any_of(INTERVALS)}|[0-9]{{1,2}})\s+viikon\s+välein(?!\w)"
    r"|(?<!\w)(?P<fortnight>fortnightly|every fortnight)(?!\w)"
)
WEEKS = r"(?:\s+(?:viik\w+|veck\w+|weeks?)(?!\s*[0-9]))?"
EVEN = whole(rf"(?:joka\s+)?parilli\w+{WEEKS}|jämna?{WEEKS}|even(?:-numbered)?\s+weeks?")
ODD = whole(rf"(?:joka\s+)?parit(?:on|tom\w+){WEEKS}|udda{WEEKS}|odd(?:-numbered)?\s+weeks?")
WEEKLY = whole(r"joka viikko|viikoittain|varje vecka|veckovis|every week|weekly")
ON_REQUEST = whole(
    r"kysy (?:päivät|ajat)|sopimuksen mukaan|fråga vilka dagar|enligt överenskommelse"
    r"|ask for the dates|by arrangement"
)
TIMES = re.compile(
    r"(?<!\w)(?:(?:päättyy|yhteensä|vain|slutar efter|ends after|only)\s+)?(?P<times>[0-9]{1,3})"
    r"\s*(?:kertaa|kerran|kerta|krt|gånger|gång|ggr|times?)(?!\w)(?:\s+jälkeen)?"
    r"(?!\s+(?:viikossa|kuukaudessa|kuussa|i veckan|i månaden|a week|a month|per))"
)
SEVERAL = re.compile(
    r"(?<!\w)[0-9]{1,3}\s*(?:kertaa|gånger|times?)\s+(?:viikossa|kuukaudessa|kuussa|i veckan"
    r"|i månaden|a week|a month|per \w+)(?!\w)"
)
LONGEST_INTERVAL = 52
FORTNIGHT = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeats:
    recurrence: Recurrence | None = None
    weekdays: tuple[int, ...] = ()
    interval: int = 1
    nth: tuple[int, ...] = ()
    times: int | None = None
    notices: tuple[Notice, ...] = ()


def take_repeats(page: Page) -> Repeats:
    """At most one way of repeating; a second one is told of, since both cannot hold."""
    unreadable = [_unreadable(page, found) for found in page.take_all(SEVERAL)]
    times = page.take(TIMES, lambda found: int(found["times"]) > 0)
    found = [*_monthly(page, MONTHLY), *_every(page), *_parity(page)]
    found = found or _monthly(page, [NTH_ALONE]) or _others(page)
    repeats, *second = found or [Repeats()]
    unreadable += [notice for other in second for notice in other.notices]
    if second:
        unreadable.append(Notice(kind=NoticeKind.UNREADABLE, typed=page.typed.strip()))
    return Repeats(
        recurrence=repeats.recurrence,
        weekdays=repeats.weekdays,
        interval=repeats.interval,
        nth=repeats.nth,
        times=None if times is None else int(times["times"]),
        notices=(*repeats.notices, *unreadable),
    )


def _unreadable(page: Page, found: re.Match[str]) -> Notice:
    return Notice(kind=NoticeKind.UNREADABLE, typed=page.words(found))


def _monthly(page: Page, patterns: list[re.Pattern[str]]) -> list[Repeats]:
    """All the phrases as one, when every weekday has every place in the month."""
    pairs: set[tuple[int, int]] = set()
    phrases: list[str] = []
    for pattern in patterns:
        for found in page.take_all(pattern):
            phrases.append(page.words(found))
            pairs |= {(nth, day) for nth in _ordinals(found["nth"]) for day in _days(found["days"])}
    if not pairs:
        return []
    nth, days = ({pair[at] for pair in pairs} for at in (0, 1))
    if len(pairs) < len(nth) * len(days):
        notice = Notice(kind=NoticeKind.UNREADABLE, typed=", ".join(phrases))
        return [Repeats(notices=(notice,))]
    monthly = Recurrence.MONTHLY
    return [Repeats(recurrence=monthly, weekdays=tuple(sorted(days)), nth=tuple(sorted(nth)))]


def _ordinals(text: str) -> list[int]:
    return [ORDINALS[found] for found in re.findall(ORDINAL, text)]


def _days(text: str) -> list[int]:
    return [WEEKDAYS[found] for found in re.findall(WEEKDAY, text)]


def _every(page: Page) -> list[Repeats]:
    return [_interval(page, found) for found in page.take_all(EVERY, _is_interval)]


def _is_interval(found: re.Match[str]) -> bool:
    """ "every 9" is a time; "every 9 weeks" is not."""
    count = found["count"]
    return count is None or count in INTERVALS or bool(found["week"] or found["other"])


def _interval(page: Page, found: re.Match[str]) -> Repeats:
    if found["other"] or found["other2"]:
        return Repeats(notices=(_unreadable(page, found),))
    count = found["count"] or found["count3"]
    weeks = FORTNIGHT if count is None else _number(count)
    if not 1 <= weeks <= LONGEST_INTERVAL:
        return Repeats(notices=(_unreadable(page, found),))
    if weeks == 1:
        return Repeats(recurrence=Recurrence.WEEKLY)
    return Repeats(recurrence=Recurrence.EVERY_N_WEEKS, interval=weeks)


def _number(count: str) -> int:
    digits = re.match("[0-9]+", count)
    return int(digits[0]) if digits else INTERVALS[count]


def _parity(page: Page) -> list[Repeats]:
    found = ((EVEN, Recurrence.EVEN_WEEKS), (ODD, Recurrence.ODD_WEEKS))
    return [Repeats(recurrence=kind) for pattern, kind in found if page.take(pattern)]


def _others(page: Page) -> list[Repeats]:
    found = ((WEEKLY, Recurrence.WEEKLY), (ON_REQUEST, Recurrence.ON_REQUEST))
    return [Repeats(recurrence=kind) for pattern, kind in found if page.take(pattern)]
