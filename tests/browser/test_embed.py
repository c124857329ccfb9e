"""The programme in a frame of another site, and the page where its line is copied."""

import re
import threading
from collections.abc import Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import FrameLocator, Page, expect

from tests.browser.accessible import (
    BY_COLOUR,
    NARROW,
    assert_accessible,
    assert_fits_in_arabic,
    violations,
)

PLACE = "places/koivukylan-kohtaamispaikka"
EMBEDS = {
    "place": f"{PLACE}/embed/",
    "organisation": "organisations/mll-uusimaa/embed/",
    "week": "week/embed/?area=vantaa",
}
SHARES = {
    "place": f"{PLACE}/share/",
    "organisation": "organisations/mll-uusimaa/share/",
    "week": "week/share/?area=vantaa",
}


class PartnerSite(BaseHTTPRequestHandler):
    """Answers every address with the page that it was given."""

    def __init__(self, pages: list[str], *arguments) -> None:
        self.pages = pages
        super().__init__(*arguments)

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(self.pages[-1].encode())

    def log_message(self, *arguments: object) -> None:
        pass


@pytest.fixture
def partner(page: Page) -> Iterator:
    """Shows a line of HTML in a page of another site: another name, another port."""
    pages = [""]
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(PartnerSite, pages))
    threading.Thread(target=server.serve_forever, daemon=True).start()

    def show(line: str) -> FrameLocator:
        pages.append(f"<!doctype html><title>Seura</title><h1>Seura</h1>{line}")
        page.goto(f"http://localhost:{server.server_port}/")
        return page.frame_locator("iframe")

    yield show
    server.shutdown()
    server.server_close()


def copied_line(page: Page, path: str) -> str:
    page.goto(f"/fi/{path}")
    return page.locator("textarea").input_value()


@pytest.mark.parametrize("name", SHARES)
def test_copied_line_shows_the_programme_on_another_site(page: Page, partner, name: str) -> None:
    line = copied_line(page, SHARES[name])
    page.context.clear_cookies()
    frame = partner(line)
    expect(frame.get_by_role("heading", level=1)).to_be_visible()
    expect(frame.locator(".is-today")).to_contain_text("25.11.")
    assert page.context.cookies() == []


@pytest.mark.parametrize(
    "path",
    ["", "places/", f"{PLACE}/", f"{PLACE}/screen/", f"{PLACE}/share/", "week/", "staff"],
)
def test_no_other_page_shows_on_another_site(page: Page, site: str, partner, path: str) -> None:
    address = "/staff/admin/login/" if path == "staff" else f"/fi/{path}"
    frame = partner(f'<iframe src="{site}{address}"></iframe>')
    expect(frame.get_by_role("heading", level=1)).to_have_count(0)
    assert [one.url for one in page.frames[1:]] == ["chrome-error://chromewebdata/"]


def test_weeks_turn_inside_the_frame(page: Page, site: str, partner) -> None:
    frame = partner(f'<iframe src="{site}/fi/{EMBEDS["place"]}?theme=dark"></iframe>')
    frame.locator("[rel=next]").click()
    expect(frame.locator("h1 + p")).to_contain_text("49")
    assert page.url.startswith("http://localhost:")
    assert page.frames[1].url.endswith("?theme=dark&start=2026-11-30")


def test_service_opens_in_a_tab_of_its_own(page: Page, site: str, partner) -> None:
    frame = partner(f'<iframe src="{site}/fi/{EMBEDS["place"]}"></iframe>')
    with page.expect_popup() as opened:
        frame.get_by_role("link", name="Läksyapu").first.click()
    assert opened.value.url == f"{site}/fi/services/laksyapu-koivukyla/"
    assert opened.value.evaluate("window.opener") is None


def test_missing_programme_is_told_in_the_frame(site: str, partner) -> None:
    frame = partner(f'<iframe src="{site}/fi/places/no-such/embed/"></iframe>')
    expect(frame.get_by_role("link").first).to_be_visible()


