"""What is asked of every page: nothing that axe finds wrong, and nothing cut, in four looks."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

LOADED = Axe("")  # for a page that axe is in already
NARROW = {"width": 320, "height": 640}
# Of the rules that axe leaves out by itself, the one that WCAG 2.2 AA asks for.
EVERY_RULE: dict[str, Any] = {
    "resultTypes": ["violations"],
    "rules": {"target-size": {"enabled": True}},
}
BY_COLOUR = {"runOnly": ["color-contrast", "link-in-text-block"]}
BY_LAYOUT = {"runOnly": ["target-size", "scrollable-region-focusable"]}
BY_LANGUAGE = {"runOnly": ["html-has-lang", "html-lang-valid", "valid-lang"]}
# Text that is cut off or sticks out although the page itself does not scroll; a wide table may
# stand in a part that does.
STICKS_OUT = """() => {
    const scrolls = (one) => ["auto", "scroll"].includes(getComputedStyle(one).overflowX);
    const isScrolled = (one) => one.matches("body *")
        && (scrolls(one) || isScrolled(one.parentElement));
    return [...document.body.querySelectorAll("main *")]
        .filter((one) => one.checkVisibility() && !one.closest(".visually-hidden, svg"))
        .filter((one) => {
            const { left, right } = one.getBoundingClientRect();
            return left < -0.5 || right > innerWidth + 0.5;
        })
        .filter((one) => !isScrolled(one.parentElement))
        .map((one) => one.outerHTML.slice(0, 120));
}"""


def assert_accessible(page: Page) -> None:
    """Loads nothing anew: the schemes differ in colours alone, the widths in layout."""
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    assert_no_violations(page, EVERY_RULE)
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    assert_no_violations(page, BY_COLOUR, LOADED)
    assert_fits_when_narrow(page)


def assert_accessible_in_translation(page: Page) -> None:
    """What differs from the same page in Finnish: its language, its direction and its length."""
    assert_no_violations(page, BY_LANGUAGE)
    assert_fits_when_narrow(page)


def assert_fits_when_narrow(page: Page) -> None:
    page.set_viewport_size(NARROW)
    assert_no_violations(page, BY_LAYOUT, LOADED)
    assert page.locator("html").evaluate("root => root.scrollWidth") <= NARROW["width"]
    assert too_wide(page) == []


def assert_no_violations(page: Page, options: dict[str, Any], axe: Axe | None = None) -> None:
    found = (axe or Axe()).run(page, options=options)
    assert found.violations_count == 0, found.generate_report()


def too_wide(page: Page) -> list[str]:
    return page.evaluate(STICKS_OUT)


def send_empty(page: Page, form: str = "main form[method=post]") -> None:
    """The page with its errors, past what the browser itself would say."""
    with page.expect_navigation():
        page.locator(form).evaluate("form => { form.noValidate = true; form.requestSubmit(); }")
