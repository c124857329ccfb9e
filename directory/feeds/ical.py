"""Events as an iCalendar object (RFC 5545, RFC 7986) that calendars can subscribe to."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard

from directory.feeds import text
from directory.queries.calendar import CalendarEvent, CalendarEvents
from directory.queries.session import Session
from directory.schedule import Occurrence
from directory.schedule.ical import Repeat, Strand, crosses_clock_change
from directory.wording import HELSINKI

PRODUCT = "-//Perhepalvelut//Calendar//EN"
UID_DOMAIN = "perhepalvelut"
ONE_DAY = timedelta(days=1)
REFRESH = timedelta(hours=1)
Moment = date | datetime


@dataclass(frozen=True, slots=True)
class Feed:
    """`site` is the public address of the site without its last slash."""

    name: str
    source: str
    site: str
    found: CalendarEvents


def calendar_of(feed: Feed) -> bytes:
    calendar = Calendar()
    properties = {
        "version": "2.0",
        "prodid": PRODUCT,
        "calscale": "GREGORIAN",
        "method": "PUBLISH",
        "name": feed.name,
        "x-wr-calname": feed.name,
        "x-wr-timezone": HELSINKI.key,
        "x-published-ttl": "PT1H",
    }
    for name, value in properties.items():
        calendar.add(name, value)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("source", feed.source, parameters={"VALUE": "URI"})
    calendar.add_component(helsinki())
    for event in feed.found.events:
        for component in components(event, feed):
            calendar.add_component(component)
    return calendar.to_ical()


@lru_cache(maxsize=1)
def helsinki() -> Timezone:
    """The clock changes of the European Union since Finland follows today's rule."""
    zone = Timezone()
    zone.add("tzid", HELSINKI.key)
    to_summer = clock_change(TimezoneDaylight(), "EEST", 2, 3, datetime(1997, 3, 30, 3), 3)
    to_winter = clock_change(TimezoneStandard(), "EET", 3, 2, datetime(1997, 10, 26, 4), 10)
    zone.add_component(to_summer)
    zone.add_component(to_winter)
    return zone


def clock_change(
    part: TimezoneDaylight | TimezoneStandard,
    name: str,
    before: int,
    after: int,
    first: datetime,
    month: int,
) -> TimezoneDaylight | TimezoneStandard:
    part.add("tzname", name)
    part.add("tzoffsetfrom", timedelta(hours=before))
    part.add("tzoffsetto", timedelta(hours=after))
    part.add("dtstart", first)
    part.add("rrule", {"FREQ": "YEARLY", "BYMONTH": month, "BYDAY": "-1SU"})
    return part


def components(event: CalendarEvent, feed: Feed) -> Iterator[Event]:
    """The event itself, then its overrides, each found by when it would have been."""
    strand = event.strand
    main = component(event, event.usual, feed)
    if strand.repeat:
        if crosses_clock_change(strand.usual):
            set_usual_length(main, strand.usual)
        main.add("rrule", rrule(strand.repeat, strand.usual))
        if strand.left_out:
            main.add("exdate", [moment(day, strand.usual.start) for day in strand.left_out])
    yield main
    for session in event.overrides:
        override = component(event, session, feed)
        override.add("recurrence-id", planned_moment(session.occurrence, strand))
        yield override


def planned_moment(one: Occurrence, strand: Strand) -> Moment:
    return moment(one.scheduled_day, strand.usual.start)


def set_usual_length(main: Event, usual: Occurrence) -> None:
    """An end on a night when the clock is changed would make every other time as long."""
    on_the_clock = (usual.ends_at(UTC), usual.starts_at(UTC))
    del main["DTEND"]
    main.add("duration", on_the_clock[0] - on_the_clock[1])


def rrule(repeat: Repeat, usual: Occurrence) -> dict[str, Any]:
    until = moment(repeat.until, usual.start)
    rule = {
        "FREQ": repeat.frequency.value,
        "INTERVAL": repeat.interval,
        "BYDAY": list(repeat.by_day),
        "WKST": "MO",
        "UNTIL": until.astimezone(UTC) if isinstance(until, datetime) else until,
    }
    if repeat.interval == 1:
        del rule["INTERVAL"]
    return rule


def moment(day: date, start: time | None) -> Moment:
    return day if start is None else datetime.combine(day, start, HELSINKI)


def component(event: CalendarEvent, session: Session, feed: Feed) -> Event:
    made = Event()
    for name, value in properties_of(event, session, feed).items():
        if value not in ("", None):
            made.add(name, value)
    return made


def properties_of(event: CalendarEvent, session: Session, feed: Feed) -> dict[str, Any]:
    seen, place = session.occurrence, session.place
    path = session.url or session.place_url
    url = feed.site + path if path else ""
    return {
        "uid": f"{event.uid}@{UID_DOMAIN}",
        "dtstamp": event.revision.at,
        "last-modified": event.revision.at,
        "sequence": event.revision.sequence,
        "dtstart": moment(seen.day, seen.start),
        "dtend": end_of(seen),
        "summary": text.title(session),
        "description": text.description(session, url),
        "location": text.location(session),
        "geo": feed.found.positions.get(place.pk) if place else None,
        "url": url,
        "status": status_of(session),
        "class": "PUBLIC",
        "transp": "TRANSPARENT",
    }


def end_of(seen: Occurrence) -> Moment | None:
    """A day ends with the day; a start without an end is said to have none."""
    if seen.start is None:
        return seen.day + ONE_DAY
    return seen.ends_at(HELSINKI)


def status_of(session: Session) -> str:
    if session.is_cancelled:
        return "CANCELLED"
    return "TENTATIVE" if session.is_tentative else "CONFIRMED"
