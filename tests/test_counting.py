"""What is opened is counted, kept page or not; who opens it is not, and nobody waits for it."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from threading import Barrier
from urllib.parse import quote

import pytest
import time_machine
from django.core.cache import caches
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from directory.actions import counts as writing
from directory.actions.counts import add_counts
from directory.counted import Counted, FoundNothing, Opened
from directory.models import CountedKind, EmptySearchCount, ViewCount
from directory.wording import HELSINKI
from perhepalvelut import counting, offline
from tests import factories as make
from tests.indexed import index_now

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 8, 30, 20, tzinfo=HELSINKI)
DAY = NOW.date()
PHONE = "Mozilla/5.0 (Linux; Android 9; CUBOT J7) AppleWebKit/537.36 Chrome/120 Mobile Safari"
KEPT = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "counted-pages"}


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def reader() -> Client:
    return Client(headers={"user-agent": PHONE})


@pytest.fixture
def cafe():
    return make.make_service(slug="kahvila")


def views() -> dict[tuple[str, int, str], int]:
    counting.held.write()
    rows = ViewCount.objects.values_list("kind", "listing", "language", "views")
    return {(kind, listing, language): number for kind, listing, language, number in rows}


def test_each_kind_of_listing_is_counted_by_language_and_day(reader, cafe):
    place = make.make_place(slug="talo", owner=cafe.owner)
    paths = ["services/kahvila/", "places/talo/", f"organisations/{cafe.owner.slug}/"]
    for path in [*paths, "services/kahvila/?original=1", "services/", ""]:
        assert reader.get(f"/so/{path}").status_code == 200
    reader.get("/fi/services/kahvila/")
    assert views() == {
        ("service", cafe.pk, "so"): 2,
        ("service", cafe.pk, "fi"): 1,
        ("place", place.pk, "so"): 1,
        ("organisation", cafe.owner.pk, "so"): 1,
    }
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        reader.get("/fi/services/kahvila/")
    views()
    assert dict(ViewCount.objects.filter(language="fi").values_list("day", "views")) == {
        DAY: 1, DAY + timedelta(days=1): 1
    }  # fmt: skip


@pytest.mark.parametrize(
    "headers",
    [
        {"user-agent": "Mozilla/5.0 (compatible; Googlebot/2.1)"},
        {"user-agent": "Mozilla/5.0 HeadlessChrome/120"},
        {"user-agent": "python-requests/2"},
        {"user-agent": ""},
        {"sec-purpose": "prefetch;prerender"},
        {"purpose": "prefetch"},
        {"sec-fetch-mode": "cors"},
    ],
)
def test_what_no_person_opens_is_not_counted(reader, cafe, headers):
    reader.get("/fi/services/kahvila/", headers=headers)
    assert views() == {}


def test_worker_says_that_its_fetches_are_no_visits():
    """Also in a browser that tells no mode."""
    script = offline.worker_source()
    assert 'const AHEAD = { headers: { Purpose: "prefetch" } };' in script
    assert script.count(", AHEAD)") == 2


def test_other_ways_to_ask_are_not_counted(reader, cafe):
    make.make_service(slug="piilo", state="draft")
    reader.head("/fi/services/kahvila/")
    reader.post("/fi/services/kahvila/")
    for path in (
        "services/piilo/",
        "services/no/",
        "services/kahvila/card/",
        "services/kahvila.ics",
    ):
        reader.get(f"/fi/{path}")
    assert views() == {}


def test_who_is_signed_in_is_not_counted(reader, cafe):
    reader.force_login(make.make_member("aino", cafe.owner))
    for path in ("/fi/services/kahvila/", "/staff/preview/services/kahvila/"):
        assert reader.get(path).status_code == 200
    assert views() == {}


@pytest.mark.django_db(transaction=True)  # the version, by which pages are kept, comes at its end
def test_kept_pages_and_those_that_still_stand_are_counted_without_a_query(
    reader, cafe, settings, no_kept_pages
):
    settings.CACHES = {**settings.CACHES, "pages": KEPT}
    caches["pages"].clear()
    etag = reader.get("/fi/services/kahvila/")["ETag"]
    with CaptureQueriesContext(connection) as queries:
        assert reader.get("/fi/services/kahvila/").status_code == 200
        same = reader.get("/fi/services/kahvila/", headers={"if-none-match": etag})
    assert same.status_code == 304
    assert len(queries) == 2  # the version of the content, each time
    assert views() == {("service", cafe.pk, "fi"): 3}


def test_no_query_more_with_the_first_or_the_hundredth_view(reader, cafe):
    numbers = set()
    for _view in range(3):
        with CaptureQueriesContext(connection) as queries:
            reader.get("/fi/services/kahvila/")
        numbers.add(len(queries))
    assert len(numbers) == 1
    with CaptureQueriesContext(connection) as queries:
        counting.held.write()
    assert len([query for query in queries if "INSERT" in query["sql"]]) == 1


def test_two_threads_lose_no_count_and_write_soon_after_the_first():
    told = []
    held = counting.HeldCounts(told.append)
    one, begin = Counted(DAY, "fi", Opened(CountedKind.SERVICE, 1)), Barrier(2)

    def open_often(_thread: int) -> None:
        begin.wait()
        for _view in range(5000):
            held.add(one)

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(open_often, range(2)))
    assert (held.counts[one], len(told)) == (10_000, 1)
    held.write()
    assert ViewCount.objects.get().views == 10_000
    held.add(one)
    assert len(told) == 2


def test_what_another_process_has_written_is_added_to():
    one = Counted(DAY, "fi", Opened(CountedKind.PLACE, 7))
    for number in (2, 3):
        add_counts(counts={one: number})
    assert ViewCount.objects.get().views == 5


@pytest.mark.django_db(transaction=True)
def test_two_processes_that_write_the_same_rows_wait_for_each_other():
    rows = [Counted(DAY, "fi", Opened(CountedKind.PLACE, key)) for key in range(300)]
    begin = Barrier(2)

    def write(order: list[Counted]) -> None:
        try:
            begin.wait()
            for _minute in range(5):
                add_counts(counts=dict.fromkeys(order, 1))
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(write, [rows, rows[::-1]]))
    assert set(ViewCount.objects.values_list("views", flat=True)) == {10}


def test_a_failing_database_costs_the_counts_and_no_page(reader, cafe, monkeypatch, caplog):
    def failing(**_counts):
        raise DatabaseError("gone")

    monkeypatch.setattr(counting, "add_counts", failing)
    assert reader.get("/fi/services/kahvila/").status_code == 200
    counting.held.write()
    assert "The counts of a minute are lost" in caplog.text
    assert not counting.held.counts


def test_no_more_is_held_than_fits(monkeypatch):
    monkeypatch.setattr(counting, "MOST_HELD", 2)
    held = counting.HeldCounts(lambda write: None)
    for key in (1, 2, 3, 1):
        held.add(Counted(DAY, "fi", Opened(CountedKind.SERVICE, key)))
    assert sorted(held.counts.values()) == [1, 2]


def searches() -> list[tuple]:
    counting.held.write()
    names = ("kind", "language", "area", "filters", "with_words", "searches")
    return sorted(EmptySearchCount.objects.values_list(*names))


def test_a_search_that_finds_nothing_is_counted_without_its_words(reader):
    make.make_area(slug="vantaa")
    words = quote("Leena Esimerkki 040 123 4567")
    for path in (
        "services/?area=vantaa&free=on&day=5&day=3",
        "services/?day=3&day=5&free=on&area=vantaa&page=7&near=60.31,25.04&start=9999-99-99",
        f"services/?q={words}&age=1",
        f"places/?q={words}",
        "services/?area=nowhere&language=klingon",  # unknown choices are none
        "services/?category=%00&age=" + "x" * 10_000,
        "services/",
    ):
        assert reader.get(f"/uk/{path}").status_code == 200
    assert searches() == [
        ("place", "uk", "", "", True, 1),
        ("service", "uk", "", "age=1", True, 1),
        ("service", "uk", "vantaa", "day=3&day=5&free=on", False, 2),
    ]


def test_a_search_that_finds_something_is_not_counted(reader, cafe):
    index_now()
    reader.get("/fi/services/?q=palvelu")
    assert searches() == []


def test_made_up_searches_fill_no_database(monkeypatch):
    monkeypatch.setattr(writing, "MOST_SEARCHES_A_DAY", 2)
    for age in ("0", "1", "3", "0"):
        what = FoundNothing.of(CountedKind.SERVICE, {"age": age})
        add_counts(counts={Counted(DAY, "fi", what): 1})
    assert list(
        EmptySearchCount.objects.order_by("filters").values_list("filters", "searches")
    ) == [
        ("age=0", 2),
        ("age=1", 1),
    ]
    assert FoundNothing.of(CountedKind.SERVICE, {"category": "x" * 300}) is None


def test_the_tables_have_no_column_for_a_person():
    assert [field.column for field in ViewCount._meta.fields] == [
        "id", "day", "language", "kind", "listing", "views"
    ]  # fmt: skip
    assert [field.column for field in EmptySearchCount._meta.fields] == [
        "id", "day", "language", "kind", "area", "filters", "with_words", "searches"
    ]  # fmt: skip
    days = {
        model._meta.get_field("day").get_internal_type() for model in (ViewCount, EmptySearchCount)
    }
    assert days == {"DateField"}


def test_counts_are_deleted_after_400_days():
    old, kept = DAY - timedelta(days=400), DAY - timedelta(days=399)
    for day in (old, kept):
        opened = Opened(CountedKind.SERVICE, 1)
        nothing = FoundNothing(CountedKind.SERVICE, "", "age=1", False)
        add_counts(counts={Counted(day, "fi", what): 1 for what in (opened, nothing)})
    call_command("tidy", verbosity=0)
    for model in (ViewCount, EmptySearchCount):
        assert list(model.objects.values_list("day", flat=True)) == [kept]
    assert kept == date(2025, 10, 22)
