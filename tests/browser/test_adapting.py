"""Readers set their browsers: larger letters, wider spaces, their own colours."""

import json
import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.accessible import too_wide
from tests.browser.test_every_page import PAGES
from tests.conftest import BROWSER_ARGUMENTS, BROWSERS

TWICE = "--blink-settings=defaultFontSize=32,defaultFixedFontSize=26"
SPACES = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
    word-spacing: 0.16em !important; } p { margin-block-end: 2em !important; }"""
READ = ["home", "week", "services", "service", "place", "notes"]
PAINT = "one => { const { borderBottomColor: line } = getComputedStyle(one); return line; }"


@pytest.fixture(scope="module")
def large(browser: Browser) -> Iterator[Browser]:
    """As the reader's own setting makes it, so that the widths of the style sheet follow too."""
    found = next(filter(None, map(shutil.which, BROWSERS)))
    arguments = [*BROWSER_ARGUMENTS, TWICE]
    opened = browser.browser_type.launch(executable_path=found, args=arguments)
    yield opened
    opened.close()


def cut_off(page: Page, language: str) -> dict[str, list[str]]:
    found = {}
    for name in READ:
        page.goto(f"/{language}/{PAGES[name]}")
        wide = page.locator("html").evaluate("root => root.scrollWidth - root.clientWidth")
        found[name] = [*too_wide(page), *(["the page"] if wide > 0 else [])]
    return {name: cut for name, cut in found.items() if cut}


@pytest.mark.parametrize("language", ["fi", "ar"])
def test_letters_twice_as_large_are_not_cut_on_a_phone(large, site: str, language: str) -> None:
    context = large.new_context(
        base_url=site, viewport={"width": 360, "height": 740}, service_workers="block"
    )
    page = context.new_page()
    cut = cut_off(page, language)
    size = page.locator("html").evaluate("root => getComputedStyle(root).fontSize")
    context.close()
    assert cut == {}
    assert size == "32px", "The setting was taken"


def test_wider_spaces_cut_nothing(new_page) -> None:
    page = new_page(viewport={"width": 320, "height": 640}, bypass_csp=True)
    page.add_init_script(f"""addEventListener("DOMContentLoaded", () => {{
        const style = document.createElement("style");
        style.textContent = {json.dumps(SPACES)};
        document.head.append(style);
    }});""")
    assert cut_off(page, "fi") == {}
    spaced = page.locator("h1").evaluate("one => getComputedStyle(one).letterSpacing")
    assert spaced != "normal"


def test_the_readers_own_colours_still_tell_which_day_and_page_it_is(new_page) -> None:
    page = new_page(viewport={"width": 360, "height": 740}, forced_colors="active")
    page.goto(f"/fi/{PAGES['week']}")
    for current, other in [
        (".strip-today", ".day-strip a:not(.strip-today)"),
        (".site-nav [aria-current]", ".site-nav a:not([aria-current])"),
    ]:
        lines = [page.locator(one).first.evaluate(PAINT) for one in (current, other)]
        assert lines[0] != lines[1], current
    assert page.locator(".strip-today").get_attribute("aria-current") == "date"
