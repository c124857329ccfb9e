"""What is on now and later today, by area or by distance."""

import re
from datetime import date, time

import pytest
import time_machine

from tests import factories as make
from tests.public_pages import html

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def wednesday_noon():
    with time_machine.travel("2026-11-25T12:00:00+02:00", tick=False):
        yield


@pytest.fixture
def place():
    town = make.make_area(slug="vantaa", name_fi="Vantaa")
    return make.make_place(name="Koivun talo", area=town, latitude=60.32, longitude=25.06)


def club(place, name: str, start: time | None, end: time | None, **values):
    service = make.make_service(name_fi=name, access=values.pop("access", "drop_in"))
    return make.make_slot(service=service, place=place, start=start, end=end, **values)


def page(client, query: str = "", path: str = "/en/today/", status: int = 200) -> str:
    return html(client, f"{path}{query}", status)


def parts(text: str) -> dict[str, list[str]]:
    """The names of the sessions under each heading."""
    sections = re.findall(r'(?s)<section class="today-part".*?</section>', text)
    return {re.search(r"<h2[^>]*>([^<]*)<", section)[1]: names_in(section) for section in sections}


def names_in(section: str) -> list[str]:
    titles = re.findall(r'(?s)class="session-title">(.*?)</p>', section)
    return [re.sub(r"<span class=\"other-language.*?>|<[^>]*>", "", title) for title in titles]


def test_now_then_later_each_with_its_time_in_words(client, place):
    club(place, "Ohi", time(9), time(12))
    club(place, "Nyt", time(10), time(15))
    club(place, "Juuri nyt", time(12), time(13))
    club(place, "Myöhemmin", time(13), time(14))
    club(place, "Iltapäivällä", None, None, day_part="afternoon")
    club(place, "Aamulla", None, None, day_part="morning")
    club(place, "Kesto auki", time(11), None)
    club(place, "Aloitti kauan sitten", time(8), None)
    text = page(client)
    assert parts(text) == {
        "Open now": ["Nyt", "Juuri nyt"],
        "Later today": ["Myöhemmin"],
        "Also today": ["Kesto auki", "Iltapäivällä"],
    }
    assert "Open now until 15.00" in text
    assert "Begins at 13.00" in text


@pytest.mark.parametrize(("clock", "is_open"), [("11:59", True), ("12:00", False)])
def test_open_to_the_minute(client, place, clock, is_open):
    club(place, "Kerho", time(9), time(12))
    with time_machine.travel(f"2026-11-25T{clock}:59+02:00", tick=False):
        assert ("Open now" in parts(page(client))) is is_open


def test_night_that_began_yesterday_is_open_now(client, place):
    club(place, "Yökahvila", time(20), time(2), ends_next_day=True, weekdays=[3])
    with time_machine.travel("2026-11-26T01:30:00+02:00", tick=False):
        assert parts(page(client)) == {"Open now": ["Yökahvila"]}
        assert "Open now until 2.00" in page(client)
    with time_machine.travel("2026-11-26T02:00:00+02:00", tick=False):
        assert parts(page(client)) == {}
    with time_machine.travel("2026-11-25T23:00:00+02:00", tick=False):
        assert parts(page(client)) == {"Open now": ["Yökahvila"]}


def test_night_retimed_yesterday_is_open_now(client, place):
    slot = club(place, "Kerho", time(9), time(10), weekdays=[3])
    make.make_change(slot=slot, kind="other_time", start=time(22), end=time(3), ends_next_day=True)
    with time_machine.travel("2026-11-26T01:30:00+02:00", tick=False):
        assert parts(page(client)) == {"Open now": ["Kerho"]}


def test_cancelled_is_shown_as_cancelled_and_never_as_open(client, place):
    for name, start in (("Nyt", time(11)), ("Myöhemmin", time(14))):
        make.make_change(slot=club(place, name, start, time(16)), reason="illness")
    text = page(client)
    assert parts(text) == {"Also today": ["Nyt", "Myöhemmin"]}
    assert text.count("Cancelled") == 2
    assert "Begins at" not in text


def test_moved_to_another_day_is_told(client, place):
    slot = club(place, "Kerho", time(14), time(15))
    make.make_change(slot=slot, kind="other_time", new_date=date(2026, 11, 27))
    assert "Held on Friday 27 November" in page(client)


def test_retimed_into_the_afternoon_and_moved_here_from_another_day(client, place):
    morning = club(place, "Aamukerho", time(8), time(9))
    make.make_change(slot=morning, kind="other_time", start=time(15), end=time(16))
    friday = club(place, "Perjantai", time(9), time(10), weekdays=[5])
    make.make_change(
        slot=friday, kind="other_time", first=date(2026, 11, 27), last=date(2026, 11, 27),
        new_date=date(2026, 11, 25), start=time(11), end=time(13),
    )  # fmt: skip
    assert parts(page(client)) == {"Open now": ["Perjantai"], "Later today": ["Aamukerho"]}


