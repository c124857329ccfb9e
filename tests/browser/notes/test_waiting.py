"""What has not arrived: tried again, told why, and kept until it has."""

from collections.abc import Callable
from functools import partial
from urllib.parse import parse_qs

from playwright.sync_api import Page, Request, Route, expect

from tests.browser.accessible import violations
from tests.browser.notes.network import lines_of, publish
from tests.browser.notes.writing import (
    LINE,
    add_line,
    asks_before_leaving,
    notes_of,
    plan,
    saved,
)


def test_what_is_written_without_a_network_arrives_later(signed_in):
    page = notes_of(signed_in, "17.12.")
    page.context.set_offline(True)
    add_line(page, "Works well", "Kirjoitettu hississä")
    expect(page.locator("[data-state]")).to_have_text("Not saved, trying again")
    expect(page.locator("[data-waiting] textarea")).to_have_value("Kirjoitettu hississä")
    page.context.set_offline(False)
    expect(page.locator("[data-line]")).to_have_count(1)
    expect(page.locator("[data-waiting]")).to_be_hidden()
    saved(page)


def test_what_is_written_before_the_script_has_come_is_saved(signed_in):
    page = signed_in()
    held: list[Route] = []
    page.route("**/notes.js", lambda route: held.append(route))
    plan(page, "18.12.")
    with page.expect_request("**/notes.js"):
        page.get_by_role("link", name="Write the notes").click()
    page.locator("[data-new-line] textarea").fill("Kirjoitettu hitaalla puhelimella")
    held[0].continue_()
    saved(page)
    assert [text for text, _kind in lines_of(page)] == ["Kirjoitettu hitaalla puhelimella"]


def handle(page: Page, how: Callable[[Route], None]) -> Callable[[], None]:
    """Each line that is sent, until what this gives is called: Playwright's `unroute` would fail
    while one is on its way."""
    handlers = [how]
    page.route(LINE, lambda route: handlers[0](route) if handlers else route.continue_())
    return handlers.clear


def test_half_an_answer_is_asked_for_again(signed_in):
    page = notes_of(signed_in, "1.12.")

    def broken(route: Route) -> None:
        route.fulfill(response=route.fetch(), body='{"uid": ')

    mend = handle(page, broken)
    add_line(page, "Concern", "Yhteys katkesi kesken")
    expect(page.locator("[data-state]")).to_have_text("Not saved, trying again")
    assert asks_before_leaving(page)
    mend()
    saved(page)
    assert lines_of(page) == [("Yhteys katkesi kesken", "concern")]
    assert not asks_before_leaving(page)


def test_refused_line_stays_to_be_written_on(signed_in):
    page = notes_of(signed_in, "2.12.")
    refusal = {"status": 400, "json": {"error": "Shorter, please."}}
    accept = handle(page, lambda route: route.fulfill(**refusal))
    add_line(page, "Concern", "Liian pitkä")
    waiting = page.locator("[data-waiting]")
    expect(waiting.get_by_text("Shorter, please.")).to_be_visible()
    assert asks_before_leaving(page)
    assert violations(page) == []
    accept()
    add_line(page, "Works well", "Toinen rivi")
    expect(page.locator("[data-line]")).to_have_count(1)
    waiting.locator("textarea").fill("Lyhyt")
    waiting.get_by_role("button", name="Save").click()
    saved(page)
    assert sorted(lines_of(page)) == [("Lyhyt", "concern"), ("Toinen rivi", "works")]


def test_who_writes_in_a_meeting_that_is_gone_is_told(signed_in):
    page = notes_of(signed_in, "15.12.")
    find = handle(page, lambda route: route.fulfill(status=404, body="<h1>Not found</h1>"))
    add_line(page, "Concern", "Turhaan")
    waiting = page.locator("[data-waiting]")
    told = waiting.get_by_text("Not saved: this meeting is no longer here.")
    expect(told).to_be_visible()
    expect(waiting.locator("textarea")).to_have_value("Turhaan")
    assert asks_before_leaving(page)
    find()
    waiting.get_by_role("button", name="Save").click()
    saved(page)
    assert lines_of(page) == [("Turhaan", "concern")]


def sends(beginning: str, request: Request) -> bool:
    [text] = parse_qs(request.post_data)["text"] if request.method == "POST" else [""]
    return text.startswith(beginning)


def test_long_text_that_failed_several_times_arrives(signed_in):
    """Browsers send no more than 64 KiB with keepalive; each of these is 27 KiB on the way."""
    page = notes_of(signed_in, "7.12.")
    mend = handle(page, lambda route: route.abort())
    new = page.locator("[data-new-line] textarea")
    for step in range(4):
        with page.expect_event("requestfailed", partial(sends, f"{step} ж")):
            new.fill(f"{step} " + "ж" * 4600)
    mend()
    page.evaluate("dispatchEvent(new Event('online'))")
    saved(page)
    assert lines_of(page)[0][0].startswith("3 ж")


def test_published_meanwhile_it_is_kept_until_a_button_saves_it(signed_in):
    page = notes_of(signed_in, "11.12.")
    add_line(page, "Works well", "Ennen")
    expect(page.locator("[data-line]")).to_have_count(1)
    saved(page)
    publish(page)
    new = page.locator("[data-new-line] textarea")
    new.fill("Puolikas")
    told = page.get_by_text("Not saved: these notes are published.")
    expect(told).to_be_visible()
    new.fill("Puolikas lause, joka jatkuu")
    save = page.get_by_role("button", name="Save what you wrote")
    expect(save).to_be_visible()
    assert asks_before_leaving(page)
    assert lines_of(page) == [("Ennen", "works")]
    page.reload()
    expect(page.locator("[data-waiting] textarea")).to_have_value("Puolikas lause, joka jatkuu")
    assert violations(page) == []
    save.click()
    saved(page)
    expect(save).to_be_hidden()
    line = page.locator("[data-line]").filter(has_text="Ennen")
    line.locator("textarea").fill("Jälkeen")
    expect(told).to_be_visible()
    line.get_by_role("button", name="Save").click()
    saved(page)
    found = sorted(text for text, _kind in lines_of(page))
    assert found == ["Jälkeen", "Puolikas lause, joka jatkuu"]
