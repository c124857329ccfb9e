"""How long one is signed in, and what the browser keeps."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from directory.models import Membership
from tests.factories import make_member, make_organisation, make_user
from tests.staff.accounts.ways_in import CODE, CONFIRM, LOGIN, NOW, code_in_mail, is_signed_in

pytestmark = pytest.mark.django_db


def test_a_session_lasts_two_weeks_from_the_last_day_of_use(client):
    with time_machine.travel(NOW, tick=False) as clock:
        client.force_login(make_member("aino", make_organisation()))
        for _visit in range(4):
            clock.shift(timedelta(days=10))
            assert client.get("/staff/account/").status_code == 200
        clock.shift(timedelta(days=15))
        assert client.get("/staff/account/").status_code == 302


def test_the_cookie_is_kept_from_scripts_and_other_sites(client):
    make_user("aino")
    client.post(CODE, {"email": "aino@example.fi"})
    client.post(CONFIRM, {"code": code_in_mail()})
    cookie = client.cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_signing_out_elsewhere_ends_the_other_sessions():
    make_user("aino")
    here, there = Client(), Client()
    for client in (here, there):
        client.post(CODE, {"email": "aino@example.fi"})
        client.post(CONFIRM, {"code": code_in_mail()})
    here.post("/staff/account/sessions/")
    assert is_signed_in(here)
    assert there.get("/staff/account/").status_code == 302


def test_a_new_sites_first_superuser_begins_in_the_admin(client):
    make_user("demo", is_superuser=True, is_staff=True)
    client.post(CODE, {"email": "demo@example.fi"})
    client.post(CONFIRM, {"code": code_in_mail()})
    assert client.get("/staff/")["Location"] == "/staff/admin/"
    assert client.get("/staff/admin/").status_code == 200
    make_organisation()
    assert client.get("/staff/").status_code == 200


@pytest.mark.parametrize("path", ["/staff/", LOGIN, "/staff/account/", "/staff/admin/"])
def test_nothing_of_the_desk_is_stored(client, path):
    client.force_login(make_user("demo", is_superuser=True, is_staff=True))
    assert "no-store" in client.get(path)["Cache-Control"]


def test_who_is_in_several_organisations_switches_between_them(client):
    ours, theirs, strange = (make_organisation(slug=slug) for slug in ("a-one", "b-two", "c-three"))
    daavid = make_member("daavid", ours)
    Membership.objects.create(user=daavid, organisation=theirs, role="manager")
    client.force_login(daavid)
    text = client.get("/staff/account/").content.decode()
    assert '<option value="a-one" selected>' in text
    assert "c-three" not in text
    client.post("/staff/organisation/", {"organisation": theirs.slug})
    text = client.get("/staff/account/").content.decode()
    assert '<option value="b-two" selected>' in text
    assert client.get("/staff/organisation/").status_code == 405
    response = client.post("/staff/organisation/", {"organisation": strange.slug})
    assert response.status_code == 403
