"""Public pages are kept until something that they show changes, and never a moment longer."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from datetime import time as clock

import pytest
import time_machine
from django.apps import apps
from django.contrib.auth.models import User
from django.core.cache import caches
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from directory.models import Contact, ContentVersion, Place, ScheduleChange, Slot, SlotVisitor
from directory.wording import HELSINKI
from tests.factories import (
    make_area,
    make_break_calendar,
    make_category,
    make_organisation,
    make_place,
    make_service,
    make_slot,
)

NOW = datetime(2026, 11, 25, 8, 30, 20, tzinfo=HELSINKI)
NOT_SHOWN = {
    "directory_contentrenewal", "directory_contentversion", "directory_emptysearchcount",
    "directory_invitation", "directory_viewcount",
    "directory_mailchoice", "directory_membership", "directory_reminder", "directory_report",
    "directory_searchposting", "directory_searchstale", "directory_searchword",
    "directory_unmetneed",
    "meetings_meetinginvitation", "meetings_offer",
}  # fmt: skip
KEPT = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "pages-in-tests"}

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def kept_pages(settings, no_kept_pages) -> Iterator[None]:
    settings.CACHES = {**settings.CACHES, "pages": KEPT}
    with time_machine.travel(NOW, tick=False):
        caches["pages"].clear()
        yield


@pytest.fixture
def place() -> Place:
    return make_place(name="Tupa", slug="tupa")


def version() -> str:
    return str(ContentVersion.objects.get())


def queries_of(client: Client, path: str, **headers: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        client.get(path, headers=headers)
    return len(queries)


def test_a_known_page_costs_one_query(client, place) -> None:
    first = client.get("/fi/places/tupa/")
    assert queries_of(client, "/fi/places/tupa/") == 1
    assert client.get("/fi/places/tupa/").content == first.content


def test_an_edit_shows_on_the_next_request(client, place) -> None:
    for _visit in range(2):
        assert "Tupa" in client.get("/fi/places/tupa/").text
    Place.objects.update(name="Talo")
    assert "Talo" in client.get("/fi/places/tupa/").text
    assert "Talo" in client.get("/sv/places/").text


def test_an_edit_that_is_not_committed_is_seen_by_nobody_else(client, place) -> None:
    before = version()
    with ThreadPoolExecutor(1) as visitor, transaction.atomic():
        Place.objects.update(name="Talo")
        seen = visitor.submit(visit, "/fi/places/tupa/").result()
        transaction.set_rollback(True)
    assert "Tupa" in seen
    assert version() == before
    assert "Tupa" in client.get("/fi/places/tupa/").text


def visit(path: str) -> str:
    """By a connection of its own, as another thread has."""
    try:
        return Client().get(path).text
    finally:
        connection.close()


def test_the_clock_makes_another_page_each_minute(client, place) -> None:
    make_slot(place=place, weekdays=[3], start=clock(8), end=clock(8, 31))
    assert "Avoinna nyt" in client.get("/fi/places/tupa/").text
    with time_machine.travel(NOW + timedelta(minutes=1), tick=False):
        assert "Avoinna nyt" not in client.get("/fi/places/tupa/").text


def test_every_table_that_families_see_renews_the_version() -> None:
    history = {model._meta.db_table for model in apps.get_models() if hasattr(model, "pgh_id")}
    history |= {m._meta.db_table for m in apps.get_models() if m.__name__.endswith("Event")}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            " WHERE t.tgname LIKE 'pgtrigger_ask_for_renewal%'"
        )
        watched = {name for (name,) in cursor.fetchall()}
        cursor.execute("SELECT tablename FROM pg_tables WHERE tablename ~ '^(directory|meetings)_'")
        tables = {name for (name,) in cursor.fetchall()}
    assert tables - history - NOT_SHOWN == watched


def edits() -> Iterator[tuple[str, Callable[[], object]]]:
    area, organisation, category = make_area(), make_organisation(), make_category()
    service, place = make_service(), make_place()
    slot = make_slot(service=service, place=place)
    calendar = make_break_calendar()
    yield "ties", lambda: service.categories.add(category)
    yield "areas", lambda: service.areas.add(area)
    yield "partners", lambda: place.partners.add(organisation)
    yield "organisers", lambda: slot.organisers.add(organisation)
    yield "removal", lambda: slot.organisers.clear()
    yield (
        "break",
        lambda: calendar.periods.create(
            kind="autumn", first=date(2027, 10, 11), last=date(2027, 10, 17)
        ),
    )
    yield "contact", lambda: Contact.objects.create(kind="phone", value="0199 100", place=place)
    yield (
        "change",
        lambda: ScheduleChange.objects.create(
            slot=slot, kind="cancelled", first=date(2026, 11, 25), last=date(2026, 11, 25)
        ),
    )
    yield "undo", lambda: ScheduleChange.objects.all().delete()
    yield "visitor", lambda: SlotVisitor.objects.create(slot=slot, role="midwife")
    yield "many at once", lambda: Slot.objects.update(room="Sali")
    yield "by hand in SQL", lambda: connection.cursor().execute("UPDATE directory_area SET code=''")


def test_each_way_of_editing_renews_the_version() -> None:
    for name, edit in edits():
        before = version()
        edit()
        assert version() != before, name


def writes_of_version() -> int:
    """By this connection; some of earlier transactions may still be among them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_stat_get_xact_tuples_updated(oid) + pg_stat_get_xact_tuples_inserted(oid)"
            " FROM pg_class WHERE relname = 'directory_contentversion'"
        )
        return cursor.fetchone()[0]


