"""The site without a mouse: each stop is seen, none is lost, and the way goes on from it."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from playwright.sync_api import Page, expect

from tests.browser.conftest import WEDNESDAY
from tests.browser.keys import enter, go_to
from tests.browser.test_desk import committed

PHONE = {"width": 360, "height": 740}
CLUB = "services/perhekahvila-koivukyla/"


def test_the_first_stop_skips_to_the_content(page: Page) -> None:
    page.goto("/fi/places/koivukylan-kohtaamispaikka/")
    page.keyboard.press("Tab")
    skip = page.locator("a:focus")
    expect(skip).to_have_attribute("href", "#main")
    expect(skip).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("main").locator("a:focus")).to_have_count(1)


def test_enter_opens_the_languages(page: Page) -> None:
    page.goto("/fi/")
    swedish = page.get_by_role("banner").locator("a[lang=sv]")
    expect(swedish).to_be_hidden()
    go_to(page, "header summary", most=12)
    page.keyboard.press("Enter")
    expect(swedish).to_be_visible()
    go_to(page, "header a[lang=sv]", most=12)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/sv/$"))


def test_search_by_keyboard_alone(page: Page) -> None:
    page.goto("/fi/")
    go_to(page, "main input[type=search]", most=12)
    page.keyboard.type("vauva")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/fi/services/\?q=vauva$"))
    expect(page.get_by_role("link", name="Vauva-aamu", exact=True)).to_be_visible()


@pytest.fixture
def no_reports(site: str, django_db_blocker) -> Iterator[None]:
    from directory.models import Report

    with django_db_blocker.unblock():
        yield
        committed(Report.objects.all().delete)


@pytest.mark.parametrize("language", ["fi", "ar"])
def test_from_the_front_page_to_a_report(
    new_page, half_past_eight: None, no_reports: None, language: str
) -> None:
    page = new_page(viewport=PHONE, reduced_motion="reduce")
    page.goto(f"/{language}/")
    go_to(page, "#area")
    page.keyboard.type("Vantaa")
    enter(page, ".choose-area button")
    expect(page).to_have_url(re.compile(r"/week/\?area=vantaa$"))

    enter(page, ".filters-more > summary")
    go_to(page, "select[name=age]")
    page.keyboard.press("ArrowDown")
    enter(page, ".filters-fields button")
    expect(page).to_have_url(re.compile(r"age=\w"))
    enter(page, ".chip")
    expect(page).to_have_url(re.compile(r"^(?!.*age=\w).*#results$"))
    page.keyboard.press("Tab")
    after = "one => document.querySelector('#results').compareDocumentPosition(one) & 4"
    assert page.locator(":focus").evaluate(after), "The way goes on at the results"

    enter(page, ".session-title a")
    expect(page).to_have_url(re.compile(r"/services/[-\w]+/$"))
    enter(page, "main .with-icon a[href*='/places/']")
    expect(page).to_have_url(re.compile(r"/places/[-\w]+/$"))
    enter(page, "a[href$='/report/']", key="Shift+Tab")
    expect(page).to_have_url(re.compile(r"/report/$"))
    send_a_report(page)


def send_a_report(page: Page) -> None:
    enter(page, "main button")
    summary = page.locator(".error-summary")
    expect(summary).to_be_focused()
    page.keyboard.press("Tab")
    expect(summary.get_by_role("link")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#id_kind_0")).to_be_focused()
    page.keyboard.press("Space")
    with time_machine.travel(WEDNESDAY + timedelta(minutes=5), tick=True):
        enter(page, "main button")
        expect(page).to_have_url(re.compile(r"/report/thanks/$"))


def test_my_list_and_the_card(new_page) -> None:
    page = new_page(viewport=PHONE, reduced_motion="reduce")
    page.goto(f"/ar/{CLUB}")
    saved = go_to(page, ".save")
    page.keyboard.press("Enter")
    expect(page.locator("[data-list-status]")).not_to_be_empty()
    expect(saved).to_be_focused()
    enter(page, ".list-link", key="Shift+Tab")
    expect(page.get_by_role("main").get_by_role("article")).to_have_count(1)

    page.goto(f"/ar/{CLUB}card/?with=sv")
    enter(page, "#ask-where")
    enter(page, ".big:target a")
    expect(page.locator("#ask-where")).to_be_focused()


def test_what_a_question_covers_takes_no_focus(page: Page) -> None:
    page.goto(f"/fi/{CLUB}card/?with=sv#big-where")
    stops = set()
    for _press in range(4):
        page.keyboard.press("Tab")
        stops.add(page.evaluate("document.activeElement.closest('.big')?.id ?? 'the browser'"))
    assert stops <= {"big-where", "the browser"}


def test_a_header_that_sticks_hides_nothing(new_page) -> None:
    page = new_page(viewport=PHONE, reduced_motion="reduce")
    page.goto("/ar/week/?area=vantaa")
    go_to(page, "footer a", key="Shift+Tab")
    go_to(page, ".day-strip a", key="Shift+Tab", most=200)
