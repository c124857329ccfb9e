"""The screen in the hall, as a television shows it: it turns, lasts without a network, and fits."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
import time_machine
from playwright.sync_api import Page, expect

from directory.wording import HELSINKI
from tests.browser.accessible import assert_accessible_in_light_and_dark
from tests.browser.conftest import WEDNESDAY
from tests.browser.kept import MOST_LOOKS
from tests.browser.words import said

pytestmark = pytest.mark.usefixtures("half_past_eight")
SCREEN = "/fi/places/koivukylan-kohtaamispaikka/screen/"
ARABIC = "/ar/places/koivukylan-kohtaamispaikka/screen/"
# The television's own clock, an hour wrong; the site says 8.30.
WRONG_CLOCK = datetime(2026, 11, 25, 7, 30, tzinfo=HELSINKI)
SUNDAY = WEDNESDAY - timedelta(days=3)
TURN, REFRESH, STEP = 20_000, 60_000, 5_000
SIZES = {"lying": (1920, 1080), "small": (1280, 720), "standing": (1080, 1920)}


@pytest.fixture
def television(new_page) -> Callable[..., Page]:
    """Opens a screen whose time stands until `page.clock` moves it, all languages at hand."""

    def switch_on(address: str, *, languages: int = 1, size: str = "lying") -> Page:
        width, height = SIZES[size]
        page = new_page(viewport={"width": width, "height": height})
        page.clock.install(time=WRONG_CLOCK)
        taken: list[str] = []
        page.on("requestfinished", lambda request: taken.append(request.resource_type))
        page.goto(address)
        for _wait in range(MOST_LOOKS):
            if taken.count("fetch") == languages:
                break
            page.wait_for_timeout(100)
        assert taken.count("fetch") == languages
        expect(page.locator(".screen-clock")).to_have_text("8.30")
        return page

    return switch_on


def let_pass(page: Page, milliseconds: int) -> None:
    """In steps, each with time for an answer: one leap would outrun what the screen asked for."""
    for _step in range(0, milliseconds, STEP):
        page.clock.run_for(STEP)
        page.evaluate("fetch(location.href).catch(() => null)")


def expect_language(page: Page, tag: str, direction: str) -> None:
    root = page.locator("html")
    expect(root).to_have_attribute("lang", tag)
    expect(root).to_have_attribute("dir", direction)
    today = page.locator(".screen-day.is-today .screen-word")
    expect(today).to_have_text(said("Today", tag))


def test_turns_through_its_languages(television) -> None:
    page = television(f"{SCREEN}?languages=fi,ar", languages=2)
    expect_language(page, "fi", "ltr")
    let_pass(page, TURN)
    expect_language(page, "ar", "rtl")
    expect(page.locator("[aria-current]")).to_have_attribute("lang", "ar")
    let_pass(page, TURN)
    expect_language(page, "fi", "ltr")


def test_turns_without_a_network_too(television) -> None:
    page = television(f"{SCREEN}?languages=fi,ar", languages=2)
    page.context.set_offline(True)
    let_pass(page, TURN)
    expect_language(page, "ar", "rtl")
    expect(page.locator("[data-lost]")).to_be_hidden()


def test_says_how_old_it_is_without_a_network_and_comes_back(television) -> None:
    page = television(SCREEN)
    sessions = page.locator(".screen-line").count()
    assert sessions > 5
    page.context.set_offline(True)
    let_pass(page, REFRESH + 30_000)
    expect(page.locator("[data-lost]")).to_be_hidden()
    let_pass(page, REFRESH)
    expect(page.locator("[data-lost]")).to_be_visible()
    expect(page.locator("[data-lost]")).to_contain_text("8.30")
    expect(page.locator("[data-fresh]")).to_be_hidden()
    expect(page.locator(".screen-clock")).to_have_text("8.32")
    expect(page.locator(".screen-line")).to_have_count(sessions)
    page.context.set_offline(False)
    let_pass(page, REFRESH)
    expect(page.locator("[data-lost]")).to_be_hidden()
    expect(page.locator("[data-fresh]")).to_be_visible()


def test_age_is_told_in_the_language_shown(television) -> None:
    page = television(f"{SCREEN}?languages=fi,ar", languages=2)
    page.context.set_offline(True)
    let_pass(page, 7 * TURN)
    expect_language(page, "ar", "rtl")
    words = said("Updated %(time)s · not connected", "ar").replace("%(time)s", "8.30")
    expect(page.locator("[data-lost]")).to_have_text(words)


def test_another_sites_page_is_no_programme(television) -> None:
    """What a log-in page of a network answers, with status 200."""
    page = television(SCREEN)
    page.route("**/screen/**", lambda route: route.fulfill(body="<main>Log in</main>"))
    let_pass(page, 3 * REFRESH)
    expect(page.locator("[data-lost]")).to_be_visible()
    expect(page.locator(".screen-line").first).to_be_visible()


def test_loads_itself_anew_when_the_site_has_been_renewed(television) -> None:
    page = television(SCREEN)
    renewed = page.request.get(SCREEN).text().replace(".css", ".css?renewed")
    page.route("**/screen/", lambda route: route.fulfill(body=renewed, content_type="text/html"))
    with page.expect_navigation():
        page.clock.run_for(REFRESH)
    expect(page.locator("link[rel=stylesheet]")).to_have_attribute("href", re.compile("renewed"))
    expect(page.locator(".screen-line").first).to_be_visible()


def test_marks_what_is_on_while_time_goes_on_without_a_network(television) -> None:
    page = television(SCREEN)
    today = page.locator(".screen-day.is-today")
    expect(today.locator(".is-now")).to_have_count(0)
    page.context.set_offline(True)
    page.clock.fast_forward("01:10:00")
    expect(page.locator(".screen-clock")).to_have_text("9.40")
    expect(today.locator(".is-now .screen-time")).to_have_text(["9.00–15.00", "9.30–10.00"])
    expect(today.locator(".is-now [data-now]").first).to_be_visible()
    page.clock.fast_forward("00:30:00")
    expect(today.locator(".screen-time").filter(has_text="9.30–10.00")).to_be_hidden()


def test_yesterday_is_never_shown_as_today(television) -> None:
    page = television(SCREEN)
    warning = page.locator("[data-old-day]")
    expect(warning).to_be_hidden()
    page.context.set_offline(True)
    page.clock.fast_forward("24:00:00")
    expect(warning).to_be_visible()
    expect(warning).to_contain_text("25.11.")
    expect(page.locator("[data-lost]")).to_be_visible()
    for word in page.locator(".screen-word").all():
        expect(word).to_be_hidden()
    expect(page.locator(".screen-date")).to_be_hidden()
    expect(page.locator(".is-today .screen-line:visible").first).to_contain_text("9.00–15.00")
    assert page.locator(".is-today .is-now").count() == 0
    page.context.set_offline(False)
    let_pass(page, REFRESH)
    expect(warning).to_be_hidden()
    expect(page.locator(".is-today .screen-word")).to_be_visible()


@pytest.mark.parametrize("address", [SCREEN, ARABIC])
@pytest.mark.parametrize("size", SIZES)
def test_whole_sessions_fit_and_the_rest_are_counted(television, size: str, address: str) -> None:
    page = television(address, size=size)
    root = page.locator("html")
    assert root.evaluate("r => r.scrollWidth <= innerWidth && r.scrollHeight <= innerHeight")
    for day in page.locator(".screen-day").all():
        all_lines, shown = day.locator(".screen-line").count(), visible(day)
        left = all_lines - shown
        assert shown >= 2
        more = day.locator(".screen-more")
        expect(more).to_be_visible() if left else expect(more).to_be_hidden()
        if left:
            expect(more.locator("bdi")).to_have_text(str(left))
        assert cut_off(day) == 0


def visible(day) -> int:
    """Hidden ones are over or do not fit; on this morning none is over."""
    return day.locator(".screen-line:visible").count()


def cut_off(day) -> int:
    return day.evaluate("""(day) => {
        const { bottom } = day.querySelector("ol").getBoundingClientRect();
        return [...day.querySelectorAll(".screen-line")]
            .filter((one) => one.checkVisibility())
            .filter((one) => one.getBoundingClientRect().bottom > bottom + 1.5).length;
    }""")


@pytest.mark.parametrize("size", ["lying", "small"])
def test_can_be_read_from_five_metres(television, size: str) -> None:
    page = television(SCREEN, size=size)
    sizes = page.evaluate("""() => [...document.querySelectorAll("main *")]
        .filter((one) => one.checkVisibility() && one.innerText && !one.closest(".other-language"))
        .map((one) => parseFloat(getComputedStyle(one).fontSize) * 100 / innerHeight)""")
    assert min(sizes) >= 2.6
    times = page.locator(".screen-time").all()
    read = "one => parseFloat(getComputedStyle(one).fontSize) * 100 / innerHeight"
    assert min(time.evaluate(read) for time in times) >= 4


@pytest.mark.parametrize("address", [SCREEN, f"{ARABIC}?languages=ar,fi"])
def test_accessible_in_light_and_dark(page: Page, address: str) -> None:
    page.goto(address)
    assert_accessible_in_light_and_dark(page)


def test_times_keep_their_order_in_arabic(page: Page) -> None:
    page.goto(ARABIC)
    for time in page.locator(".screen-time bdi").all():
        expect(time).to_have_attribute("dir", "ltr")


@pytest.mark.parametrize("address", [SCREEN, ARABIC])
def test_small_window_scrolls_as_usual(new_page, address: str) -> None:
    page = new_page(viewport={"width": 320, "height": 640})
    page.goto(address)
    assert page.locator("html").evaluate("root => root.scrollWidth") <= 320
    for day in page.locator(".screen-day").all():
        assert visible(day) == day.locator(".screen-line").count()


def test_tomorrow_takes_over_as_today_ends_without_a_network_too(television) -> None:
    page = television(SCREEN, size="small")
    days = page.locator(".screen-days")
    expect(days).to_have_attribute("data-room", "today")
    page.context.set_offline(True)
    page.clock.fast_forward("11:40:00")
    expect(page.locator(".screen-clock")).to_have_text("20.10")
    expect(days).to_have_attribute("data-room", "tomorrow")
    expect(page.locator(".is-today .screen-empty")).to_have_text(said("No more programme today"))
    expect_whole_tomorrow(page)


@pytest.mark.parametrize("address", [SCREEN, ARABIC])
@pytest.mark.parametrize("size", SIZES)
def test_on_sunday_the_whole_monday_fits(television, size: str, address: str) -> None:
    with time_machine.travel(SUNDAY, tick=True):
        expect_whole_tomorrow(television(address, size=size))


@pytest.mark.parametrize("size", SIZES)
def test_without_scripts_too_the_whole_monday_fits(new_page, size: str) -> None:
    width, height = SIZES[size]
    page = new_page(java_script_enabled=False, viewport={"width": width, "height": height})
    with time_machine.travel(SUNDAY, tick=True):
        page.goto(ARABIC)
    expect_whole_tomorrow(page)


def expect_whole_tomorrow(page: Page) -> None:
    tomorrow = page.locator(".screen-day:not(.is-today)")
    assert visible(tomorrow) == tomorrow.locator(".screen-line").count() >= 5
    expect(tomorrow.locator(".screen-more")).to_be_hidden()
    last = tomorrow.locator(".screen-line").last.bounding_box()
    assert last["y"] + last["height"] <= page.locator(".screen-foot").bounding_box()["y"]


def test_without_scripts_it_still_shows_the_day(new_page) -> None:
    page = new_page(java_script_enabled=False, viewport={"width": 1920, "height": 1080})
    page.goto(SCREEN)
    expect(page.locator(".is-today .screen-line:visible")).to_have_count(4)
    expect(page.locator(".is-today .screen-more")).to_contain_text("4")


def test_nothing_breaks_the_content_security_policy(page: Page) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{SCREEN}?languages=fi,ar", wait_until="networkidle")
    assert complaints == []
