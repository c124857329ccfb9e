"""Signing in: every way, with limits, and without telling who has an account."""

import base64
import hmac
import json
import re
import time
from collections import Counter
from datetime import datetime, timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.oauth2.client import OAuth2Client
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.contrib.auth import get_user
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.contrib.auth.models import User
from django.core import mail
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.test import Client

from directory import demo_people
from directory.models import Membership
from directory.wording import HELSINKI
from perhepalvelut import demo_mail
from perhepalvelut.outside import mail_server, oidc_apps
from tests.factories import make_member, make_organisation, make_user

pytestmark = pytest.mark.django_db

LOGIN = "/staff/account/login/"
CODE = "/staff/account/login/code/"
CONFIRM = "/staff/account/login/code/confirm/"
RESET = "/staff/account/password/reset/"
NOW = datetime(2026, 11, 25, 8, 30, tzinfo=HELSINKI)


def code_in_mail() -> str:
    return re.search(r"^(\d{4}-\d{4})$", mail.outbox[-1].body, re.MULTILINE)[1]


def is_signed_in(client: Client) -> bool:
    return get_user(client).is_authenticated


def plain(response, *addresses: str) -> str:
    """The page without what differs by chance and by what was typed."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())
    for address in addresses:
        text = text.replace(address, "ADDRESS")
    return text


# Ways in


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
    assert "field-error" in response.content.decode()
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


# Nothing tells whether an address has an account


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


# Limits


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


HOSTILE = ["\x00", "a" * 10_000, "<script>alert(1)</script>", "\u202e😀", "' OR 1=1 --"]


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


# The second factor


def totp_code(secret: str) -> str:
    """RFC 6238, as an app on the phone reckons it."""
    counter = (int(time.time()) // 30).to_bytes(8, "big")
    digest = hmac.digest(base64.b32decode(secret), counter, "sha1")
    start = digest[-1] & 15
    number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"


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


# OpenID Connect

PROVIDER = {
    "id": "entra",
    "name": "Kunnan tunnus",
    "server_url": "https://idp.example.org",
    "client_id": "x",
    "secret": "y",
}


def configure(settings, **more) -> None:
    apps = oidc_apps(json.dumps([PROVIDER | more]))
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": apps}
    }


@pytest.fixture
def provider(monkeypatch):
    """A provider that says of whoever comes what `claims` holds."""
    claims = {"sub": "1", "email": "aino@example.fi", "email_verified": True}
    config = {
        "authorization_endpoint": "https://idp.example.org/authorize",
        "token_endpoint": "https://idp.example.org/token",
        "token_endpoint_auth_methods_supported": ["client_secret_post"],
    }
    monkeypatch.setattr(OpenIDConnectOAuth2Adapter, "openid_config", config)
    monkeypatch.setattr(
        OpenIDConnectOAuth2Adapter, "_fetch_user_info", lambda self, token: dict(claims)
    )
    monkeypatch.setattr(
        OAuth2Client, "get_access_token", lambda self, *args, **kwargs: {"access_token": "t"}
    )
    return claims


def come_back(client: Client):
    left = client.post("/staff/account/oidc/entra/login/").content.decode()
    state = re.search(r"state=(\w+)", left)[1]
    path = f"/staff/account/oidc/entra/login/callback/?code=c&state={state}"
    return client.get(path, HTTP_ACCEPT_LANGUAGE="en")


def test_a_provider_has_a_button_only_when_it_is_configured(client, settings):
    assert "Kunnan tunnus" not in client.get(LOGIN).content.decode()
    configure(settings)
    assert "Kunnan tunnus" in client.get(LOGIN).content.decode()


def test_the_way_to_the_provider_obeys_the_policy_for_forms(client, settings, provider):
    configure(settings)
    response = client.post("/staff/account/oidc/entra/login/")
    assert response.status_code == 200, "a redirect would end a form at another site"
    assert "https://idp.example.org/authorize" in response.content.decode()
    assert "form-action 'self'" in response["Content-Security-Policy"]


def test_a_provider_connects_to_the_account_of_its_verified_address(client, settings, provider):
    configure(settings)
    user = make_member("aino", make_organisation())
    assert come_back(client)["Location"] == "/staff/"
    assert get_user(client) == user
    assert SocialAccount.objects.get().user == user


@pytest.mark.parametrize(
    "claims",
    [
        {"email": "nobody@example.fi"},
        {"email_verified": False},
        {"email": "unsure@example.fi"},
        {"email": ""},
    ],
)
def test_a_provider_opens_nothing_else_and_makes_no_account(client, settings, provider, claims):
    configure(settings)
    make_user("aino")
    unsure = User.objects.create_user("unsure", "unsure@example.fi")
    EmailAddress.objects.create(user=unsure, email=unsure.email, verified=False)
    provider.update(claims)
    text = come_back(client).content.decode()
    assert "by invitation" in text
    assert not is_signed_in(client)
    assert User.objects.count() == 2
    assert not SocialAccount.objects.exists()


def test_a_provider_that_owns_its_addresses_may_be_trusted_with_them(client, settings, provider):
    configure(settings, verified_email=["example.fi"])
    del provider["email_verified"]
    make_user("aino")
    come_back(client)
    assert is_signed_in(client)


@pytest.mark.parametrize("text", ["{", "[1]", '[{"id": "x"}]', "{}x"])
def test_wrong_providers_stop_the_start_with_words(text):
    with pytest.raises(ImproperlyConfigured, match="OIDC_PROVIDERS"):
        oidc_apps(text)


# Sessions


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


# The admin, the demo, the settings


def test_the_admin_uses_the_one_sign_in_page(client):
    response = client.get("/staff/admin/login/?next=/staff/admin/directory/slot/")
    assert response["Location"] == f"{LOGIN}?next=/staff/admin/directory/slot/"
    client.force_login(make_user("aino"))
    assert client.get("/staff/admin/login/").status_code == 403


def test_the_demos_mail_is_for_the_demo_alone(client, settings, tmp_path, monkeypatch):
    assert client.get("/staff/demo-mail/").status_code == 404
    settings.DEMO = True
    settings.EMAIL_BACKEND = "perhepalvelut.demo_mail.DemoMailBackend"
    monkeypatch.setattr(demo_mail, "folder", lambda: tmp_path)
    monkeypatch.setattr(demo_mail, "KEPT", 2)
    for number in range(4):
        mail.send_mail(f"Otsikko {number}", "<b>teksti</b>", None, ["aino@example.fi"])
    text = client.get("/staff/demo-mail/").content.decode()
    assert re.findall(r"Otsikko \d", text) == ["Otsikko 3", "Otsikko 2"]
    assert "<b>teksti" not in text
    assert len(list(tmp_path.iterdir())) == 2


def test_the_demos_people_can_sign_in_and_stay_as_they_are(settings):
    slugs = ["kemi", "mll-uusimaa", "vantaa", "vantaan-seurakunnat"]
    for slug in slugs:
        make_organisation(slug=slug)
    folder = settings.BASE_DIR / "fixtures" / "demo"
    demo_people.load(folder)
    assert User.objects.get(username="aino").check_password("demo")
    Membership.objects.filter(user__username="cecilia").delete()
    demo_people.load(folder)
    told = Membership.objects.values_list("user__username", "organisation__slug", "role")
    assert set(told) == {
        ("aino", "mll-uusimaa", "editor"),
        ("bertta", "mll-uusimaa", "manager"),
        ("daavid", "mll-uusimaa", "editor"),
        ("daavid", "vantaan-seurakunnat", "manager"),
        ("fanni", "kemi", "editor"),
        ("fanni", "vantaa", "editor"),
    }
    assert set(User.objects.filter(is_superuser=True).values_list("email", flat=True)) == {
        "demo@example.fi"
    }


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://localhost:25", ("localhost", 25, "", "", False, False)),
        (
            "smtp+tls://me:p%40s@mail.example.fi",
            ("mail.example.fi", 587, "me", "p@s", True, False),
        ),
        ("smtps://mail.example.fi", ("mail.example.fi", 465, "", "", False, True)),
    ],
)
def test_the_mail_server_is_read_from_its_address(url, expected):
    assert mail_server(url) == expected


@pytest.mark.parametrize("url", ["mail.example.fi", "http://mail.example.fi", "smtp://x:port"])
def test_a_wrong_mail_address_stops_the_start_with_words(url):
    with pytest.raises(ImproperlyConfigured, match="EMAIL_URL"):
        mail_server(url)


# Several organisations


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
