"""A parent's way from the front page to next week's programme, on a phone, with and without JS."""

import re

import pytest
from playwright.sync_api import Page, expect

from directory.enums import Reason, VisitorRole
from tests.browser.week import session
from tests.browser.words import label, said

PHONE = {"width": 360, "height": 740}
PLACE = "Koivukylän avoin kohtaamispaikka"
SERVICE = "Koivukylän perhekahvila"


@pytest.fixture(params=[True, False], ids=["js", "no-js"])
def phone(request, new_page) -> Page:
    return new_page(viewport=PHONE, java_script_enabled=request.param, has_touch=True)


def expect_heading(page: Page, name: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(name)


def test_from_the_front_page_to_next_weeks_programme(phone: Page) -> None:
    phone.goto("/")
    expect(phone).to_have_url(re.compile(r"/fi/$"))
    assert phone.locator("html").get_attribute("lang") == "fi"

    search = phone.get_by_role("main").locator("input[name=q]")
    search.fill("perhekahvila")
    search.press("Enter")
    expect(phone).to_have_url(re.compile(r"/fi/services/\?q=perhekahvila$"))
    phone.get_by_role("link", name=SERVICE, exact=True).click()

    expect_heading(phone, SERVICE)
    expect(phone.get_by_role("link", name="0199 100 326")).to_have_attribute(
        "href", "tel:+358199100326"
    )
    phone.get_by_role("link", name=PLACE, exact=True).first.click()

    expect_heading(phone, PLACE)
    expect_this_weeks_changes(phone)
    phone.get_by_role("main").locator("a[rel=next]").click()

    expect(phone).to_have_url(re.compile(r"\?start=2026-11-30$"))
    expect_heading(phone, PLACE)
    expect_next_weeks_changes(phone)
    phone.get_by_role("main").locator("a[rel=prev]").click()
    expect(session(phone, "2026-11-25", "Isien ilta")).to_be_visible()


def expect_this_weeks_changes(page: Page) -> None:
    cancelled = session(page, "2026-11-26", "Puhetta ja leikkiä")
    expect(cancelled.get_by_text(said("Cancelled"))).to_be_visible()
    expect(cancelled).to_contain_text(label(Reason.ILLNESS))
    expect(cancelled).to_contain_text("Soita 0199 100 312")
    expect(cancelled.get_by_text("14.00–15.30")).to_be_visible()

    later = session(page, "2026-11-25", "Palveluohjausta omalla kielellä")
    expect(later.get_by_text("13.30–15.30")).to_be_visible()
    expect(later.get_by_text("12.30–14.30")).to_be_visible()
    expect(later).to_contain_text("Aloitamme tunnin myöhemmin.")

    extra = session(page, "2026-11-25", SERVICE)
    expect(extra.get_by_text("16.00–17.30")).to_be_visible()
    expect(extra.get_by_text(said("Extra", context="session"))).to_be_visible()

    visited = session(page, "2026-11-24", SERVICE)
    expect(visited).to_contain_text(label(VisitorRole.PUBLIC_HEALTH_NURSE))
    expect(visited).to_contain_text("Vantaan ja Keravan hyvinvointialue · 10.00–11.00")


def expect_next_weeks_changes(page: Page) -> None:
    cancelled = session(page, "2026-12-03", "Suomea kotivanhemmille")
    expect(cancelled.get_by_text(said("Cancelled"))).to_be_visible()
    expect(cancelled).to_contain_text(label(Reason.STAFF_SHORTAGE))

    moved = session(page, "2026-12-01", "Somalinkielinen perhekerho")
    expect(moved.get_by_text("Koivukylän kirjasto")).to_be_visible()
    expect(moved).not_to_contain_text(said("Cancelled"))

    changed = session(page, "2026-11-30", SERVICE)
    expect(changed).to_contain_text("Tällä kertaa leivotaan yhdessä sämpylöitä.")
