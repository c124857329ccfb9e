"""An authenticator app, and who must have one."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP

from tests.factories import make_member, make_organisation, make_user
from tests.staff.accounts.ways_in import CODE, CONFIRM, code_in_mail, is_signed_in, totp_code

pytestmark = pytest.mark.django_db


def test_an_app_is_added_from_a_picture_that_the_policy_allows(client):
    client.force_login(make_user("aino"))
    text = client.get("/staff/account/2fa/totp/activate/").content.decode()
    assert "<svg" in text
    assert "data:" not in text
    assert "style=" not in text
    secret = re.search(r'id="authenticator_secret" value="(\w+)"', text)[1]
    response = client.post("/staff/account/2fa/totp/activate/", {"code": totp_code(secret)})
    assert response.status_code == 302
    types = set(Authenticator.objects.values_list("type", flat=True))
    assert types == {"totp", "recovery_codes"}


def test_a_code_by_mail_is_not_enough_for_who_has_a_second_factor(client):
    secret = "JBSWY3DPEHPK3PXP"
    TOTP.activate(make_user("aino"), secret)
    client.post(CODE, {"email": "aino@example.fi"})
    response = client.post(CONFIRM, {"code": code_in_mail()})
    assert response["Location"] == "/staff/account/2fa/authenticate/"
    assert not is_signed_in(client)
    client.post("/staff/account/2fa/authenticate/", {"code": totp_code(secret)})
    assert is_signed_in(client)


def test_a_second_factor_is_asked_of_those_with_power_when_the_site_says_so(client, settings):
    organisation = make_organisation()
    cast = {
        "superuser": make_user("demo", is_superuser=True),
        "manager": make_member("bertta", organisation, "manager"),
        "editor": make_member("aino", organisation),
    }

    def is_held_back(person: str) -> bool:
        client.force_login(cast[person])
        response = client.get("/staff/")
        return response.status_code == 302 and response["Location"] == "/staff/account/2fa/"

    assert not any(is_held_back(person) for person in cast)
    settings.STAFF_SECOND_FACTOR = True
    assert [person for person in cast if is_held_back(person)] == ["superuser", "manager"]
    client.force_login(cast["manager"])
    assert client.get("/staff/account/2fa/").status_code == 200
    TOTP.activate(cast["manager"], "JBSWY3DPEHPK3PXP")
    assert not is_held_back("manager")
