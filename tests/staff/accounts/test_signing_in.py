"""A code by mail, a password, and no signing up."""

import pytest
from django.contrib.auth import get_user
from django.contrib.auth.models import User
from django.core import mail

from tests.factories import make_member, make_organisation, make_user
from tests.staff.accounts.ways_in import CODE, CONFIRM, LOGIN, code_in_mail, is_signed_in

pytestmark = pytest.mark.django_db


def test_the_code_is_the_first_way_and_nobody_is_asked_to_sign_up(client):
    text = client.get(LOGIN, HTTP_ACCEPT_LANGUAGE="en").content.decode()
    ways = ("Send me a code", "Sign in with a passkey", "Sign in with a password")
    places = [text.index(words) for words in ways]
    assert places == sorted(places)
    assert "signup" not in text
    assert "oidc" not in text


def test_a_code_by_mail_signs_in(client):
    user = make_member("aino", make_organisation())
    client.post(CODE, {"email": "aino@example.fi"})
    assert mail.outbox[-1].to == ["aino@example.fi"]
    response = client.post(CONFIRM, {"code": code_in_mail()})
    assert response["Location"] == "/staff/"
    assert get_user(client) == user


def test_who_is_in_no_organisation_comes_to_a_page_that_says_so(client):
    make_user("eeva")
    client.post(CODE, {"email": "eeva@example.fi"})
    assert client.post(CONFIRM, {"code": code_in_mail()})["Location"] == "/staff/account/"
    page = client.get("/staff/account/", HTTP_ACCEPT_LANGUAGE="en").content.decode()
    assert "You are in no organisation yet." in page


def test_who_keeps_the_site_is_not_told_to_ask_a_manager(client):
    client.force_login(make_user("demo", is_superuser=True))
    page = client.get("/staff/account/", HTTP_ACCEPT_LANGUAGE="en").content.decode()
    assert "You are in no organisation yet." not in page
    assert "you see and edit all organisations" in page


def test_a_wrong_code_is_refused_and_three_end_it(client):
    make_user("aino")
    client.post(CODE, {"email": "aino@example.fi"})
    for _attempt in range(3):
        client.post(CONFIRM, {"code": "0000-0000"})
    client.post(CONFIRM, {"code": code_in_mail()})
    assert not is_signed_in(client)


def test_a_password_signs_in(client):
    make_user("aino", password="pitkä salasana")
    client.post(LOGIN, {"login": "aino@example.fi", "password": "pitkä salasana"})
    assert is_signed_in(client)


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_allauths_own_messages_are_translated(client, language):
    make_user("aino", password="pitkä salasana")
    form = {"login": "aino@example.fi", "password": "väärä"}
    english = "The email address and/or password you specified are not correct."
    response = client.post(LOGIN, form, HTTP_ACCEPT_LANGUAGE=language)
    assert "error-summary" in response.content.decode()
    assert english not in response.content.decode()


def test_nobody_makes_an_account_by_themselves(client):
    form = {"email": "new@example.fi", "password1": "pitkä salasana 1"}
    for path in ("/staff/account/signup/", "/staff/account/3rdparty/signup/"):
        client.post(path, form)
    assert not User.objects.exists()


def test_next_leads_only_inside(client):
    make_user("aino")
    client.post(f"{CODE}?next=https://elsewhere.example.org/", {"email": "aino@example.fi"})
    path = f"{CONFIRM}?next=https://elsewhere.example.org/"
    assert client.post(path, {"code": code_in_mail()})["Location"] == "/staff/account/"
