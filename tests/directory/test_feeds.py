"""The calendars: who may read what, in which words, at what cost, and how edits show."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar, Event

from directory.models import Place, ScheduleChange, Service, Slot, SlotVisitor
from directory.queries.calendar import MOST_SLOTS
from tests import factories as make
from tests.directory.calendar_reading import HELSINKI, NOW, assert_valid, calendar, text_of
from tests.query_counts import costly, counted_in, most_loops, say_tables_are_empty

MOST_QUERIES = 8
NEXT = date(2026, 12, 2)


@pytest.fixture(autouse=True)
def wednesday_morning() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def cafe(db) -> Slot:
    place = make.make_place(slug="talo", name="Koivun talo", latitude=60.32, longitude=25.06)
    owner = make.make_organisation(slug="mll", name_fi="MLL Uusimaa")
    service = make.make_service(slug="kahvila", name_fi="Avoin kahvila", owner=owner)
    slot = make.make_slot(service=service, place=place, theme_fi="Musiikkia", room="Sali")
    SlotVisitor.objects.create(slot=slot, role="midwife", start=time(10), end=time(11))
    return slot


FEEDS = ["places/talo", "services/kahvila", "organisations/mll", "week"]


@pytest.mark.parametrize("feed", FEEDS)
def test_a_calendar_is_valid_and_says_where_it_comes_from(client, cafe, feed):
    make.make_change(slot=cafe)
    response = client.get(f"/sv/{feed}.ics")
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    name = feed.rpartition("/")[2]
    assert response["Content-Disposition"] == f'inline; filename="{name}.ics"'
    assert client.head(f"/sv/{feed}.ics")["Content-Type"] == response["Content-Type"]
    text = response.content.decode()
    assert_valid(text)
    assert f"SOURCE;VALUE=URI:http://testserver/sv/{feed}.ics\r\n" in text
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n" in text
    assert "X-PUBLISHED-TTL:PT1H\r\n" in text
    assert len(Calendar.from_ical(text).walk("VEVENT")) == 2


def test_an_event_says_all_that_a_family_needs(client, cafe):
    [event] = calendar(client, "/fi/places/talo.ics").walk("VEVENT")
    assert event["UID"] == f"{cafe.uid}@perhepalvelut"
    assert event["SUMMARY"] == "Avoin kahvila"
    assert event["LOCATION"] == "Koivun talo, Hakopolku 2, 01360 Vantaa"
    assert event["GEO"].to_ical() == "60.32;25.06"
    assert event["URL"] == "http://testserver/fi/services/kahvila/"
    assert event["STATUS"] == "CONFIRMED"
    lines = event["DESCRIPTION"].split("\n")
    assert lines[:4] == ["Musiikkia", "Sali", "Kätilö · 10.00–11.00", "MLL Uusimaa"]
    assert lines[-1] == event["URL"]


def test_what_is_not_certain_is_tentative(client, cafe):
    Slot.objects.update(is_tentative=True)
    assert calendar(client, "/fi/services/kahvila.ics").walk("VEVENT")[0]["STATUS"] == "TENTATIVE"


def test_a_cancelled_time_says_so_and_why(client, cafe):
    make.make_change(slot=cafe, reason="illness", note_fi="Ensi viikolla taas!")
    [override] = overrides(client, "/fi/services/kahvila.ics")
    assert override["STATUS"] == "CANCELLED"
    assert override["RECURRENCE-ID"].dt == datetime(2026, 11, 25, 9, 30, tzinfo=HELSINKI)
    assert "Avoin kahvila" in override["SUMMARY"] and override["SUMMARY"] != "Avoin kahvila"
    assert override["DESCRIPTION"].split("\n")[:2] == ["Syy: Sairastuminen", "Ensi viikolla taas!"]


def overrides(client: Any, path: str) -> list[Event]:
    return [one for one in calendar(client, path).walk("VEVENT") if "RECURRENCE-ID" in one]


def test_a_moved_time_is_found_by_when_it_would_have_been(client, cafe):
    away = make.make_place(slug="kirjasto", name="Kirjasto")
    make.make_change(slot=cafe, kind="other_place", new_place=away)
    make.make_change(slot=cafe, kind="other_time", new_date=date(2026, 11, 26))
    for path in ("services/kahvila", "places/talo"):
        [override] = overrides(client, f"/fi/{path}.ics")
        assert override["RECURRENCE-ID"].dt == datetime(2026, 11, 25, 9, 30, tzinfo=HELSINKI)
        assert override["DTSTART"].dt == datetime(2026, 11, 26, 9, 30, tzinfo=HELSINKI)
        assert override["LOCATION"].startswith("Kirjasto, ")
        assert "Kirjasto" in override["DESCRIPTION"] and "25.11." in override["DESCRIPTION"]
    [there] = calendar(client, "/fi/places/kirjasto.ics").walk("VEVENT")
    assert there["DTSTART"].dt == datetime(2026, 11, 26, 9, 30, tzinfo=HELSINKI)


def test_an_organisation_has_its_own_slots_in_another_ones_service(client, cafe):
    """The frame of the organisation shows the same: both ask for the same selection."""
    mll = cafe.service.owner
    theirs = make.make_service(name_fi="Perhekerho")
    make.make_slot(service=theirs, place=cafe.place).organisers.add(mll)
    make.make_slot(service=theirs, place=cafe.place)
    make.make_slot(place=cafe.place).organisers.add(mll)
    make.make_change(kind="extra", service=theirs, new_place=cafe.place)
    events = calendar(client, "/fi/organisations/mll.ics").walk("VEVENT")
    names = sorted(event["SUMMARY"].partition(" · ")[0] for event in events)
    assert names == ["Avoin kahvila", "Avoinna", "Perhekerho"]


def test_an_extra_is_an_event_of_its_own(client, cafe):
    change = make.make_change(
        kind="extra", service=cafe.service, new_place=cafe.place, start=time(17)
    )
    for path in ("services/kahvila", "places/talo", "organisations/mll", "week"):
        events = calendar(client, f"/fi/{path}.ics").walk("VEVENT")
        [extra] = [one for one in events if one["UID"].startswith(str(change.uid))]
        assert extra["DTSTART"].dt == datetime(2026, 11, 25, 17, tzinfo=HELSINKI)
        assert "DTEND" not in extra


def test_a_time_that_is_not_on_the_clock_is_told_in_words(client, cafe):
    Slot.objects.update(start=None, end=time(11, 30))
    [event] = calendar(client, "/fi/services/kahvila.ics").walk("VEVENT")
    assert event["SUMMARY"] == "Avoin kahvila · klo 11.30 asti"
    assert event["DTSTART"].dt == date(2026, 10, 7)
    Slot.objects.update(end=None, day_part="morning")
    [event] = calendar(client, "/fi/services/kahvila.ics").walk("VEVENT")
    assert event["SUMMARY"].startswith("Avoin kahvila · ")


def test_plain_opening_hours_are_named_by_their_place(client, cafe):
    Slot.objects.update(service=None)
    [event] = calendar(client, "/fi/places/talo.ics").walk("VEVENT")
    assert event["SUMMARY"].endswith(" · Koivun talo")
    assert event["URL"] == "http://testserver/fi/places/talo/"


def test_arabic_survives_with_its_times_in_order(client, cafe):
    Service.objects.update(name_ar="مقهى مفتوح")
    text = text_of(client, "/ar/places/talo.ics")
    assert_valid(text)
    [event] = Calendar.from_ical(text).walk("VEVENT")
    assert event["SUMMARY"] == "مقهى مفتوح"
    assert "\u206610.00–11.00\u2069" in event["DESCRIPTION"]
    assert event["URL"] == "http://testserver/ar/services/kahvila/"


@pytest.mark.parametrize(
    ("headers", "language"),
    [({}, "fi"), ({"accept-language": "sv"}, "sv"), ({"cookie": "language=ar"}, "ar")],
)
def test_without_a_language_in_the_address_it_is_at_the_readers(client, cafe, headers, language):
    response = client.get("/places/talo.ics", headers=headers)
    assert response.status_code == 302
    assert response["Location"] == f"/{language}/places/talo.ics"
    assert {"Accept-Language", "Cookie"} <= set(response["Vary"].split(", "))
    assert client.post("/places/talo.ics").status_code == 405


def kept_history() -> list[Any]:
    models = apps.get_app_config("directory").get_models()
    return [model for model in models if hasattr(model, "pgh_created_at")]


def later() -> None:
    """An hour passes: all that was written is that much older."""
    for model in kept_history():
        model.objects.update(pgh_created_at=F("pgh_created_at") - timedelta(hours=1))


def sequence(client: Any) -> int:
    [main] = [
        event
        for event in calendar(client, "/fi/services/kahvila.ics").walk("VEVENT")
        if "RECURRENCE-ID" not in event
    ]
    return main["SEQUENCE"]


@pytest.mark.parametrize("time_passes", [True, False])
def test_sequence_rises_with_each_edit_cancellation_and_undoing(client, cafe, time_passes):
    quiet = make.make_place(name="Uusi talo")
    loud = make.make_change(place=cafe.place, first=date(2027, 5, 1), last=date(2027, 5, 1))
    for _n in range(5):
        ScheduleChange.objects.filter(pk=loud.pk).update(note_fi=f"Kerta {_n}")
    steps = [
        lambda: Slot.objects.update(start=time(9)),
        lambda: make.make_change(slot=cafe, pk=10_001),
        lambda: ScheduleChange.objects.filter(pk=10_001).update(reason="illness"),
        lambda: ScheduleChange.objects.filter(pk=10_001).delete(),
        lambda: make.make_change(service=cafe.service, pk=10_002),
        lambda: ScheduleChange.objects.filter(pk=10_002).delete(),
        lambda: make.make_change(organisation=cafe.service.owner),
        lambda: Place.objects.filter(pk=cafe.place_id).update(street="Toinen katu 1"),
        lambda: SlotVisitor.objects.all().delete(),
    ]
    if time_passes:
        steps.append(lambda: Slot.objects.update(place=quiet))
    for step in steps:
        if time_passes:
            later()
        before = sequence(client)
        step()
        assert sequence(client) > before


def test_the_same_calendar_is_given_all_month_and_another_in_the_next(client, cafe):
    for model in kept_history():
        model.objects.update(pgh_created_at=datetime(2026, 3, 1, tzinfo=UTC))
    texts, numbers = [], []
    for day in (date(2026, 11, 1), date(2026, 11, 30), date(2026, 12, 1)):
        with time_machine.travel(datetime.combine(day, time(12), HELSINKI)):
            texts.append(text_of(client, "/fi/services/kahvila.ics"))
            numbers.append(sequence(client))
    assert texts[0] == texts[1] != texts[2]
    assert numbers[0] == numbers[1] < numbers[2]


@pytest.mark.parametrize("language", ["fi", "ar"])
def test_hidden_listings_are_nowhere(client, cafe, language):
    draft = make.make_service(slug="luonnos", name_fi="Salainen luonnos", state="draft")
    make.make_slot(service=draft, place=cafe.place)
    unapproved = make.make_organisation(slug="uusi", name_fi="Salainen yhdistys", is_approved=False)
    theirs = make.make_service(slug="uuden", name_fi="Salainen palvelu", owner=unapproved)
    make.make_slot(service=theirs, place=cafe.place)
    closed = make.make_place(slug="kiinni", name="Salainen talo", state="archived")
    make.make_slot(service=cafe.service, place=closed)
    cafe.service.organisers.add(unapproved)
    SlotVisitor.objects.create(slot=cafe, role="deacon", organisation=unapproved)
    make.make_change(kind="extra", service=draft, new_place=cafe.place)
    make.make_change(kind="extra", service=cafe.service, new_place=closed)
    make.make_change(kind="other_place", slot=cafe, new_place=closed)
    for feed in FEEDS:
        text = text_of(client, f"/{language}/{feed}.ics").replace("\r\n ", "")
        assert "Salainen" not in text
        assert "BEGIN:VEVENT" in text
    for path in ("services/luonnos", "services/uuden", "places/kiinni", "organisations/uusi"):
        assert client.get(f"/{language}/{path}.ics").status_code == 404
    assert client.get("/places/kiinni.ics", follow=True).status_code == 404


def busy(count: int) -> None:
    area = make.make_area(slug=f"alue-{count}")
    place = make.make_place(slug=f"talo-{count}", area=area)
    owner = make.make_organisation(slug=f"yhdistys-{count}")
    breaks = make.make_break_calendar()
    for _n in range(count):
        service = make.make_service(owner=owner, areas=[area])
        slot = make.make_slot(service=service, place=place, break_calendar=breaks)
        SlotVisitor.objects.create(slot=slot, role="midwife", organisation=owner)
        make.make_change(slot=slot)
        make.make_change(slot=slot, kind="extra", first=NEXT, last=NEXT, new_place=place)


BUSY = [
    "/fi/places/talo-{n}.ics",
    "/fi/organisations/yhdistys-{n}.ics",
    "/fi/week.ics?area=alue-{n}",
]


def test_queries_do_not_grow_with_slots(client, db):
    counts = {feed: [] for feed in BUSY}
    for number in (1, 3, 30):
        busy(number)
        for feed in BUSY:
            with counted_in(counts[feed]):
                text = text_of(client, feed.format(n=number))
            assert text.count("BEGIN:VEVENT") == 3 * number, feed
    assert not costly(counts, MOST_QUERIES)


@pytest.mark.parametrize("feed", BUSY)
def test_slots_are_found_once_even_where_the_tables_seem_empty(client, db, feed):
    """Found again for each slot, thirty of them once took a place's calendar minutes."""
    busy(20)
    say_tables_are_empty()
    with CaptureQueriesContext(connection) as captured:
        text_of(client, feed.format(n=20))
    [loading] = [query["sql"] for query in captured if '"visitor_rows"' in query["sql"]]
    assert most_loops(loading) <= 3 * 20


