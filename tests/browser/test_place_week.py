"""The week's programme of the Koivukylä meeting place, day by day."""

import re
from io import BytesIO

import pytest
from playwright.sync_api import Locator, Page, expect
from pypdf import PdfReader

from directory.enums import BreakKind, Reason
from tests.browser.week import day_card, sessions
from tests.browser.words import label, said

PLACE = "/fi/places/koivukylan-kohtaamispaikka/"
TIME = re.compile(r"\d+\.\d\d–\d+\.\d\d")
# Week 48, an even one. The plain opening hours stand without a name.
THIS_WEEK = {
    "2026-11-23": [
        ("9.00–15.00", ""),
        ("9.30–11.30", "Koivukylän perhekahvila"),
        ("12.00–14.00", "Palveluohjausta omalla kielellä"),
        ("13.00–14.30", "Askartelua ja taaperotaidetta"),
        ("14.30–16.00", "Läksyapu"),
    ],
    "2026-11-24": [
        ("9.00–15.00", ""),
        ("9.30–11.30", "Koivukylän perhekahvila"),
        ("12.30–14.00", "Suomea kotivanhemmille"),
        ("15.00–17.00", "Somalinkielinen perhekerho"),
    ],
    "2026-11-25": [
        ("9.00–15.00", ""),
        ("9.30–10.00", "Avoin muskari"),
        ("10.00–12.00", "Lapsiperheiden sosiaalineuvonta"),
        ("10.15–10.45", "Avoin muskari"),
        ("13.30–15.30", "Palveluohjausta omalla kielellä"),
        ("14.30–16.00", "Läksyapu"),
        ("16.00–17.30", "Koivukylän perhekahvila"),
        ("17.30–19.30", "Isien ilta"),
    ],
    "2026-11-26": [
        ("9.00–15.00", ""),
        ("9.30–11.00", "Vauva-aamu"),
        ("11.00–11.45", "Vauva-aamu"),
        ("11.30–14.00", "Koivukylän perhekahvila"),
        ("12.30–14.00", "Suomea kotivanhemmille"),
        ("14.00–15.30", "Puhetta ja leikkiä: puheterapeutin vinkit"),
        ("16.00–18.00", "Arabiankielinen perhekerho"),
    ],
    "2026-11-27": [
        ("9.00–13.00", ""),
        ("9.30–11.30", "Koivukylän perhekahvila"),
        ("10.00–11.00", "Askartelua ja taaperotaidetta"),
        ("11.30–13.00", "Palveluohjausta omalla kielellä"),
        ("13.00–15.00", "Venäjänkielinen perhekerho"),
        ("16.30–20.00", "Nuorten perjantai"),
    ],
    "2026-11-28": [("11.00–14.00", "Koko perheen lauantai")],
    "2026-11-29": [],
}


def time_and_title(session: Locator) -> tuple[str, str]:
    title = session.locator(".session-title").inner_text()
    time = TIME.search(session.inner_text())[0]
    return time, "" if title == said("Open") else title


def test_this_week_day_by_day(page: Page) -> None:
    page.goto(PLACE)
    shown = {
        day: [time_and_title(session) for session in sessions(page, day).all()] for day in THIS_WEEK
    }
    assert shown == THIS_WEEK


def test_today_is_marked(page: Page) -> None:
    page.goto(PLACE)
    today = said("Today")
    marked = page.get_by_role("listitem").filter(has=page.get_by_text(today, exact=True))
    expect(marked.get_by_role("heading", level=3)).to_have_text(re.compile("keskiviikko", re.I))


@pytest.mark.parametrize(
    ("day", "holiday", "count"),
    [
        ("2026-12-24", "Christmas Eve", 7),
        ("2026-12-25", "Christmas Day", 6),
        ("2026-12-26", "Boxing Day", 1),
    ],
)
def test_nothing_is_held_at_christmas(page: Page, day: str, holiday: str, count: int) -> None:
    page.goto(f"{PLACE}?start=2026-12-21")
    expect(day_card(page, day).get_by_text(said(holiday), exact=True)).to_be_visible()
    expect(sessions(page, day)).to_have_count(count)
    for session in sessions(page, day).all():
        expect(session.get_by_text(said("Cancelled"), exact=True)).to_be_visible()
        expect(session).to_contain_text(said(holiday))


