"""Reads a calendar as another program does, and puts the engine's answer in the same form."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import recurring_ical_events
from django.db.models import Q
from icalendar import Calendar, Event

from directory import schedule
from directory.models import Slot
from directory.queries.calendar import window_around
from directory.queries.programme import load_slots, programme
from directory.queries.session import Session

HELSINKI = ZoneInfo("Europe/Helsinki")
NOW = datetime(2026, 11, 25, 8, 30, tzinfo=HELSINKI)
WINDOW = window_around(NOW.date())
Seen = tuple[Any, ...]


def calendar(client: Any, path: str) -> Calendar:
    return Calendar.from_ical(text_of(client, path))


def text_of(client: Any, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def imported(found: Calendar) -> Counter[Seen]:
    """Every occurrence of the window as another program sees it."""
    expanded = recurring_ical_events.of(found).between(
        WINDOW.first - timedelta(days=1), WINDOW.last + timedelta(days=2)
    )
    return Counter(
        (
            event["DTSTART"].dt,
            event["DTEND"].dt if "DTEND" in event else event["DTSTART"].dt,
            event["STATUS"] == "CANCELLED",
            str(event.get("LOCATION", "")).partition(",")[0],
        )
        for event in expanded
        if WINDOW.first <= day_of(event["DTSTART"].dt) <= WINDOW.last
    )


def day_of(moment: date | datetime) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def told(sessions: Iterable[Session]) -> Counter[Seen]:
    """The same of what the engine says, without what holidays and breaks take away."""
    return Counter(
        seen(session)
        for session in sessions
        if not session.is_gap
        and (not session.is_cancelled or isinstance(session.occurrence.cause, schedule.Change))
    )


def seen(session: Session) -> Seen:
    one = session.occurrence
    start, end = one.starts_at(HELSINKI), one.ends_at(HELSINKI) or one.starts_at(HELSINKI)
    when = (one.day, one.day + timedelta(days=1)) if start is None else (start, end)
    return *when, session.is_cancelled, session.place_name


def engine(slots: Iterable[Slot], extras: Q | None = None) -> list[Session]:
    """Of the whole window, asked in parts that the engine's longest window allows."""
    rows = load_slots(Slot.objects.filter(pk__in=[slot.pk for slot in slots]), "fi")
    first, found = WINDOW.first, []
    while first <= WINDOW.last:
        last = min(WINDOW.last, first + timedelta(days=199))
        found += programme(
            rows, first=first, last=last, language="fi", today=NOW.date(), extras=extras
        )
        first = last + timedelta(days=1)
    return found


REQUIRED = ("UID", "DTSTAMP", "DTSTART", "SUMMARY", "SEQUENCE", "LAST-MODIFIED", "STATUS")


def assert_valid(text: str) -> None:
    """What RFC 5545 demands of the lines, the calendar and its events."""
    assert text.endswith("\r\n") and "\n" not in text.replace("\r\n", "")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    found = Calendar.from_ical(text)
    assert not found.errors
    assert (found["VERSION"], found["METHOD"]) == ("2.0", "PUBLISH")
    assert [zone["TZID"] for zone in found.walk("VTIMEZONE")] == ["Europe/Helsinki"]
    keys = [(event["UID"], str(event.get("RECURRENCE-ID"))) for event in found.walk("VEVENT")]
    assert len(set(keys)) == len(keys)
    mains = {event["UID"]: event for event in found.walk("VEVENT") if "RECURRENCE-ID" not in event}
    for event in found.walk("VEVENT"):
        assert not event.errors
        assert all(event.get(name) is not None for name in REQUIRED)
        assert not {"DTEND", "DURATION"} <= event.keys()
        assert_dates_of_one_type(event, mains[event["UID"]])


def assert_dates_of_one_type(event: Event, main: Event) -> None:
    start = main["DTSTART"].dt
    if "RECURRENCE-ID" in event:
        assert type(event["RECURRENCE-ID"].dt) is type(start)
    if "EXDATE" in event:
        assert {type(one.dt) for one in event["EXDATE"].dts} == {type(start)}
    if "RRULE" in event:
        until = event["RRULE"]["UNTIL"][0]
        assert type(until) is type(start)
        assert not isinstance(until, datetime) or until.tzname() == "UTC"
        assert event["RRULE"]["WKST"] == ["MO"]
