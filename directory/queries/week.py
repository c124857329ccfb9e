"""Today across all places, and one place's week."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from directory import wording
from directory.enums import HOLIDAY_NAMES, BreakKind
from directory.holidays import holidays_between
from directory.models import BreakPeriod, Place, ScheduleChange, Slot
from directory.queries.programme import changed_slots, load_slots, mark_open, programme, slots_at
from directory.queries.session import Session
from directory.schedule import merge_opening_hours

WEEK = timedelta(days=7)
# A programme a year back or two ahead says nothing that anyone could act on.
EARLIEST, LATEST = timedelta(days=370), timedelta(days=740)
MOST_SLOTS_TODAY = 80


@dataclass(frozen=True, slots=True)
class Day:
    date: date
    is_today: bool
    sessions: list[Session]
    holiday: str
    break_name: str


@dataclass(frozen=True, slots=True)
class OpeningLine:
    day: str
    time: str


@dataclass(frozen=True, slots=True)
class Week:
    number: int
    first: date
    last: date
    title: str
    days: list[Day]
    opening: list[OpeningLine]
    previous_url: str | None
    next_url: str | None
    this_week_url: str | None

    @property
    def activities(self) -> list[Session]:
        """The sessions that are events, not plain opening hours."""
        sessions = (session for day in self.days for session in day.sessions)
        return [session for session in sessions if session.service]


def today_sessions(now: datetime, language: str) -> list[Session]:
    """What is on now or later today, soonest first, from a bounded number of slots."""
    today = now.date()
    not_over = Q(end__isnull=True) | Q(end__gt=now.time()) | Q(ends_next_day=True)
    retimed = ScheduleChange.objects.touching(today, today).filter(kind="other_time")
    not_over |= Q(pk__in=changed_slots(retimed))
    slots = Slot.objects.published().filter(not_over).touching(today, today)
    sessions = programme(
        load_slots(slots, language, MOST_SLOTS_TODAY),
        first=today,
        last=today,
        language=language,
        today=today,
        extras=Q(place__isnull=False) | Q(service__isnull=False),
    )
    mark_open(sessions, now)
    return [session for session in sessions if not session.is_over(now)]


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def monday_asked(start: str | None, today: date) -> tuple[date, str]:
    """The Monday of the week of `?start=2026-11-23`, and what was wrong with it, if anything."""
    if not start:
        return monday_of(today), ""
    try:
        asked = date.fromisoformat(start)
    except ValueError:
        return monday_of(today), _("That date does not exist. Here is this week.")
    if not today - EARLIEST <= asked <= today + LATEST:
        return monday_of(today), _("That week is too far away. Here is this week.")
    return monday_of(asked), ""


def place_sessions(
    place: Place, first: date, last: date, now: datetime, language: str
) -> list[Session]:
    """All that concerns the place on these days, in order: held, cancelled, moved in or away."""
    slots = load_slots(slots_at([place.pk], first, last).touching(first, last), language)
    sessions = programme(
        slots,
        first=first,
        last=last,
        language=language,
        today=now.date(),
        extras=Q(place=place) | Q(new_place=place),
    )
    here = [session for session in sessions if concerns(session, place)]
    mark_open(here, now)
    return here


def place_week(place: Place, monday: date, now: datetime, language: str, path: str) -> Week:
    last = monday + timedelta(days=6)
    today = now.date()
    here = place_sessions(place, monday, last, now, language)
    this_monday = monday_of(today)
    return Week(
        number=monday.isocalendar().week,
        first=monday,
        last=last,
        title=wording.day_range(monday, last),
        days=days_of(monday, last, today, here),
        opening=opening_lines(place, here, language),
        previous_url=week_url(path, monday - WEEK, today),
        next_url=week_url(path, monday + WEEK, today),
        this_week_url=None if monday == this_monday else path,
    )


def concerns(session: Session, place: Place) -> bool:
    """Held here now, or usually here and told to have moved away."""
    now_at = session.occurrence.place
    return place.pk in (now_at, session.occurrence.scheduled_place)


def week_url(path: str, monday: date, today: date) -> str | None:
    if not today - EARLIEST <= monday <= today + LATEST:
        return None
    return path if monday == monday_of(today) else f"{path}?start={monday.isoformat()}"


def days_of(first: date, last: date, today: date, sessions: list[Session]) -> list[Day]:
    """Every day from `first` to `last` with its sessions, empty days included."""
    holidays = holidays_between(first, last)
    by_day: dict[date, list[Session]] = {}
    for session in sessions:
        by_day.setdefault(session.day, []).append(session)
    return [
        Day(
            date=day,
            is_today=day == today,
            sessions=by_day.get(day, []),
            holiday=str(HOLIDAY_NAMES[holidays[day]]) if day in holidays else "",
            break_name=break_on(by_day.get(day, [])),
        )
        for day in (first + timedelta(days=n) for n in range((last - first).days + 1))
    ]


def break_on(sessions: list[Session]) -> str:
    for session in sessions:
        if isinstance(session.cause, BreakPeriod):
            return str(BreakKind(session.cause.kind).label)
    return ""


def opening_lines(place: Place, sessions: list[Session], language: str) -> list[OpeningLine]:
    """The plain opening hours of the week; overlapping spans are one, named activities none."""
    plain = [s.occurrence for s in sessions if not s.is_gap and s.occurrence.place == place.pk]
    merged = merge_opening_hours(plain)
    return [
        OpeningLine(
            wording.weekday_name(seen.day.isoweekday(), language),
            wording.clock_range(seen.start, seen.end),
        )
        for seen in merged
        if seen.service is None and not seen.is_cancelled and seen.start
    ]
