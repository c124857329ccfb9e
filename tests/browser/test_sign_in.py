"""Signing in with a real browser, under the strict policy, at the width of a phone."""

import base64
import hmac
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core import mail
from playwright.sync_api import Page, expect

from tests.browser.accessible import violations
from tests.staff.queue import work

PHONE = {"width": 360, "height": 740}
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture(scope="module")
def people(site: str, django_db_blocker) -> Iterator[None]:
    """The demo's, for all tests here: the server sees only what has been committed."""
    from directory import demo_people

    with django_db_blocker.unblock():
        demo_people.load(Path(settings.BASE_DIR) / "fixtures" / "demo")
        yield
        User.objects.filter(email__endswith="@example.fi").delete()


@pytest.fixture
def home(site: str) -> str:
    """The same server by the name that browsers let passkeys be made for."""
    return f"http://localhost:{urlsplit(site).port}"


@pytest.fixture
def phone(people: None, new_page: Callable[..., Page]) -> Iterator[Page]:
    """Its console stays empty: a broken policy is told there."""
    page = new_page(viewport=PHONE, locale="en-GB")
    told: list[str] = []
    page.on("console", lambda line: told.append(line.text) if line.type == "error" else None)
    page.on("pageerror", lambda error: told.append(str(error)))
    yield page
    assert [line for line in told if "status of 4" not in line] == []


def check(page: Page) -> None:
    """Fits the phone, and has nothing that axe finds wrong."""
    page.wait_for_load_state()
    room = "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    assert page.evaluate(room), page.url
    assert violations(page) == []


def sign_in(page: Page, home: str, name: str) -> None:
    page.goto(f"{home}/staff/account/login/?next=/staff/account/")
    page.get_by_text("Sign in with a password").click()
    page.fill("[name=login]", f"{name}@example.fi")
    page.fill("[name=password]", "demo")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page).to_have_url(f"{home}/staff/account/")


def app_code(secret: str) -> str:
    counter = (int(time.time()) // 30).to_bytes(8, "big")
    digest = hmac.digest(base64.b32decode(secret), counter, "sha1")
    start = digest[-1] & 15
    number = int.from_bytes(digest[start : start + 4], "big") & 0x7FFFFFFF
    return f"{number % 1_000_000:06}"


def test_a_code_by_mail(phone: Page, home: str) -> None:
    phone.goto(f"{home}/staff/account/login/?next=/staff/account/")
    check(phone)
    phone.get_by_label("E-mail").fill("aino@example.fi")
    phone.get_by_role("button", name="Send me a code").click()
    phone.wait_for_url("**/code/confirm/**")
    check(phone)
    phone.get_by_label("Code").fill(re.search(r"\d{4}-\d{4}", mail.outbox[-1].body)[0])
    phone.keyboard.press("Enter")
    expect(phone).to_have_url(f"{home}/staff/account/")
    check(phone)


def test_a_passkey(phone: Page, home: str) -> None:
    devices = phone.context.new_cdp_session(phone)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    sign_in(phone, home, "cecilia")
    phone.goto(f"{home}/staff/account/2fa/webauthn/add/")
    phone.fill("[name=password]", "demo")
    phone.keyboard.press("Enter")
    phone.wait_for_url("**/webauthn/add/")
    check(phone)
    phone.fill("[name=name]", "Puhelin")
    phone.check("[name=passwordless]")
    phone.click("#mfa_webauthn_add")
    phone.wait_for_url("**/recovery-codes/**")
    check(phone)
    phone.goto(f"{home}/staff/account/2fa/webauthn/")
    expect(phone.get_by_text("Puhelin")).to_be_visible()
    check(phone)
    phone.goto(f"{home}/staff/account/")
    phone.get_by_role("button", name="Sign out").click()
    expect(phone).to_have_url(re.compile("/staff/account/(login|logout)/"))
    phone.goto(f"{home}/staff/account/login/?next=/staff/account/")
    phone.click("#passkey_login")
    expect(phone).to_have_url(f"{home}/staff/account/")
    expect(phone.get_by_text("cecilia@example.fi")).to_be_visible()


def test_a_passkey_that_is_not_there_is_explained(phone: Page, home: str) -> None:
    devices = phone.context.new_cdp_session(phone)
    devices.send("WebAuthn.enable")
    devices.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": AUTHENTICATOR | {"isUserVerified": False}},
    )
    phone.goto(f"{home}/staff/account/login/")
    phone.click("#passkey_login")
    expect(phone.get_by_role("alert")).to_contain_text("could not be used")
    check(phone)


