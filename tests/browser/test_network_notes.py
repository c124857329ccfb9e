"""A coordinator's whole round in a browser, timed; and two who write at once, on phones."""

import time
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import WEDNESDAY
from tests.browser.test_desk import committed

PHONE = {"width": 360, "height": 740}
SLUG = "selaimen-verkosto"
ORGANISATION = "vantaan-seurakunnat"
PATIENCE = 120
SOON = 15_000


@pytest.fixture(scope="module")
def cookie(site: str, django_db_blocker) -> Iterator[str]:
    """Of somebody who coordinates a network of their own, which is gone afterwards."""
    found: list[str] = []
    with django_db_blocker.unblock():
        committed(lambda: found.append(begin()))
        yield found[0]
        committed(end)


def begin() -> str:
    from django.test import Client

    from directory.models import Organisation
    from meetings.models import Action, Meeting, Network, NetworkMember
    from tests import factories as make

    organisation = Organisation.objects.get(slug=ORGANISATION)
    network = Network.objects.create(
        slug=SLUG, name_fi="Selaimen verkosto", purpose_fi="Yhdessä", state="published",
        coordinator=organisation,
    )  # fmt: skip
    NetworkMember.objects.create(
        network=network, organisation=organisation, email="verkosto@example.fi"
    )
    Meeting.objects.create(
        network=network, slug="2026-11-11", date=WEDNESDAY.date().replace(day=11), state="held"
    )
    Action.objects.create(network=network, text_fi="Tehdään esite", created_at=WEDNESDAY)
    client = Client()
    client.force_login(make.make_member("kirjuri", organisation))
    return client.cookies["sessionid"].value


def end() -> None:
    from django.contrib.auth import get_user_model

    from meetings.models import Action, Meeting, Network

    Action.objects.filter(network__slug=SLUG).delete()
    Meeting.objects.filter(network__slug=SLUG).delete()
    Network.objects.filter(slug=SLUG).delete()
    get_user_model().objects.filter(username="kirjuri").delete()


@pytest.fixture
def signed_in(new_page: Callable[..., Page], site: str, cookie: str) -> Callable[..., Page]:
    def open_signed_in(**options) -> Page:
        page = new_page(viewport=PHONE, locale="en-GB", **options)
        page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": site}])
        return page

    return open_signed_in


def plan(page: Page, day: str) -> None:
    page.goto(f"/staff/networks/{SLUG}/meetings/add/?language=en")
    expect(page.get_by_text("Tehdään esite")).to_be_visible()
    page.get_by_label("Date").fill(day)
    page.get_by_role("button", name="Plan this meeting").click()


def add_line(page: Page, kind: str, text: str) -> None:
    page.locator("[data-new-line] textarea").fill(text)
    page.locator(".kinds").get_by_label(kind).check()
    page.get_by_role("button", name="Add the line").click()


@pytest.mark.parametrize("has_script", [True, False])
def test_from_the_last_meeting_to_published_notes(signed_in, has_script):
    page = signed_in(java_script_enabled=has_script)
    began = time.monotonic()
    plan(page, "25.11.")
    page.get_by_role("link", name="Invite and remind").click()
    page.get_by_role("button", name="Send the invitations").click()
    page.get_by_role("link", name="Write the notes").click()
    for kind, text in (("Works well", "Yhteistyö sujuu"), ("Concern", "Tieto hukkuu")):
        add_line(page, kind, text)
        expect(page.locator("[data-line]").filter(has_text=text)).to_be_visible(timeout=SOON)
    page.locator("[data-line]").filter(has_text="Tieto hukkuu").get_by_text("More").click()
    page.get_by_label("By when").fill("9.12.")
    page.get_by_role("button", name="Add the action").click()
    page.get_by_role("link", name="Notes", exact=True).click()
    page.get_by_role("link", name="Look at the notes and publish").click()
    page.get_by_label("Everyone").check()
    page.get_by_role("button", name="Publish the notes").click()
    expect(page.get_by_text("Notes published")).to_be_visible()
    assert time.monotonic() - began < PATIENCE


def test_two_writers_at_once_lose_nothing(signed_in):
    first, second = signed_in(), signed_in()
    plan(first, "16.12.")
    first.get_by_role("link", name="Write the notes").click()
    second.goto(first.url)
    first.locator("[data-new-line] textarea").press_sequentially("Ensimmäisen")
    expect(first.locator("[data-state]")).to_have_text("Saved", timeout=SOON)
    add_line(second, "Decision", "Toisen rivi")
    add_line(first, "Concern", "Ensimmäisen rivi")
    for page in (first, second):
        expect(page.locator("[data-line]")).to_have_count(2, timeout=SOON)
    uid = first.locator("[data-line]").first.get_attribute("data-line")
    mine, theirs = (page.locator(f"#line-{uid} textarea") for page in (first, second))
    theirs.focus()
    with first.expect_response(lambda response: response.url.endswith("/notes/line/")):
        mine.fill("Ensimmäinen jatkaa")
    theirs.fill("Toinen jatkaa")
    expect(second.locator("[data-theirs]")).to_have_text("Ensimmäinen jatkaa", timeout=SOON)
    assert Axe().run(second).violations_count == 0
    second.locator("[data-keep-mine]").click()
    first.locator("[data-new-line] textarea").focus()
    expect(mine).to_have_value("Toinen jatkaa", timeout=SOON)


def test_what_is_written_without_a_network_arrives_later(signed_in):
    page = signed_in()
    plan(page, "17.12.")
    page.get_by_role("link", name="Write the notes").click()
    page.context.set_offline(True)
    add_line(page, "Works well", "Kirjoitettu hississä")
    expect(page.locator("[data-state]")).to_have_text("Not saved, trying again", timeout=SOON)
    expect(page.locator("[data-waiting] li")).to_have_text("Kirjoitettu hississä")
    page.context.set_offline(False)
    expect(page.locator("[data-line]")).to_have_count(1, timeout=SOON)
    expect(page.locator("[data-waiting]")).to_be_hidden()
    expect(page.locator("[data-state]")).to_have_text("Saved")
