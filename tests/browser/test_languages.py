"""The reader's language: chosen, kept and remembered."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.week import day_card


def choose_language(page: Page, name: str) -> None:
    page.get_by_role("banner").locator("summary").click()
    page.get_by_role("banner").get_by_role("link", name=re.compile(f"^{name}$", re.I)).click()


@pytest.mark.parametrize(
    ("browser_language", "path"),
    [("fi-FI", "/fi/"), ("sv-FI", "/sv/"), ("ar", "/ar/"), ("xx", "/en/")],
)
def test_the_front_door_follows_the_browser(new_page, browser_language: str, path: str) -> None:
    page = new_page(locale=browser_language)
    page.goto("/")
    expect(page).to_have_url(re.compile(f"{path}$"))


def test_another_language_keeps_the_page_and_its_filters(page: Page) -> None:
    page.goto("/fi/services/?q=perhekahvila&free=on")
    choose_language(page, "Svenska")
    expect(page).to_have_url(re.compile(r"/sv/services/\?q=perhekahvila&free=on$"))
    assert page.locator("html").get_attribute("lang") == "sv"
    expect(page.get_by_role("checkbox", name=re.compile("."), checked=True)).to_have_count(1)


def test_another_language_keeps_the_week(page: Page) -> None:
    page.goto("/fi/places/koivukylan-kohtaamispaikka/?start=2026-12-21")
    choose_language(page, "English")
    expect(page).to_have_url(re.compile(r"/en/places/koivukylan-[a-z]+/\?start=2026-12-21$"))
    expect(day_card(page, "2026-12-24").get_by_role("heading")).to_contain_text("Thursday")
    expect(page.get_by_role("link", name="Koivukylä family café").first).to_be_visible()


def test_the_chosen_language_is_remembered(page: Page) -> None:
    page.goto("/fi/")
    choose_language(page, "Svenska")
    expect(page).to_have_url(re.compile(r"/sv/$"))
    page.goto("/")
    expect(page).to_have_url(re.compile(r"/sv/$"))


def test_each_language_is_named_in_itself(page: Page) -> None:
    page.goto("/fi/")
    page.get_by_role("banner").locator("summary").click()
    links = page.get_by_role("banner").get_by_role("listitem").get_by_role("link")
    named = {link.get_attribute("lang"): link.inner_text().lower() for link in links.all()}
    expected = {"sv": "svenska", "en": "english", "ru": "русский", "so": "soomaali"}
    assert expected.items() <= named.items()
    arabic = page.get_by_role("banner").locator("a[lang=ar]")
    assert arabic.get_attribute("dir") == "rtl"


def test_text_in_another_language_is_marked(page: Page) -> None:
    page.goto("/ar/services/vauva-aamu-vantaa/")
    heading = page.get_by_role("heading", level=1).locator("[lang]")
    assert (heading.get_attribute("lang"), heading.get_attribute("dir")) == ("en", "ltr")
    assert (
        page.locator("link[rel=canonical]")
        .get_attribute("href")
        .endswith("/ar/services/vauva-aamu-vantaa/")
    )
    expect(page.locator("link[rel=alternate][hreflang=fi]")).to_have_attribute(
        "href", re.compile(r"/fi/services/vauva-aamu-vantaa/$")
    )
