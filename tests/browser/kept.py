"""A phone whose pages the worker keeps, and what it has when the line goes."""

from collections.abc import Callable

from playwright.sync_api import Page, expect
from pytest import MonkeyPatch

from perhepalvelut import offline
from tests.browser.words import said

WAITS_LONGER = "const PATIENCE = 4000;", "const PATIENCE = 120000;"
PHONE = {"width": 360, "height": 740}
SERVICE = "/fi/services/perhekahvila-koivukyla/"
PLACE = "/fi/places/koivukylan-kohtaamispaikka/"
KEPT = """async () => {
    const names = ["pages-1", "saved-1"];
    const keys = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return keys.flat().map((request) => request.url);
}"""
IS_AT_WORK = """navigator.serviceWorker.ready.then(({ active }) => active.state === "activated")"""
MOST_LOOKS = 300


def new_phone(new_page: Callable[..., Page], monkeypatch: MonkeyPatch) -> Page:
    """Its worker waits for the network as long as it takes: a slow machine is no slow line."""
    source = offline.worker_source
    monkeypatch.setattr(offline, "worker_source", lambda: source().replace(*WAITS_LONGER))
    return new_page(viewport=PHONE, service_workers="allow")


def open_kept(page: Page, address: str, *also: str) -> None:
    """Opens pages and waits until each is kept."""
    for path in (address, *also):
        page.goto(path)
        wait_for(page, IS_AT_WORK)
        wait_for_kept(page, path)


def wait_for_kept(page: Page, path: str) -> None:
    wait_until(page, lambda kept: any(url.endswith(path) for url in kept))


def wait_until(page: Page, is_so: Callable[[list[str]], bool]) -> None:
    kept: list[str] = []
    for _wait in range(MOST_LOOKS):
        kept = page.evaluate(KEPT)
        if is_so(kept):
            return
        page.wait_for_timeout(100)
    raise AssertionError(kept)


def wait_for(page: Page, words: str) -> None:
    """Of JavaScript, that something is so; Playwright's own way breaks the pages' policy."""
    for _wait in range(MOST_LOOKS):
        if page.evaluate(words):
            return
        page.wait_for_timeout(100)
    raise AssertionError(words)


def go_offline(page: Page) -> None:
    page.context.set_offline(True)


def expect_age(page: Page, why: str = "offline", clock: str = "8.30") -> None:
    note = page.locator("[data-kept-note]")
    expect(note).to_be_visible()
    words = {
        "offline": "You are offline.",
        "slow": "The connection is slow.",
        "failed": "Something went wrong",
    }[why]
    expect(note.locator("b:visible")).to_contain_text(said(words, language_of(page)))
    expect(note.locator("[data-clock]")).to_have_text(clock)


def language_of(page: Page) -> str:
    return page.locator("html").get_attribute("lang")
