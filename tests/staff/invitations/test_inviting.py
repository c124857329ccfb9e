"""Inviting a colleague by mail."""

import re
from datetime import datetime, timedelta
from unittest import mock

import pytest
import time_machine
from django.contrib.auth import get_user
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client
from django_tasks_db.models import DBTaskResult

from directory.models import Invitation, Membership
from directory.wording import HELSINKI
from tests.factories import make_member, make_user
from tests.staff.invitations.people import NOW, link, path, send
from tests.staff.queue import work

pytestmark = pytest.mark.django_db


def test_an_invitation_brings_a_new_colleague_in(manager, ours):
    response = send(manager, "Uusi@Example.fi", "manager")
    assert response["Location"] == path()
    assert mail.outbox[-1].to == ["uusi@example.fi"]
    newcomer = Client()
    page = newcomer.get(link(), HTTP_ACCEPT_LANGUAGE="fi").content.decode()
    assert "Meidän yhdistys" in page
    assert Membership.objects.count() == 1, "opening the link changes nothing"
    assert newcomer.post(link(), {"who": "me"})["Location"] == "/staff/"
    user = get_user(newcomer)
    assert user.email == "uusi@example.fi"
    assert not user.has_usable_password()
    assert user.emailaddress_set.get().verified
    assert user.memberships.get().role == "manager"
    assert user.memberships.get().organisation == ours


def test_the_mail_is_plain_and_speaks_the_managers_language(manager):
    send(manager)
    message = mail.outbox[-1]
    assert message.content_subtype == "plain"
    assert "Meidän yhdistys" in message.subject
    assert "14 days" in message.body
    assert "bertta" not in message.body


def test_an_invitation_sent_twice_is_one_and_one_mail(manager):
    send(manager)
    send(manager, "UUSI@example.fi")
    assert Invitation.objects.count() == len(mail.outbox) == 1


def test_what_is_said_is_what_was_done(manager):
    with time_machine.travel(NOW, tick=False) as clock:
        for minutes, told in (
            (0, "has been sent to"),
            (4, "has just been sent"),
            (6, "been sent to"),
        ):
            clock.move_to(NOW + timedelta(minutes=minutes))
            send(manager)
            assert told in manager.get(path(), HTTP_ACCEPT_LANGUAGE="en").content.decode()
    assert len(mail.outbox) == 2


def test_the_list_says_the_day_of_sending_and_how_long_the_link_holds(manager):
    with time_machine.travel(datetime(2026, 11, 25, 0, 30, tzinfo=HELSINKI), tick=False):
        send(manager)
        page = manager.get(path(), HTTP_ACCEPT_LANGUAGE="en").content.decode()
    assert "25.11.2026" in page and "24.11.2026" not in page
    assert "The link holds for 14 days." in page


def test_an_invitation_can_be_sent_again_later_and_holds_anew(manager):
    with time_machine.travel(NOW, tick=False) as clock:
        send(manager)
        clock.shift(timedelta(days=13))
        send(manager)
        clock.shift(timedelta(days=13))
        assert Client().get(link()).status_code == 200
    assert Invitation.objects.count() == 1
    assert len(mail.outbox) == 2


def test_the_answer_is_the_same_whether_the_address_has_an_account(manager):
    make_user("known")
    pages = []
    for email in ("known@example.fi", "other@example.fi"):
        response = manager.post(path(), {"email": email, "role": "editor"}, follow=True)
        text = response.content.decode()
        text = re.sub(r'csrfmiddlewaretoken" value="\w+"', "", text)
        pages.append(re.sub(r"invitations/\d+", "", text.replace(email, "ADDRESS")))
        Invitation.objects.all().delete()
    assert pages[0] == pages[1]


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"email": "no-address", "role": "editor"},
        {"email": "x@example.fi", "role": "superuser"},
        {"email": "x@example.fi\x00", "role": "editor"},
        {"email": "x" * 10_000 + "@example.fi", "role": "editor"},
        {"email": "<script>alert(1)</script>@example.fi", "role": "editor"},
        {"email": "bertta@example.fi", "role": "editor"},
    ],
)
def test_a_wrong_invitation_is_explained_beside_the_field(manager, form):
    response = manager.post(path(), form)
    assert response.status_code == 400
    assert "field-error" in response.content.decode()
    assert "<script>alert" not in response.content.decode()
    assert not Invitation.objects.exists()
    assert not mail.outbox


def test_a_mail_that_is_refused_is_tried_again(manager):
    with time_machine.travel(NOW, tick=False) as clock:
        with mock.patch.object(EmailBackend, "send_messages", side_effect=ConnectionRefusedError):
            assert send(manager).status_code == 302
        assert not mail.outbox
        clock.shift(timedelta(minutes=6))
        work()
    assert [message.to for message in mail.outbox] == [["uusi@example.fi"]]
    assert "http://testserver/staff/account/invitation/" in mail.outbox[0].body
    assert "Open this link" in mail.outbox[0].body, "still in the manager's language"


def test_the_queue_holds_no_address_and_no_key(manager):
    form = {"email": "uusi@example.fi", "role": "editor"}
    manager.post(path(), form, HTTP_ACCEPT_LANGUAGE="en")
    invitation = Invitation.objects.get()
    arguments = DBTaskResult.objects.get().args_kwargs["args"]
    assert arguments == [invitation.pk, "http://testserver", "en"]
    manager.post(path(rest=f"invitations/{invitation.pk}/withdraw/"))
    work()
    assert not mail.outbox, "withdrawn meanwhile"


def test_inviting_has_a_limit(manager, settings):
    settings.ACCOUNT_RATE_LIMITS = {"invite": "2/d/key"}
    answers = [send(manager, f"x{number}@example.fi") for number in range(3)]
    assert [answer.status_code for answer in answers] == [302, 302, 400]
    text = answers[-1].content.decode()
    assert "Send more tomorrow." in text
    assert 'value="x2@example.fi"' in text
    assert len(mail.outbox) == 2


def test_the_limit_is_the_organisations(manager, ours, theirs, bertta, settings):
    settings.ACCOUNT_RATE_LIMITS = {"invite": "1/d/key"}
    Membership.objects.create(user=bertta, organisation=theirs, role="manager")
    colleague = Client()
    colleague.force_login(make_member("aino", ours, "manager"))
    assert send(manager).status_code == 302
    assert send(colleague, "toinen@example.fi").status_code == 400
    assert send(manager, slug="theirs").status_code == 302


def test_thirty_a_day_are_allowed(settings):
    assert settings.ACCOUNT_RATE_LIMITS["invite"] == "30/d/key"
