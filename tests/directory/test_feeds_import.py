"""The calendars, imported by an independent library, hold all that the engine says."""

from collections.abc import Iterator
from datetime import date, time
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import translation
from icalendar import Calendar

from directory import demo
from directory.feeds.ical import Feed, calendar_of
from directory.models import BreakPeriod, Place, Slot
from directory.queries.calendar import calendar_events
from tests import factories as make
from tests.directory.calendar_reading import (
    NOW,
    WINDOW,
    assert_valid,
    calendar,
    engine,
    imported,
    text_of,
    told,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def wednesday_morning() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture(scope="module")
def demo_loaded(django_db_setup, django_db_blocker) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        demo.load(settings.BASE_DIR / "fixtures" / "demo", NOW.date())
        yield
        transaction.set_rollback(True)


def test_every_slot_of_the_demo_is_imported_without_loss(demo_loaded):
    slots = Slot.objects.published()
    everything = Q(place__isnull=False) | Q(service__isnull=False)
    with translation.override("fi"):
        events = calendar_events(slots, WINDOW, "fi", everything)
        feed = Feed("Kaikki", "http://x/k.ics", "http://x", events)
        found = imported(Calendar.from_ical(calendar_of(feed)))
        sessions = engine(slots, everything)
    assert found == told(sessions)
    assert sum(found.values()) > 5000
    assert any(is_cancelled for _start, _end, is_cancelled, _place in found)
    in_feed = {event.uid.partition("@")[0][:36] for event in events.events}
    on = {str(s.slot.uid) for s in sessions if s.slot and not s.is_extra and not s.is_cancelled}
    assert on and on <= in_feed


@pytest.mark.parametrize("place", ["koivukylan-kohtaamispaikka", "koivukylan-kirjasto"])
def test_a_place_of_the_demo_is_imported_without_loss(demo_loaded, client, place):
    here = Place.objects.get(slug=place)
    sessions = engine(Slot.objects.published(), Q(place=here) | Q(new_place=here))
    mine = [s for s in sessions if here.pk in (s.occurrence.place, s.occurrence.scheduled_place)]
    assert imported(calendar(client, f"/fi/places/{place}.ics")) == told(mine)


def hours(start: Any, end: Any, **values: Any) -> dict[str, Any]:
    clock = [None if at is None else time(*divmod(round(at * 100), 100)) for at in (start, end)]
    return {"start": clock[0], "end": clock[1], **values}


def one_day(day: date, **values: Any) -> dict[str, Any]:
    return {"first": day, "last": day, **values}


WEDNESDAY, NEXT = date(2026, 11, 25), date(2026, 12, 2)
EVERY_DAY = [1, 2, 3, 4, 5, 6, 7]
BREAK = (date(2026, 12, 7), date(2026, 12, 20))

# name: (the slot, changes of it)
TRICKY: dict[str, tuple[dict[str, Any], list[dict[str, Any]]]] = {
    "odd weeks over week 53": ({"recurrence": "odd_weeks", "weekdays": [3, 5]}, []),
    "even weeks": ({"recurrence": "even_weeks"}, [one_day(date(2027, 1, 13))]),
    "every two weeks": (
        {"recurrence": "every_n_weeks", "interval": 2, "anchor": date(2026, 9, 2)},
        [],
    ),
    "every three weeks on two days": (
        {
            "recurrence": "every_n_weeks",
            "interval": 3,
            "anchor": date(2026, 10, 7),
            "weekdays": [1, 7],
        },
        [],
    ),
    "the second and the last of the month": (
        {"recurrence": "monthly", "nth": [2, -1], "weekdays": [2]},
        [],
    ),
    "the fifth of the month": ({"recurrence": "monthly", "nth": [5], "weekdays": [6]}, []),
    "listed dates": (
        {"recurrence": "dates", "weekdays": [], "dates": [WEDNESDAY, NEXT, date(2027, 1, 1)]},
        [one_day(NEXT)],
    ),
    "so many times over a break": ({"first": date(2026, 11, 11), "times": 6}, []),
    "past midnight": (hours(22, 2, ends_next_day=True, weekdays=[5]), []),
    "nights of both clock changes": (hours(22, 6, ends_next_day=True, weekdays=[6]), []),
    "from the night of a clock change": (
        hours(22, 6, ends_next_day=True, weekdays=[6], first=date(2026, 10, 24)),
        [],
    ),
    "round the clock": (
        hours(0, 0, ends_next_day=True, weekdays=EVERY_DAY, follows_holidays=False),
        [],
    ),
    "no clock": (hours(None, None, day_part="morning"), [one_day(WEDNESDAY)]),
    "only a start": (hours(9.3, None), [one_day(WEDNESDAY)]),
    "only an end": (hours(None, 11.3), []),
    "moved to another week": (
        {},
        [one_day(WEDNESDAY, kind="other_time", new_date=date(2026, 12, 11))],
    ),
    "moved to a day when it is also held": (
        {},
        [one_day(WEDNESDAY, kind="other_time", new_date=NEXT)],
    ),
    "moved into the window": (
        {},
        [one_day(date(2026, 9, 30), kind="other_time", new_date=date(2026, 10, 2))],
    ),
    "moved out of the window": (
        {},
        [one_day(date(2026, 10, 7), kind="other_time", new_date=date(2026, 9, 29))],
    ),
    "the first one cancelled": ({"first": WEDNESDAY}, [one_day(WEDNESDAY)]),
    "the only one cancelled": ({"first": WEDNESDAY, "last": WEDNESDAY}, [one_day(WEDNESDAY)]),
    "all cancelled": (
        {"first": date(2026, 11, 1), "last": date(2026, 12, 20)},
        [{"first": date(2026, 10, 1), "last": date(2027, 1, 1)}],
    ),
    "cancelled until further notice": ({}, [{"first": date(2027, 1, 1), "last": None}]),
    "another time for a range": (
        {},
        [
            {
                "first": date(2026, 12, 1),
                "last": date(2027, 1, 31),
                "kind": "other_time",
                **hours(12, 13.3),
            }
        ],
    ),
    "only the end is known this time": (
        {},
        [one_day(WEDNESDAY, kind="other_time", **hours(None, 11))],
    ),
    "only this time has a clock": (
        hours(None, None, day_part="evening"),
        [one_day(WEDNESDAY, kind="other_time", **hours(17, 19))],
    ),
    "extras on and beside its days": (
        {},
        [{"first": WEDNESDAY, "last": date(2026, 11, 27), "kind": "extra", **hours(17, 18.3)}],
    ),
    "an extra that is cancelled": (
        {},
        [
            one_day(date(2026, 11, 28), kind="extra", **hours(10, 12)),
            {"first": date(2026, 11, 28), "last": date(2026, 11, 29)},
        ],
    ),
    "as usual on a holiday": (
        {"weekdays": [5]},
        [one_day(date(2026, 12, 25), kind="as_usual", note_fi="Joulunakin auki")],
    ),
    "on request, with an extra": (
        {"recurrence": "on_request", "weekdays": []},
        [one_day(WEDNESDAY, kind="extra", **hours(10, 12))],
    ),
}


@pytest.mark.parametrize(("slot", "changes"), TRICKY.values(), ids=list(TRICKY))
def test_tricky_slots_are_imported_without_loss(client, slot, changes):
    breaks = make.make_break_calendar()
    BreakPeriod.objects.create(calendar=breaks, kind="other", first=BREAK[0], last=BREAK[1])
    made = make.make_slot(
        service=make.make_service(slug="palvelu"),
        place=make.make_place(slug="talo"),
        break_calendar=breaks,
        **slot,
    )
    for change in changes:
        make.make_change(slot=made, **change)
    text = text_of(client, "/fi/services/palvelu.ics")
    found = imported(Calendar.from_ical(text))
    assert found == told(engine([made]))
    assert found == imported(calendar(client, "/fi/places/talo.ics"))
    assert_valid(text)
