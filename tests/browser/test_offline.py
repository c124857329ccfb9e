"""A phone that loses its line: the week last seen, its age, and nothing of the desk."""

import json
import re
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from playwright.sync_api import Error, Page, expect

from directory.views import service
from perhepalvelut import offline
from tests.browser.accessible import violations
from tests.browser.conftest import WEDNESDAY
from tests.browser.kept import (
    KEPT,
    PHONE,
    PLACE,
    SERVICE,
    expect_age,
    go_offline,
    new_phone,
    open_kept,
    wait_for,
    wait_for_kept,
    wait_until,
)
from tests.browser.words import said

pytestmark = pytest.mark.usefixtures("half_past_eight")
WEEK = "/fi/week/?area=vantaa"
NEVER_SEEN = "/fi/services/vauvakahvila/"
REGISTERED = "navigator.serviceWorker.getRegistrations().then((all) => all.length)"
ALL_KEPT = """async () => {
    const names = await caches.keys();
    const lists = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return lists.flat().map((request) => request.url);
}"""


@pytest.fixture
def phone(new_page: Callable[..., Page], monkeypatch: pytest.MonkeyPatch) -> Page:
    return new_phone(new_page, monkeypatch)


# The week


def test_week_last_seen_opens_offline_and_says_how_old_it_is(phone: Page) -> None:
    open_kept(phone, WEEK)
    sessions = phone.locator(".session").count()
    expect(phone.locator("[data-kept-note]")).to_be_hidden()
    go_offline(phone)
    phone.reload()
    expect_age(phone)
    expect(phone.locator("[data-day]")).to_have_text("keskiviikko 25. marraskuuta")
    expect(phone.locator(".session")).to_have_count(sessions)
    expect(phone.locator("h1")).to_be_visible()
    assert phone.locator("body").evaluate("one => getComputedStyle(one).marginTop") == "0px"
    phone.context.set_offline(False)
    with phone.expect_event("load"):
        phone.locator("[data-kept-note] a").click()
    expect(phone.locator("[data-kept-note]")).to_be_hidden()
    show_left_page_again(phone)


def show_left_page_again(phone: Page) -> None:
    """The next day, first without a network."""
    shown = "document.dispatchEvent(new Event('visibilitychange'))"
    phone.evaluate("window.isLeft = true")
    phone.evaluate(shown)
    phone.clock.set_fixed_time(WEDNESDAY + timedelta(days=1))
    go_offline(phone)
    phone.evaluate(shown)
    expect(phone.locator("[data-kept-note]")).to_be_visible()
    expect(phone.locator(".is-kept-from-another-day")).to_have_count(1)
    assert phone.evaluate("window.isLeft")
    phone.context.set_offline(False)
    with phone.expect_event("load"):
        phone.evaluate(shown)
    expect(phone.locator("[data-kept-note]")).to_be_hidden()


def test_age_is_told_in_the_language_of_the_page(phone: Page) -> None:
    open_kept(phone, "/ar/week/")
    go_offline(phone)
    phone.reload()
    expect_age(phone)
    expect(phone.locator("[data-day]")).to_have_text(re.compile("^الأربعاء،? 25 نوفمبر$"))
    expect(phone.locator("[data-clock]")).to_have_attribute("dir", "ltr")
    assert phone.locator("html").evaluate("root => root.scrollWidth") <= PHONE["width"]
    assert violations(phone) == []


def test_language_that_the_browser_does_not_know_gets_numbers(phone: Page) -> None:
    phone.add_init_script("Intl.DateTimeFormat.supportedLocalesOf = () => [];")
    open_kept(phone, "/ckb/week/")
    go_offline(phone)
    phone.reload()
    expect(phone.locator("[data-day]")).to_have_text("25.11.")


