"""The list that a browser alone keeps: saving, the list by a link, and both without a network."""

import json
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessible import NARROW, assert_accessible_in_light_and_dark, assert_nothing_cut
from tests.browser.kept import (
    KEPT,
    PHONE,
    PLACE,
    SERVICE,
    expect_age,
    go_offline,
    new_phone,
    open_kept,
    wait_for,
    wait_for_kept,
)
from tests.browser.words import said

pytestmark = pytest.mark.usefixtures("half_past_eight")
BOTH = "/list/?services=perhekahvila-koivukyla&places=koivukylan-kohtaamispaikka"
SHARING = """Object.defineProperty(navigator, "share", {
    value: async ({ url }) => { window.shared = url; },
})"""


@pytest.fixture
def phone(new_page: Callable[..., Page], monkeypatch: pytest.MonkeyPatch) -> Page:
    return new_phone(new_page, monkeypatch)


def expect_saved(page: Page, *items: str) -> None:
    text = json.dumps(items, separators=(",", ":"))
    wait_for(page, f"(localStorage.getItem('my-list') ?? '[]') === '{text}'")


def save(page: Page) -> None:
    page.locator(".masthead").get_by_role("button", name=said("Save to my list")).click()


def test_saving_counts_and_can_be_taken_back(phone: Page) -> None:
    phone.goto(SERVICE)
    link = phone.locator(".list-link")
    expect(link.locator("[data-list-count]")).to_have_text("")
    assert phone.evaluate("localStorage.length") == 0
    save(phone)
    expect(phone.locator("[data-list-status]")).to_have_text(said("Saved to my list."))
    expect(link.locator("[data-list-count]")).to_have_text("1")
    expect_saved(phone, "services/perhekahvila-koivukyla")
    phone.locator(".masthead").get_by_role("button", name=said("Remove from my list")).click()
    expect_saved(phone)
    expect(link.locator("[data-list-count]")).to_have_text("")
    phone.evaluate("() => { Storage.prototype.setItem = () => { throw new Error(); }; }")
    save(phone)
    expect(phone.locator("[data-list-status]")).to_have_text(said("Something went wrong"))


def test_cards_can_be_saved_and_name_what_they_save(phone: Page) -> None:
    phone.goto("/fi/services/?q=perhekahvila")
    card = phone.locator(".card").filter(has_text="Koivukylän perhekahvila").first
    card.get_by_role("button", name=f"{said('Save to my list')} Koivukylän perhekahvila").click()
    expect_saved(phone, "services/perhekahvila-koivukyla")
    expect(phone).to_have_url(re.compile("q=perhekahvila$"))
    box = card.locator(".save").bounding_box()
    assert min(box["width"], box["height"]) >= 44


def test_saved_list_and_services_open_offline(phone: Page) -> None:
    """Saved on the first page of all, before the worker has begun: a service of which only the
    card has been seen, what is shown to the worker, and the list before it was opened; nobody's
    link takes its place."""
    phone.goto("/fi/services/?q=perhekahvila")
    card = phone.locator(".card").filter(has_text="Koivukylän perhekahvila").first
    card.locator(".save").click()
    for path in (SERVICE, f"{SERVICE}card/", "/fi/list/", "/fi/list/own"):
        wait_for_kept(phone, path)
    assert len(phone.evaluate("caches.open('saved-1').then((saved) => saved.keys())")) == 4
    open_kept(phone, "/fi/card/?with=ar", f"/fi/list/?places={PLACE.split('/')[3]}&own=")
    go_offline(phone)
    phone.goto("/fi/list/")
    expect_age(phone)
    title = phone.locator(".card-title a")
    expect(title).to_have_text("Koivukylän perhekahvila")
    expect(phone.locator("[data-list-rest]")).to_be_hidden()
    title.click()
    expect(phone.locator("h1")).to_have_text("Koivukylän perhekahvila")
    expect_age(phone)
    for path in (f"{SERVICE}card/", "/fi/card/?with=ar"):
        phone.goto(path)
        expect(phone.locator("h1")).to_have_text(said("Show this to the worker"))
        expect_age(phone)
    phone.locator(".ask").first.click()
    expect(phone.locator(".big:visible")).to_have_count(1)
    phone.goto(SERVICE)
    save_place = phone.locator(".card[data-save*='/places/'] .save").first
    save_place.click()
    phone.goto("/fi/list/")
    expect(phone.locator("[data-list-rest]")).to_be_visible()