def test_a_transaction_writes_the_version_once_however_many_rows_it_edits() -> None:
    with connection.cursor() as cursor, transaction.atomic():
        before = writes_of_version()
        for _row in range(3):
            make_category()
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # as at its end
        assert writes_of_version() == before + 1


def test_an_unchanged_page_is_not_sent_again(client, place) -> None:
    client.get("/fi/places/tupa/")
    first = client.get("/fi/places/tupa/")
    tag = {"if-none-match": first["ETag"]}
    again = client.get("/fi/places/tupa/", headers=tag)
    assert (again.status_code, again.content) == (304, b"")
    with time_machine.travel(NOW + timedelta(hours=2), tick=False):
        assert client.get("/fi/places/tupa/", headers=tag).status_code == 304
    Place.objects.update(name="Talo")
    assert client.get("/fi/places/tupa/", headers=tag).status_code == 200


def test_the_time_of_change_answers_clients_without_tags(client, place) -> None:
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        first = client.get("/fi/places/tupa/")
        since = {"if-modified-since": first["Last-Modified"]}
        assert client.get("/fi/places/tupa/", headers=since).status_code == 304
    with time_machine.travel(NOW + timedelta(days=1, minutes=1), tick=False):
        assert client.get("/fi/places/tupa/", headers=since).status_code == 200


def test_within_the_second_of_an_edit_no_time_is_promised(client, place) -> None:
    changed = ContentVersion.objects.get().changed_at
    with time_machine.travel(changed + timedelta(milliseconds=500), tick=False):
        assert "Last-Modified" not in client.get("/fi/places/tupa/")


def test_a_packed_page_has_the_same_content_as_a_plain_one(client, place) -> None:
    packed = client.get("/fi/places/tupa/", headers={"accept-encoding": "gzip"})
    plain = client.get("/fi/places/tupa/")
    assert packed["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain
    assert packed["ETag"].removeprefix("W/") == plain["ETag"]


def test_the_chosen_language_is_remembered_for_a_kept_page_too(client, place) -> None:
    client.get("/fi/places/tupa/")
    for _visitor in range(2):
        assert "language" in Client().get("/fi/places/tupa/?chosen=1").cookies


def test_who_is_signed_in_gets_pages_of_their_own_that_nobody_keeps(client, place) -> None:
    client.force_login(User.objects.create(username="aino"))
    response = client.get("/fi/places/tupa/")
    assert "no-store" in response["Cache-Control"]
    assert queries_of(client, "/fi/places/tupa/") > 1
    assert "no-store" in client.get("/staff/admin/login/")["Cache-Control"]


def test_a_missing_page_is_not_kept(client, place) -> None:
    assert client.get("/fi/places/talo/").status_code == 404
    make_place(slug="talo")
    assert client.get("/fi/places/talo/").status_code == 200


def test_an_unknown_host_is_refused(client, place) -> None:
    assert client.get("/fi/", headers={"host": "elsewhere.example"}).status_code == 400
    assert client.get("/fi/places/tupa/").status_code == 200


def test_the_demo_flushed_and_loaded_again_is_another_version(place) -> None:
    before = version()
    call_command("flush", interactive=False, verbosity=0)
    make_area()
    assert version() != before
