"""The entries: their order, their addresses and pages, and what is undone from them."""

import re
from datetime import timedelta

import pghistory
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from directory.models import Service
from directory.queries.history import entries, moments
from tests import factories as make
from tests.staff.history.pages import address, listed, rename, restore

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "path",
    [
        "service/999999/",
        "nothing/1/",
        f"service/{2**63}/",
        "service/{pk}/0/",
        f"service/{{pk}}/{10**30}/",
    ],
)
def test_what_is_not_there_is_404(cast, path):
    assert cast.aino.get("/staff/history/" + path.format(pk=cast.cafe.pk)).status_code == 404


def test_pages_are_bounded_and_hostile_pages_answer(cast, django_assert_max_num_queries):
    def queries() -> int:
        with django_assert_max_num_queries(45) as found:
            assert cast.aino.get(address(cast.cafe)).status_code == 200
        return len(found)

    rename(cast.cafe, "Nimi 0", cast.aino_user)
    few = queries()
    for number in range(1, 21):
        rename(cast.cafe, f"Nimi {number}", cast.aino_user)
    assert queries() <= few + 1
    for page in ("2", "9999", "-1", "x", "%00"):
        assert cast.aino.get(f"{address(cast.cafe)}?page={page}").status_code == 200


def test_a_cancellation_is_undone_from_the_history(cast):
    with pghistory.context(user=cast.aino_user.pk):
        make.make_change(slot=cast.slot, reason="illness")
    page = cast.aino.get(address(cast.slot)).content.decode()
    key = re.search(r'name="history" value="([0-9a-f-]+)"', page)[1]
    cast.aino.post(reverse("undo"), {"history": key})
    assert not cast.slot.changes.exists()


def test_one_listing_of_many_that_one_action_closed_is_not_undone_alone(cast):
    """Undoing takes back the whole action; in one place's history nobody sees the others."""
    other = make.make_place(owner=cast.b)
    with pghistory.context(user=cast.bertta_user.pk):
        for place in (cast.place, other):
            make.make_change(slot=None, place=place, reason="illness")
    assert not listed(cast.place)[0].can_undo
    assert 'name="history"' not in cast.bertta.get(address(cast.place)).content.decode()
    with pghistory.context(user=cast.bertta_user.pk):
        make.make_change(slot=None, place=other, reason="weather")
    assert listed(other)[0].can_undo and not listed(other)[1].can_undo


def written_late(service, name, at):
    """As by a transaction that began long before it wrote."""
    Service.objects.filter(pk=service.pk).update(name_fi=name)
    events = Service.pgh_event_model.objects.filter(pgh_obj_id=service.pk)
    events.filter(pk=events.latest("pgh_id").pk).update(pgh_created_at=at)


def test_what_a_long_transaction_wrote_last_is_last(cast):
    began = listed(cast.cafe)[0].at + timedelta(microseconds=1)
    rename(cast.cafe, "Ainon", cast.aino_user)
    written_late(cast.cafe, "Tuotu", began)
    late, aino = listed(cast.cafe)[:2]
    assert [step.after["name_fi"] for step in late.steps] == ["Tuotu"]
    shown = cast.aino.get(address(cast.cafe)).context["entries"]
    assert [one.is_current for one in shown[:2]] == [True, False]
    assert restore(cast.aino, cast.cafe, aino).status_code == 302
    assert Service.objects.get(pk=cast.cafe.pk).name_fi == "Ainon"
    assert restore(cast.aino, cast.cafe, late).status_code == 302
    assert Service.objects.get(pk=cast.cafe.pk).name_fi == "Tuotu"


def test_a_time_that_was_never_written_is_404(cast):
    last_day = 253_402_300_799_000_000
    for moment in (1, listed(cast.cafe)[0].moment + 1, last_day):
        path = f"{address(cast.cafe)}{moment}/"
        assert cast.aino.get(path).status_code == 404
        assert cast.aino.post(path, {"seen": "x"}).status_code == 404


def test_what_was_before_is_looked_for_among_the_listings_own_events(cast):
    rename(cast.cafe, "Muuta", cast.aino_user)
    found = moments(cast.cafe)
    with CaptureQueriesContext(connection) as queries:
        entries(cast.cafe, found)
    (sql,) = [one["sql"] for one in queries if '"directory_serviceevent" U0' in one["sql"]]
    assert f'U0."pgh_obj_id" = {cast.cafe.pk}' in sql
