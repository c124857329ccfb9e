"""The network's week page and its days: what is shown, kept in links and answered to bad input."""

import gzip
import re
from datetime import date, time

import pytest

from directory.models import SlotVisitor
from directory.queries.network import MOST_IN_COLUMN
from tests import factories as make
from tests.public_pages import html
from tests.query_counts import costly, counted_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wednesday_morning")]
MOST_QUERIES = 8
MOST_BYTES = 30_000


@pytest.fixture
def cafe():
    """A family café on Wednesdays 9.30–11.30 with a midwife, in a district of Vantaa."""
    county = make.make_area(slug="county", name_fi="Maakunta")
    town = make.make_area(slug="vantaa", kind="municipality", parent=county, name_fi="Vantaa")
    place = make.make_place(slug="talo", name="Koivun talo", area=town)
    owner = make.make_organisation(slug="mll", name_fi="MLL Uusimaa")
    category = make.make_category(slug="cafe", name_fi="Perhekahvila")
    service = make.make_service(
        slug="kahvila", name_fi="Avoin kahvila", owner=owner, categories=[category]
    )
    slot = make.make_slot(service=service, place=place, theme_fi="Leivotaan")
    SlotVisitor.objects.create(slot=slot, role="midwife", start=time(10), end=time(11))
    return slot


def test_session_says_all_a_family_needs(client, cafe):
    text = html(client, "/en/week/?area=vantaa")
    for words in ("9.30–11.30", "Avoin kahvila", "Koivun talo", "Midwife", "10.00–11.00"):
        assert words in text
    assert "Leivotaan" in text
    assert "MLL Uusimaa" in text
    assert 'href="/en/places/talo/"' in text
    assert 'href="/en/services/kahvila/"' in text


def test_title_says_the_week_and_the_area(client, cafe):
    text = html(client, "/en/week/?area=vantaa&start=2026-12-01")
    assert "<title>Week 49 · Vantaa · 30.11.–6.12.2026 – Perhepalvelut</title>" in text
    assert "<h1>Week 49 · Vantaa</h1>" in text


def test_any_day_of_a_week_chooses_it(client, cafe):
    for day in ("2026-11-30", "2026-12-03", "6.12.2026"):
        assert 'datetime="2026-11-30"' in html(client, f"/en/week/?start={day}")


def test_past_days_of_this_week_are_folded_and_no_others(client, cafe):
    text = html(client, "/en/week/")
    folded = re.search(r"(?s)<details class=\"earlier\">.*?</details>", text)[0]
    assert re.findall(r'datetime="([^"]+)"', folded) == ["2026-11-23", "2026-11-24"]
    assert "earlier" not in html(client, "/en/week/?start=2026-11-16")


def test_links_to_other_weeks_keep_the_filters_and_nothing_else(client, cafe):
    text = html(client, "/en/week/?area=vantaa&category=cafe&age=9&junk=1&start=2026-12-01")
    links = re.findall(r'href="(/en/week/\?[^"]+)"[^>]* rel="(?:prev|next)"', text)
    kept = "area=vantaa&amp;category=cafe"
    assert links == [f"/en/week/?{kept}", f"/en/week/?{kept}&amp;start=2026-12-07"]


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("start=2026-02-30", "That date does not exist"),
        ("start=9999-99-99", "That date does not exist"),
        ("start=30.2.2026", "That date does not exist"),
        ("start=9999-12-31", "That week is too far away"),
        ("start=1926-11-25", "That week is too far away"),
        ("start=%00", "That date does not exist"),
        ("day=2026-02-30", "That date does not exist"),
        ("day=9999-12-31", "That week is too far away"),
        ("area=atlantis", "A filter in the address is not known here"),
        ("age=%00", "A filter in the address is not known here"),
        ("area=vantaa&area=atlantis", "A filter in the address is not known here"),
        ("language=" + "x" * 10_000, "A filter in the address is not known here"),
    ],
)
def test_bad_input_is_told_and_this_week_still_comes(client, cafe, query, message):
    text = html(client, f"/en/week/?{query}")
    assert message in text
    assert "Avoin kahvila" in text


@pytest.mark.parametrize(
    "query",
    [
        "page=0&day=2026-11-25",
        "page=-1&day=2026-11-25",
        "page=99999999999999999999&day=2026-11-25",
        "page=²&day=2026-11-25",
        "page=%00&day=2026-11-25",
        "day=2026-11-25&day=2026-11-25",
        "sign_up=%00&sign_up=on",
        "&".join(f"area={n}" for n in range(900)),
    ],
)
def test_odd_input_is_no_failure(client, cafe, query):
    assert "Avoin kahvila" in html(client, f"/en/week/?{query}")


