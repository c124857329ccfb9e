"""Arabic pages: the page runs from the right, times and telephone numbers still from the left."""

from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect

PLACE = "/ar/places/koivukylan-kohtaamispaikka/"
SERVICE = "/ar/services/palveluohjaus-omalla-kielella/"
# The parts of each match in the text as [part, left, top] in the order in which they are written.
PARTS_AND_EDGES = """([pattern, part]) => {
    const found = [];
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
        const node = texts.currentNode;
        if (!node.parentElement.checkVisibility()) continue;
        for (const match of node.data.matchAll(new RegExp(pattern, "g"))) {
            found.push([...match[0].matchAll(new RegExp(part, "g"))].map((piece) => {
                const range = document.createRange();
                const start = match.index + piece.index;
                range.setStart(node, start);
                range.setEnd(node, start + piece[0].length);
                const rect = range.getClientRects()[0];
                return [piece[0], rect.left, rect.top];
            }));
        }
    }
    return found;
}"""
TIMES = (r"\d{1,2}\.\d\d–\d{1,2}\.\d\d", r"\d{1,2}\.\d\d")
DATES = (r"\d{1,2}\.\d{1,2}\.(?:–\d{1,2}\.\d{1,2}\.)?(?:\d{4})?", r"\d+")
PHONES = (r"0\d{3} \d{3} \d{3}", r"\d+")


def disordered(page: Page, pattern: str, part: str) -> tuple[int, list[str]]:
    """How many there are, and those whose parts do not stand from left to right on their line."""
    found = page.evaluate(PARTS_AND_EDGES, [pattern, part])
    wrong = [
        " ".join(text for text, _left, _top in pieces)
        for pieces in found
        if any(
            top == next_top and left > next_left
            for (_, left, top), (_, next_left, next_top) in pairwise(pieces)
        )
    ]
    return len(found), wrong


@pytest.mark.parametrize("path", [PLACE, SERVICE])
@pytest.mark.parametrize("form", [TIMES, DATES, PHONES], ids=["times", "dates", "phones"])
def test_numbers_read_from_left_to_right(new_page, path: str, form: tuple[str, str]) -> None:
    page = new_page(viewport={"width": 600, "height": 900})
    page.goto(path)
    count, wrong = disordered(page, *form)
    assert count
    assert wrong == []


def test_the_measure_sees_a_reversed_time(page: Page) -> None:
    page.goto(PLACE)
    page.get_by_role("heading", level=1).evaluate("heading => heading.textContent = 'س 9.30–11.30'")
    assert disordered(page, *TIMES)[1] == ["9.30 11.30"]


def test_the_page_runs_from_the_right(page: Page) -> None:
    page.goto(PLACE)
    html = page.locator("html")
    assert (html.get_attribute("lang"), html.get_attribute("dir")) == ("ar", "rtl")
    services, places = (
        page.get_by_role("navigation").get_by_role("link").and_(page.locator(selector))
        for selector in ("[href='/ar/services/']", "[href='/ar/places/']")
    )
    assert services.bounding_box()["x"] > places.first.bounding_box()["x"]


def test_monday_stands_at_the_right(page: Page) -> None:
    page.goto(PLACE)
    monday, tuesday = (
        page.locator(f"h3:has([datetime='{day}'])").bounding_box()["x"]
        for day in ("2026-11-23", "2026-11-24")
    )
    assert monday > tuesday


def test_finnish_names_stay_finnish(page: Page) -> None:
    page.goto(PLACE)
    heading = page.get_by_role("heading", level=1, name="Koivukylän avoin kohtaamispaikka")
    expect(heading.locator("bdi")).to_have_attribute("dir", "ltr")
