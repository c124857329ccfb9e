"""What a coordinator does on a phone, and what the page says of it."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.notes.network import SLUG

PHONE = {"width": 360, "height": 740}
LINE = "**/notes/line/"
# The same modules as the page's: what each awaits has come too.
SCRIPTS = """Promise.all(
    [...document.querySelectorAll("script[type=module]")].map(({ src }) => import(src)),
).then(() => null)"""
ANSWER_TO_LEAVING = "dispatchEvent(new Event('beforeunload', {cancelable: true}))"


def plan(page: Page, day: str) -> None:
    page.goto(f"/staff/networks/{SLUG}/meetings/add/?language=en")
    expect(page.get_by_text("Tehdään esite")).to_be_visible()
    page.get_by_label("Date").fill(day)
    page.get_by_role("button", name="Plan this meeting").click()


def add_line(page: Page, kind: str, text: str) -> None:
    page.locator("[data-new-line] textarea").fill(text)
    page.locator(".kinds").get_by_label(kind).check()
    page.get_by_role("button", name="Add the line").click()


def notes_of(signed_in: Callable[..., Page], day: str) -> Page:
    page = signed_in()
    plan(page, day)
    page.get_by_role("link", name="Write the notes").click()
    expect(page.locator("[data-new-line] textarea")).to_be_visible()
    page.wait_for_load_state()
    page.evaluate(SCRIPTS)
    return page


def asks_before_leaving(page: Page) -> bool:
    return not page.evaluate(ANSWER_TO_LEAVING)


def saved(page: Page) -> None:
    """All that is written by now, not what the page said before."""
    expect(page.locator("[data-save-state=saved] [data-state]")).to_have_text("Saved")
