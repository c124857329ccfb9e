"""The programme of the whole network, all partners together: a week, or one day in pages.

A day is read in the order of the clock and cut after so many of its regular slots. What a change
adds, retimes or brings here is read whatever its time, and shown where that falls between the
cuts: so the pages of a day lose no session, show none twice, and each of them is bounded.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import DateField, QuerySet, Value
from django.utils.translation import gettext as _

from directory.queries.programme import load_slots, mark_open, programme
from directory.queries.selection import Changed, Selection, begins_between
from directory.queries.session import Session, doubted_once
from directory.queries.week import EARLIEST, LATEST, Day, days_of, read_day

MOST_IN_COLUMN = 24
MOST_ON_PAGE = 30
Row = tuple[date, time | None, time | None, int]
Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class NetworkDay:
    date: date
    is_today: bool
    is_past: bool
    sessions: list[Session]
    holiday: str
    break_name: str
    has_more: bool


def network_week(
    selection: Selection,
    monday: date,
    now: datetime,
    language: str,
    most: int = MOST_IN_COLUMN,
) -> list[NetworkDay]:
    """The seven days, each with its first sessions and whether there are more."""
    days = [monday + timedelta(days=n) for n in range(7)]
    rows: dict[date, list[Row]] = {day: [] for day in days}
    for row in regular_rows(selection.slots, days, 0, most):
        rows[row[0]].append(row)
    cuts = {day: clock_key(*found[most]) for day, found in rows.items() if len(found) > most}
    slots = [row[3] for found in rows.values() for row in found[:most]]
    latest = max(found[most][1] or time.max for found in rows.values()) if len(cuts) == 7 else None
    admits = begins_between(time.min, latest)
    changed = selection.changed(days[0], days[-1], admits)
    sessions = [
        session
        for session in sessions_of(changed, slots, days[0], days[-1], now, language)
        if session.day not in cuts or session_key(session) < cuts[session.day]
    ]
    doubted_once(sorted(sessions, key=lambda one: one.day < now.date()))
    return [
        network_day_of(day, now.date(), day.date in cuts)
        for day in days_of(days[0], days[-1], now.date(), sessions)
    ]


def network_day(
    selection: Selection,
    day: date,
    number: int,
    now: datetime,
    language: str,
    most: int = MOST_ON_PAGE,
) -> NetworkDay | None:
    """One page of a day, counted from 1; None for a page after the last."""
    rows = regular_rows(selection.slots, [day], (number - 1) * most, most)
    if not rows and number > 1:
        return None
    since = clock_key(*rows[0]) if number > 1 else (day,)
    until = clock_key(*rows[most]) if len(rows) > most else None
    admits = begins_between(
        rows[0][1] if number > 1 else time.min, rows[most][1] if len(rows) > most else None
    )
    changed = selection.changed(day, day, admits)
    slots = [row[3] for row in rows[:most]]
    sessions = [
        session
        for session in sessions_of(changed, slots, day, day, now, language)
        if since <= session_key(session) and (until is None or session_key(session) < until)
    ]
    doubted_once(sessions)
    [shown] = days_of(day, day, now.date(), sessions)
    return network_day_of(shown, now.date(), until is not None)


def regular_rows(slots: QuerySet, days: Iterable[date], first: int, most: int) -> list[Row]:
    """From the `first` of each day on, one more than `most` of each, in the order of the clock."""
    parts = [
        slots.held_on(day)
        .annotate(on=Value(day, DateField()))
        .in_clock_order()
        .values_list("on", "start", "end", "pk")[first : first + most + 1]
        for day in days
    ]
    return sorted(parts[0].union(*parts[1:], all=True), key=lambda row: clock_key(*row))


def clock_key(day: date, start: time | None, end: time | None, series: int) -> Key:
    """Sorts as SQL does: what has no time comes last."""
    return day, start is None, start or time.min, end is None, end or time.min, series


def session_key(session: Session) -> Key:
    seen = session.occurrence
    start, end = (
        (seen.scheduled_start, seen.scheduled_end) if session.is_gap else (seen.start, seen.end)
    )
    return clock_key(session.day, start, end, seen.series or 0)


def sessions_of(
    changed: Changed,
    slots: Iterable[int],
    first: date,
    last: date,
    now: datetime,
    language: str,
) -> list[Session]:
    """All that concerns the selection in these days, of these slots and of what is changed."""
    sessions = programme(
        load_slots(changed.slots(slots), language, doubted=True),
        first=first,
        last=last,
        language=language,
        today=now.date(),
        extras=changed.extras,
        doubted=True,
    )
    mark_open(sessions, now)
    return [session for session in sessions if changed.selection.concerns(session)]


def day_asked(day: str | None, today: date) -> tuple[date | None, str]:
    """The day of `?day=2026-11-25`, and what was wrong with it, if anything."""
    if not day:
        return None, ""
    try:
        asked = read_day(day)
    except ValueError:
        return None, _("That date does not exist. Here is this week.")
    if not today - EARLIEST <= asked <= today + LATEST:
        return None, _("That week is too far away. Here is this week.")
    return asked, ""


def network_day_of(day: Day, today: date, has_more: bool) -> NetworkDay:
    return NetworkDay(
        date=day.date,
        is_today=day.is_today,
        is_past=day.date < today,
        sessions=day.sessions,
        holiday=day.holiday,
        break_name=day.break_name,
        has_more=has_more,
    )