def test_a_calendar_too_long_for_a_phone_asks_to_choose(client, cafe):
    one = Slot.objects.only("service", "place").get()
    Slot.objects.bulk_create(
        Slot(service_id=one.service_id, place_id=one.place_id, weekdays=[3])
        for _n in range(MOST_SLOTS)
    )
    response = client.get("/fi/week.ics")
    assert response.status_code == 422
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert response.content


@pytest.mark.parametrize(
    "query", ["area=ei-ole", "age=%00", "category=" + "x" * 10_000, "area=a&area=b"]
)
def test_an_unknown_choice_is_told(client, cafe, query):
    assert client.get(f"/fi/week.ics?{query}").status_code == 422


def test_a_choice_of_the_week_is_followed(client, cafe):
    vantaa, turku = make.make_area(slug="vantaa", name_fi="Vantaa"), make.make_area(slug="turku")
    Place.objects.update(area=vantaa)
    Service.objects.update(age_to=11)
    found = calendar(client, "/fi/week.ics?area=vantaa&age=0")
    assert "Vantaa" in found["NAME"] and len(found.walk("VEVENT")) == 1
    there = make.make_place(area=turku, name="Turun talo")
    make.make_change(slot=cafe, kind="other_place", new_place=there)
    [brought] = calendar(client, "/fi/week.ics?area=turku").walk("VEVENT")
    assert brought["LOCATION"].startswith("Turun talo")
    assert not calendar(client, "/fi/week.ics?area=turku&age=7").walk("VEVENT")


def test_the_zone_is_the_one_of_the_clock(client, cafe):
    [zone] = calendar(client, "/fi/places/talo.ics").walk("VTIMEZONE")
    as_written = zone.to_tz(lookup_tzid=False)
    moment = datetime(2026, 10, 1, tzinfo=UTC)
    while moment.year < 2029:
        assert moment.astimezone(as_written).utcoffset() == moment.astimezone(HELSINKI).utcoffset()
        moment += timedelta(hours=7)


@pytest.mark.parametrize("page", ["services/kahvila", "places/talo", "organisations/mll", "week"])
def test_a_page_offers_its_calendar_to_subscribe_to(client, cafe, page):
    shown = client.get(f"/sv/{page}/").content.decode()
    assert f'href="webcal://testserver/sv/{page}.ics"' in shown
    assert f'href="/sv/{page}.ics" download' in shown
