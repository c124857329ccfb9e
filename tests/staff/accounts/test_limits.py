"""Attempts are counted, and hostile input breaks no page."""

import pytest
from django.core import mail
from django.db import connection
from django.test import Client

from tests.factories import make_user
from tests.staff.accounts.ways_in import CODE, HOSTILE, LOGIN, RESET, is_signed_in

pytestmark = pytest.mark.django_db


def test_asking_for_codes_has_a_limit_for_an_address():
    for _browser in range(5):
        Client().post(CODE, {"email": "aino@example.fi"})
    assert len(mail.outbox) == 3


def test_wrong_passwords_have_a_limit(client):
    make_user("aino", password="oikea salasana")
    form = {"login": "aino@example.fi", "password": "väärä"}
    for _time in range(5):
        client.post(LOGIN, form)
    client.post(LOGIN, {**form, "password": "oikea salasana"})
    assert not is_signed_in(client)


def test_limits_are_counted_where_every_process_sees_them(client):
    client.post(CODE, {"email": "aino@example.fi"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM shared_cache WHERE cache_key LIKE '%request_login%'")
        assert cursor.fetchone()[0] > 0


def test_behind_a_proxy_the_visitors_own_address_counts(settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}

    def status(forwarded: str) -> int:
        form = {"login": "aino@example.fi", "password": "väärä"}
        return Client().post(LOGIN, form, HTTP_X_FORWARDED_FOR=forwarded).status_code

    assert status("192.0.2.1") == 200
    assert status("192.0.2.2") == 200
    assert status("198.51.100.9, 192.0.2.1") == 429, "the first part can be made up"


def test_too_many_attempts_are_explained(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "0/m/ip"}
    response = client.post(LOGIN, {}, HTTP_ACCEPT_LANGUAGE="en")
    assert response.status_code == 429
    assert "Too many attempts" in response.content.decode()


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_input_breaks_no_page_of_the_account(client, settings, text):
    settings.ACCOUNT_RATE_LIMITS = False
    paths = [LOGIN, CODE, RESET, "/staff/account/again/", "/staff/account/invitation/x/"]
    paths += ["/staff/account/password/reset/key/x-y/", "/staff/account/oidc/x/login/"]
    names = ("login", "password", "email", "code", "next", "credential", "organisation")
    form = dict.fromkeys(names, text)
    for path in [*paths, "/staff/account/2fa/webauthn/login/", "/staff/organisation/"]:
        for response in (client.get(path, form), client.post(path, form)):
            assert response.status_code < 500, path
            assert "<script>alert" not in response.content.decode()
