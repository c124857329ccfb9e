"""A coordinator's whole round in a browser, timed; and two who write at once, on phones."""

import time
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.accessible import violations
from tests.browser.conftest import WEDNESDAY
from tests.browser.test_desk import committed

PHONE = {"width": 360, "height": 740}
SLUG = "selaimen-verkosto"
ORGANISATION = "vantaan-seurakunnat"
PATIENCE = 120
SOON = 15_000
LINE = "**/notes/line/"
ANSWER_TO_LEAVING = "dispatchEvent(new Event('beforeunload', {cancelable: true}))"


@pytest.fixture(scope="module")
def cookie(site: str, django_db_blocker) -> Iterator[str]:
    """Of somebody who coordinates a network of their own, which is gone afterwards."""
    found: list[str] = []
    with django_db_blocker.unblock():
        committed(lambda: found.append(begin()))
        yield found[0]
        committed(end)


def begin() -> str:
    from django.test import Client

    from directory.models import Organisation
    from meetings.models import Action, Meeting, Network, NetworkMember
    from tests import factories as make

    organisation = Organisation.objects.get(slug=ORGANISATION)
    network = Network.objects.create(
        slug=SLUG, name_fi="Selaimen verkosto", purpose_fi="Yhdessä", state="published",
        coordinator=organisation,
    )  # fmt: skip
    NetworkMember.objects.create(
        network=network, organisation=organisation, email="verkosto@example.fi"
    )
    Meeting.objects.create(
        network=network, slug="2026-11-11", date=WEDNESDAY.date().replace(day=11), state="held"
    )
    Action.objects.create(network=network, text_fi="Tehdään esite", created_at=WEDNESDAY)
    client = Client()
    client.force_login(make.make_member("kirjuri", organisation))
    return client.cookies["sessionid"].value


def end() -> None:
    from django.contrib.auth import get_user_model

    from meetings.models import Action, Meeting, Network

    Action.objects.filter(network__slug=SLUG).delete()
    Meeting.objects.filter(network__slug=SLUG).delete()
    Network.objects.filter(slug=SLUG).delete()
    get_user_model().objects.filter(username="kirjuri").delete()


@pytest.fixture
def signed_in(new_page: Callable[..., Page], site: str, cookie: str) -> Callable[..., Page]:
    def open_signed_in(**options) -> Page:
        page = new_page(viewport=PHONE, locale="en-GB", **options)
        page.context.add_cookies([{"name": "sessionid", "value": cookie, "url": site}])
        return page

    return open_signed_in


def plan(page: Page, day: str) -> None:
    page.goto(f"/staff/networks/{SLUG}/meetings/add/?language=en")
    expect(page.get_by_text("Tehdään esite")).to_be_visible()
    page.get_by_label("Date").fill(day)
    page.get_by_role("button", name="Plan this meeting").click()


def add_line(page: Page, kind: str, text: str) -> None:
    page.locator("[data-new-line] textarea").fill(text)
    page.locator(".kinds").get_by_label(kind).check()
    page.get_by_role("button", name="Add the line").click()


@pytest.mark.parametrize("has_script", [True, False])
def test_from_the_last_meeting_to_published_notes(signed_in, has_script):
    page = signed_in(java_script_enabled=has_script)
    began = time.monotonic()
    plan(page, "25.11.")
    page.get_by_role("link", name="Invite and remind").click()
    page.get_by_role("button", name="Send the invitations").click()
    page.get_by_role("link", name="Write the notes").click()
    for kind, text in (("Works well", "Yhteistyö sujuu"), ("Concern", "Tieto hukkuu")):
        add_line(page, kind, text)
        expect(page.locator("[data-line]").filter(has_text=text)).to_be_visible(timeout=SOON)
    page.locator("[data-line]").filter(has_text="Tieto hukkuu").get_by_text(
        "Action, services, places"
    ).click()
    page.get_by_label("By when").fill("9.12.")
    page.get_by_role("button", name="Add the action").click()
    page.get_by_role("link", name="Notes", exact=True).click()
    page.get_by_role("link", name="Look at the notes and publish").click()
    page.get_by_label("Everyone").check()
    page.get_by_role("button", name="Publish the notes").click()
    expect(page.get_by_text("Notes published")).to_be_visible()
    assert time.monotonic() - began < PATIENCE


def test_two_writers_at_once_lose_nothing(signed_in):
    first, second = signed_in(), signed_in()
    plan(first, "16.12.")
    first.get_by_role("link", name="Write the notes").click()
    second.goto(first.url)
    first.locator("[data-new-line] textarea").press_sequentially("Ensimmäisen")
    expect(first.locator("[data-state]")).to_have_text("Saved", timeout=SOON)
    add_line(second, "Decision", "Toisen rivi")
    add_line(first, "Concern", "Ensimmäisen rivi")
    for page in (first, second):
        expect(page.locator("[data-line]")).to_have_count(2, timeout=SOON)
    uid = first.locator("[data-line]").first.get_attribute("data-line")
    mine, theirs = (page.locator(f"#line-{uid} textarea") for page in (first, second))
    theirs.focus()
    with first.expect_response(lambda response: response.url.endswith("/notes/line/")):
        mine.fill("Ensimmäinen jatkaa")
    theirs.fill("Toinen jatkaa")
    expect(second.locator("[data-theirs]")).to_have_text("Ensimmäinen jatkaa", timeout=SOON)
    assert violations(second) == []
    second.locator("[data-keep-mine]").click()
    first.locator("[data-new-line] textarea").focus()
    expect(mine).to_have_value("Toinen jatkaa", timeout=SOON)


