"""Filters find, leave out, and take anything that is typed."""

import re
from datetime import date

import pytest

from directory.models import Category
from tests import factories as make
from tests.directory.views.public.pages import PAGES
from tests.indexed import index_now
from tests.public_pages import html

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wednesday_morning")]


def test_day_filter_knows_listed_dates(client, cafe):
    cafe.recurrence, cafe.weekdays, cafe.dates = "dates", [], [date(2026, 12, 1)]
    cafe.save()
    assert "Avoin kahvila" in html(client, "/fi/services/?day=2")
    assert "Avoin kahvila" not in html(client, "/fi/services/?day=3")


def test_category_filter_takes_the_kinds_inside(client, cafe):
    parent = make.make_category(slug="meet")
    Category.objects.filter(slug="family-cafe").update(parent=parent)
    assert "Avoin kahvila" in html(client, "/fi/services/?category=meet")


ODD_QUERIES = [
    "?start=2026-02-30",
    "?start=9999-12-31",
    "?start=0001-01-01",
    "?start=%00",
    "?start=' OR 1=1",
    "?page=-1",
    "?page=zzz",
    "?page=99999999999999999999",
    "?age=zzz&area=nowhere&language=xx&day=9&day=x&category=nope",
    "?q=%00",
    "?q=" + "x" * 5000,
    "?q=%F0%9F%91%B6%20%E2%80%AE%20'%20|%20%26%20:*%20(",
    "?" + "&".join(f"f{n}=1" for n in range(900)),
    "?free=maybe&online=%C3%28",
]


@pytest.mark.parametrize("query", ODD_QUERIES)
@pytest.mark.parametrize("page", PAGES)
def test_odd_query_string_gets_a_page(client, cafe, page, query):
    html(client, page.format("fi") + query)


def test_ten_thousand_filters_are_refused_politely(client, cafe):
    query = "&".join(f"f{n}=1" for n in range(10_000))
    assert "<h1" in html(client, f"/fi/services/?{query}", 400)


def test_bad_filter_is_said_beside_its_field_and_the_list_still_comes(client, cafe):
    text = html(client, "/en/services/?age=zzz")
    age = re.search(
        r'<fieldset class="field facet" aria-describedby="id_age_error">.*?</field', text, re.S
    )
    assert "A filter in the address is not known here" in age[0]
    assert "Avoin kahvila" in text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=kahvila", True),
        ("q=KAHVILA+avoin", True),
        ("q=perhekahvila", True),
        ("q=muskari", False),
        ("category=family-cafe", True),
        ("area=vantaa", True),
        ("age=3", True),
        ("age=13", False),
        ("age=expecting", False),
        ("language=so", True),
        ("language=ru", False),
        ("day=3", True),
        ("day=2&day=3", True),
        ("day=2", False),
        ("free=on", True),
        ("drop_in=on", True),
        ("online=on", False),
    ],
)
def test_filter_finds_or_leaves_out(client, cafe, query, found):
    index_now()
    assert ("Avoin kahvila" in html(client, f"/fi/services/?{query}")) is found


def test_area_filter_takes_parts_and_wholes(client, cafe):
    county = cafe.place.area
    town = make.make_area(slug="town", kind="municipality", parent=county)
    make.make_area(slug="part", kind="district", parent=town)
    make.make_area(slug="elsewhere")
    make.make_service(name_fi="Neuvontapuhelin", areas=[county], delivery=["phone"])
    for slug, met, phoned in (
        ("vantaa", True, True),
        ("town", False, True),
        ("part", False, True),
        ("elsewhere", False, False),
    ):
        text = html(client, f"/fi/services/?area={slug}")
        assert ("Avoin kahvila" in text) is met, slug
        assert ("Neuvontapuhelin" in text) is phoned, slug
    cafe.place.area = make.make_area(slug="other-part", kind="district", parent=town)
    cafe.place.save()
    assert "Avoin kahvila" in html(client, "/fi/services/?area=town")
    assert "Avoin kahvila" not in html(client, "/fi/services/?area=part")
    assert "Koivun talo" in html(client, "/fi/places/?area=town")
    assert "Koivun talo" not in html(client, "/fi/places/?area=part")


def test_chip_takes_one_filter_away(client, cafe):
    text = html(client, "/fi/services/?day=2&day=3&free=on&page=1")
    chips = re.findall(r'class="chip"[^>]*href="([^"]+)"|href="([^"]+)"[^>]*class="chip"', text)
    links = {"".join(link).replace("&amp;", "&") for link in chips}
    assert links == {
        "/fi/services/?day=3&free=on#results",
        "/fi/services/?day=2&free=on#results",
        "/fi/services/?day=2&day=3#results",
    }