def test_too_many_filters_are_refused_politely(client, cafe):
    html(client, "/en/week/?" + "&".join(f"area={n}" for n in range(10_000)), 400)


def test_day_in_pages_with_the_filters_kept(client, cafe):
    for n in range(31):
        make.make_slot(
            service=make.make_service(name_fi=f"Kerho {n}"),
            place=cafe.place,
            start=time(12),
            end=time(13),
        )
    week = html(client, "/en/week/?area=vantaa")
    assert 'href="/en/week/?area=vantaa&amp;day=2026-11-25"' in week
    first = html(client, "/en/week/?area=vantaa&day=2026-11-25")
    assert first.count('class="session"') == 30
    assert 'href="/en/week/?area=vantaa&amp;day=2026-11-25&amp;page=2" rel="next"' in first
    second = html(client, "/en/week/?area=vantaa&day=2026-11-25&page=2")
    assert second.count('class="session"') == 2
    assert 'href="/en/week/?area=vantaa&amp;day=2026-11-25" rel="prev"' in second
    assert "Avoin kahvila" in html(client, "/en/week/?area=vantaa&day=2026-11-25&page=3")


def test_empty_day_says_what_to_do(client, cafe):
    text = html(client, "/en/week/?day=2026-11-28")
    assert "Nothing is on this day" in text
    assert 'href="/en/week/?day=2026-11-29"' in text


def test_country_of_many_areas_shows_a_day_until_an_area_is_chosen(client, cafe):
    for _ in range(60):
        make.make_area()
    text = html(client, "/en/week/")
    assert "Choose your area" in text
    assert "Avoin kahvila" in text
    assert "Wednesday 25 November" in text
    assert "Thursday 26 November" in html(client, "/en/week/?start=2026-11-26")
    assert "Choose your area" not in html(client, "/en/week/?area=vantaa")


def test_hidden_listings_are_nowhere(client, cafe):
    pending = make.make_organisation(name_fi="Salainen yhdistys", is_approved=False)
    draft = make.make_service(name_fi="Salainen luonnos", state="draft")
    make.make_slot(service=draft, place=cafe.place)
    make.make_slot(service=cafe.service, place=make.make_place(name="Salainen", state="draft"))
    cafe.service.organisers.add(pending)
    SlotVisitor.objects.create(slot=cafe, role="deacon", organisation=pending)
    for path in ("week/", "week/?area=vantaa&sign_up=on", "week/?day=2026-11-25", "today/", ""):
        assert "Salainen" not in html(client, f"/fi/{path}")


LISTINGS = [
    "/fi/week/",
    "/ar/week/?area=vantaa&category=cafe&age=0&sign_up=on",
    "/fi/week/?area=vantaa&day=2026-11-25",
    "/fi/today/?area=vantaa",
    "/fi/today/?near=60.31,25.04",
    "/fi/",
]


def test_queries_do_not_grow_with_rows(client, cafe):
    counts = {path: [] for path in LISTINGS}
    calendar = make.make_break_calendar()
    cafe.place.latitude, cafe.place.longitude = 60.32, 25.05
    cafe.place.save()
    for n in (1, 2, 27):
        for _ in range(n):
            service = make.make_service(categories=cafe.service.categories.all())
            slot = make.make_slot(service=service, place=cafe.place, break_calendar=calendar)
            make.make_change(slot=slot)
        for path in LISTINGS:
            with counted_in(counts[path]):
                html(client, path)
    assert not costly(counts, MOST_QUERIES)


def test_fullest_week_is_light(client, cafe):
    for day in range(1, 8):
        for n in range(MOST_IN_COLUMN + 2):
            service = make.make_service(
                name_fi=f"Perhekerho numero {n} päivänä {day}", owner=make.make_organisation()
            )
            make.make_slot(service=service, place=cafe.place, weekdays=[day], note_fi="Tervetuloa!")
    response = client.get("/fi/week/?area=vantaa")
    assert response.content.count(b'class="session"') == 7 * MOST_IN_COLUMN
    assert len(gzip.compress(response.content)) < MOST_BYTES - 9_000


def test_christmas_is_told_over_its_day(client, cafe):
    cafe.weekdays = [4]
    cafe.save()
    text = html(client, "/en/week/?start=2026-12-24")
    assert "Christmas Eve" in text
    assert "Cancelled" in text


def test_weeks_as_far_as_programmes_say_anything(client, cafe):
    text = html(client, f"/en/week/?start={date(2028, 12, 4).isoformat()}")
    assert 'rel="next"' not in text
    assert 'rel="prev"' in text
