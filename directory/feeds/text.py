"""What a calendar event says to a person, in the language that is active."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from directory import wording
from directory.localized import direction
from directory.queries.session import Session, Visitor

# A calendar shows plain text: these keep "9.30–11.30" in order where text runs from the right.
ISOLATE, END_OF_ISOLATE = "\u2066", "\u2069"


def title(session: Session) -> str:
    """Plain opening hours are named by their place; a time that is not on the clock is told."""
    name = str(session.title)
    if not session.service and session.place:
        name = f"{name} · {session.place_name}"
    when = unclocked(session)
    told = f"{name} · {when}" if when else name
    return _("Cancelled: %(title)s") % {"title": told} if session.is_cancelled else told


def unclocked(session: Session) -> str:
    seen = session.occurrence
    if seen.start is None and seen.end is not None:
        return _("until %(time)s") % {"time": ltr(wording.clock(seen.end), session)}
    return session.day_part_label if seen.start is None else ""


def location(session: Session) -> str:
    """As maps understand it."""
    return f"{session.place.name}, {session.place.address}" if session.place else ""


def description(session: Session, url: str) -> str:
    told = why_not(session) if session.is_cancelled else what_differs(session)
    lines = [*told, str(session.theme), *what_is_usual(session), url]
    return "\n".join(line for line in lines if line)


def why_not(session: Session) -> Iterator[str]:
    if session.reason:
        yield _("Reason: %(reason)s") % {"reason": session.reason}
    yield str(session.reason_note)


def what_differs(session: Session) -> Iterator[str]:
    if session.is_extra:
        yield pgettext("session", "Extra")
    if session.was_time:
        yield _("New time, was %(time)s") % {"time": ltr(session.was_time, session)}
    if session.moved_to:
        yield _("Now at: %(place)s") % {"place": ltr(session.moved_to, session)}
    elif session.occurrence.is_moved:
        yield _("Other place")
    if session.is_tentative:
        yield _("Not certain yet")


def what_is_usual(session: Session) -> Iterator[str]:
    yield session.room
    if session.is_cancelled:
        return
    yield from (visitor_line(visitor, session) for visitor in session.visitors)
    yield " · ".join(ltr(name, session) for name in session.organisers)
    yield session.access_label
    yield str(session.note)
    if session.slot and session.slot.confirmed_on:
        day = ltr(wording.day_numeric(session.slot.confirmed_on), session)
        yield pgettext("details of a listing", "Confirmed %(day)s") % {"day": day}


def visitor_line(visitor: Visitor, session: Session) -> str:
    parts = [visitor.role, ltr(visitor.organisation, session), ltr(visitor.time, session)]
    return " · ".join(part for part in parts if part)


def ltr(value: str, session: Session) -> str:
    if not value or direction(session.language) == "ltr":
        return value
    return f"{ISOLATE}{value}{END_OF_ISOLATE}"