@pytest.mark.parametrize("name", EMBEDS)
def test_frame_is_accessible_in_each_theme(page: Page, name: str) -> None:
    path = EMBEDS[name]
    page.goto(f"/fi/{path}")
    assert violations(page) == []
    page.goto(f"/fi/{path}{'&' if '?' in path else '?'}theme=dark")
    assert violations(page, BY_COLOUR) == []


def test_theme_of_the_address_wins_over_the_readers(new_page) -> None:
    page = new_page(color_scheme="dark")
    seen = {}
    for theme in ("", "?theme=light", "?theme=dark"):
        page.goto(f"/fi/{EMBEDS['place']}{theme}")
        seen[theme] = page.locator("body").evaluate("one => getComputedStyle(one).backgroundColor")
    assert seen[""] == seen["?theme=dark"] != seen["?theme=light"] == "rgb(255, 255, 255)"


@pytest.mark.parametrize("name", EMBEDS)
@pytest.mark.parametrize("language", ["fi", "ar", "vi"])
def test_frame_fits_280_pixels(new_page, name: str, language: str) -> None:
    page = new_page(viewport={"width": 280, "height": 600})
    page.goto(f"/{language}/{EMBEDS[name]}")
    page.locator("details").evaluate_all("all => all.forEach((one) => { one.open = true; })")
    assert page.locator("html").evaluate("root => root.scrollWidth") <= 280
    assert too_wide(page) == []


def too_wide(page: Page) -> list[str]:
    return page.evaluate("""() => [...document.body.querySelectorAll("main *, footer *")]
        .filter((one) => one.checkVisibility() && !one.closest(".visually-hidden, svg"))
        .filter((one) => {
            const { left, right } = one.getBoundingClientRect();
            return left < -0.5 || right > innerWidth + 0.5;
        })
        .map((one) => one.outerHTML.slice(0, 120))""")


def test_frame_runs_from_the_right_in_arabic_and_its_times_do_not(page: Page) -> None:
    page.goto(f"/ar/{EMBEDS['place']}")
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    for time in page.locator(".time bdi").all():
        expect(time).to_have_attribute("dir", "ltr")


def test_frame_needs_no_script_and_no_other_sheet(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"/fi/{EMBEDS['place']}", wait_until="networkidle")
    files = [re.sub(r"^.*/", "", url) for url in asked if "/static/" in url]
    assert [name for name in files if name.endswith((".css", ".js"))] == ["embed.css"]


@pytest.mark.parametrize("name", SHARES)
def test_share_page_is_accessible(page: Page, name: str) -> None:
    page.goto(f"/fi/{SHARES[name]}")
    assert_accessible(page)


@pytest.mark.parametrize("name", SHARES)
def test_share_page_fits_a_phone_in_arabic(new_page, name: str) -> None:
    page = new_page(viewport=NARROW)
    page.goto(f"/ar/{SHARES[name]}")
    assert_fits_in_arabic(page)


def test_share_page_previews_what_is_chosen_and_copies_its_line(new_page) -> None:
    page = new_page(permissions=["clipboard-read", "clipboard-write"])
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(f"/fi/{SHARES['place']}")
    page.locator("[name=lang][id]").select_option("ar")
    page.locator("[name=theme][id]").select_option("dark")
    page.locator("form").filter(has=page.locator("[name=theme][id]")).get_by_role("button").click()
    preview = page.frame_locator("iframe").locator("html")
    expect(preview).to_have_attribute("dir", "rtl")
    expect(preview).to_have_attribute("data-theme", "dark")
    page.locator("[data-copy=frame-line]").click()
    expect(page.locator("main [role=status]").first).not_to_be_empty()
    assert page.evaluate("navigator.clipboard.readText()") == page.locator("textarea").input_value()
    assert complaints == []


def test_share_page_works_without_scripts(new_page) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(f"/fi/{SHARES['place']}")
    expect(page.locator("[data-copy]").first).to_be_hidden()
    page.locator("[name=languages][value=ar]").check()
    page.locator("form").filter(has=page.locator("[type=checkbox]")).get_by_role("button").click()
    expect(page.locator("#screen-url")).to_have_value(re.compile(r"/screen/\?languages=fi,ar$"))
