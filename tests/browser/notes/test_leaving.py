"""A page that is left or loaded again: it asks, sends the last words, and keeps what waits."""

from playwright.sync_api import Route, expect

from meetings.views.staff import notes
from tests.browser.notes.network import lines_of
from tests.browser.notes.writing import LINE, add_line, asks_before_leaving, notes_of, saved


def test_leaving_asks_while_something_is_on_its_way(signed_in):
    page = notes_of(signed_in, "8.12.")
    held: list[Route] = []
    page.route(LINE, lambda route: held.append(route), times=1)
    new = page.locator("[data-new-line] textarea")
    with page.expect_request(LINE):
        new.fill("Ensimmäinen")
    new.fill("Ensimmäinen ja toinen")
    assert asks_before_leaving(page)
    held[0].continue_()
    saved(page)
    page.context.set_offline(True)
    new.fill("Ensimmäinen, toinen ja kolmas")
    assert asks_before_leaving(page)
    page.context.set_offline(False)
    saved(page)


def test_last_words_are_sent_while_the_page_is_left(signed_in):
    page = notes_of(signed_in, "9.12.")
    address = page.url
    with page.expect_request(LINE):
        page.locator("[data-new-line] textarea").fill("Viimeiset sanat")
        page.goto("/staff/networks/")
    page.goto(address)
    expect(page.locator("[data-line] textarea")).to_have_value("Viimeiset sanat")


def failing(**_writing: object) -> None:
    raise OSError


def test_reload_keeps_what_waits_and_what_may_have_arrived(signed_in, monkeypatch):
    """The server itself fails: what is sent while a page is left may get past a route."""
    page = notes_of(signed_in, "10.12.")

    def lose_answer(route: Route) -> None:
        route.fetch()
        monkeypatch.setattr(notes, "write_line", failing)
        route.abort()

    page.route(LINE, lose_answer, times=1)
    with page.expect_event("requestfailed"):
        page.locator("[data-new-line] textarea").fill("Alku")
    add_line(page, "Works well", "Alku jatkui")
    page.reload()
    expect(page.locator("[data-state]")).to_have_text("Not saved, trying again")
    assert lines_of(page) == [("Alku", "works")]
    monkeypatch.undo()
    saved(page)
    assert lines_of(page) == [("Alku jatkui", "works")]