def test_copy_says_nothing_of_now_and_one_of_another_day_nothing_of_today(phone: Page) -> None:
    item = PLACE.removeprefix("/fi/").removesuffix("/")
    phone.add_init_script(f"localStorage.setItem('my-list', '[\"{item}\"]')")
    of_today = {
        "/fi/week/": ".tag-today",
        "/fi/": f"h2:text-is('{said('On today')}')",
        "/fi/list/": ".card-today",
    }
    of_now = [
        phone.locator(f"h2:text-is('{said(words)}')") for words in ("Open now", "Later today")
    ]
    for path, words in of_today.items():
        open_kept(phone, path)
        expect(phone.locator(f"{words}:visible").first).to_be_visible()
    wait_for_kept(phone, "/fi/list/own")
    open_kept(phone, "/fi/today/")
    for heading in of_now:
        expect(heading).to_be_visible()
    phone.clock.set_fixed_time(WEDNESDAY)
    go_offline(phone)
    phone.reload()
    expect_age(phone)
    expect(phone.locator(".session").first).to_be_visible()
    for heading in of_now:
        expect(heading).to_be_hidden()
    phone.goto("/fi/week/")
    expect(phone.locator(".tag-today:visible").first).to_be_visible()
    phone.clock.set_fixed_time(WEDNESDAY + timedelta(days=1))
    for path, words in of_today.items():
        phone.goto(path)
        expect_age(phone)
        expect(phone.locator(words).first).to_be_attached()
        expect(phone.locator(f"{words}:visible")).to_have_count(0)


def test_other_filters_are_another_page(phone: Page) -> None:
    open_kept(phone, WEEK)
    go_offline(phone)
    phone.goto("/fi/week/?area=kemi")
    expect(phone.locator("h1")).to_have_text(said("You are offline"))


AS_IT_IS = offline.worker_source
OF_AN_OLDER_SITE = """async (address) => {
    const cache = await caches.open("pages-1");
    const copy = await cache.match(address, { ignoreVary: true });
    const text = (await copy.text()).replace("/site.css", "/site.0123456789ab.css");
    const older = text.replace("/kept.js", "/begun.js");
    await cache.put(address, new Response(older, { headers: copy.headers }));
}"""


def test_slow_line_shows_the_copy_after_some_seconds(phone: Page, monkeypatch) -> None:
    """Also one whose style has another name by now, and whose script is gone."""
    monkeypatch.setattr(offline, "worker_source", AS_IT_IS)
    open_kept(phone, SERVICE)
    phone.evaluate(OF_AN_OLDER_SITE, SERVICE)
    with slow_answers():
        phone.goto(SERVICE)
        expect_age(phone, "slow")
    expect(phone.locator("h1")).to_have_text("Koivukylän perhekahvila")
    expect(phone.locator("[data-day]")).to_have_text("25.11.")
    assert phone.locator("body").evaluate("one => getComputedStyle(one).marginTop") == "0px"


@contextmanager
def slow_answers() -> Iterator[None]:
    """Services take longer than the worker's patience."""
    done, given = threading.Event(), service.service_row

    def late(*arguments: Any) -> Any:
        done.wait(15)
        return given(*arguments)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(service, "service_row", late)
        yield
        done.set()


# Pages never seen, and what has ended


def test_page_never_seen_says_so_and_leads_to_those_kept(phone: Page) -> None:
    open_kept(phone, WEEK, PLACE)
    title = phone.title().removesuffix(" – Perhepalvelut")
    go_offline(phone)
    phone.go_back()
    expect_age(phone)
    phone.goto(NEVER_SEEN)
    expect(phone.locator("h1")).to_have_text(said("You are offline"))
    links = phone.locator(".kept-pages a")
    expect(links).to_have_count(2)
    expect(links.first).to_have_text(title)
    expect(phone.locator("[data-forget-pages] button")).to_be_visible()
    assert violations(phone) == []
    links.first.click()
    expect(phone).to_have_url(re.compile(PLACE))
    expect_age(phone)
    phone.go_back()
    phone.get_by_role("button", name=said("Forget the pages kept on this device")).click()
    told = phone.get_by_text(said("The pages are no longer on this device."))
    expect(told).to_be_visible()
    expect(links.first).to_be_hidden()
    assert phone.evaluate(KEPT) == []
    phone.goto(PLACE)
    expect(phone.locator("h1")).to_have_text(said("You are offline"))


