"""The screen in the hall: today and tomorrow of a place, in the languages of its address."""

import re
from datetime import date, time

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from directory.models import SlotVisitor
from tests import factories as make
from tests.public_pages import html

pytestmark = pytest.mark.django_db
WEDNESDAY = date(2026, 11, 25)
MOST_QUERIES = 8


@pytest.fixture(autouse=True)
def wednesday_morning():
    with time_machine.travel("2026-11-25T10:00:00+02:00", tick=False):
        yield


@pytest.fixture
def place():
    return make.make_place(slug="talo", name="Koivun talo")


@pytest.fixture
def cafe(place):
    """Wednesdays and Thursdays 9.30–11.30, so that it is on now and again tomorrow."""
    service = make.make_service(slug="kahvila", name_fi="Avoin kahvila", name_ar="مقهى")
    return make.make_slot(service=service, place=place, weekdays=[3, 4], room="Sali")


def screen(client, query: str = "", language: str = "en") -> str:
    return html(client, f"/{language}/places/talo/screen/{query}")


def days(text: str) -> tuple[str, str]:
    """What is said of today and of tomorrow."""
    today, tomorrow = re.findall(r'(?s)<section class="screen-day.*?</section>', text)
    return today, tomorrow


def named_slot(place, name: str, **values):
    service = make.make_service(name_fi=name)
    return make.make_slot(service=service, place=place, **values)


def titles(day: str) -> list[str]:
    """The names alone: they carry a mark of their language."""
    return re.findall(r'class="screen-title">\s*<span[^>]*>([^<]*)</span>', day)


def test_today_and_tomorrow_are_told_apart(client, place, cafe):
    named_slot(place, "Muskari", weekdays=[4])
    named_slot(place, "Lauantai", weekdays=[6])
    today, tomorrow = days(screen(client))
    assert titles(today) == ["Avoin kahvila"]
    assert titles(tomorrow) == ["Avoin kahvila", "Muskari"]
    assert "Wednesday 25.11." in today
    assert "Thursday 26.11." in tomorrow


def test_what_is_over_drops_off_and_what_is_on_now_comes_first(client, place, cafe):
    named_slot(place, "Aamupala", start=time(8), end=time(10))
    named_slot(place, "Koko aamun", start=time(8), end=None)
    named_slot(place, "Iltakerho", start=time(17), end=time(19))
    today, _tomorrow = days(screen(client))
    assert titles(today) == ["Avoin kahvila", "Koko aamun", "Iltakerho"]
    assert today.count("is-now") == 1
    assert 'data-starts="2026-11-25T09:30:00+02:00"' in today
    assert 'data-ends="2026-11-25T11:30:00+02:00"' in today


def test_a_night_that_began_yesterday_is_still_on(client, place):
    named_slot(place, "Yö", weekdays=[2], start=time(20), end=time(11), ends_next_day=True)
    today, _tomorrow = days(screen(client))
    assert titles(today) == ["Yö"]
    assert "is-now" in today


def test_who_is_there_and_in_which_room(client, cafe):
    SlotVisitor.objects.create(slot=cafe, role="midwife", start=time(10), end=time(11))
    today, _tomorrow = days(screen(client))
    for words in ("Sali", "Midwife", "10.00–11.00"):
        assert words in today


def test_cancelled_is_told_with_its_reason(client, cafe):
    make.make_change(slot=cafe, reason="illness", note_en="See you next week!")
    today, tomorrow = days(screen(client))
    for words in ("Cancelled", "Reason: Illness", "See you next week!", "<s>9.30–11.30</s>"):
        assert words in today
    assert "is-now" not in today
    assert "data-starts" not in today
    assert "Cancelled" not in tomorrow


def test_moved_to_another_place_is_told(client, cafe):
    make.make_change(slot=cafe, kind="other_place", new_place=make.make_place(name="Kirjasto"))
    today, _tomorrow = days(screen(client))
    assert "Now at: Kirjasto" in today


def test_moved_to_another_day_is_told_until_it_would_have_ended(client, cafe):
    make.make_change(slot=cafe, kind="other_time", new_date=date(2026, 12, 3))
    today, _tomorrow = days(screen(client))
    assert "Held on Thursday 3 December" in today
    with time_machine.travel("2026-11-25T11:30:00+02:00", tick=False):
        today, _tomorrow = days(screen(client))
    assert titles(today) == []


def test_after_the_last_session_it_says_so(client, cafe):
    with time_machine.travel("2026-11-25T12:00:00+02:00", tick=False):
        today, _tomorrow = days(screen(client))
    assert titles(today) == []
    assert '<p class="screen-empty">No more programme today</p>' in today


def test_a_day_that_never_had_any_is_no_day_that_is_over(client, place):
    named_slot(place, "Lauantai", weekdays=[6])
    for day in days(screen(client)):
        assert '<p class="screen-empty">No programme</p>' in day


@pytest.mark.parametrize(
    ("today", "tomorrow", "room"),
    [
        (0, 6, "tomorrow"),
        (1, 6, "both"),
        (2, 4, "both"),
        (2, 3, "today"),
        (3, 9, "today"),
        (1, 0, "today"),
        (0, 0, "both"),
    ],
)
def test_what_today_has_no_need_of_is_tomorrows(client, place, today, tomorrow, room):
    for weekday, number in ((3, today), (4, tomorrow)):
        for _n in range(number):
            named_slot(place, "Kerho", weekdays=[weekday], start=time(12), end=time(13))
    assert f'<div class="screen-days" data-room="{room}">' in screen(client)


