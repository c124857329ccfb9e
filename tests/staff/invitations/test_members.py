"""An organisation's people and their roles."""

import pytest
from django.contrib.auth.models import User

from directory.models import Membership
from tests.factories import make_member, make_user
from tests.staff.invitations.people import path

pytestmark = pytest.mark.django_db


def test_the_list_shows_our_own_people_alone(manager, ours, their_rows):
    make_member("aino", ours)
    text = manager.get(path()).content.decode()
    assert "aino@example.fi" in text
    for name in ("cecilia", "daavid", "salainen", "Naapuriseura"):
        assert name not in text


def test_roles_change_and_people_are_removed(manager, ours):
    aino = make_member("aino", ours).memberships.get()
    manager.post(path(rest=f"members/{aino.pk}/role/"), {"role": "manager"})
    assert Membership.objects.get(pk=aino.pk).role == "manager"
    for _again in range(2):
        response = manager.post(path(rest=f"members/{aino.pk}/remove/"))
        assert response["Location"] == path()
    assert list(ours.memberships.values_list("user__username", flat=True)) == ["bertta"]


@pytest.mark.parametrize(
    ("rest", "form"), [("role/", {"role": "editor"}), ("remove/", {}), ("leave", {})]
)
def test_an_organisation_keeps_a_manager(manager, ours, bertta, rest, form):
    make_member("aino", ours)
    own = bertta.memberships.get()
    way = "/staff/account/leave/ours/" if rest == "leave" else path(rest=f"members/{own.pk}/{rest}")
    response = manager.post(way, form, follow=True, HTTP_ACCEPT_LANGUAGE="en")
    assert "the only manager" in response.content.decode()
    assert ours.memberships.get(user=bertta).role == "manager"


def test_a_manager_who_can_no_longer_sign_in_is_none(manager, ours, bertta):
    gone = make_member("gone", ours, "manager")
    User.objects.filter(pk=gone.pk).update(is_active=False)
    manager.post("/staff/account/leave/ours/")
    assert ours.memberships.filter(user=bertta, role="manager").exists()
    manager.post(path(rest=f"members/{gone.memberships.get().pk}/remove/"))
    assert not gone.memberships.exists()


def test_a_manager_leaves_when_there_is_another(manager, ours, bertta):
    make_member("aino", ours, "manager")
    for _again in range(2):
        response = manager.post("/staff/account/leave/ours/")
        assert response["Location"] == "/staff/account/"
    assert not bertta.memberships.exists()
    assert manager.get(path()).status_code == 403


def test_who_gives_the_management_away_is_not_left_at_a_closed_door(manager, ours, bertta):
    make_member("aino", ours, "manager")
    own = bertta.memberships.get()
    response = manager.post(path(rest=f"members/{own.pk}/role/"), {"role": "editor"})
    assert response["Location"] == "/staff/account/"


def test_a_superuser_may_remove_the_last_manager(client, ours, bertta):
    client.force_login(make_user("demo", is_superuser=True))
    client.post(path(rest=f"members/{bertta.memberships.get().pk}/remove/"))
    assert not ours.memberships.exists()
    assert client.get(path()).status_code == 200