def failing(*_arguments: Any) -> None:
    raise OSError


def test_page_that_has_been_hidden_is_not_kept_any_longer(phone: Page, monkeypatch) -> None:
    open_kept(phone, SERVICE)
    monkeypatch.setattr(service, "service_row", failing)
    phone.goto(SERVICE)
    expect_age(phone, "failed")
    monkeypatch.setattr(service, "service_row", lambda *arguments: None)
    phone.clock.set_fixed_time(WEDNESDAY + timedelta(days=1))
    phone.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(phone.locator("h1")).to_have_text(said("Page not found"))
    wait_until(phone, lambda kept: not any(url.endswith(SERVICE) for url in kept))


def test_where_the_reader_is_is_not_kept(phone: Page) -> None:
    open_kept(phone, "/fi/")
    phone.goto("/fi/today/?near=60.32,25.06")
    open_kept(phone, WEEK)
    assert not any("near=" in url for url in phone.evaluate(ALL_KEPT))


FILL = """async () => {
    const put = async (store, name, days) => {
        const keptAt = Date.now() - days * 24 * 60 * 60 * 1000;
        const headers = { "Content-Type": "text/html", "X-Kept-At": keptAt };
        const page = new Response(`<html data-kept-note><h1>${name}</h1>`, { headers });
        await (await caches.open(store)).put(`/fi/services/${name}/`, page);
    };
    for (let n = 0; n < 45; n += 1) await put("pages-1", `n-${n}`, 1);
    await put("pages-1", "old", 8);
    await put("saved-1", "saved", 59);
    await put("saved-1", "old", 61);
}"""
ANCIENT = """async () => {
    const old = new Response("<html data-kept-note>", { headers: { "X-Kept-At": 0 } });
    await (await caches.open("saved-1")).put("/fi/services/ancient/", old);
}"""


def test_keeps_forty_pages_for_seven_days_and_what_is_saved_for_sixty(phone: Page) -> None:
    open_kept(phone, "/fi/")
    phone.evaluate(FILL)
    open_kept(phone, WEEK)
    wait_until(phone, lambda kept: len(kept) == 40 and not any("/old/" in url for url in kept))
    kept = [urlsplit(url).path for url in phone.evaluate(KEPT)]
    assert kept[0] == "/fi/services/n-7/"
    assert kept[-3:] == ["/fi/services/n-44/", "/fi/week/", "/fi/services/saved/"]
    phone.evaluate(ANCIENT)
    go_offline(phone)
    phone.goto("/fi/services/ancient/")
    expect(phone.locator("h1")).to_have_text(said("You are offline"))
    phone.goto("/fi/services/saved/")
    expect(phone.locator("h1")).to_have_text("saved")


# The desk


def sign_in() -> str:
    """In a thread, so on a connection of its own: the server sees no test's transaction."""
    try:
        user, _is_new = User.objects.get_or_create(username="keeper", is_superuser=True)
        client = Client()
        client.force_login(user)
        return client.cookies["sessionid"].value
    finally:
        connection.close()


# As a page that saves does, which does not wait for it; what was begun before this ends.
HOLD = """async (saved) => {
    const { active } = await navigator.serviceWorker.ready;
    const { port1, port2 } = new MessageChannel();
    const done = new Promise((resolve) => { port1.onmessage = () => resolve(null); });
    active.postMessage({ task: "hold", list: "", saved: [saved], isNew: true }, [port2]);
    return done;
}"""


