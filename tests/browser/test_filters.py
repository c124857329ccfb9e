"""The filters of the lists: what is chosen is seen, can be taken away, and may be nonsense."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from directory.enums import Access
from tests.browser.words import label, said

UNKNOWN = "A filter in the address is not known here, so more is shown."
SERVICES = "/fi/services/"
PLACE = "/fi/places/koivukylan-kohtaamispaikka/"


def chips(page: Page) -> Locator:
    return page.get_by_role("list", name=said("Filters in use")).locator("a[href*='?']")


def names(page: Page) -> list[str]:
    page.wait_for_load_state()  # all of a page that a link has just led to
    return page.get_by_role("article").get_by_role("heading").all_inner_texts()


def choose_saturday_free_arabic(page: Page) -> None:
    page.goto(SERVICES)
    page.get_by_role("checkbox", name="la", exact=True).check()
    page.get_by_role("checkbox", name=said("Free"), exact=True).check()
    page.get_by_label(said("Language spoken there")).select_option(label="arabia")
    page.get_by_role("button", name=said("Show results")).click()
    expect(page).to_have_url(re.compile(r"day=6"))


def test_choices_show_as_chips(page: Page) -> None:
    choose_saturday_free_arabic(page)
    expect(chips(page)).to_have_count(3)
    for words in ("arabia", "la", said("Free")):
        expect(chips(page).get_by_text(words, exact=True)).to_be_visible()
    assert "Koko perheen lauantai" in names(page)
    assert "Läksyapu" not in names(page)


def test_the_form_keeps_the_choices(page: Page) -> None:
    choose_saturday_free_arabic(page)
    expect(page.get_by_role("checkbox", name="la", exact=True)).to_be_checked()
    expect(page.get_by_role("checkbox", name=said("Free"), exact=True)).to_be_checked()
    expect(page.get_by_label(said("Language spoken there"))).to_have_value("ar")


def test_a_chip_takes_its_filter_away(page: Page) -> None:
    choose_saturday_free_arabic(page)
    chips(page).filter(has=page.get_by_text("la", exact=True)).click()
    expect(chips(page)).to_have_count(2)
    expect(page).to_have_url(re.compile(r"^(?!.*day=).*language=ar"))
    expect(page.get_by_role("checkbox", name="la", exact=True)).not_to_be_checked()
    assert "Läksyapu" in names(page)


def test_the_count_follows_the_filters(page: Page) -> None:
    page.goto(f"{SERVICES}?q=perhekahvila&area=koivukyla")
    count = page.get_by_role("status").get_by_role("heading").inner_text()
    assert int(re.search(r"\d+", count)[0]) == len(names(page))
    assert "Koivukylän perhekahvila" in names(page)


def test_just_come_needs_no_signing_up(page: Page) -> None:
    page.goto(f"{SERVICES}?drop_in=on&category=family-cafe")
    cards = page.get_by_role("article").all()
    assert cards
    for card in cards:
        expect(card).to_contain_text(label(Access.DROP_IN))


def test_nothing_found_says_what_to_do(page: Page) -> None:
    page.goto(f"{SERVICES}?q=qwertyuiop")
    expect(page.get_by_role("article")).to_have_count(0)
    page.get_by_role("link", name=said("See all services")).click()
    expect(page).to_have_url(re.compile(r"/fi/services/$"))


@pytest.mark.parametrize("query", ["age=zzz", "category=zzz", "area=zzz", "language=zzz"])
def test_a_bad_choice_is_said_beside_its_field(page: Page, query: str) -> None:
    response = page.goto(f"{SERVICES}?{query}")
    assert response.status == 200
    field = page.locator(f"select[name={query.partition('=')[0]}]")
    expect(field).to_be_visible()
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_have_accessible_description(said(UNKNOWN))


def test_a_bad_day_is_said_beside_the_days(page: Page) -> None:
    response = page.goto(f"{SERVICES}?day=99")
    assert response.status == 200
    days = page.get_by_role("group", name=said("Day", context="weekday"))
    expect(days).to_contain_text(said(UNKNOWN))
    expect(days).to_have_accessible_description(said(UNKNOWN))


@pytest.mark.parametrize("number", ["-4", "0", "zzz", "9999"])
def test_a_page_that_is_not_there_gives_one_that_is(page: Page, number: str) -> None:
    response = page.goto(f"{SERVICES}?page={number}")
    assert response.status == 200
    expect(page.get_by_role("article").first).to_be_visible()


def test_pages_follow_each_other_and_keep_the_filters(page: Page) -> None:
    page.goto(f"{SERVICES}?free=on")
    first = names(page)
    page.get_by_role("main").locator("a[rel=next]").click()
    expect(page).to_have_url(re.compile(r"free=on.*page=2|page=2.*free=on"))
    assert not set(first) & set(names(page))


@pytest.mark.parametrize("start", ["2026-02-30", "zzz", "1900-01-01", "9999-12-31"])
def test_a_week_that_cannot_be_shown_gives_this_one(page: Page, start: str) -> None:
    response = page.goto(f"{PLACE}?start={start}")
    assert response.status == 200
    messages = [
        said("That date does not exist. Here is this week."),
        said("That week is too far away. Here is this week."),
    ]
    expect(page.get_by_text(re.compile("|".join(map(re.escape, messages))))).to_be_visible()
    expect(page.locator("time[datetime='2026-11-25']").first).to_be_visible()
