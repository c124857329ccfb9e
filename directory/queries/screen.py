"""Today and tomorrow of one place, for the screen in its hall."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from directory.models import Place
from directory.queries.session import Session
from directory.queries.week import Day, days_of, place_sessions
from directory.wording import HELSINKI

ONE_DAY = timedelta(days=1)
# How many sessions fit on any screen, before the screen itself has measured it.
SURE_TODAY, SURE_TOMORROW, SURE_WITH_ROOM = 4, 3, 6
# So few sessions leave room beside them.
FEW = 2
# With more, nobody would wait for their own to come round.
MOST_LANGUAGES = 6


@dataclass(frozen=True, slots=True)
class ScreenLine:
    """A session with the moments by which a screen that lost its network still marks it."""

    session: Session
    starts: datetime | None
    ends: datetime | None
    is_sure_to_fit: bool


@dataclass(frozen=True, slots=True)
class ScreenDay:
    date: date
    note: str
    lines: list[ScreenLine]
    had_some: bool

    @property
    def beyond(self) -> int:
        return sum(not line.is_sure_to_fit for line in self.lines)


@dataclass(frozen=True, slots=True)
class Screen:
    """`room` is for "today" or "tomorrow" when one of them has more of it, else for "both"."""

    today: ScreenDay
    tomorrow: ScreenDay
    room: str


def place_on_screen(place: Place, now: datetime, language: str) -> Screen:
    """Today without what is over, what is on now first; and the whole of tomorrow."""
    first = now.date()
    # A night that began yesterday may still be going on.
    sessions = place_sessions(place, first - ONE_DAY, first + ONE_DAY, now, language)
    since_yesterday = [s for s in sessions if s.day < first and s.is_open_now]
    today, tomorrow = days_of(first, first + ONE_DAY, first, sessions)
    left = [session for session in today.sessions if not is_past(session, now)]
    in_order = sorted([*since_yesterday, *left], key=lambda s: s.is_open_now is not True)
    room = room_for(len(in_order), len(tomorrow.sessions))
    return Screen(
        today=screen_day(today, in_order, SURE_TODAY),
        tomorrow=screen_day(
            tomorrow, tomorrow.sessions, SURE_TOMORROW if room == "today" else SURE_WITH_ROOM
        ),
        room=room,
    )


def room_for(today: int, tomorrow: int) -> str:
    """By the numbers of sessions; the screen's script goes on so as today's come to an end."""
    if today > FEW or tomorrow < 2 * today:
        return "today"
    return "both" if today or not tomorrow else "tomorrow"


def screen_day(day: Day, sessions: list[Session], sure: int) -> ScreenDay:
    lines = [
        ScreenLine(session, *span(session), is_sure_to_fit=position < sure)
        for position, session in enumerate(sessions)
    ]
    had_some = bool(day.sessions or sessions)
    return ScreenDay(day.date, day.holiday or day.break_name, lines, had_some)


def span(session: Session) -> tuple[datetime | None, datetime | None]:
    """From when until when; of a session moved to another day, when it would have been here."""
    seen = session.occurrence
    if not session.is_gap:
        return seen.starts_at(HELSINKI), seen.ends_at(HELSINKI)
    return at(session.day, seen.scheduled_start), at(session.day, seen.scheduled_end)


def at(day: date, clock: time | None) -> datetime | None:
    return datetime.combine(day, clock, HELSINKI) if clock else None


def is_past(session: Session, now: datetime) -> bool:
    _starts, ends = span(session)
    return ends is not None and ends <= now
