"""Who may not see or touch an organisation's people."""

import pytest
from django.core import mail
from django.test import Client

from directory.models import Invitation, Membership
from tests.factories import make_member, make_user
from tests.staff.invitations.people import path

pytestmark = pytest.mark.django_db


def doors(slug: str, rows) -> list[tuple[str, dict[str, str]]]:
    """Every way to write, with what would be accepted from a manager."""
    invitation = rows["invitation"].pk
    return [
        (path(slug), {"email": "x@example.fi", "role": "manager"}),
        (path(slug, f"members/{rows['editor'].pk}/role/"), {"role": "manager"}),
        (path(slug, f"members/{rows['editor'].pk}/remove/"), {}),
        (path(slug, f"invitations/{invitation}/withdraw/"), {}),
    ]


def rows_now() -> list:
    members = Membership.objects.order_by("pk").values_list("user", "organisation", "role")
    return [*members, *Invitation.objects.order_by("pk").values_list("organisation", "email")]


@pytest.mark.parametrize(
    ("person", "status"),
    [("stranger", 302), ("reader", 403), ("other manager", 403), ("their editor", 403)],
)
def test_only_its_managers_see_or_touch_an_organisations_people(
    client, ours, their_rows, person, status
):
    cast = {
        "reader": lambda: make_user("eeva"),
        "other manager": lambda: make_member("bertta", ours, "manager"),
        "their editor": lambda: their_rows["editor"].user,
    }
    if person in cast:
        client.force_login(cast[person]())
    before = rows_now()
    response = client.get(path("theirs"))
    assert response.status_code == status
    assert "salainen" not in response.content.decode()
    for way, form in doors("theirs", their_rows):
        assert client.post(way, form).status_code == status, way
    assert rows_now() == before
    assert not mail.outbox


def test_other_organisations_ids_under_our_own_name_do_nothing(manager, their_rows):
    before = rows_now()
    for way, form in doors("ours", their_rows)[1:]:
        assert manager.post(way, form).status_code in (302, 404), way
    assert rows_now() == before


def test_reading_changes_nothing_and_a_form_needs_its_token(bertta, ours):
    client = Client(enforce_csrf_checks=True)
    client.force_login(bertta)
    own = bertta.memberships.get().pk
    for rest in (f"members/{own}/role/", f"members/{own}/remove/", "invitations/1/withdraw/"):
        assert client.get(path(rest=rest)).status_code == 405
        assert client.post(path(rest=rest)).status_code == 403
    assert client.get("/staff/account/leave/ours/").status_code == 405
    assert client.post(path(), {"email": "x@example.fi", "role": "editor"}).status_code == 403
    assert not Invitation.objects.exists()