def test_nothing_of_the_desk_is_kept(phone: Page, site: str) -> None:
    open_kept(phone, "/fi/")
    with ThreadPoolExecutor(1) as pool:
        session = pool.submit(sign_in).result()
    phone.context.add_cookies([{"name": "sessionid", "value": session, "url": site}])
    phone.goto("/staff/")
    expect(phone).to_have_url(re.compile(r"/staff/$"))
    assert phone.evaluate("navigator.serviceWorker.controller") is None
    before = set(phone.evaluate(KEPT))
    for path in ("/staff/listings/", "/staff/admin/", WEEK, f"{SERVICE}card/", SERVICE):
        phone.goto(path)
    phone.locator(".masthead .save").click()
    phone.goto("/fi/list/")
    expect(phone.locator(".card")).to_have_count(1)
    # What is fetched after signing out is everybody's again, and would be kept.
    phone.evaluate(HOLD, SERVICE)
    phone.goto("/staff/account/")
    phone.get_by_role("button", name=said("Sign out")).click()
    expect(phone).to_have_url(re.compile("/staff/account/(login|logout)/"))
    everything = phone.evaluate(ALL_KEPT)
    assert set(phone.evaluate(KEPT)) == before
    assert everything and not any("/staff/" in url for url in everything)
    go_offline(phone)
    for path in (WEEK, SERVICE, f"{SERVICE}card/"):
        phone.goto(path)
        expect(phone.locator("h1")).to_have_text(said("You are offline"))
    with pytest.raises(Error, match="ERR_INTERNET_DISCONNECTED"):
        phone.goto("/staff/")


# The worker


BROKEN = """
addEventListener("activate", () => {
    for (const name of ["open", "match"]) CacheStorage.prototype[name] = () => Promise.reject();
});"""
FULL = """
addEventListener("activate", () => { Cache.prototype.put = () => Promise.reject(); });"""


def test_worker_goes_when_the_server_calls_it_back(phone: Page, settings, monkeypatch) -> None:
    """Also where nothing can be stored, which must not keep pages from being shown."""
    broken = offline.worker_source() + BROKEN
    monkeypatch.setattr(offline, "worker_source", lambda: broken)
    phone.goto("/fi/")
    wait_for(phone, "navigator.serviceWorker.controller !== null")
    settings.OFFLINE_COPIES = False
    phone.goto("/fi/today/")
    expect(phone.locator("h1")).to_have_text(said("Today"))
    assert phone.locator("body").evaluate("one => getComputedStyle(one).marginTop") == "0px"
    wait_for(phone, f"{REGISTERED}.then((count) => count === 0)")
    wait_for(phone, "caches.keys().then((names) => names.length === 0)")
    phone.goto("/fi/today/")
    assert phone.evaluate("navigator.serviceWorker.controller") is None


def test_renewed_worker_takes_over_at_once(phone: Page, monkeypatch) -> None:
    """It leaves the other languages' files alone, and makes room where there is no more."""
    open_kept(phone, "/so/week/", WEEK)
    given = offline.worker_source()
    renewed = re.sub(r'"version": "\w+"', '"version": "renewed"', given) + FULL
    version = json.loads(re.search(r'"version": ("\w+")', given)[1])
    monkeypatch.setattr(offline, "worker_source", lambda: renewed)
    phone.evaluate("navigator.serviceWorker.getRegistration().then((one) => one.update())")
    wait_for(phone, f"caches.has('files-/fi/-{version}').then((isThere) => !isThere)")
    files = {name for name in phone.evaluate("caches.keys()") if name.startswith("files-")}
    assert files == {"files-/fi/-renewed", f"files-/so/-{version}"}
    go_offline(phone)
    phone.reload()
    expect_age(phone)
    phone.goto("/so/week/")
    expect_age(phone)
    assert phone.locator("body").evaluate("one => getComputedStyle(one).marginTop") == "0px"
    phone.context.set_offline(False)
    phone.goto(PLACE)
    wait_until(phone, lambda kept: [urlsplit(url).path for url in kept] == ["/fi/week/"])