@pytest.mark.usefixtures("half_past_eight")  # a code of the app holds for half a minute
def test_an_app_as_the_second_step(phone: Page, home: str) -> None:
    sign_in(phone, home, "eeva")
    phone.goto(f"{home}/staff/account/2fa/totp/activate/")
    check(phone)
    phone.fill("[name=password]", "demo")
    phone.keyboard.press("Enter")
    phone.wait_for_url("**/totp/activate/")
    expect(phone.locator("svg.qr")).to_be_visible()
    check(phone)
    secret = phone.input_value("#authenticator_secret")
    phone.fill("[name=code]", app_code(secret))
    phone.keyboard.press("Enter")
    phone.wait_for_url("**/recovery-codes/")
    recovery = phone.input_value("textarea").split()[0]
    phone.goto(f"{home}/staff/account/2fa/")
    check(phone)
    phone.context.clear_cookies()
    phone.goto(f"{home}/staff/account/login/")
    phone.get_by_text("Sign in with a password").click()
    phone.fill("[name=login]", "eeva@example.fi")
    phone.fill("[name=password]", "demo")
    phone.keyboard.press("Enter")
    phone.wait_for_url("**/2fa/authenticate/**")
    check(phone)
    phone.fill("[name=code]", recovery)
    phone.keyboard.press("Enter")
    phone.wait_for_url(lambda url: "authenticate" not in url)
    phone.goto(f"{home}/staff/account/")
    expect(phone.get_by_text("eeva@example.fi")).to_be_visible()


def write_after_the_session(page: Page, home: str, email: str) -> None:
    """Bertta fills in a form; meanwhile her session ends."""
    sign_in(page, home, "bertta")
    page.goto(f"{home}/staff/organisations/mll-uusimaa/members/")
    check(page)
    page.fill("[name=email]", email)
    page.select_option("#id_role", "manager")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.locator("h1")).to_have_text("You have been signed out")
    check(page)


def test_what_was_typed_outlives_the_session(phone: Page, home: str) -> None:
    write_after_the_session(phone, home, "one@example.fi")
    phone.get_by_role("link", name="Sign in").click()
    phone.get_by_text("Sign in with a password").click()
    phone.fill("[name=login]", "bertta@example.fi")
    phone.fill("[name=password]", "demo")
    phone.keyboard.press("Enter")
    expect(phone.locator("h1")).to_have_text("You are signed in")
    check(phone)
    work()
    assert not [message for message in mail.outbox if "one@example.fi" in message.to]
    phone.get_by_role("button", name="Send").click()
    expect(phone.get_by_text("The invitation has been sent to one@example.fi.")).to_be_visible()
    work()
    assert [message.to for message in mail.outbox] == [["one@example.fi"]]


def test_what_was_typed_is_not_offered_to_the_next_who_signs_in(phone: Page, home: str) -> None:
    write_after_the_session(phone, home, "four@example.fi")
    phone.get_by_role("link", name="Sign in").click()
    phone.get_by_text("Sign in with a password").click()
    phone.fill("[name=login]", "daavid@example.fi")
    phone.fill("[name=password]", "demo")
    phone.keyboard.press("Enter")
    expect(phone.locator("h1")).to_have_text("You are signed in")
    expect(phone.get_by_role("button", name="Send")).to_have_count(0)
    assert phone.evaluate("sessionStorage.length") == 0


def test_what_was_typed_outlives_the_session_without_scripts(
    people: None, new_page: Callable[..., Page], home: str
) -> None:
    page = new_page(viewport=PHONE, locale="en-GB", java_script_enabled=False)
    sign_in(page, home, "bertta")
    page.goto(f"{home}/staff/organisations/mll-uusimaa/members/")
    page.fill("[name=email]", "two@example.fi")
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Send the invitation").click()
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Sign in").click()
    other = opened.value
    other.get_by_text("Sign in with a password").click()
    other.fill("[name=login]", "bertta@example.fi")
    other.fill("[name=password]", "demo")
    other.get_by_role("button", name="Sign in", exact=True).click()
    expect(other.locator("h1")).to_have_text("You are signed in")
    page.get_by_role("button", name="Send").click()
    expect(page.locator("h1")).to_have_text("Not sent yet")  # signing in renews the token
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_text("The invitation has been sent to two@example.fi.")).to_be_visible()


def test_nothing_typed_is_kept_on_the_server(phone: Page, home: str) -> None:
    write_after_the_session(phone, home, "three@example.fi")
    assert not any("three" in str(one.get_decoded()) for one in Session.objects.all())


def test_an_invitation(phone: Page, home: str) -> None:
    sign_in(phone, home, "bertta")
    phone.goto(f"{home}/staff/organisations/mll-uusimaa/members/")
    phone.fill("[name=email]", "uusi@example.fi")
    phone.get_by_role("button", name="Send the invitation").click()
    expect(phone.get_by_text("Invited, not here yet")).to_be_visible()
    check(phone)
    work()
    phone.context.clear_cookies()
    phone.goto(re.search(r"http://\S+", mail.outbox[-1].body)[0])
    check(phone)
    phone.get_by_role("button", name="Accept and join").click()
    phone.wait_for_url("**/staff/")
    phone.goto(f"{home}/staff/account/")
    expect(phone.get_by_text("uusi@example.fi")).to_be_visible()
    check(phone)
