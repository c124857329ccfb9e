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
    return page.get_by_role("list", name=said("Filters in use")).locator(".chip")


def names(page: Page) -> list[str]:
    page.wait_for_load_state()  # all of a page that a link has just led to
    return page.get_by_role("article").get_by_role("heading").all_inner_texts()


def choose_saturday_free_arabic(page: Page) -> None:
    page.goto(SERVICES)
    page.get_by_role("checkbox", name="la", exact=True).check()
    page.get_by_role("checkbox", name=said("Free"), exact=True).check()
    unfold(page, "Language spoken there")
    page.get_by_role("checkbox", name="arabia", exact=True).check()
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
    expect(page.get_by_role("checkbox", name="arabia", exact=True)).to_be_checked()


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


@pytest.mark.parametrize(
    ("query", "legend"),
    [
        ("age=zzz", "Age of the child"),
        ("category=zzz", "Kind of service"),
        ("area=zzz", "Area"),
        ("language=zzz", "Language spoken there"),
        ("time=zzz", "Time of day"),
        ("accessibility=zzz", "Accessibility"),
    ],
)
def test_a_bad_choice_is_said_beside_its_facet(page: Page, query: str, legend: str) -> None:
    response = page.goto(f"{SERVICES}?{query}")
    assert response.status == 200
    facet = page.get_by_role("group", name=said(legend), exact=True)
    expect(facet).to_be_visible()
    expect(facet).to_have_accessible_description(said(UNKNOWN))


def test_a_bad_day_is_said_beside_the_days(page: Page) -> None:
    response = page.goto(f"{SERVICES}?day=99")
    assert response.status == 200
    days = page.get_by_role("group", name=said("Day", context="weekday"))
    expect(days).to_contain_text(said(UNKNOWN))
    expect(days).to_have_accessible_description(said(UNKNOWN))


def unfold(page: Page, legend: str) -> None:
    facet = page.get_by_role("group", name=said(legend), exact=True)
    more = facet.locator("details:not([open]) > summary")
    if more.count():
        more.click()


def held(page: Page) -> int:
    heading = page.get_by_role("status").filter(has=page.get_by_role("heading"))
    return int(re.search(r"\d+", heading.inner_text())[0])


def count_beside(page: Page, name: str) -> int:
    """What the option is described by."""
    option = page.get_by_role("checkbox", name=name, exact=True)
    return int(page.locator(f"id={option.get_attribute('aria-describedby')}").inner_text())


def test_the_list_follows_a_choice_at_once(page: Page) -> None:
    page.goto(SERVICES)
    all_of_them, free = held(page), count_beside(page, said("Free"))
    page.evaluate("window.isSamePage = true")
    chosen = page.get_by_role("checkbox", name=said("Free"), exact=True)
    chosen.check()
    expect(page).to_have_url(re.compile(r"free=on"))
    expect(chips(page)).to_have_count(1)
    assert held(page) == free < all_of_them
    expect(chosen).to_be_focused()
    expect(
        page.get_by_role("navigation", name=said("Pages")).locator("a[rel=next]")
    ).to_have_attribute("href", re.compile("free=on"))
    expect(page.locator(".languages a[lang=sv]")).to_have_attribute("href", re.compile("free=on"))
    chosen.uncheck()
    expect(page).to_have_url(re.compile(r"/services/$"))
    assert held(page) == all_of_them
    assert page.evaluate("window.isSamePage")


def test_what_is_unfolded_stays_so(page: Page) -> None:
    page.goto(SERVICES)
    unfold(page, "Area")
    folded = page.get_by_role("group", name=said("Area"), exact=True).locator("details")
    option = folded.get_by_role("checkbox").last
    value = option.get_attribute("value")
    option.check()
    expect(page).to_have_url(re.compile(f"area={value}"))
    expect(folded).to_have_attribute("open", "")
    expect(page.locator(f"input[name=area][value='{value}']")).to_be_focused()


def test_the_latest_choice_is_shown(page: Page) -> None:
    """An older answer that comes late is not put over it."""
    page.goto(SERVICES)
    held_back = []
    page.route("**/services/?free=on", lambda route: held_back.append(route))
    page.get_by_role("checkbox", name=said("Free"), exact=True).check()
    page.get_by_role("checkbox", name="la", exact=True).check()
    expect(chips(page)).to_have_count(2)
    assert held_back
    expect(page).to_have_url(re.compile(r"day=6&free=on|free=on&day=6"))


def test_the_form_is_sent_when_the_list_cannot_be_fetched(page: Page) -> None:
    page.goto(SERVICES)
    page.route("**/services/?*", lambda route: route.abort(), times=1)
    page.get_by_role("checkbox", name=said("Free"), exact=True).check()
    expect(page).to_have_url(re.compile(r"free=on"))
    expect(chips(page)).to_have_count(1)


def test_facets_without_scripts(new_page) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(SERVICES)
    free = count_beside(page, said("Free"))
    page.get_by_role("checkbox", name=said("Free"), exact=True).check()
    page.get_by_role("button", name=said("Show results")).click()
    expect(page).to_have_url(re.compile(r"free=on"))
    assert held(page) == free


def test_facets_are_folded_on_a_phone(new_page) -> None:
    phone = new_page(viewport={"width": 360, "height": 740})
    phone.goto(SERVICES)
    free = phone.get_by_role("checkbox", name=said("Free"), exact=True)
    expect(free).to_be_hidden()
    phone.get_by_text(said("Filters"), exact=True).click()
    expect(free).to_be_visible()
    free.check()
    expect(phone).to_have_url(re.compile(r"free=on"))
    expect(phone.locator(".filters-more > summary")).to_contain_text("(1)")
    expect(free).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    small = phone.locator(".check").evaluate_all(
        "rows => rows.filter((row) => row.offsetHeight && row.offsetHeight < 44).length"
    )
    assert small == 0


def test_nothing_found_leads_to_the_nearest(page: Page) -> None:
    page.goto(f"{SERVICES}?q=perhekahvila&language=vi&day=7")
    nearest = page.locator(".nearest a").first
    number = int(re.search(r"\((\d+)\)", nearest.inner_text())[1])
    nearest.click()
    expect(page.get_by_role("article").first).to_be_visible()
    assert held(page) == number


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
