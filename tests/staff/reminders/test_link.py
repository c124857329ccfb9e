"""The mail's link confirms without a password."""

from datetime import timedelta

import pytest
from django.test import Client

from directory.models import Membership, Slot
from tests import factories as make
from tests.staff.reminders.letters import ANCIENT, NOW, OLD, TODAY, sent_link

pytestmark = pytest.mark.django_db


def test_the_link_shows_and_confirms_without_a_password(aino, cafe, old_slot):
    other = make.make_slot(service=cafe, place=make.make_place(), confirmed_on=OLD)
    path = sent_link()
    visitor = Client(headers={"accept-language": "en"})
    page = visitor.get(path)
    assert page.status_code == 200
    assert page["Cache-Control"] == "no-store, private"
    assert "Vauvakahvila" in page.content.decode()
    for method in (visitor.get, visitor.head):
        method(path, {"row": f"slot-{old_slot.pk}"})
    assert set(Slot.objects.values_list("confirmed_on", flat=True)) == {OLD}, "reading does not"
    assert visitor.post(path, {"row": f"slot-{old_slot.pk}"})["Location"] == path
    old_slot.refresh_from_db()
    other.refresh_from_db()
    assert (old_slot.confirmed_on, other.confirmed_on) == (TODAY, OLD)
    visitor.post(path, {"row": [f"slot-{old_slot.pk}", f"slot-{other.pk}"]})
    assert "All is confirmed" in visitor.get(path).content.decode()
    assert visitor.get("/staff/").status_code == 302, "it opens nothing else"


def test_confirming_by_link_is_in_the_history_without_the_key(aino, old_slot):
    path = sent_link()
    Client().post(path, {"row": f"slot-{old_slot.pk}"})
    event = Slot.pgh_event_model.objects.filter(pgh_obj_id=old_slot.pk).latest("pgh_id")
    assert event.confirmed_on == TODAY
    assert event.pgh_context.metadata == {"user": aino.pk, "url": "mail"}


def test_a_link_confirms_only_its_organisations_rows(aino, old_slot, their_slot):
    path = sent_link()
    theirs = [f"slot-{their_slot.pk}", f"service-{their_slot.service_id}"]
    assert Client().post(path, {"row": theirs}).status_code == 403
    assert (
        Client()
        .post(path, {"row": ["slot-", "x", "\x00", "slot-²", "slot-" + "9" * 40]})
        .status_code
        == 403
    )
    Client().post(path, {"row": [*theirs, f"slot-{old_slot.pk}"]})
    their_slot.refresh_from_db()
    their_slot.service.refresh_from_db()
    assert (their_slot.confirmed_on, their_slot.service.confirmed_on) == (OLD, ANCIENT)
    old_slot.refresh_from_db()
    assert old_slot.confirmed_on == TODAY


def test_a_link_ends_after_two_weeks_and_when_the_member_leaves(aino, old_slot, frozen):
    path = sent_link()
    frozen.move_to(NOW + timedelta(days=13, hours=23))
    assert Client().get(path).status_code == 200
    frozen.move_to(NOW + timedelta(days=14, minutes=1))
    assert Client().get(path).status_code == 410
    assert Client().post(path, {"row": f"slot-{old_slot.pk}"}).status_code == 410
    frozen.move_to(NOW)
    Membership.objects.all().delete()
    assert Client().post(path, {"row": f"slot-{old_slot.pk}"}).status_code == 410
    old_slot.refresh_from_db()
    assert old_slot.confirmed_on == OLD


@pytest.mark.parametrize("token", ["x", "1:2:3", "é", "a" * 5000, "%00"])
def test_a_link_that_is_not_ours_is_closed_kindly(token):
    response = Client(headers={"accept-language": "en"}).get(f"/staff/confirm/{token}/")
    assert response.status_code == 410
    assert "no longer holds" in response.content.decode()


def test_a_link_needs_the_forms_token(aino, old_slot):
    path = sent_link()
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(path, {"row": f"slot-{old_slot.pk}"}).status_code == 403
    old_slot.refresh_from_db()
    assert old_slot.confirmed_on == OLD
