"""Staff see the numbers of their own pages: whole weeks, and none from which one could be told."""

import re
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from directory.actions.counts import add_counts
from directory.counted import Counted, FoundNothing, Opened
from directory.models import CountedKind, EmptySearchCount, ViewCount
from directory.wording import HELSINKI
from tests import factories as make
from tests.staff.desk_cast import make_cast

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 8, 30, tzinfo=HELSINKI)
FIRST, LAST = date(2026, 10, 26), date(2026, 11, 22)
COUNTS = "/staff/counts/"


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def cast(db):
    return make_cast()


def seen(listing, number, language="fi", day=LAST):
    kind = CountedKind(listing._meta.model_name)
    add_counts(counts={Counted(day, language, Opened(kind, listing.pk)): number})


def sought(number, *, area="", filters="age=1", with_words=False, day=LAST):
    what = FoundNothing(CountedKind.SERVICE, area, filters, with_words)
    add_counts(counts={Counted(day, "fi", what): number})


def words(response) -> str:
    """What one reads: the main part without tags."""
    main = response.text.partition("<main")[2].partition("</main>")[0]
    return " ".join(re.sub(r"<[^>]*>", " ", main).split())


def test_own_pages_by_language_the_most_opened_first(cast):
    seen(cast.a, 6)
    seen(cast.cafe, 12)
    seen(cast.cafe, 30, day=FIRST)
    seen(cast.cafe, 5, "so")
    seen(cast.cafe, 4, "ar")
    seen(cast.cafe, 7, "fi-selko")
    text = words(cast.aino.get(COUNTS))
    assert "26.10.2026 – 22.11.2026" in text
    assert "Baby café Finnish: 42 Selkosuomi: 7 Somali: 5 Arabic: under 5 Aapelin tuki" in text
    assert "58" not in text  # a sum would tell the number that is not told


def test_only_whole_weeks_that_are_over_are_told(cast):
    for day in (FIRST - timedelta(days=1), LAST + timedelta(days=1), NOW.date()):
        seen(cast.cafe, 70, day=day)
        sought(70, day=day)
    text = words(cast.aino.get(COUNTS))
    assert "70" not in text
    assert "Nobody has opened your pages" in text
    assert "No search in these weeks came up empty." in text


def test_others_numbers_are_not_told(cast):
    seen(cast.cafe, 33)
    seen(cast.place, 44)
    seen(cast.b, 55)
    aino, bertta = words(cast.aino.get(COUNTS)), words(cast.bertta.get(COUNTS))
    assert ("33" in aino, "44" in aino, "55" in aino) == (True, False, False)
    assert ("33" in bertta, "44" in bertta, "55" in bertta) == (False, True, True)
    assert cast.cecilia.get(COUNTS).status_code == 403
    assert cast.aino.get(f"{COUNTS}?organisation={cast.b.slug}").status_code == 403
    assert cast.aino.post(COUNTS).status_code == 405


def test_order_does_not_tell_what_is_too_little_to_tell(cast):
    sought(1, filters="age=1")
    sought(4, filters="age=3")
    text = words(cast.aino.get(f"{COUNTS}?language=en"))
    assert text.index("1–2 years under 5 times") < text.index("3–6 years under 5 times")


def test_searches_without_result_where_one_works(cast):
    county = make.make_area(slug="maakunta", name_fi="Maakunta")
    city = make.make_area(slug="kaupunki", kind="municipality", parent=county, name_fi="Kaupunki")
    make.make_area(slug="muualla", name_fi="Muualla")
    cast.cafe.areas.add(city)
    sought(9, area="maakunta", filters="age=1&free=on")
    sought(8, area="kaupunki", filters="category=gone&day=3", with_words=True)
    sought(4)
    sought(66, area="muualla")
    text = words(cast.aino.get(f"{COUNTS}?language=en"))
    assert "Maakunta 1–2 years Free 9 times" in text
    assert "Kaupunki Wed with words, which are not kept 8 times" in text
    assert "1–2 years under 5 times" in text
    assert "66" not in text
    assert "Muualla" not in text


def test_searches_in_several_areas_at_once_are_told_where_one_of_them_is(cast):
    county = make.make_area(slug="maakunta", name_fi="Maakunta")
    make.make_area(slug="muualla", name_fi="Muualla")
    make.make_area(slug="kaukana", name_fi="Kaukana")
    cast.cafe.areas.add(county)
    sought(9, filters="age=1&area=maakunta&area=muualla&free=on")
    sought(66, filters="area=kaukana&area=muualla")
    text = words(cast.aino.get(f"{COUNTS}?language=en"))
    assert "1–2 years Free 9 times" in text
    assert "Maakunta Muualla" in text
    assert "66" not in text


@pytest.mark.parametrize("query", ["organisation=%00", "organisation=" + "x" * 10_000])
def test_hostile_addresses_are_refused(cast, query):
    assert cast.aino.get(f"{COUNTS}?{query}").status_code == 404


def test_as_many_queries_for_thirty_rows_as_for_one(cast):
    cast.aino.get(COUNTS)  # the first visit of a day renews the session
    numbers = set()
    for many in (1, 3, 30):
        ViewCount.objects.all().delete()
        EmptySearchCount.objects.all().delete()
        for n in range(many):
            seen(make.make_service(owner=cast.a), 5 + n)
            sought(5 + n, filters=f"category=c-{n}")
        seen(cast.cafe, 5)
        with CaptureQueriesContext(connection) as queries:
            assert cast.aino.get(COUNTS).status_code == 200
        numbers.add(len(queries))
    assert len(numbers) == 1


@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_desk_leads_there_in_its_languages(cast, language):
    assert f'href="{COUNTS}' in cast.aino.get(f"/staff/?language={language}").text
    assert cast.aino.get(f"{COUNTS}?language={language}").text.count("<h1") == 1
