"""The network's week and today as families use them: on a phone, by keyboard, near, in Arabic."""

import re
from itertools import pairwise

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from tests.browser.words import said

PHONE = {"viewport": {"width": 360, "height": 740}}
KOIVUKYLA = {"latitude": 60.32361, "longitude": 25.06138}


@pytest.fixture
def phone(new_page) -> Page:
    return new_page(**PHONE)


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_phone_header_has_two_rows(phone: Page, language: str) -> None:
    phone.goto(f"/{language}/offline/")
    tops = phone.locator(".site-nav a").evaluate_all("all => all.map((a) => a.offsetTop)")
    assert len(tops) == 4
    assert len(set(tops)) == 1


def test_today_comes_first_on_a_phone(phone: Page) -> None:
    phone.goto("/fi/week/?area=vantaa")
    shown = [day for day in phone.locator(".day").all() if day.is_visible()]
    expect(shown[0]).to_contain_text(re.compile("keskiviikko", re.I))
    expect(shown[0]).to_contain_text(said("Today"))
    phone.get_by_text(said("Earlier this week")).click()
    expect(day_in(phone, "2026-11-23")).to_be_visible()


def day_in(page: Page, day: str):
    return page.locator(".day").filter(has=page.locator(f"[datetime='{day}']"))


def test_days_of_the_strip_lead_to_their_programme(phone: Page) -> None:
    phone.goto("/fi/week/?area=vantaa")
    phone.get_by_role("navigation", name=said("Choose day")).get_by_text("pe").click()
    expect(day_in(phone, "2026-11-27").get_by_role("heading")).to_be_in_viewport()


def test_week_stands_in_seven_columns(page: Page) -> None:
    page.goto("/fi/week/?area=vantaa")
    boxes = [day.bounding_box() for day in page.locator(".day").all()]
    assert len(boxes) == 7
    assert len({round(box["y"]) for box in boxes}) == 1
    assert all(one["x"] < next_["x"] for one, next_ in pairwise(boxes))


def test_arabic_week_runs_from_the_right(page: Page) -> None:
    page.goto("/ar/week/?area=vantaa")
    boxes = [day.bounding_box() for day in page.locator(".day").all()]
    assert all(one["x"] > next_["x"] for one, next_ in pairwise(boxes))
    days = page.locator(".day time").evaluate_all("all => all.map((one) => one.dateTime)")
    assert days == [f"2026-11-{day}" for day in range(23, 30)]


def test_filters_and_weeks_are_kept_from_link_to_link(phone: Page) -> None:
    phone.goto("/fi/week/")
    phone.get_by_label(said("Area"), exact=True).select_option("koivukyla")
    phone.get_by_role("button", name=said("Show results")).first.click()
    expect(phone.get_by_role("heading", level=1)).to_contain_text("Koivukylä")
    phone.get_by_text(said("Filters")).first.click()
    phone.get_by_label(said("Age of the child")).select_option("0")
    phone.locator("#id_start").fill("2026-12-03")
    phone.get_by_role("button", name=said("Show results")).last.click()
    expect(phone.locator("[datetime='2026-11-30']")).to_be_visible()
    phone.locator("[rel=next]").first.click()
    expect(phone.locator("[datetime='2026-12-07']")).to_be_visible()
    expect(phone.get_by_label(said("Area"), exact=True)).to_have_value("koivukyla")
    expect(phone.locator(".chip")).to_have_count(1)
    phone.locator(".chip").click()
    expect(phone.locator("[datetime='2026-12-07']")).to_be_visible()
    expect(phone.locator(".chip")).to_have_count(0)


def test_works_without_javascript(new_page) -> None:
    page = new_page(java_script_enabled=False, **PHONE)
    page.goto("/fi/today/")
    expect(page.get_by_text(said("Near me first"))).to_be_hidden()
    page.goto("/fi/week/?start=2026-11-30")
    page.get_by_label(said("Area"), exact=True).select_option("vantaa")
    page.get_by_role("button", name=said("Show results")).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Vantaa")
    expect(day_in(page, "2026-12-02").locator(".session").first).to_be_visible()
    page.locator("[rel=next]").first.click()
    expect(day_in(page, "2026-12-09").locator(".session").first).to_be_visible()


def test_week_by_keyboard_alone(page: Page) -> None:
    page.goto("/fi/week/")
    area = page.get_by_label(said("Area"), exact=True)
    area.focus()
    page.keyboard.type("Van")
    expect(area).to_have_value("vantaa")
    for _ in range(10):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.type") == "submit":
            break
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Vantaa")


def test_near_me_puts_the_nearest_first(new_page) -> None:
    page = new_page(permissions=["geolocation"], geolocation=KOIVUKYLA, **PHONE)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/fi/today/?area=kemi&age=0")
    page.get_by_role("button", name=said("Near me first")).click()
    expect(page.locator(".distance").first).to_be_visible()
    assert page.url.endswith("/fi/today/?age=0&near=60.32%2C25.06")
    kilometres = [
        float(text.split()[0].replace(",", "."))
        for text in page.locator(".today-part").first.locator(".distance").all_inner_texts()
    ]
    assert kilometres == sorted(kilometres)
    assert not any("60.323" in url for url in asked)
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    page.get_by_role("link", name=said("Show by area")).click()
    expect(page.locator(".distance")).to_have_count(0)


def test_without_leave_the_areas_remain(new_page) -> None:
    page = new_page(permissions=[], **PHONE)
    page.goto("/fi/today/")
    page.get_by_role("button", name=said("Near me first")).click()
    denied = said("Your browser did not tell where you are. Choose your area instead.")
    expect(page.get_by_role("status").filter(has_text=denied)).to_be_visible()
    assert page.url.endswith("/fi/today/")


def test_what_is_on_now_is_said_in_words(page: Page) -> None:
    page.goto("/fi/today/?area=vantaa")
    expect(page.get_by_role("heading", name=said("Open now"))).to_be_visible()
    until = said("Open now until %(time)s") % {"time": "16.00"}
    expect(page.get_by_text(until).first).to_be_visible()


def test_printed_week_is_compact(page: Page) -> None:
    page.emulate_media(media="print")
    page.goto("/fi/week/?area=vantaa")
    expect(page.locator(".week-filters")).to_be_hidden()
    expect(page.locator(".day-strip")).to_be_hidden()
    expect(day_in(page, "2026-11-25")).to_be_visible()
