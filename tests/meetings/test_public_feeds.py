"""The feeds of a network as other programs read them."""

from datetime import date, datetime
from uuid import uuid5
from xml.etree import ElementTree

import pytest
import recurring_ical_events
import time_machine
from icalendar import Calendar

from meetings.models import Meeting
from tests.directory.calendar_reading import assert_valid
from tests.meetings import public_rows as rows

pytestmark = pytest.mark.django_db
ATOM = {"a": "http://www.w3.org/2005/Atom"}
FEED = "/fi/networks/verkosto/notes.atom"
CALENDAR = "/fi/networks/verkosto.ics"
MEETING = "/fi/networks/verkosto/seuraava.ics"


@pytest.fixture(autouse=True)
def wednesday_morning():
    with time_machine.travel(rows.NOW, tick=False):
        yield


@pytest.fixture
def cast() -> rows.Cast:
    return rows.cast()


def feed(client, path: str = FEED) -> ElementTree.Element:
    response = client.get(path)
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(response.content)


def text(element: ElementTree.Element, path: str) -> str:
    return element.findtext(path, namespaces=ATOM)


def test_the_feed_tells_the_published_notes_newest_first(client, cast):
    rows.held(cast.network, "uudempi", date=date(2026, 11, 20), notes_published_at=rows.NOW)
    root = feed(client)
    assert root.tag == "{http://www.w3.org/2005/Atom}feed"
    assert text(root, "a:title").endswith("Kodin verkosto")
    [own] = root.findall("a:link[@rel='self']", ATOM)
    assert own.get("href") == f"http://testserver{FEED}"
    entries = root.findall("a:entry", ATOM)
    assert [text(one, "a:title") for one in entries] == [
        "Varhainen tuki · 20.11.2026",
        "Varhainen tuki · 11.11.2026",
    ]
    last = entries[1]
    assert text(last, "a:id") == f"urn:uuid:{uuid5(cast.open_notes.uid, 'fi')}"
    assert last.find("a:link", ATOM).get("href") == (
        "http://testserver/fi/networks/verkosto/avoin/notes/"
    )
    assert "<strong>hajallaan</strong>" in text(last, "a:summary")
    assert datetime.fromisoformat(text(last, "a:published")) == rows.NOW.replace(day=12)


def test_an_entry_is_another_one_in_each_language(client, cast):
    keys = {
        text(feed(client, FEED.replace("/fi/", f"/{one}/")).find("a:entry", ATOM), "a:id")
        for one in ("fi", "fi-selko", "sv", "ar")
    }
    assert len(keys) == 4


def test_the_feed_says_who_writes_it(client, cast):
    assert text(feed(client), "a:author/a:name") == "Kaupunki"


def test_an_entry_tells_what_families_asked_and_what_came_of_it(client, cast):
    before = text(feed(client).find("a:entry", ATOM), "a:summary")
    assert "What you asked" not in before and "Mitä kysyitte" not in before
    told = {"asked_fi": "**Lauantaita**", "answered_fi": "Lauantai tuli"}
    Meeting.objects.filter(slug="avoin").update(**told)
    told = text(feed(client, FEED.replace("/fi/", "/en/")).find("a:entry", ATOM), "a:summary")
    assert "<h2>What you asked</h2>" in told and "<strong>Lauantaita</strong>" in told
    assert "<h2>What we did</h2>" in told and 'lang="fi"' in told
    assert told.index("Lauantai tuli") < told.index("hajallaan")


def test_a_correction_renews_its_entry(client, cast):
    before = text(feed(client).find("a:entry", ATOM), "a:updated")
    Meeting.objects.filter(pk=cast.open_notes.pk).update(notes_corrected_at=rows.NOW)
    [entry] = feed(client).findall("a:entry", ATOM)
    assert text(entry, "a:updated") > before
    assert datetime.fromisoformat(text(entry, "a:updated")) == rows.NOW


def test_the_feed_is_for_everyone_also_to_a_member(client, cast):
    client.force_login(cast.bertta)
    assert len(feed(client).findall("a:entry", ATOM)) == 1


