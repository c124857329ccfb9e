"""Typed text outlives the session, for its own writer alone; what is refused says why."""

import re

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.test import Client

from directory.models import Invitation, Organisation
from tests.factories import make_member, make_organisation, make_user
from tests.staff.queue import work

pytestmark = pytest.mark.django_db

LOGIN = "/staff/account/login/"
HERE = "http://testserver"


@pytest.fixture
def members_path() -> str:
    return f"/staff/organisations/{make_organisation().slug}/members/"


def test_what_was_typed_comes_back_after_the_session_has_ended(client, members_path):
    form = {"email": "x@example.fi", "note": 'a "b"\n<i>', "old_password": "salainen"}
    response = client.post(members_path, form, HTTP_ORIGIN=HERE)
    text = response.content.decode()
    assert response.status_code == 403
    assert f'action="{members_path}"' in text
    assert 'name="note" value="a &quot;b&quot;\n&lt;i&gt;"' in text
    assert "salainen" not in text


def kept_fields(response) -> dict[str, str]:
    text = response.content.decode()
    return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', text))


@pytest.fixture
def left_by_bertta(client, members_path):
    """The page that a form of Bertta's brought after her session had ended."""
    slug = members_path.split("/")[3]
    bertta = make_member("bertta", Organisation.objects.get(slug=slug), "manager")
    client.force_login(bertta)
    client.get(members_path)
    del client.cookies["sessionid"]
    form = {"email": "x@example.fi", "role": "editor"}
    return client.post(members_path, form, HTTP_ORIGIN=HERE)


def typist_of(client: Client) -> str:
    page = client.get("/staff/account/again/").content.decode()
    return re.search(r'data-typist="(\w*)"', page)[1]


def test_what_was_typed_waits_for_who_typed_it(client, members_path, left_by_bertta):
    assert "data-kept-form" in left_by_bertta.content.decode()
    fields = kept_fields(left_by_bertta)
    assert typist_of(client) == ""
    client.force_login(User.objects.get(username="bertta"))
    assert typist_of(client) == fields["kept_for"]
    assert client.post(members_path, fields, HTTP_ORIGIN=HERE).status_code == 302
    assert Invitation.objects.get().email == "x@example.fi"


def test_the_next_in_the_same_browser_is_offered_nothing(client, members_path, left_by_bertta):
    fields = kept_fields(left_by_bertta)
    client.force_login(make_user("demo", is_superuser=True))
    assert typist_of(client) not in ("", fields["kept_for"])
    response = client.post(members_path, fields, HTTP_ORIGIN=HERE)
    assert response["Location"] == "/staff/"
    assert not Invitation.objects.exists()
    del client.cookies["sessionid"]
    again = kept_fields(client.post(members_path, fields, HTTP_ORIGIN=HERE))
    assert again["kept_for"] == fields["kept_for"], "still Bertta's"


def test_what_nobody_is_known_to_have_typed_stays_in_its_tab(client, members_path):
    response = client.post(members_path, {"email": "x@example.fi"}, HTTP_ORIGIN=HERE)
    assert "data-kept-form" not in response.content.decode()
    assert kept_fields(response)["email"] == "x@example.fi"


def test_the_name_of_the_last_in_the_browser_is_for_the_desk_alone(client):
    user = make_user("aino")
    client.force_login(user)
    cookie = client.get("/staff/account/").cookies["typist"]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/staff/", True, "Lax")
    assert re.fullmatch(r"[0-9a-f]{64}", cookie.value)
    assert "typist" not in client.get("/staff/account/").cookies


# Refused


def test_who_was_removed_while_typing_sees_why_and_what_was_typed(client, members_path):
    client.force_login(make_user("eeva"))
    form = {"note": "Pitkä teksti <b>", "old_password": "ei tätä"}
    headers = {"HTTP_ORIGIN": HERE, "HTTP_ACCEPT_LANGUAGE": "en"}
    for response in (client.post(members_path, form, **headers), client.get("/staff/", **headers)):
        assert response.status_code == 403
        assert "You are no longer, or not yet, in an organisation." in response.content.decode()
    text = client.post(members_path, form, **headers).content.decode()
    assert "Pitkä teksti &lt;b&gt;" in text
    assert "ei tätä" not in text
    text = client.post(members_path, form, HTTP_ORIGIN="https://elsewhere.example.org")
    assert "Pitkä teksti" not in text.content.decode()


def test_who_is_in_another_organisation_is_told_so(client, members_path):
    client.force_login(make_member("aino", make_organisation()))
    text = client.get(members_path, HTTP_ACCEPT_LANGUAGE="en").content.decode()
    assert "It belongs to another organisation" in text
    assert "no longer" not in text


# Too much


def test_ten_megabytes_reach_the_form_and_more_are_refused_with_words(client, members_path):
    client.force_login(make_user("demo", is_superuser=True))
    kind = "application/x-www-form-urlencoded"
    answers = [
        client.post(members_path, f"email={'a' * size}", kind, HTTP_ACCEPT_LANGUAGE="en")
        for size in (10_000_000, 13_000_000)
    ]
    assert [answer.status_code for answer in answers] == [400, 413]
    assert "field-error" in answers[0].content.decode()
    assert "The text is too long" in answers[1].content.decode()


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"HTTP_ORIGIN": "https://elsewhere.example.org"},
        {"HTTP_ORIGIN": "null"},
        {"HTTP_ORIGIN": HERE, "HTTP_SEC_FETCH_MODE": "cors"},
    ],
)
def test_what_another_site_sends_is_not_given_back(client, members_path, headers):
    response = client.post(members_path, {"email": "x@example.fi"}, **headers)
    assert response.status_code == 302
    assert response["Location"].startswith(LOGIN)


def test_what_is_too_long_to_keep_leads_to_signing_in(client, members_path):
    response = client.post(members_path, {"note": "a" * 600_000}, HTTP_ORIGIN=HERE)
    assert response.status_code == 302


def test_a_stale_page_can_be_sent_again_as_it_was(members_path):
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_user("demo", is_superuser=True))
    form = {"email": "x@example.fi", "role": "editor"}
    response = client.post(members_path, form, HTTP_ORIGIN=HERE)
    text = response.content.decode()
    assert response.status_code == 403
    fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', text))
    assert fields["email"] == "x@example.fi"
    assert client.post(members_path, fields, HTTP_ORIGIN=HERE).status_code == 302
    work()
    assert mail.outbox[-1].to == ["x@example.fi"]


def test_a_forged_form_is_refused_and_not_offered_again(members_path):
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_user("demo", is_superuser=True))
    form = {"email": "x@example.fi", "role": "editor"}
    response = client.post(members_path, form, HTTP_ORIGIN="https://elsewhere.example.org")
    assert response.status_code == 403
    assert "x@example.fi" not in response.content.decode()
