"""The page runs from the right; times, dates, telephone numbers and Finnish names from the left.

What is read is where the browser puts the pieces, not the order in which they are written.
"""

from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessible import (
    NARROW,
    assert_fits_in_arabic,
    assert_nothing_cut,
    send_empty,
)
from tests.browser.test_every_page import PAGES as EVERY_PAGE
from tests.browser.test_every_page import WITH_ERRORS

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
TIMES = (r"\d{1,2}\.\d\d–\d{1,2}\.\d\d", r"\d+|[.–]")
DATES = (r"\d{1,2}\.\d{1,2}\.(?:\d{4})?", r"\d+|\.")
RANGES = (r"\d{1,2}\.(?:\d{1,2}\.)?(?:\d{4})?–\d{1,2}\.\d{1,2}\.(?:\d{4})?", r"\d+|[.–]")
PHONES = (r"0\d{3} \d{3} \d{3}", r"\d+")
ADDRESSES = (r"[A-Z][a-zäö]+ \d+, \d{5} [A-Z][a-z]+", r"[^ ,]+|,")
NAMES = (r"Koivukylän avoin kohtaamispaikka", r"\S+")
FORMS = {
    "times": TIMES, "dates": DATES, "ranges": RANGES, "phones": PHONES, "addresses": ADDRESSES,
    "names": NAMES,
}  # fmt: skip
HOUSE = "places/koivukylan-kohtaamispaikka/"
CLUB = "services/perhekahvila-koivukyla/"
# The page, and what must be on it to be read.
PAGES = {
    "week": ("week/?area=vantaa", {"times", "dates", "ranges"}),
    "place": (HOUSE, set(FORMS)),
    "other-week": (f"{HOUSE}?start=2026-12-21", {"times", "dates", "ranges", "names"}),
    "service": (CLUB, {"times", "dates", "phones", "addresses", "names"}),
    "form": (f"{HOUSE}report/", {"names"}),
    "poster": (f"{HOUSE}poster/", {"times", "dates", "ranges", "addresses", "names"}),
    "season": (f"{HOUSE}poster/?span=season&also=fi", {"times", "addresses", "names"}),
    "screen": (f"{HOUSE}screen/", {"times", "names"}),
    "embed": (f"{HOUSE}embed/", {"times", "dates", "ranges", "names"}),
    "card": (f"{CLUB}card/", {"times", "addresses", "names"}),
    "place-card": (f"{HOUSE}card/", {"times", "addresses", "names"}),
    "sheet": (f"{CLUB}print/", {"times", "dates", "phones", "addresses", "names"}),
    "place-sheet": (f"{HOUSE}print/", {"times", "dates", "ranges", "phones", "addresses"}),
}
READ = {path for path, _expected in PAGES.values()}
NOT_READ = {name: path for name, path in EVERY_PAGE.items() if path not in READ} | WITH_ERRORS


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


@pytest.mark.parametrize("language", ["ar", "fa", "ckb"])
@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_turned_around(new_page, name: str, language: str) -> None:
    page = new_page(viewport={"width": 600, "height": 900})
    path, expected = PAGES[name]
    page.goto(f"/{language}/{path}")
    assert page.locator("html").get_attribute("dir") == "rtl"
    read = {form: disordered(page, *parts) for form, parts in FORMS.items()}
    assert {form: wrong for form, (_count, wrong) in read.items() if wrong} == {}
    assert expected <= {form for form, (count, _wrong) in read.items() if count}
    page.set_viewport_size(NARROW)
    assert_nothing_cut(page)


@pytest.mark.parametrize("name", NOT_READ)
def test_every_other_page_fits_a_phone(new_page, name: str) -> None:
    page = new_page(viewport=NARROW)
    page.goto(f"/ar/{NOT_READ[name]}")
    if name in WITH_ERRORS:
        send_empty(page)
    assert_fits_in_arabic(page)


@pytest.mark.parametrize(
    ("form", "written"),
    [
        (TIMES, "س 9.30–11.30"),
        (DATES, "س 25.11."),
        (RANGES, "س 16.–22.11.2026"),
        (PHONES, "س 0199 100 326"),
    ],
    ids=["times", "dates", "ranges", "phones"],
)
def test_the_measure_sees_what_is_turned_around(page: Page, form, written: str) -> None:
    page.goto(PLACE)
    heading = page.get_by_role("heading", level=1)
    heading.evaluate("(heading, written) => heading.textContent = written", written)
    assert disordered(page, *form)[1] != []


def test_a_question_fills_the_screen_and_closes_without_scripts(new_page) -> None:
    page = new_page(viewport={"width": 360, "height": 740}, java_script_enabled=False)
    page.goto(f"/ar/{CLUB}card/")
    question = page.get_by_role("listitem").get_by_role("link").and_(page.locator("#ask-where"))
    question.click()
    big = page.locator("#big-where")
    expect(big).to_be_visible()
    assert big.bounding_box() == {"x": 0, "y": 0, "width": 360, "height": 740}
    big.get_by_role("link").click()
    expect(big).to_be_hidden()
    expect(question).to_be_focused()
    question.click()
    page.go_back()
    expect(big).to_be_hidden()


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
