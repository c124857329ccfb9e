"""Going by Tab from stop to stop, each of which must be seen."""

from playwright.sync_api import Locator, Page

# A card's link draws its ring around the whole card.
HAS_RING = """one => [null, "::after"].some((part) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(one, part);
    return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
})"""
# Something of it lies on top: no header that sticks, no other layer has it under.
IS_SEEN = """one => [...one.getClientRects()].some((rect) => [0.1, 0.5, 0.9].some((part) => {
    const x = rect.left + rect.width * part;
    const top = document.elementFromPoint(x, rect.top + rect.height * part);
    return top && (one.contains(top) || top.contains(one));
}))"""
# The parts of a date field have the focus one after the other: then it is `:focus` only at first.
STOP = f"""(selector) => {{
    const one = document.activeElement;
    const is = ({HAS_RING})(one) && ({IS_SEEN})(one);
    return [is, one.matches(selector), one.outerHTML.slice(0, 200)];
}}"""


def go_to(page: Page, selector: str, key: str = "Tab", most: int = 130) -> Locator:
    """Presses until there; what has the focus on the way is seen too."""
    page.wait_for_load_state()
    for _press in range(most):
        page.keyboard.press(key)
        is_seen, is_there, stop = page.evaluate(STOP, selector)
        assert is_seen, stop
        if is_there:
            return page.locator(":focus")
    raise AssertionError(f"{most} presses of {key} did not reach {selector}")


def enter(page: Page, selector: str, key: str = "Tab") -> None:
    go_to(page, selector, key)
    page.keyboard.press("Enter")
