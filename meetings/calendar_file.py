"""A meeting as an event for the calendar of whoever is invited."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from icalendar import Calendar, Event, vCalAddress, vText

from directory.feeds.ical import PRODUCT, UID_DOMAIN, helsinki
from directory.wording import HELSINKI
from meetings.models import Meeting

# Not REQUEST: calendars would answer that by mail to an address that nobody reads. Whoever is
# invited answers by the link.
METHOD = "PUBLISH"
CANCEL = "CANCEL"
ONE_DAY = timedelta(days=1)
Moment = date | datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is said of the meeting, in the reader's language."""

    summary: str
    description: str
    location: str
    organiser: str
    url: str


def invitation_file(meeting: Meeting, told: Told, *, stamp: datetime, sequence: int) -> bytes:
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", PRODUCT)
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", CANCEL if meeting.is_cancelled else METHOD)
    calendar.add_component(helsinki())
    calendar.add_component(event_of(meeting, told, stamp, sequence))
    return calendar.to_ical()


def event_of(meeting: Meeting, told: Told, stamp: datetime, sequence: int) -> Event:
    event = Event()
    values = {
        "uid": f"{meeting.uid}@{UID_DOMAIN}",
        "dtstamp": stamp,
        "sequence": sequence,
        "dtstart": begins(meeting),
        "dtend": ends(meeting),
        "summary": told.summary,
        "description": told.description,
        "location": told.location,
        "url": told.url,
        "status": "CANCELLED" if meeting.is_cancelled else "CONFIRMED",
        "class": "PRIVATE",
    }
    for name, value in values.items():
        if value not in ("", None):
            event.add(name, value)
    event.add("organizer", organiser(told.organiser))
    return event


def organiser(name: str) -> vCalAddress:
    address = vCalAddress(f"mailto:{settings.DEFAULT_FROM_EMAIL}")
    address.params["cn"] = vText(name)
    return address


def begins(meeting: Meeting) -> Moment:
    if meeting.start is None:
        return meeting.date
    return datetime.combine(meeting.date, meeting.start, HELSINKI)


def ends(meeting: Meeting) -> Moment | None:
    """A day ends with the day; a start without an end is said to have none."""
    if meeting.start is None:
        return meeting.date + ONE_DAY
    if meeting.end is None:
        return None
    day = meeting.date + ONE_DAY if meeting.end <= meeting.start else meeting.date
    return datetime.combine(day, meeting.end, HELSINKI)
