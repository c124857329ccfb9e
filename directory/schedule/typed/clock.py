"""Times of day as people write them: "klo 9.30–11", "930", "5 pm", "iltapäivällä"."""

import re
from dataclasses import dataclass, field, replace
from datetime import time

from directory.schedule.rules import DayPart
from directory.schedule.typed.notices import Notice, NoticeKind
from directory.schedule.typed.page import READ, Page
from directory.schedule.typed.vocabulary import DAY_PARTS, whole

EARLY = time(7)
NIGHT_BEGINS, NIGHT_ENDS = time(17), time(6)
NOON = 12
# Hours that can only be meant after noon when the day part says so: "illalla klo 6".
AFTER_NOON = {DayPart.AFTERNOON: range(1, 7), DayPart.EVENING: range(4, 12)}
FULL_DAY = 24

AT = (
    r"(?:2[0-4]|[01]?[0-9])[.:][0-5][0-9]"
    r"|(?:2[0-3]|[01]?[0-9])[0-5][0-9](?![0-9])"
    r"|(?:2[0-4]|[01]?[0-9])(?![0-9])"
)
KLO = r"(?:(?:klo|kello|klockan|kl|at|@)(?:\.|(?![^\W0-9]))\s*)"
HALF = r"(?:\s?(?P<{}>[ap])(?:\.m\.|m)(?!\w))?"
BEGIN = r"(?<![\w:/])(?<![0-9][.,])"
# Ages, prices and numbers of people are not times; "11 perhekahvila" is a time and its activity.
UNIT = (
    r"\s*-?\s*(?:v\b|vuoti|vuode|år|year|yr|kk|kuukau|månad|month|€|e\b|eur|%|hlö|henk(?:eä|ilö)"
    r"|(?:lasta|perhettä|barn|familjer|children|families)\b|kertaa|gånger|times|weeks?|viik|veck)"
)
END = rf"(?![0-9/]|[.:][0-9]|{UNIT})"
FIRST = rf"(?P<a>{AT}){HALF.format('half_a')}"
SECOND = rf"(?P<b>{AT}){HALF.format('half_b')}"
RANGE = rf"{FIRST}\s*(?:-|to|till|until)\s*{KLO}?{SECOND}{END}"

KLO_RANGE = re.compile(rf"(?<!\w){KLO}{RANGE}")
ANY_RANGE = re.compile(BEGIN + RANGE)
ONLY_END = re.compile(
    rf"(?:(?<!\w)(?:until|till|til)\s*{KLO}?|(?<![^\s{READ},])-\s?){SECOND}{END}"
    rf"|(?<!\w){KLO}(?P<b2>{AT})\s*(?:asti|saakka)(?!\w)"
)
KLO_START = re.compile(rf"(?<!\w){KLO}{FIRST}{END}(?:\s*-(?!\s*[0-9]))?")
ANY_START = re.compile(rf"{BEGIN}{FIRST}{END}(?:\s*-(?!\s*[0-9]))?")
BARE = re.compile(rf"(?:(?<={READ})[\s,-]*|^\s*)(?P<a>{AT}){END}\s*(?=[\s,;.{READ}]|$)")
NEXT_DAY = whole(
    r"\(?(?:ends the next day|päättyy seuraavana päivänä|slutar följande dag|next day|\+1)\)?"
)
PARTS = [(whole(pattern), part) for pattern, part in DAY_PARTS.items()]


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """What was said of the time of day; a day part only where there is no clock time."""

    start: time | None = None
    end: time | None = None
    ends_next_day: bool = False
    day_part: DayPart | None = None
    notices: tuple[Notice, ...] = field(default=())

    @property
    def is_stated(self) -> bool:
        return self.start is not None or self.end is not None or self.day_part is not None


NOTHING = Clock()


def take_clock(page: Page) -> Clock:
    """The time of day, taken off the page. Dates must have been taken before."""
    part = _take_part(page)
    says_next_day = page.take(NEXT_DAY) is not None
    found = _take_clock_times(page)
    if found is None:
        return replace(NOTHING, day_part=part)
    clock = _judged(_clock(found, page, part), found, page, says_next_day)
    return replace(clock, notices=(*clock.notices, *_several(page)))


def _take_part(page: Page) -> DayPart | None:
    for pattern, part in PARTS:
        if page.take(pattern):
            return part
    return None


def _take_clock_times(page: Page) -> re.Match[str] | None:
    """What is surely a time comes before what may be an age, a price or a house number."""
    return (
        page.take(KLO_RANGE, _is_range)
        or page.take(ANY_RANGE, _is_plain_range)
        or page.take(ONLY_END, _has_hours)
        or page.take(KLO_START, _has_hours)
        or page.take(ANY_START, _is_plain_start)
        or page.take(ANY_RANGE, _is_range)
        or page.take(BARE, _has_hours)
    )


