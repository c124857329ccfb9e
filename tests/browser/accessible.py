"""What is asked of every page: nothing that axe finds wrong, and nothing cut, in three looks."""

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

NARROW = {"width": 320, "height": 640}
# Of the rules that axe leaves out by itself, the one that WCAG 2.2 AA asks for.
EVERY_RULE: dict[str, Any] = {"rules": {"target-size": {"enabled": True}}}
COLOUR = ["color-contrast", "link-in-text-block"]
BY_COLOUR = {"runOnly": COLOUR}
BY_COLOUR_AND_LAYOUT = {"runOnly": [*COLOUR, "target-size", "scrollable-region-focusable"]}
VIOLATIONS = """async (options) => {
    const { violations } = await axe.run({ ...options, resultTypes: ["violations"] });
    return violations.flatMap(({ id, nodes }) => nodes.map(
        ({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary}`));
}"""
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
    """Wide in light, then narrow in dark. Loads nothing anew: the schemes differ in colours alone,
    the widths in layout."""
    assert_accessible_in_light(page)
    page.set_viewport_size(NARROW)
    assert_accessible_in_dark(page, BY_COLOUR_AND_LAYOUT)
    assert_nothing_cut(page)


def assert_accessible_in_light_and_dark(page: Page) -> None:
    assert_accessible_in_light(page)
    assert_accessible_in_dark(page, BY_COLOUR)


def assert_accessible_in_light(page: Page) -> None:
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    assert_no_violations(page, EVERY_RULE)


def assert_accessible_in_dark(page: Page, rules: dict[str, Any]) -> None:
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    assert_no_violations(page, rules)


def assert_fits_in_arabic(page: Page) -> None:
    """What differs from the same page in Finnish: its language, its direction and its length."""
    html = page.locator("html")
    written = html.get_attribute("lang"), html.get_attribute("dir")
    assert written == ("ar", "rtl"), written
    assert_nothing_cut(page)


def assert_nothing_cut(page: Page) -> None:
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= page.viewport_size["width"], f"The page is {width} wide"
    cut = too_wide(page)
    assert not cut, "\n".join(cut)


def assert_no_violations(page: Page, options: dict[str, Any]) -> None:
    found = violations(page, options)
    assert not found, "\n".join(found)


def violations(page: Page, options: dict[str, Any] = EVERY_RULE) -> list[str]:
    """A page that was asked before has axe in it already."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    return page.evaluate(VIOLATIONS, options)


def too_wide(page: Page) -> list[str]:
    return page.evaluate(STICKS_OUT)


def send_empty(page: Page, form: str = "main form[method=post]") -> None:
    """The page with its errors, past what the browser itself would say."""
    with page.expect_navigation():
        page.locator(form).evaluate("form => { form.noValidate = true; form.requestSubmit(); }")
