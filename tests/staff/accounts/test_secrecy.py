"""Nothing tells whether an address has an account."""

from collections import Counter

import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.core import mail
from django.test import Client

from tests.factories import make_user
from tests.staff.accounts.ways_in import CODE, CONFIRM, LOGIN, RESET, plain

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("path", "field", "more"),
    [(CODE, "email", {}), (RESET, "email", {}), (LOGIN, "login", {"password": "väärä"})],
)
def test_known_and_unknown_addresses_get_the_same_answer(path, field, more):
    make_user("known", password="oikea")
    addresses = ["known@example.fi", "other@example.fi"]
    answers = []
    for address in addresses:
        client, mails = Client(), len(mail.outbox)
        response = client.post(path, {field: address, **more}, follow=True)
        answers.append(
            (
                response.redirect_chain,
                response.status_code,
                plain(response, *addresses),
                len(mail.outbox) - mails,
            )
        )
    assert answers[0] == answers[1]


def test_wrong_codes_tell_nothing_either():
    make_user("known")
    answers = []
    for address in ("known@example.fi", "other@example.fi"):
        client = Client()
        client.post(CODE, {"email": address})
        tries = [client.post(CONFIRM, {"code": "0000-0000"}, follow=True) for _try in range(4)]
        answers.append(
            [(plain(one, address), one.status_code, one.redirect_chain) for one in tries]
        )
    assert answers[0] == answers[1]


def test_every_address_costs_the_same_reckoning(monkeypatch):
    """The password's slow sum is what a clock could tell apart."""
    make_user("known", password="oikea")
    make_user("invited")
    reckon, counted = PBKDF2PasswordHasher.encode, Counter()

    def count(self, *args, **kwargs):
        counted[name] += 1
        return reckon(self, *args, **kwargs)

    monkeypatch.setattr(PBKDF2PasswordHasher, "encode", count)
    for name in ("known", "invited", "stranger"):
        Client().post(LOGIN, {"login": f"{name}@example.fi", "password": "väärä"})
    assert counted["known"] == counted["invited"] == counted["stranger"] == 1


def test_a_mail_to_a_stranger_speaks_of_no_signing_up(client):
    client.post(CODE, {"email": "stranger@example.fi"}, HTTP_ACCEPT_LANGUAGE="en")
    assert "no account" in mail.outbox[-1].body
    assert "http" not in mail.outbox[-1].body
