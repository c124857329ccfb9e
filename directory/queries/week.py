"""One place's week."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from types import MappingProxyType

from django.db.models import Q
from django.utils.translation import gettext as _

from directory import wording
from directory.addresses import with_query
from directory.enums import HOLIDAY_NAMES, BreakKind
from directory.holidays import holidays_between
from directory.localized import Text
from directory.models import BreakPeriod, Place, ScheduleChange
from directory.queries.ahead import REACH, Outlook, told_ahead
from directory.queries.notices import Notice, Then, held_again
from directory.queries.opening import OpeningHours, opening_hours
from directory.queries.programme import (
    Timetable,
    load_slots,
    mark_open,
    slots_at,
    timetable,
)
from directory.queries.session import Session, doubted_once

WEEK = timedelta(days=7)
NOTHING_CHOSEN: Mapping[str, str] = MappingProxyType({})
# A programme a year back or two ahead says nothing that anyone could act on.
EARLIEST, LATEST = timedelta(days=370), timedelta(days=740)
# A closure over a whole season still has a first day after it.
FARTHEST_OPENING = timedelta(days=400)
# On a Sunday, too, Monday's closure stands above the week.
CLOSE = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Day:
    date: date
    is_today: bool
    sessions: list[Session]
    holiday: str
    break_name: str


@dataclass(frozen=True, slots=True)
class Week:
    number: int
    first: date
    last: date
    title: str
    days: list[Day]
    opening: OpeningHours
    previous_url: str | None
    next_url: str | None
    this_week_url: str | None
    # What is told of the week itself, and what lies further ahead.
    notices: list[Notice] = field(default_factory=list)
    coming_up: list[Notice] = field(default_factory=list)
    next: Then | None = None
    is_stale: bool = False

    @property
    def past_days(self) -> list[Day]:
        """The days before today, in the week that holds it."""
        today = next((n for n, day in enumerate(self.days) if day.is_today), 0)
        return self.days[:today]

    @property
    def coming_days(self) -> list[Day]:
        return self.days[len(self.past_days) :]

    @property
    def is_empty(self) -> bool:
        return not any(day.sessions for day in self.coming_days)

    @property
    def texts(self) -> list[Text]:
        """What organisations wrote themselves."""
        notes = [notice.note for notice in [*self.notices, *self.coming_up]]
        return [*notes, *(text for one in self.activities for text in one.texts)]

    @property
    def activities(self) -> list[Session]:
        """The sessions that are events, not plain opening hours."""
        sessions = (session for day in self.days for session in day.sessions)
        return [session for session in sessions if session.service]


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def read_day(text: str) -> date:
    """2026-11-23, or 23.11.2026 from an old phone, which shows no calendar to choose from."""
    day_first = text.strip().rstrip(".")
    if day_first.count(".") == 2:
        return datetime.strptime(day_first, "%d.%m.%Y").date()
    return date.fromisoformat(text)


def monday_asked(start: str | None, today: date) -> tuple[date, str]:
    """The Monday of the week of `?start=2026-11-23`, and what was wrong with it, if anything."""
    if not start:
        return monday_of(today), ""
    try:
        monday = monday_of(read_day(start))
    except ValueError:
        return monday_of(today), _("That date does not exist. Here is this week.")
    if not today - EARLIEST <= monday <= today + LATEST:
        return monday_of(today), _("That week is too far away. Here is this week.")
    return monday, ""


def place_sessions(
    place: Place, first: date, last: date, now: datetime, language: str
) -> list[Session]:
    """All that concerns the place on these days, in order: held, cancelled, moved in or away."""
    table = place_timetable(place, first, last, now.date(), language)
    here = [session for session in table.sessions(first, last) if concerns(session, place)]
    mark_open(here, now)
    return here


def place_timetable(place: Place, first: date, last: date, today: date, language: str) -> Timetable:
    """Three queries: the slots that are ever at the place on these days, changes and breaks."""
    return timetable(
        load_slots(slots_at([place.pk], first, last).touching(first, last), language, doubted=True),
        first=first,
        last=last,
        language=language,
        today=today,
        extras=Q(place=place) | Q(new_place=place),
        doubted=True,
    )


def place_week(place: Place, monday: date, now: datetime, language: str, path: str) -> Week:
    """The week from `monday`, and what is ahead of it, or of today when it is going on."""
    today, sunday = now.date(), monday + timedelta(days=6)
    since = max(monday, today)
    table = place_timetable(place, monday, since + FARTHEST_OPENING, today, language)
    week = PlaceWeek(place, monday, now, table, path)
    here = week.sessions(monday, sunday)
    mark_open(here, now)
    coming = week.sessions(since, since + REACH)
    words = wording.InterfaceWords(language, today)
    notices = told_ahead(week.outlook(coming, since, words))
    near = [notice for notice in notices if notice.is_near]
    mark_told(here, near)
    doubted_once(sorted(here, key=lambda one: one.day < today))
    slots_soon = {session.slot.pk for session in coming if session.slot}
    return Week(
        number=monday.isocalendar().week,
        first=monday,
        last=sunday,
        title=wording.day_range(monday, sunday),
        days=days_of(monday, sunday, today, here),
        opening=opening_hours(place, table.slots, since, slots_soon, words),
        previous_url=week_url(path, monday - WEEK, today),
        next_url=week_url(path, monday + WEEK, today),
        this_week_url=None if monday == monday_of(today) else path,
        notices=near,
        coming_up=[one for one in notices if one not in near],
        next=week.next_after(here, near),
        is_stale=mostly_stale(here),
    )


@dataclass(frozen=True, slots=True)
class PlaceWeek:
    """A place's timetable from one week on."""

    place: Place
    monday: date
    now: datetime
    table: Timetable
    path: str

    def sessions(self, first: date, last: date) -> list[Session]:
        return [one for one in self.table.sessions(first, last) if concerns(one, self.place)]

    def is_here(self, session: Session) -> bool:
        return not session.is_gap and session.occurrence.place == self.place.pk

    def outlook(
        self, sessions: list[Session], since: date, words: wording.InterfaceWords
    ) -> Outlook:
        sunday = self.monday + timedelta(days=6)
        return Outlook(
            sessions=sessions,
            since=since,
            near=max(sunday, since + CLOSE) if since <= sunday else date.min,
            words=words,
            name=title_here,
            is_here=self.is_here,
            resumed=self.first_from,
            slots=self.table.slots,
            closures=self.closures(since, since + REACH),
        )

    def closures(self, first: date, last: date) -> list[ScheduleChange]:
        return [
            row
            for row in self.table.changes.values()
            if row.is_closure and row.place_id == self.place.pk and row.is_during(first, last)
        ]

    def first_from(self, day: date) -> Then:
        """The first session on or after the day; the opening hours of its day speak for it."""
        found = self.table.first_held(day, self.is_here)
        if found is None:
            return held_again(None)
        same_day = filter(self.is_here, self.table.sessions(found.day, found.day))
        plain = (one for one in same_day if one.service is None and not one.is_cancelled)
        return held_again(
            next(plain, found), week_url(self.path, monday_of(found.day), self.now.date())
        )

    def next_after(self, week: list[Session], told: list[Notice]) -> Then | None:
        """What comes next when this week has nothing left, unless a notice told it."""
        sunday, today = self.monday + timedelta(days=6), self.now.date()
        left = (
            one
            for one in week
            if self.is_here(one) and not one.is_cancelled and not one.is_over(self.now)
        )
        if sunday < today or any(one.day >= today for one in left):
            return None
        found = self.first_from(sunday + timedelta(days=1))
        if any(one.then and one.then.day == found.day for one in told):
            return None
        return found if found.day or self.table.slots else None


def title_here(session: Session) -> Text:
    return session.title if session.service else Text(_("Opening hours"), session.language)


def mark_told(sessions: list[Session], notices: list[Notice]) -> None:
    """A note over the week need not be repeated on each session that it cancels."""
    notes = {notice.note for notice in notices if notice.note}
    for session in sessions:
        session.is_reason_told = session.reason_note in notes


def mostly_stale(sessions: list[Session]) -> bool:
    """Whether one warning over the programme says more than one on each session."""
    slots = {session.slot.pk: session.is_stale for session in sessions if session.slot}
    return 2 * sum(slots.values()) > len(slots)


def concerns(session: Session, place: Place) -> bool:
    """Held here now, or usually here and told to have moved away."""
    now_at = session.occurrence.place
    return place.pk in (now_at, session.occurrence.scheduled_place)


def week_url(
    path: str, monday: date, today: date, query: Mapping[str, str] = NOTHING_CHOSEN
) -> str | None:
    """With what else is chosen there; None for a week that the page would not show."""
    if not today - EARLIEST <= monday <= today + LATEST:
        return None
    start = "" if monday == monday_of(today) else monday.isoformat()
    return with_query(path, {**query, "start": start})


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
