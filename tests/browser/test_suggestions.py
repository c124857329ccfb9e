"""What a search box offers while somebody types, by keyboard, by finger and without scripts."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.words import said

BOXES = {"home": "/fi/", "list": "/fi/services/"}
each_box = pytest.mark.parametrize("path", BOXES.values(), ids=BOXES)


def box_of(page: Page) -> Locator:
    return page.get_by_role("main").locator("input[name=q]")


def type_in(page: Page, path: str, words: str) -> None:
    page.goto(path)
    box = box_of(page)
    box.focus()
    expect(box).to_have_role("combobox")
    box.press_sequentially(words)


@each_box
def test_the_keyboard_goes_through_what_is_offered(page: Page, path: str) -> None:
    type_in(page, path, "perhekahv")
    box = box_of(page)
    expect(box).to_have_attribute("aria-expanded", "true")
    first = page.get_by_role("option").first
    expect(first).to_contain_text("Perhekahvila")
    expect(first).to_contain_text(said("Kind of service"))
    box.press("ArrowDown")
    expect(first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", first.get_attribute("id"))
    box.press("Enter")
    expect(page).to_have_url(re.compile(r"/fi/services/\?category=family-cafe$"))


@each_box
def test_escape_closes_and_enter_searches_what_was_typed(page: Page, path: str) -> None:
    type_in(page, path, "perhekahv")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    box = box_of(page)
    expect(box).to_have_value("perhekahv")
    box.press("Enter")
    expect(page).to_have_url(re.compile(r"q=perhekahv"))
    expect(page.get_by_role("article").first).to_be_visible()


def test_a_press_leads_there(page: Page) -> None:
    type_in(page, "/fi/", "jukolan perhek")
    page.get_by_role("option").filter(has_text="Jukolan perhekahvila").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Jukolan perhekahvila")


def test_in_arabic_what_is_offered_is_read_from_the_right(page: Page) -> None:
    type_in(page, "/ar/", "مقهى")
    name = page.get_by_role("option").first.locator("span").first
    expect(name).to_have_attribute("dir", "rtl")
    expect(name).to_have_css("direction", "rtl")


def test_what_means_nothing_opens_nothing(page: Page) -> None:
    with page.expect_response(re.compile("/suggest/")):
        type_in(page, "/fi/", "xqzwv")
    expect(box_of(page)).to_have_attribute("aria-expanded", "false")
    expect(page.get_by_role("listbox")).to_be_hidden()