def test_what_is_written_without_a_network_arrives_later(signed_in):
    page = notes_of(signed_in, "17.12.")
    page.context.set_offline(True)
    add_line(page, "Works well", "Kirjoitettu hississä")
    expect(page.locator("[data-state]")).to_have_text("Not saved, trying again", timeout=SOON)
    expect(page.locator("[data-waiting] textarea")).to_have_value("Kirjoitettu hississä")
    page.context.set_offline(False)
    expect(page.locator("[data-line]")).to_have_count(1, timeout=SOON)
    expect(page.locator("[data-waiting]")).to_be_hidden()
    expect(page.locator("[data-state]")).to_have_text("Saved")


def notes_of(signed_in: Callable[..., Page], day: str) -> Page:
    page = signed_in()
    plan(page, day)
    page.get_by_role("link", name="Write the notes").click()
    expect(page.locator("[data-new-line] textarea")).to_be_visible()
    page.wait_for_load_state()  # the scripts have come
    return page


def asks_before_leaving(page: Page) -> bool:
    return not page.evaluate(ANSWER_TO_LEAVING)


def lines_of(page: Page) -> list[tuple[str, str]]:
    """As the server has them."""
    from meetings.models import NoteItem

    found: list[tuple[str, str]] = []
    day = page.url.split("/notes")[0].rsplit("/", 1)[1]
    rows = NoteItem.objects.filter(meeting__network__slug=SLUG, meeting__slug=day)
    committed(lambda: found.extend(rows.values_list("text_en", "kind")))
    return found


def change_line(text: str, **values: object) -> None:
    """By somebody else, just now."""
    from meetings.models import NoteItem

    latest = NoteItem.objects.filter(meeting__network__slug=SLUG).latest("pk")
    committed(lambda: NoteItem.objects.filter(pk=latest.pk).update(text_en=text, **values))


def themes_of_lines(page: Page) -> list[str | None]:
    from meetings.models import NoteItem

    found: list[str | None] = []
    day = page.url.split("/notes")[0].rsplit("/", 1)[1]
    rows = NoteItem.objects.filter(meeting__network__slug=SLUG, meeting__slug=day)
    committed(lambda: found.extend(rows.values_list("theme__name_fi", flat=True)))
    return found


def add_theme(name: str) -> int:
    from meetings.models import Network, Theme

    keys: list[int] = []

    def add() -> None:
        network = Network.objects.get(slug=SLUG)
        keys.append(Theme.objects.create(network=network, name_fi=name).pk)

    committed(add)
    return keys[0]


def publish(page: Page) -> None:
    from meetings.models import Meeting

    day = page.url.split("/notes")[0].rsplit("/", 1)[1]
    rows = Meeting.objects.filter(network__slug=SLUG, slug=day)
    at = {"announced_at": WEDNESDAY, "notes_published_at": WEDNESDAY}
    committed(lambda: rows.update(state="notes_published", **at))


def saved(page: Page) -> None:
    expect(page.locator("[data-state]")).to_have_text("Saved", timeout=SOON)


def test_half_an_answer_is_asked_for_again(signed_in):
    page = notes_of(signed_in, "1.12.")

    def broken(route: Route) -> None:
        route.fulfill(response=route.fetch(), body='{"uid": ')

    page.route(LINE, broken, times=1)
    add_line(page, "Concern", "Yhteys katkesi kesken")
    expect(page.locator("[data-state]")).to_have_text("Not saved, trying again", timeout=SOON)
    assert asks_before_leaving(page)
    saved(page)
    assert lines_of(page) == [("Yhteys katkesi kesken", "concern")]
    assert not asks_before_leaving(page)


def test_refused_line_stays_to_be_written_on(signed_in):
    page = notes_of(signed_in, "2.12.")
    page.route(LINE, lambda route: route.fulfill(status=400, json={"error": "Shorter, please."}))
    add_line(page, "Concern", "Liian pitkä")
    waiting = page.locator("[data-waiting]")
    expect(waiting.get_by_text("Shorter, please.")).to_be_visible(timeout=SOON)
    assert asks_before_leaving(page)
    assert violations(page) == []
    page.unroute(LINE)
    add_line(page, "Works well", "Toinen rivi")
    expect(page.locator("[data-line]")).to_have_count(1, timeout=SOON)
    waiting.locator("textarea").fill("Lyhyt")
    waiting.get_by_role("button", name="Save").click()
    saved(page)
    assert sorted(lines_of(page)) == [("Lyhyt", "concern"), ("Toinen rivi", "works")]


