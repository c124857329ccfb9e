"""Years for dates that were written without one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

EARLIEST_YEAR, LATEST_YEAR = 2000, 2099
LEAP_CYCLE = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A day as it was written; it may not exist."""

    day: int
    month: int
    year: int | None = None


def with_years(written: Sequence[Written], today: date) -> list[date | None]:
    """Dates that keep the order they are written in, the last of them nearest ahead of today.

    A year that is written holds for its neighbours. None stands for a day that does not exist.
    """
    found: list[date | None] = [_exact(one) for one in written]
    known = [at for at, one in enumerate(written) if one.year is not None]
    if not known:
        known = [len(written) - 1]
        found[-1] = _at_or_after(written[-1], today)
    for at in range(known[0] - 1, -1, -1):
        found[at] = _at_or_before(written[at], found[at + 1] or today)
    for at in range(known[0] + 1, len(written)):
        if written[at].year is None:
            found[at] = _at_or_after(written[at], found[at - 1] or today)
    return found


def _exact(written: Written) -> date | None:
    return None if written.year is None else _in_year(written, written.year)


def _at_or_after(written: Written, day: date) -> date | None:
    years = range(day.year, day.year + LEAP_CYCLE + 1)
    candidates = (_in_year(written, year) for year in years)
    return next((one for one in candidates if one is not None and one >= day), None)


def _at_or_before(written: Written, day: date) -> date | None:
    years = range(day.year, day.year - LEAP_CYCLE - 1, -1)
    candidates = (_in_year(written, year) for year in years)
    return next((one for one in candidates if one is not None and one <= day), None)


def _in_year(written: Written, year: int) -> date | None:
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        return None
    try:
        return date(year, written.month, written.day)
    except ValueError:
        return None
