"""A phone whose pages the worker keeps, and what it has when the line goes."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.words import said

PHONE = {"width": 360, "height": 740}
SERVICE = "/fi/services/perhekahvila-koivukyla/"
PLACE = "/fi/places/koivukylan-kohtaamispaikka/"
KEPT = """async () => {
    const names = ["pages-1", "saved-1"];
    const keys = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return keys.flat().map((request) => request.url);
}"""


def open_kept(page: Page, address: str, *also: str) -> None:
    """Opens pages and waits until each is kept."""
    for path in (address, *also):
        page.goto(path)
        page.evaluate("navigator.serviceWorker.ready.then(() => null)")
        wait_for_kept(page, path)


def wait_for_kept(page: Page, path: str) -> None:
    wait_until(page, lambda kept: any(url.endswith(path) for url in kept))


def wait_until(page: Page, is_so: Callable[[list[str]], bool]) -> None:
    kept: list[str] = []
    for _wait in range(150):
        kept = page.evaluate(KEPT)
        if is_so(kept):
            return
        page.wait_for_timeout(100)
    raise AssertionError(kept)


def wait_for(page: Page, words: str) -> None:
    """Of JavaScript, that something is so; Playwright's own way breaks the pages' policy."""
    for _wait in range(150):
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
