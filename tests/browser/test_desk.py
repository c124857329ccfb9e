"""The desk under one thumb: a phone of 360 pixels, taps counted, all of it without a script too."""

import re
import time
from collections.abc import Callable, Iterator
from threading import Thread

import pytest
from django.db import connection
from playwright.sync_api import Locator, Page, expect

from directory.enums import Reason
from tests.browser.accessible import assert_accessible
from tests.browser.keys import enter, go_to
from tests.browser.words import label, said

PHONE = {"width": 360, "height": 740}
ORGANISATION = "vantaan-seurakunnat"


def committed(action: Callable) -> None:
    """On a connection of its own: what a test's transaction holds, the server does not see."""

    def run() -> None:
        try:
            action()
        finally:
            connection.close()

    thread = Thread(target=run)
    thread.start()
    thread.join()


@pytest.fixture(scope="module")
def session_cookie(site: str, django_db_blocker) -> str:
    found: list[str] = []

    def sign_in() -> None:
        from django.contrib.auth import get_user_model
        from django.test import Client

        from directory.models import Membership, Organisation

        address = "thumb@example.fi"
        user = get_user_model().objects.create_user(username=address, email=address)
        organisation = Organisation.objects.get(slug=ORGANISATION)
        Membership.objects.create(user=user, organisation=organisation, role="editor")
        client = Client()
        client.force_login(user)
        found.append(client.cookies["sessionid"].value)

    with django_db_blocker.unblock():
        committed(sign_in)
    return found[0]


@pytest.fixture
def untouched(site: str, django_db_blocker) -> Iterator[None]:
    """The other tests read the demo as it was loaded."""
    from directory.models import ScheduleChange, Slot

    changes: set[int] = set()
    confirmed: dict[int, object] = {}

    def remember() -> None:
        changes.update(ScheduleChange.objects.values_list("pk", flat=True))
        confirmed.update(Slot.objects.values_list("pk", "confirmed_on"))

    def forget() -> None:
        ScheduleChange.objects.exclude(pk__in=changes).delete()
        Slot.objects.exclude(pk__in=confirmed).delete()
        for pk, day in confirmed.items():
            Slot.objects.filter(pk=pk).exclude(confirmed_on=day).update(confirmed_on=day)

    with django_db_blocker.unblock():
        committed(remember)
        yield
        committed(forget)


class Thumb:
    """Counts taps, and the seconds since the desk was opened."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.taps = 0
        page.goto("/staff/")
        self.began = time.perf_counter()

    def tap(self, wanted: Locator) -> None:
        self.taps += 1
        wanted.click()

    def told(self, what: str) -> None:
        expect(self.page.locator(".message").first).to_be_visible()
        print(f"{what}: {self.taps} taps, {time.perf_counter() - self.began:.2f} s")


def open_phone(new_page, cookie: str, site: str, **options) -> Page:
    page = new_page(viewport=PHONE, has_touch=True, **options)
    page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": site}])
    return page


@pytest.fixture(params=[True, False], ids=["script", "no-script"])
def phone(request, new_page, session_cookie: str, site: str, untouched) -> Page:
    return open_phone(new_page, session_cookie, site, java_script_enabled=request.param)


@pytest.fixture
def scripted(new_page, session_cookie: str, site: str, untouched) -> Page:
    return open_phone(new_page, session_cookie, site)


def as_usual_line(page: Page) -> Locator:
    """The first session of the organisation's own that is as usual."""
    usual = page.locator(".tag-ok", has_text=said("As usual"))
    return page.locator("li.desk-line:visible", has=usual).first


def cancel(thumb: Thumb, line: Locator) -> None:
    thumb.tap(line.locator("summary"))
    thumb.tap(line.get_by_role("button", name=label(Reason.ILLNESS), exact=True))


def test_cancelling_takes_two_taps(phone: Page) -> None:
    thumb = Thumb(phone)
    line = as_usual_line(phone)
    anchor = line.get_attribute("id")
    cancel(thumb, line)
    thumb.told("cancel")
    assert thumb.taps == 2
    expect(phone.locator(f"[id='{anchor}']")).to_be_in_viewport()
    done = phone.locator("#done")
    expect(done).to_contain_text(label(Reason.ILLNESS))
    expect(phone.locator(f"[id='{anchor}']")).to_contain_text(label(Reason.ILLNESS))
    done.get_by_role("button").click()
    expect(phone.locator(f"[id='{anchor}'] .tag-ok")).to_contain_text(said("As usual"))


def test_cancel_and_move_stay_in_their_places_when_the_reasons_open(phone: Page) -> None:
    phone.emulate_media(reduced_motion="reduce")  # scrolling that is still going on moves them
    phone.goto("/staff/")
    line = as_usual_line(phone)
    move = line.locator("a", has_text=said("Move", context="a session"))
    controls = line.locator("summary"), move
    line.scroll_into_view_if_needed()
    before = [one.bounding_box() for one in controls]
    controls[0].click()
    assert [one.bounding_box() for one in controls] == before
    reason = line.get_by_role("button", name=label(Reason.ILLNESS), exact=True)
    assert reason.bounding_box()["y"] > before[1]["y"] + before[1]["height"]
    reason.click(trial=True)
    move.click(trial=True)