def _is_range(found: re.Match[str]) -> bool:
    """ "2026–2027" are years."""
    are_years = all(found[name].isdigit() and 2024 <= int(found[name]) < 2060 for name in "ab")
    return _has_hours(found) and not are_years


def _has_hours(found: re.Match[str]) -> bool:
    """24 is midnight, and nothing comes after it."""
    given = found.groupdict()
    clocks = [given[name] for name in ("a", "b", "b2") if given.get(name)]
    return all(_minutes(clock) <= FULL_DAY * 60 for clock in clocks)


def _is_plain_range(found: re.Match[str]) -> bool:
    return _is_range(found) and (_says_minutes(found["a"]) or _says_minutes(found["b"])
        or found["half_b"] is not None)  # fmt: skip


def _is_plain_start(found: re.Match[str]) -> bool:
    return _has_hours(found) and (found["half_a"] is not None or not found["a"].isdigit())


def _says_minutes(clock: str) -> bool:
    return len(clock) > 2


def _several(page: Page) -> list[Notice]:
    other = (
        page.take(KLO_RANGE, _is_range)
        or page.take(ANY_RANGE, _is_by_day)
        or page.take(KLO_START, _has_hours)
        or page.take(ANY_START, _is_plain_start)
    )
    if other is None:
        return []
    return [Notice(kind=NoticeKind.SEVERAL_TIMES, typed=page.words(other))]


def _is_by_day(found: re.Match[str]) -> bool:
    by_day = EARLY.hour * 60 <= _minutes(found["a"]) < _minutes(found["b"])
    return _is_range(found) and (by_day or _is_plain_range(found))


def _minutes(clock: str) -> int:
    """From midnight; "930" and "9.30" alike."""
    hours, separator, minutes = clock.replace(":", ".").partition(".")
    if not separator and len(hours) > 2:
        hours, minutes = hours[:-2], hours[-2:]
    return int(hours) * 60 + int(minutes or 0)


def _clock(found: re.Match[str], page: Page, part: DayPart | None) -> Clock:
    given = found.groupdict()
    first, second = given.get("a"), given.get("b") or given.get("b2")
    half_a, half_b = given.get("half_a"), given.get("half_b")
    begins = None if first is None else _in_half(_minutes(first), half_a or half_b)
    ends = None if second is None else _in_half(_minutes(second), half_b or half_a)
    if begins is not None and ends is not None and half_b and not half_a and begins >= ends:
        begins = _minutes(first or "0")
    if part in AFTER_NOON and not (half_a or half_b):
        begins, ends = _after_noon(begins, ends, AFTER_NOON[part])
    return Clock(start=_time(begins), end=_time(ends), notices=_compact(first, second))


def _in_half(minutes: int, half: str | None) -> int:
    hour = minutes // 60
    if half == "p" and hour < NOON:
        return minutes + NOON * 60
    return minutes - NOON * 60 if half == "a" and hour == NOON else minutes


def _after_noon(
    begins: int | None, ends: int | None, hours: range
) -> tuple[int | None, int | None]:
    leading = begins if begins is not None else ends
    if leading is None or leading // 60 not in hours:
        return begins, ends
    later = NOON * 60
    moved = None if ends is None else ends + later if ends < later else ends
    return (None if begins is None else begins + later), moved


def _time(minutes: int | None) -> time | None:
    return None if minutes is None else time(minutes // 60 % FULL_DAY, minutes % 60)


def _compact(*clocks: str | None) -> tuple[Notice, ...]:
    return tuple(
        Notice(kind=NoticeKind.COMPACT_TIME, typed=clock, at=_time(_minutes(clock)))
        for clock in clocks
        if clock is not None and len(clock) > 2 and clock.isdigit()
    )


def _judged(clock: Clock, found: re.Match[str], page: Page, says_next_day: bool) -> Clock:
    notices = [*clock.notices, *_doubtful_hour(clock, found)]
    start, end = clock.start, clock.end
    if start is None or end is None or end > start:
        return replace(clock, ends_next_day=says_next_day, notices=tuple(notices))
    until_midnight = _minutes(found["b"]) == FULL_DAY * 60
    if not until_midnight and not says_next_day:
        is_night = start >= NIGHT_BEGINS and end <= NIGHT_ENDS
        kind = NoticeKind.ENDS_NEXT_DAY if is_night else NoticeKind.END_BEFORE_START
        notices.append(Notice(kind=kind, typed=page.words(found), at=end))
    return replace(clock, ends_next_day=True, notices=tuple(notices))


def _doubtful_hour(clock: Clock, found: re.Match[str]) -> list[Notice]:
    """ "5–7" may be 17–19; "05" and "5 am" say what they mean."""
    given = found.groupdict()
    typed = given.get("a") or given.get("b") or given.get("b2") or ""
    at = clock.start or clock.end
    if at is None or at >= EARLY or typed.startswith(("0", "24")):
        return []
    if given.get("half_a") or given.get("half_b"):
        return []
    return [Notice(kind=NoticeKind.AMBIGUOUS_TIME, typed=typed, at=at)]