@pytest.mark.parametrize(("day", "choice"), [("3.12.", "Keep mine"), ("4.12.", "Take theirs")])
def test_clash_told_after_add_is_about_the_added_line(signed_in, day, choice):
    page = notes_of(signed_in, day)
    new = page.locator("[data-new-line] textarea")
    new.press_sequentially("Minun")
    saved(page)
    change_line("Heidän")
    add_line(page, "Works well", "Minun rivini")
    expect(page.locator("[data-waiting] [data-theirs]")).to_have_text("Heidän", timeout=SOON)
    with page.expect_response(LINE):
        new.fill("Seuraava")
    page.get_by_role("button", name=choice).click()
    page.locator("h1").click()
    saved(page)
    expect(new).to_have_value("Seuraava")
    settled = "Minun rivini" if choice == "Keep mine" else "Heidän"
    expect(page.locator("[data-line] textarea")).to_have_value(settled, timeout=SOON)
    assert sorted(lines_of(page)) == sorted([(settled, "works"), ("Seuraava", "works")])


def test_who_takes_theirs_takes_their_theme_too(signed_in):
    theme = add_theme("Arki")
    page = notes_of(signed_in, "14.12.")
    add_line(page, "Works well", "Alku")
    text = page.locator("[data-line] textarea")
    expect(text).to_have_value("Alku", timeout=SOON)
    text.focus()
    change_line("Heidän", theme=theme)
    text.fill("Minun")
    expect(page.locator("[data-theirs]")).to_have_text("Heidän", timeout=SOON)
    page.get_by_role("button", name="Take theirs").click()
    expect(text).to_have_value("Heidän")
    with page.expect_response(LINE):
        text.fill("Heidän ja minun")
    saved(page)
    assert lines_of(page) == [("Heidän ja minun", "works")]
    assert themes_of_lines(page) == ["Arki"]


def test_who_writes_in_a_meeting_that_is_gone_is_told(signed_in):
    page = notes_of(signed_in, "15.12.")
    page.route(LINE, lambda route: route.fulfill(status=404, body="<h1>Not found</h1>"))
    add_line(page, "Concern", "Turhaan")
    waiting = page.locator("[data-waiting]")
    told = waiting.get_by_text("Not saved: this meeting is no longer here.")
    expect(told).to_be_visible(timeout=SOON)
    expect(waiting.locator("textarea")).to_have_value("Turhaan")
    assert asks_before_leaving(page)
    page.unroute(LINE)
    waiting.get_by_role("button", name="Save").click()
    saved(page)
    assert lines_of(page) == [("Turhaan", "concern")]


def test_long_text_that_failed_several_times_arrives(signed_in):
    """Browsers send no more than 64 KiB with keepalive; each of these is 27 KiB on the way."""
    page = notes_of(signed_in, "7.12.")
    page.route(LINE, lambda route: route.abort())
    new = page.locator("[data-new-line] textarea")
    for step in range(4):
        with page.expect_event("requestfailed"):
            new.fill(f"{step} " + "ж" * 4600)
    page.unroute(LINE)
    page.evaluate("dispatchEvent(new Event('online'))")
    saved(page)
    assert lines_of(page)[0][0].startswith("3 ж")


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
    page.locator("[data-new-line] textarea").fill("Viimeiset sanat")
    with page.expect_request(LINE):
        page.goto("/staff/networks/")
    page.goto(address)
    expect(page.locator("[data-line] textarea")).to_have_value("Viimeiset sanat", timeout=SOON)


def test_reload_keeps_what_waits_and_what_may_have_arrived(signed_in):
    page = notes_of(signed_in, "10.12.")
    # Two such texts are too long to be sent while the page is left.
    first = "ж" * 4980

    def lose_answer(route: Route) -> None:
        route.fetch()
        route.abort()

    page.route(LINE, lose_answer)
    new = page.locator("[data-new-line] textarea")
    with page.expect_event("requestfailed"):
        new.fill(first)
    page.unroute(LINE)
    page.route(LINE, lambda route: route.abort())
    add_line(page, "Works well", f"{first} jatkui")
    page.reload()
    expect(page.locator("[data-state]")).to_have_text("Not saved, trying again", timeout=SOON)
    assert lines_of(page) == [(first, "works")]
    page.unroute(LINE)
    saved(page)
    assert lines_of(page) == [(f"{first} jatkui", "works")]


def test_published_meanwhile_it_is_kept_until_a_button_saves_it(signed_in):
    page = notes_of(signed_in, "11.12.")
    add_line(page, "Works well", "Ennen")
    expect(page.locator("[data-line]")).to_have_count(1, timeout=SOON)
    publish(page)
    new = page.locator("[data-new-line] textarea")
    new.fill("Puolikas")
    told = page.get_by_text("Not saved: these notes are published.")
    expect(told).to_be_visible(timeout=SOON)
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
    expect(told).to_be_visible(timeout=SOON)
    line.get_by_role("button", name="Save").click()
    saved(page)
    found = sorted(text for text, _kind in lines_of(page))
    assert found == ["Jälkeen", "Puolikas lause, joka jatkuu"]
