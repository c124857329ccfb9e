"""The desk's pages of what is stale."""

from datetime import date

import pytest
from django.test import Client

from directory.actions.reminders import remind_all
from directory.models import Slot
from directory.queries.staleness import tallies
from tests import factories as make
from tests.staff.reminders.letters import ANCIENT, NOW, OLD, TODAY

pytestmark = pytest.mark.django_db


def test_the_desk_confirms_one_and_all(client, aino, cafe, old_slot):
    client.force_login(aino)
    place = make.make_place(owner=aino.memberships.get().organisation, confirmed_on=ANCIENT)
    page = client.get("/staff/stale/").content.decode()
    assert "Vauvakahvila" in page
    assert f"/staff/places/{place.slug}/edit/" in page and "/staff/admin/" not in page
    client.post("/staff/stale/", {"row": f"place-{place.pk}"})
    place.refresh_from_db()
    old_slot.refresh_from_db()
    assert (place.confirmed_on, old_slot.confirmed_on) == (TODAY, OLD)
    client.post("/staff/stale/", {"row": [f"place-{place.pk}", f"slot-{old_slot.pk}"]})
    old_slot.refresh_from_db()
    assert old_slot.confirmed_on == TODAY
    events = Slot.pgh_event_model.objects.filter(pgh_obj_id=old_slot.pk).count()
    for _again in range(2):
        repeated = client.post("/staff/stale/", {"row": f"slot-{old_slot.pk}"})
        assert repeated.status_code == 302
    assert Slot.pgh_event_model.objects.filter(pgh_obj_id=old_slot.pk).count() == events


def test_the_desk_confirms_no_other_organisations_rows(client, aino, old_slot, their_slot):
    client.force_login(aino)
    page = client.get("/staff/stale/").content.decode()
    assert "Naapuri" not in page
    assert client.post("/staff/stale/", {"row": f"slot-{their_slot.pk}"}).status_code == 403
    assert client.get("/staff/stale/?organisation=theirs").status_code == 403
    asked = {"row": f"slot-{their_slot.pk}"}
    assert client.post("/staff/stale/?organisation=theirs", asked).status_code == 403
    their_slot.refresh_from_db()
    assert their_slot.confirmed_on == OLD


def test_strangers_sign_in_and_readers_are_refused(client, old_slot):
    for path in ("/staff/stale/", "/staff/stale/site/"):
        assert client.get(path).status_code == 302
        assert Client().post(path).status_code in (302, 403)
    client.force_login(make.make_user("cecilia"))
    for path in ("/staff/stale/", "/staff/stale/site/"):
        assert client.get(path).status_code == 403


def test_the_sites_page_counts_by_organisation_the_oldest_first(client, aino, old_slot, their_slot):
    make.make_place(owner=aino.memberships.get().organisation, confirmed_on=date(2026, 4, 1))
    remind_all(now=NOW)
    found = tallies("fi", TODAY)
    assert [(str(one.name), one.slots, one.listings, one.oldest) for one in found] == [
        ("Naapuriseura", 1, 1, ANCIENT),
        ("Meidän yhdistys", 1, 1, date(2026, 4, 1)),
    ]
    assert [one.organisation.people for one in found] == [0, 1]
    client.force_login(aino)
    assert client.get("/staff/stale/site/").status_code == 403
    client.force_login(make.make_user("demo", is_superuser=True))
    page = client.get("/staff/stale/site/").content.decode()
    assert "/staff/stale/?organisation=theirs" in page
    assert client.get("/staff/stale/?organisation=theirs").status_code == 200