def test_pages_lose_nothing_and_show_nothing_twice(client, place):
    for n in range(64):
        club(place, f"Kerho {n:02}", time(9 + n % 9), time(20 - n % 2))
    for slot in place.slots.order_by("pk")[:9]:
        make.make_change(slot=slot, kind="other_time", start=time(13), end=time(14))
    shown = []
    for number in (1, 2, 3):
        text = page(client, f"?page={number}")
        shown += [name for names in parts(text).values() for name in names]
    assert sorted(shown) == [f"Kerho {n:02}" for n in range(64)]
    assert page(client, "?page=4") == page(client, "?page=1").replace("page=1", "page=4")


def test_empty_page_leads_to_the_next_day_with_something(client, place):
    club(place, "Perjantai", time(9), time(10), weekdays=[5])
    text = page(client, "?area=vantaa")
    assert "The next day with something on: Friday 27 November" in text
    assert 'href="/en/week/?area=vantaa&amp;day=2026-11-27"' in text


def test_sign_up_is_shown_when_asked_for(client, place):
    club(place, "Kurssi", time(13), time(14), access="register")
    assert parts(page(client)) == {}
    assert parts(page(client, "?sign_up=on")) == {"Later today": ["Kurssi"]}


def test_nearest_first_with_distances(client, place):
    far = make.make_place(name="Kaukana", area=place.area, latitude=60.42, longitude=25.06)
    beyond = make.make_place(name="Liian kaukana", area=place.area, latitude=61, longitude=25)
    unknown = make.make_place(name="Ei kartalla", area=place.area)
    for at in (far, place, beyond, unknown):
        club(at, f"Nyt, {at.name}", time(11), time(13))
        club(at, f"Kohta, {at.name}", time(12, 30), time(13))
    make.make_change(slot=beyond.slots.first(), kind="other_place", new_place=far)
    text = page(client, "?near=60.31,25.06")
    assert parts(text) == {
        "Open now": ["Nyt, Koivun talo", "Nyt, Kaukana", "Nyt, Liian kaukana"],
        "Later today": ["Kohta, Koivun talo", "Kohta, Kaukana"],
    }
    distances = re.findall(r"(\d+(?:\.\d)?) km", text)
    assert distances == ["1.1", "12", "12", "1.1", "12"]
    assert "1,1 km" in page(client, "?near=60.31,25.06", path="/fi/today/")


def test_near_in_pages_loses_nothing_and_shows_nothing_twice(client, place):
    places = [
        make.make_place(area=place.area, latitude=60.32 + n / 50, longitude=25.06) for n in range(4)
    ]
    for n in range(40):
        club(places[n % 4], f"Kerho {n:02}", time(9 + n % 9), time(20))
    for n, slot in enumerate(place.area.places.last().slots.all()[:4]):
        make.make_change(slot=slot, kind="other_place", new_place=places[n % 3])
    shown = []
    for number in (1, 2):
        text = page(client, f"?near=60.32,25.06&page={number}")
        shown += [name for names in parts(text).values() for name in names]
    assert sorted(shown) == [f"Kerho {n:02}" for n in range(40)]


def test_position_is_kept_nowhere(client, place):
    club(place, "Kerho", time(13), time(14))
    for query in ("?near=60.3172635,25.0412345", "?near=somewhere"):
        response = client.get(f"/en/today/{query}")
        assert response["Cache-Control"] == "no-store"
        assert response["Referrer-Policy"] == "no-referrer"
        assert response["X-Robots-Tag"] == "noindex"
        assert not response.cookies
    assert "no-store" not in client.get("/en/today/").get("Cache-Control", "")


def test_filters_keep_the_position_rounded(client, place):
    text = page(client, "?near=60.3172635,25.0412345")
    assert '<input type="hidden" name="near" value="60.32,25.04">' in text
    assert 'href="/en/today/">Show by area' in text


@pytest.mark.parametrize(
    "near",
    ["x", "60.31", "60,25,1", "91,25", "60,181", "nan,25", "inf,25", "1e999,2", "%00", "6" * 9999],
)
def test_bad_position_is_told_and_the_page_comes_by_area(client, place, near):
    club(place, "Kerho", time(13), time(14))
    text = page(client, f"?near={near}")
    assert "There is no such place on the map" in text
    assert parts(text) == {"Later today": ["Kerho"]}


@pytest.mark.parametrize("near", ["89.99,0", "-89.99,180", "0,0", "60.31,-180"])
def test_position_far_from_everything_is_no_failure(client, place, near):
    club(place, "Kerho", time(13), time(14))
    assert parts(page(client, f"?near={near}")) == {}


def test_home_shows_now_and_what_comes_next(client, place):
    for n in range(8):
        club(place, f"Kerho {n}", time(11 + n), time(20))
    text = page(client, path="/en/")
    assert text.count('class="session"') == 6
    assert "Open now until 20.00" in text
    assert 'href="/en/today/"' in text
    assert '<form class="choose-area" action="/en/week/"' in text
    assert '<option value="vantaa">Vantaa</option>' in text