def test_clubs_that_follow_schools_rest_before_christmas(page: Page) -> None:
    page.goto(f"{PLACE}?start=2026-12-21")
    wednesday = sessions(page, "2026-12-23")
    cancelled = wednesday.filter(has_text=said("Cancelled"))
    assert [time_and_title(session)[1] for session in cancelled.all()] == [
        "Avoin muskari",
        "Avoin muskari",
        "Läksyapu",
    ]
    expect(cancelled.first).to_contain_text(label(BreakKind.CHRISTMAS))
    expect(wednesday.filter(has_text="Isien ilta")).not_to_contain_text(said("Cancelled"))


def test_opening_hours_are_those_of_any_week(page: Page) -> None:
    for start in ("2026-11-23", "2026-12-21"):
        page.goto(f"{PLACE}?start={start}")
        days = page.get_by_role("term").all_inner_texts()
        assert [day.lower() for day in days] == ["ma–to", "pe"]
        times = page.get_by_role("definition").all_inner_texts()
        assert times == ["9.00–15.00", "9.00–13.00"]


def test_independence_day_has_its_name(page: Page) -> None:
    page.goto(f"{PLACE}?start=2026-11-30")
    sunday = day_card(page, "2026-12-06")
    expect(sunday.get_by_text(said("Independence Day"), exact=True)).to_be_visible()
    expect(sessions(page, "2026-12-06")).to_have_count(0)


PHONE = {"width": 360, "height": 740}


@pytest.fixture(params=[True, False], ids=["js", "no-js"])
def phone(request, new_page) -> Page:
    return new_page(viewport=PHONE, java_script_enabled=request.param, has_touch=True)


@pytest.mark.parametrize("language", ["fi", "ar"])
def test_today_comes_first_on_a_phone(phone: Page, language: str) -> None:
    phone.goto(PLACE.replace("/fi/", f"/{language}/"))
    headings = phone.locator(".day h3").filter(visible=True).locator("time")
    shown = headings.evaluate_all("days => days.map((day) => day.dateTime)")
    assert shown == [f"2026-11-{day}" for day in range(25, 30)]
    earlier = phone.locator("details.earlier")
    fold = earlier.locator("summary")
    assert fold.bounding_box()["height"] >= 44
    assert fold.bounding_box()["y"] < day_card(phone, "2026-11-25").bounding_box()["y"]

    fold.click()
    expect(day_card(phone, "2026-11-23")).to_be_visible()
    expect(day_card(phone, "2026-11-24")).to_be_visible()


@pytest.mark.parametrize("language", ["fi", "ar"])
def test_monday_to_sunday_stand_side_by_side_on_a_wide_screen(page: Page, language: str) -> None:
    page.goto(PLACE.replace("/fi/", f"/{language}/"))
    boxes = [day_card(page, day).bounding_box() for day in THIS_WEEK]
    assert len({box["y"] for box in boxes}) == 1
    assert len({box["height"] for box in boxes}) == 1
    starts = [box["x"] for box in boxes]
    assert starts == sorted(starts, reverse=language == "ar")
    expect(page.locator("details.earlier summary")).to_be_hidden()


def test_another_week_folds_nothing(phone: Page) -> None:
    phone.goto(f"{PLACE}?start=2026-11-16")
    expect(phone.locator("details.earlier")).to_have_count(0)
    expect(day_card(phone, "2026-11-16")).to_be_visible()


def test_a_closure_is_told_with_the_next_opening(phone: Page) -> None:
    phone.goto("/fi/places/hervannan-perhetalo/")
    told = phone.locator(".coming-up .notice").first
    expect(told).to_contain_text(label(Reason.RENOVATION))
    expect(told).to_contain_text("7.–13.12.")
    again = told.get_by_role("link")
    expect(again).to_contain_text("9.00–16.00")
    assert again.bounding_box()["height"] >= 44
    again.click()
    expect(day_card(phone, "2026-12-14").locator(".session").first).to_be_visible()


@pytest.mark.parametrize("language", ["fi", "ar", "ru"])
def test_the_fullest_week_prints_on_two_sheets(page: Page, language: str) -> None:
    page.goto(PLACE.replace("/fi/", f"/{language}/"))
    margin = dict.fromkeys(("top", "right", "bottom", "left"), "12mm")
    sheets = PdfReader(BytesIO(page.pdf(format="A4", margin=margin))).pages
    assert len(sheets) <= 2
    printed = "".join(sheet.extract_text() for sheet in sheets)
    assert all(f"{int(day[-2:])}.11." in printed for day in THIS_WEEK)