def test_list_sends_nothing_but_its_address(phone: Page) -> None:
    asked: list[str] = []
    phone.goto(SERVICE)
    save(phone)
    phone.context.on("request", lambda request: asked.append(f"{request.method} {request.url}"))
    phone.goto("/fi/list/")
    expect(phone.locator(".card-title").first).to_be_visible()
    own = [one for one in asked if "/list/" in one and "?" in one]
    assert own and all("services=perhekahvila-koivukyla" in one for one in own)
    assert not any(one.startswith("POST") for one in asked)
    wait_for_kept(phone, "/fi/list/own")
    phone.get_by_role("button", name=said("Forget the pages kept on this device")).click()
    expect(phone.get_by_text(said("The pages are no longer on this device."))).to_be_visible()
    assert phone.evaluate(KEPT) == []


def test_link_shows_the_list_without_scripts(new_page) -> None:
    page = new_page(java_script_enabled=False, viewport=PHONE)
    page.goto(f"/fi{BOTH}")
    expect(page.locator(".card")).to_have_count(2)
    expect(page.locator("button:visible").filter(has_text=said("Share the list"))).to_have_count(0)
    page.goto("/fi/list/")
    expect(page.locator("noscript")).to_be_visible()


def test_list_by_link_can_be_saved_whole_and_shared(phone: Page) -> None:
    phone.goto(f"/fi{BOTH}")
    expect_saved(phone)
    phone.get_by_role("button", name=said("Save all to my list")).click()
    expect(phone.locator(".list-link [data-list-count]")).to_have_text("2")
    phone.goto("/fi/list/")
    expect(phone.locator(".card")).to_have_count(2)
    phone.evaluate(SHARING)
    share = phone.get_by_role("button", name=said("Share the list"))
    share.click()
    wait_for(phone, "'shared' in window")
    assert phone.evaluate("window.shared").endswith(f"/fi{BOTH}")
    for button in phone.locator(".card .save").all():
        button.click()
    expect_saved(phone)
    expect(share).to_be_hidden()


def test_what_is_gone_can_be_forgotten(phone: Page) -> None:
    phone.goto("/fi/")
    items = ["services/never-was", "services/perhekahvila-koivukyla"]
    phone.evaluate("(items) => localStorage.setItem('my-list', JSON.stringify(items))", items)
    phone.goto("/fi/list/")
    expect(phone.locator(".card")).to_have_count(1)
    in_another_tab = [*items, "services/vauvakahvila"]
    text = json.dumps(in_another_tab)
    phone.evaluate("(text) => localStorage.setItem('my-list', text)", text)
    phone.locator("[data-forget-missing]").click()
    expect_saved(phone, *in_another_tab[1:])
    expect(phone.locator(".list-missing")).to_have_count(0)
    expect(phone.locator("[data-list-content]")).to_be_focused()


def test_somebody_elses_writing_breaks_nothing(phone: Page) -> None:
    phone.goto("/fi/")
    phone.evaluate("localStorage.setItem('my-list', '[[\"services/a\"]]')")
    phone.goto("/fi/list/")
    expect(phone.locator("[data-list][data-address='']")).to_have_count(1)
    for writing in ("{", "null", '"x"', '{"a": 1}', '[1, null, "../x", "services/a b"]'):
        phone.evaluate("(text) => localStorage.setItem('my-list', text)", writing)
        phone.goto(SERVICE)
        expect(phone.locator(".masthead .save")).to_be_visible()
    save(phone)
    expect_saved(phone, "services/perhekahvila-koivukyla")


@pytest.mark.parametrize("language", ["fi", "ar"])
def test_list_is_accessible_and_narrow(phone: Page, language: str) -> None:
    phone.set_viewport_size(NARROW)
    phone.goto(f"/{language}{BOTH},gone")
    expect(phone.locator(".card .save").first).to_be_visible()
    assert_nothing_cut(phone)
    assert_accessible_in_light_and_dark(phone)
