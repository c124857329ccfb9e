"""The site without a mouse."""

import re

from playwright.sync_api import Page, expect


def tab_to(page: Page, selector: str, most: int = 12) -> None:
    wanted = page.locator(selector)
    for _press in range(most):
        page.keyboard.press("Tab")
        if wanted.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(f"{most} presses of Tab did not reach {selector}")


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
    tab_to(page, "header summary")
    page.keyboard.press("Enter")
    expect(swedish).to_be_visible()
    tab_to(page, "header a[lang=sv]")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/sv/$"))


def test_search_by_keyboard_alone(page: Page) -> None:
    page.goto("/fi/")
    tab_to(page, "main input[type=search]")
    page.keyboard.type("vauva")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/fi/services/\?q=vauva$"))
    expect(page.get_by_role("link", name="Vauva-aamu", exact=True)).to_be_visible()


# A card's link draws its ring around the whole card.
HAS_RING = """one => [null, "::after"].some((part) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(one, part);
    return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
})"""


def test_what_has_the_focus_is_seen(page: Page) -> None:
    page.goto("/fi/services/?q=vauva")
    for _press in range(30):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        assert focused.evaluate(HAS_RING), focused.evaluate("one => one.outerHTML")