def test_characters_that_xml_forbids_do_not_break_the_feed(client, cast):
    rows.note(cast.open_notes, "ohjaus\x0bmerkki \x08")
    Meeting.objects.filter(slug="avoin").update(theme_fi="a\x0cb")
    feed(client)


def test_the_feed_is_in_the_readers_language(client, cast):
    Meeting.objects.filter(slug="avoin").update(theme_ar="الدعم المبكر")
    root = feed(client, FEED.replace("/fi/", "/ar/"))
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "ar"
    assert "الدعم المبكر" in text(root.find("a:entry", ATOM), "a:title")


def events(client, path: str = CALENDAR) -> dict[str, object]:
    source = client.get(path).content.decode()
    assert_valid(source)
    found = Calendar.from_ical(source)
    days = recurring_ical_events.of(found).between(date(2026, 1, 1), date(2027, 1, 1))
    return {str(event["UID"]): event for event in days}


def test_the_calendar_tells_when_and_where(client, cast):
    found = events(client)
    assert len(found) == 3
    event = found[f"{cast.coming.uid}@perhepalvelut"]
    assert event["DTSTART"].dt == datetime(2026, 12, 9, 9, tzinfo=rows.HELSINKI)
    assert event["DTEND"].dt == datetime(2026, 12, 9, 11, tzinfo=rows.HELSINKI)
    assert event["SUMMARY"] == "Tilannekuva"
    assert event["LOCATION"] == "Koivun talo, Hakopolku 2, 01360 Vantaa"
    assert event["URL"] == "http://testserver/fi/networks/verkosto/seuraava/"


def test_the_calendar_names_the_room_too(client, cast):
    Meeting.objects.filter(slug="seuraava").update(room="Sali 2")
    event = events(client)[f"{cast.coming.uid}@perhepalvelut"]
    assert event["LOCATION"] == "Koivun talo, Hakopolku 2, 01360 Vantaa, Sali 2"


def test_a_meeting_without_times_is_of_the_whole_day(client, cast):
    Meeting.objects.filter(slug="seuraava").update(start=None, end=None)
    event = events(client)[f"{cast.coming.uid}@perhepalvelut"]
    assert event["DTSTART"].dt == date(2026, 12, 9)


def test_a_cancelled_meeting_stays_as_cancelled_and_counts_up(client, cast):
    key = f"{cast.coming.uid}@perhepalvelut"
    before = events(client)[key]
    Meeting.objects.filter(slug="seuraava").update(state="cancelled")
    after = events(client)[key]
    assert (before["STATUS"], after["STATUS"]) == ("CONFIRMED", "CANCELLED")
    assert int(after["SEQUENCE"]) > int(before["SEQUENCE"])


def test_the_remote_link_is_in_no_calendar(client, cast):
    client.force_login(cast.bertta)
    for path in (CALENDAR, MEETING):
        assert b"kokous.example.fi" not in client.get(path).content


def test_a_meeting_is_added_to_a_calendar_by_itself(client, cast):
    found = events(client, MEETING)
    assert found == {key: one for key, one in events(client).items() if key in found}
    [event] = found.values()
    assert event["UID"] == f"{cast.coming.uid}@perhepalvelut"
    source = client.get(MEETING).content
    assert b"SOURCE" not in source and b"REFRESH-INTERVAL" not in source
    page = client.get("/fi/networks/verkosto/seuraava/").content.decode()
    assert f'href="{MEETING}"' in page and "webcal:" not in page
    assert "verkosto.ics" in client.get("/fi/networks/verkosto/").content.decode()


def test_a_meeting_that_is_over_or_called_off_is_not_offered_to_a_calendar(client, cast):
    Meeting.objects.filter(slug="seuraava").update(state="cancelled")
    for slug in ("seuraava", "avoin"):
        page = client.get(f"/fi/networks/verkosto/{slug}/").content.decode()
        assert ".ics" not in page
    [event] = events(client, MEETING).values()
    assert event["STATUS"] == "CANCELLED"
    assert client.get(MEETING.replace("seuraava", "ei-ole")).status_code == 404