def test_a_tomorrow_with_room_shows_its_evening_without_scripts(client, place):
    for hour in range(9, 15):
        named_slot(place, "Kerho", weekdays=[4], start=time(hour), end=None)
    _today, tomorrow = days(screen(client))
    assert "is-rest" not in tomorrow
    assert '<p class="screen-more" hidden>' in tomorrow
    for _n in range(3):
        named_slot(place, "Tänään", start=time(12), end=time(13))
    _today, tomorrow = days(screen(client))
    assert tomorrow.count("is-rest") == 3


def test_at_midnight_tomorrow_becomes_today(client, cafe):
    with time_machine.travel("2026-11-26T00:00:00+02:00", tick=False):
        today, _tomorrow = days(screen(client))
    assert "Thursday 26.11." in today
    assert titles(today) == ["Avoin kahvila"]


def test_holiday_is_named(client, cafe):
    with time_machine.travel("2026-12-24T08:00:00+02:00", tick=False):
        today, tomorrow = days(screen(client))
    assert "Christmas Eve" in today
    assert "Christmas Day" in tomorrow


def test_more_than_is_sure_to_fit_is_counted(client, place):
    for n in range(7):
        named_slot(place, f"Kerho {n}", start=time(12), end=time(13))
    today, _tomorrow = days(screen(client))
    assert len(titles(today)) == 7
    assert re.search(r'<p class="screen-more">And more: 3</p>', today)
    assert today.count("is-rest") == 3


@pytest.mark.parametrize(
    ("query", "following"),
    [
        ("", "/en/places/talo/screen/"),
        ("?languages=fi,en,ar", "/ar/places/talo/screen/?languages=fi,en,ar"),
        ("?languages=fi,ar,en", "/fi/places/talo/screen/?languages=fi,ar,en"),
        ("?languages=ar,so", "/ar/places/talo/screen/?languages=ar,so"),
        ("?languages=en&languages=ar", "/ar/places/talo/screen/?languages=en,ar"),
        ("?languages=en,%20ar,,en", "/ar/places/talo/screen/?languages=en,ar"),
        ("?languages=xx", "/en/places/talo/screen/"),
        ("?languages=fi-selko,zh-hans", "/fi-selko/places/talo/screen/?languages=fi-selko,zh-hans"),
    ],
)
def test_turns_to_the_next_language_without_scripts(client, cafe, query, following):
    text = screen(client, query)
    assert f'<noscript><meta http-equiv="refresh" content="60; url={following}"></noscript>' in text


def test_unknown_language_is_left_out_and_that_is_said(client, cafe):
    text = screen(client, "?languages=en,klingon,ar")
    assert "names a language that is not known here" in text
    assert "klingon" not in text
    assert "names a language" not in screen(client, "?languages=en,ar")


def test_six_languages_are_enough(client, cafe):
    text = screen(client, "?languages=fi,sv,en,et,ru,uk,so")
    assert "Only 6 languages" in text
    assert "languages=fi,sv,en,et,ru,uk " in text
    assert "Soomaali" not in text


@pytest.mark.parametrize(
    "query",
    [
        "?languages=%00",
        "?languages=" + "x" * 10_000,
        "?languages=" + "fi," * 3000,
        "?" + "&".join("languages=ar" for _n in range(900)),
        '?languages="><script>alert(1)</script>',
        "?languages=fi%E2%80%AE&start=9999-99-99",
    ],
)
def test_hostile_address_gets_a_screen(client, cafe, query):
    text = screen(client, query)
    assert "<script>" not in text
    assert len(text) < 30_000


def test_is_not_for_search_engines(client, cafe):
    assert '<meta name="robots" content="noindex">' in screen(client)


@pytest.mark.parametrize("values", [{"state": "draft"}, {"state": "archived"}])
def test_hidden_place_has_no_screen(client, values):
    make.make_place(slug="piilo", **values)
    unapproved = make.make_organisation(is_approved=False)
    make.make_place(slug="uusi", owner=unapproved)
    for slug in ("piilo", "uusi", "no-such"):
        assert client.get(f"/fi/places/{slug}/screen/").status_code == 404


def test_hidden_listings_are_not_on_the_screen(client, place, cafe):
    draft = make.make_service(name_fi="Salainen luonnos", state="draft")
    make.make_slot(service=draft, place=place)
    unapproved = make.make_organisation(name_fi="Salainen yhdistys", is_approved=False)
    make.make_slot(service=make.make_service(name_fi="Salainen", owner=unapproved), place=place)
    SlotVisitor.objects.create(slot=cafe, role="deacon", organisation=unapproved)
    theirs = make.make_place(name="Salainen tila", owner=unapproved)
    make.make_change(slot=cafe, kind="other_place", new_place=theirs)
    assert "Salainen" not in screen(client, language="fi")


def test_queries_do_not_grow_with_sessions(client, place):
    counts, made = [], 0
    for n in (1, 3, 30):
        for _n in range(n - made):
            slot = named_slot(place, "Kerho", start=time(12), end=time(13))
            SlotVisitor.objects.create(slot=slot, role="midwife", organisation=place.owner)
            make.make_change(slot=slot, reason="illness")
        made = n
        with CaptureQueriesContext(connection) as queries:
            screen(client, language="ar")
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2] <= MOST_QUERIES
