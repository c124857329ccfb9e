"""ISO week numbers: "vk 42", "viikot 34–50", "veckorna 36, 38 och 40"."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from directory.schedule.typed.notices import Notice, NoticeKind
from directory.schedule.typed.page import Page
from directory.schedule.typed.years import EARLIEST_YEAR, LATEST_YEAR

WEEK = timedelta(days=7)
YEARS_AHEAD = 8
LAST_WEEK = 53
NAME = (
    r"(?:viikot|viikko(?:jen|ina)?|viikolla|viikoilla|viikon|vkot|vkoilla|vko|vk|veckorna|veckor"
    r"|vecka|weeks?|wk|(?<![0-9]\s)v)"
)
JOINT = r"\s*(?:,|ja|och|and|&)\s*"
WEEKS = re.compile(
    rf"(?<!\w){NAME}\.?\s*(?P<weeks>[0-9]{{1,2}}(?:\s*-\s*[0-9]{{1,2}}"
    rf"|(?:{JOINT}[0-9]{{1,2}}(?![0-9.:]|\s?-))+)?)(?:/(?P<year>[0-9]{{4}}))?"
    r"(?!\s*-?\s*[0-9]|[.:][0-9])(?!\w)"
)
NUMBER = re.compile("[0-9]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Weeks:
    """Mondays of the weeks; all the weeks from the first to the last when `is_range`."""

    mondays: tuple[date, ...] = ()
    is_range: bool = False
    notices: tuple[Notice, ...] = ()


NO_WEEKS = Weeks()


def take_weeks(page: Page, today: date) -> Weeks:
    found = page.take(WEEKS)
    if found is None:
        return NO_WEEKS
    numbers = [int(number) for number in NUMBER.findall(found["weeks"])]
    year = int(found["year"]) if found["year"] else None
    mondays = _mondays(numbers, year, today)
    if not mondays:
        return Weeks(notices=(Notice(kind=NoticeKind.UNREADABLE, typed=page.words(found)),))
    notice = Notice(
        kind=NoticeKind.WEEK_NUMBER,
        typed=page.words(found),
        day=mondays[0],
        last=mondays[-1] + WEEK - timedelta(days=1),
    )
    is_range = len(mondays) == 1 or "-" in found["weeks"]
    return Weeks(mondays=tuple(mondays), is_range=is_range, notices=(notice,))


def _mondays(numbers: list[int], year: int | None, today: date) -> list[date]:
    """In the order written, the last of them nearest ahead; none when one does not exist."""
    last = _last(numbers[-1], year, today)
    if last is None:
        return []
    mondays = [last]
    for number in reversed(numbers[:-1]):
        found = [
            _monday(mondays[0].isocalendar().year - back, number) for back in range(YEARS_AHEAD)
        ]
        earlier = next((day for day in found if day is not None and day <= mondays[0]), None)
        if earlier is None:
            return []
        mondays.insert(0, earlier)
    return mondays


def _last(number: int, year: int | None, today: date) -> date | None:
    """A year that is written is that of the last week."""
    if year is not None:
        return _monday(year, number)
    this_year = today.isocalendar().year
    found = [_monday(this_year + ahead, number) for ahead in range(YEARS_AHEAD)]
    return next((day for day in found if day is not None and day + WEEK > today), None)


def _monday(year: int, number: int) -> date | None:
    if not (EARLIEST_YEAR < year < LATEST_YEAR and 1 <= number <= LAST_WEEK):
        return None
    try:
        return date.fromisocalendar(year, number, 1)
    except ValueError:
        return None