def test_as_usual_takes_one_tap(phone: Page) -> None:
    thumb = Thumb(phone)
    line = as_usual_line(phone)
    anchor = line.get_attribute("id")
    cancel(thumb, line)
    again = Thumb(phone)
    again.tap(phone.locator(f"[id='{anchor}']").get_by_role("button", name=said("Same as usual")))
    again.told("same as usual")
    assert again.taps == 1
    expect(phone.locator(f"[id='{anchor}'] .tag-ok")).to_contain_text(said("As usual"))


def test_moving_to_another_time(phone: Page) -> None:
    thumb = Thumb(phone)
    line = as_usual_line(phone)
    thumb.tap(line.locator("a", has_text=said("Move", context="a session")))
    phone.locator("[name=start]").fill("1015")
    phone.locator("[name=end]").fill("12")
    thumb.tap(phone.locator("#move button[type=submit]"))
    thumb.told("move")
    assert thumb.taps == 2
    expect(phone.locator("#done")).to_contain_text("10.15–12.00")


def test_confirming_the_week_takes_one_tap(phone: Page) -> None:
    thumb = Thumb(phone)
    thumb.tap(phone.get_by_role("button", name=said("All is right: confirm the week")))
    thumb.told("confirm the week")
    assert thumb.taps == 1
    expect(phone.locator(".confirm-week")).to_contain_text(
        said("The whole week is confirmed today.")
    )


def test_closing_for_today_takes_three_taps(phone: Page) -> None:
    thumb = Thumb(phone)
    thumb.tap(phone.get_by_role("link", name=said("Closed today or for a time")))
    expect(phone.locator("[name=about]:checked")).to_have_count(0)
    thumb.tap(phone.locator("[name=about]").first)
    thumb.tap(phone.get_by_role("button", name=label(Reason.WEATHER), exact=True))
    thumb.told("closed today")
    assert thumb.taps == 3
    expect(phone.locator(".closure")).to_contain_text(label(Reason.WEATHER))


def test_adding_a_line_by_typing_it(phone: Page) -> None:
    thumb = Thumb(phone)
    thumb.tap(phone.get_by_role("link", name=said("Add a line to the programme")))
    service = phone.locator("select[name=service] option").nth(1).text_content()
    phone.locator("[name=words]").fill(f"pe 9.30-11 {service}")
    thumb.tap(phone.get_by_role("button", name=said("Read and show")))
    expect(phone.locator(".read-back")).to_contain_text("27.11.2026")
    thumb.tap(phone.get_by_role("button", name=said("Yes, save")))
    thumb.told("add a line")
    assert thumb.taps == 3
    expect(phone.locator("#done")).to_contain_text("9.30–11.00")


def test_adding_a_single_session(phone: Page) -> None:
    thumb = Thumb(phone)
    thumb.tap(phone.get_by_role("link", name=said("Add a single session")))
    thumb.taps += 2  # the list opens, and the service is chosen in it
    phone.locator("[name=about]").select_option(index=1)
    phone.locator("[name=day]").fill("la 28.11.")
    phone.locator("[name=start]").fill("930")
    phone.locator("[name=end]").fill("11")
    thumb.tap(phone.locator("form.act button[type=submit]"))
    thumb.told("add a single session")
    assert thumb.taps == 4
    expect(phone.locator("#done")).to_contain_text("9.30–11.00")


def test_the_day_stays_in_sight_while_scrolling(scripted: Page) -> None:
    scripted.goto("/staff/")
    scripted.locator(".desk-day").nth(1).locator("li").last.scroll_into_view_if_needed()
    expect(scripted.locator(".desk-day-head").nth(1)).to_be_in_viewport()


PAGES = {
    "week": "/staff/",
    "lines": "/staff/slots/",
    "add": "/staff/slots/add/",
    "one-off": "/staff/one-offs/add/",
    "closure": "/staff/closures/add/",
    "copy": "/staff/week/copy/",
    "occurrence": "occurrence",
}


def visit(page: Page, name: str) -> None:
    page.goto("/staff/" if name == "occurrence" else PAGES[name])
    if name == "occurrence":
        as_usual_line(page).locator("a.button").click()
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")


CONTROLS = "main button, main .button, main summary, main select"
SMALL = """(controls) => [...document.querySelectorAll(controls)]
    .filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 43.5)
    .map((one) => one.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize("name", PAGES)
def test_accessible_and_big_enough_for_a_thumb(scripted: Page, name: str) -> None:
    visit(scripted, name)
    assert scripted.evaluate(SMALL, CONTROLS) == []
    assert_accessible(scripted)


def test_a_time_is_changed_and_undone_by_keyboard(scripted: Page) -> None:
    page = scripted
    page.emulate_media(reduced_motion="reduce")
    page.goto("/staff/")
    enter(page, "a[href*='move=1']")
    expect(page).to_have_url(re.compile(r"#move$"))
    go_to(page, "[name=start]")
    page.keyboard.press("Control+A")
    page.keyboard.type("99")
    page.keyboard.press("Enter")
    expect(page.locator(".error-summary")).to_be_in_viewport()
    enter(page, ".error-summary a")
    expect(page.locator("[name=start]")).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.type("10.15")
    go_to(page, "[name=end]")
    page.keyboard.press("Control+A")
    page.keyboard.type("12")
    enter(page, "#move button")
    expect(page.locator("#done")).to_contain_text("10.15–12.00")
    enter(page, "#done button")
    expect(page.locator(".message-success")).to_be_visible()
    expect(page.locator("#done")).not_to_contain_text("10.15")
