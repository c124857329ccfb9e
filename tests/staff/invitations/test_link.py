"""The link of an invitation, and who may use it."""

import re
from datetime import datetime, timedelta

import pytest
import time_machine
from django.contrib.auth import get_user
from django.contrib.auth.models import User
from django.core import signing
from django.test import Client

from directory.models import Invitation, Membership
from directory.wording import HELSINKI
from tests.factories import make_user
from tests.staff.invitations.people import NOW, link, path, send

pytestmark = pytest.mark.django_db


def said(response) -> str:
    return re.search(r"<h1>(.*?)</h1>", response.content.decode())[1]


def test_a_used_link_says_so_and_adds_nobody(invited):
    Client().post(invited)
    for response in (
        Client().get(invited, HTTP_ACCEPT_LANGUAGE="en"),
        Client().post(invited, HTTP_ACCEPT_LANGUAGE="en"),
    ):
        assert response.status_code == 410
        assert said(response) == "This invitation has been used"
    assert User.objects.count() == 2


def test_who_has_joined_and_presses_again_goes_on(invited):
    newcomer = Client()
    newcomer.post(invited)
    assert newcomer.post(invited)["Location"] == "/staff/"
    assert Membership.objects.count() == 2


def test_an_old_link_says_so(manager):
    with time_machine.travel(NOW, tick=False) as clock:
        send(manager)
        clock.shift(timedelta(days=14, minutes=1))
        response = Client().post(link(), HTTP_ACCEPT_LANGUAGE="en")
    assert response.status_code == 410
    assert said(response) == "This invitation is too old"
    assert User.objects.count() == 1


def test_a_withdrawn_link_says_so(manager, invited):
    manager.post(path(rest=f"invitations/{Invitation.objects.get().pk}/withdraw/"))
    assert Client().post(invited).status_code == 410
    assert User.objects.count() == 1


@pytest.mark.parametrize("spoil", [lambda token: token[:-2], lambda token: "1" + token])
def test_a_broken_link_opens_nothing(invited, spoil):
    token = invited.rstrip("/").rpartition("/")[2]
    response = Client().post(f"/staff/account/invitation/{spoil(token)}/")
    assert response.status_code == 410
    assert User.objects.count() == 1


def test_a_key_signed_for_something_else_opens_nothing(invited):
    token = signing.dumps(Invitation.objects.get().pk)
    assert Client().get(f"/staff/account/invitation/{token}/").status_code == 410


def test_the_link_is_no_key_to_an_account_that_is_there(invited, ours):
    user = make_user("uusi")
    client = Client()
    response = client.post(invited)
    assert response["Location"].startswith("/staff/account/login/?next=/staff/account/invitation/")
    assert get_user(client).is_anonymous
    client.force_login(user)
    assert client.post(invited)["Location"] == "/staff/"
    assert ours.memberships.filter(user=user).exists()


def test_who_is_signed_in_as_somebody_else_is_asked_which(invited, ours):
    eeva = make_user("eeva")
    client = Client()
    client.force_login(eeva)
    page = client.get(invited, HTTP_ACCEPT_LANGUAGE="en").content.decode()
    ways = ("Sign out and join as uusi@example.fi", "Join as eeva@example.fi")
    places = [page.index(words) for words in ways]
    assert places == sorted(places)
    assert client.post(invited, {"who": "other"})["Location"] == invited
    assert get_user(client).is_anonymous
    assert not ours.memberships.filter(user=eeva).exists()
    client.post(invited, {"who": "me"})
    assert get_user(client).email == "uusi@example.fi"


def test_joining_with_the_account_one_is_signed_in_to(invited, ours):
    eeva = make_user("eeva")
    client = Client()
    client.force_login(eeva)
    client.post(invited, {"who": "me"})
    assert ours.memberships.get(user=eeva).role == "editor"
    assert User.objects.count() == 2


def test_who_is_in_already_leaves_the_invitation_to_the_one_invited(manager, invited, ours):
    page = manager.get(invited, HTTP_ACCEPT_LANGUAGE="en").content.decode()
    assert "bertta@example.fi is in Meidän yhdistys already." in page
    assert "Join as bertta" not in page
    assert manager.post(invited, {"who": "me"})["Location"] == invited
    assert Invitation.objects.get().accepted_at is None
    assert manager.post(invited, {"who": "other"})["Location"] == invited
    manager.post(invited, {"who": "me"})
    assert ours.memberships.filter(user__email="uusi@example.fi").exists()


def test_an_invitation_never_takes_a_role_away(manager, ours, bertta):
    invitation = Invitation.objects.create(
        organisation=ours, email="other@example.fi", created_at=datetime.now(tz=HELSINKI)
    )
    token = signing.dumps(invitation.pk, salt="directory.invitation")
    manager.post(f"/staff/account/invitation/{token}/", {"who": "me"})
    assert ours.memberships.get(user=bertta).role == "manager"
