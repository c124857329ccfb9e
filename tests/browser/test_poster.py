"""The poster in a browser: one printed page, readable by everyone, usable without JavaScript."""

import io

import pypdf
import pytest
from django.test import Client
from playwright.sync_api import Page, Route, expect

from tests import factories as make
from tests.browser.accessible import assert_accessible
from tests.directory.poster.sheets import cancel_often, fill

POSTER = "places/koivukylan-kohtaamispaikka/poster/"
A4 = (595, 842)


def printed(page: Page) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))


@pytest.fixture
def place_page(page: Page, client: Client):
    """Opens the poster of a place with so many sessions; style sheets come from the site."""

    def opened(count: int, path: str, cancellations: int = 0) -> Page:
        place = make.make_place(slug="talo", name="Koivun avoin kohtaamispaikka", coordinator=None)
        fill(place, count)
        if cancellations:
            cancel_often(cancellations)
        body = client.get(path).content

        def answer(route: Route) -> None:
            route.fulfill(body=body, content_type="text/html; charset=utf-8")

        page.route("**/talo/poster/*", answer)
        page.goto(path)
        return page

    return opened


@pytest.mark.parametrize(("language", "count"), [("fi", 5), ("ar", 15), ("fi", 25), ("ar", 25)])
@pytest.mark.parametrize("query", ["", "?also=ru", "?also=fa", "?span=season"])
def test_prints_on_one_page(place_page, language: str, count: int, query: str) -> None:
    page = place_page(count, f"/{language}/places/talo/poster/{query}")
    [sheet] = printed(page).pages
    assert tuple(round(float(side)) for side in sheet.mediabox[2:]) == A4
    text = sheet.extract_text()
    assert "Perhepalvelut" not in text
    assert text.count("Askartelua ja laulua") == count * (2 if "also" in query else 1)


@pytest.mark.parametrize("query", ["?span=season", "?span=season&also=ru"])
def test_long_footnotes_print_on_one_page(place_page, query: str) -> None:
    page = place_page(25, f"/fi/places/talo/poster/{query}", cancellations=12)
    [sheet] = printed(page).pages
    assert "4 lisää sivulla" in sheet.extract_text()


@pytest.mark.parametrize("query", ["", "?also=ar", "?also=zh-hans", "?span=season"])
def test_the_fullest_place_prints_on_one_page(page: Page, query: str) -> None:
    page.goto(f"/fi/{POSTER}{query}")
    assert len(printed(page).pages) == 1


@pytest.mark.parametrize("query", ["?also=so", "?span=season"])
def test_accessible_in_light_and_dark(page: Page, query: str) -> None:
    page.goto(f"/fi/{POSTER}{query}")
    assert_accessible(page)


@pytest.mark.parametrize("language", ["fi", "ar"])
def test_fits_320_pixels(new_page, language: str) -> None:
    page = new_page(viewport={"width": 320, "height": 640})
    page.goto(f"/{language}/{POSTER}?also=en")
    assert page.locator("html").evaluate("root => root.scrollWidth") <= 320


def test_the_sheet_is_white_paper_in_the_dark(new_page) -> None:
    page = new_page(color_scheme="dark")
    page.goto(f"/fi/{POSTER}")
    paper = page.get_by_role("article")
    assert paper.evaluate("one => getComputedStyle(one).backgroundColor") == "rgb(255, 255, 255)"


def test_languages_stand_on_their_own_side(page: Page) -> None:
    for address in (f"/fi/{POSTER}?also=ar", f"/ar/{POSTER}?also=fi"):
        page.goto(address)
        row = page.locator(".poster-row").first
        finnish, time, arabic = (
            row.locator(which).bounding_box()["x"]
            for which in ("[lang=fi].poster-line", ".poster-time", "[lang=ar].poster-line")
        )
        assert finnish < time < arabic


def test_works_without_javascript(new_page) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(f"/fi/{POSTER}")
    expect(page.locator("[data-print]")).to_be_hidden()
    page.locator("select[name=also]").select_option("sv")
    page.locator("form.poster-form button").click()
    page.wait_for_url("**/poster/?span=week&also=sv&start=2026-11-23")
    expect(page.locator(".poster-line[lang=sv]").first).to_be_visible()
    page.locator("a[rel=next]").click()
    page.wait_for_url("**/poster/?start=2026-11-30&also=sv")
    sheet = page.request.get(page.locator("a[href*='poster.pdf']").get_attribute("href"))
    assert sheet.headers["content-type"] == "application/pdf"


def test_the_button_prints(page: Page) -> None:
    page.add_init_script("window.print = () => { document.title = 'printed' }")
    page.goto(f"/fi/{POSTER}")
    page.locator("[data-print]").click()
    expect(page).to_have_title("printed")
