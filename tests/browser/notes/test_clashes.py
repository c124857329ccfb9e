"""Two who write the same line: both are shown, and neither is lost."""

import pytest
from playwright.sync_api import expect

from tests.browser.accessible import violations
from tests.browser.notes.network import add_theme, change_line, lines_of, themes_of_lines
from tests.browser.notes.writing import LINE, SCRIPTS, add_line, notes_of, saved


def test_two_writers_at_once_lose_nothing(signed_in):
    first, second = notes_of(signed_in, "16.12."), signed_in()
    second.goto(first.url)
    second.evaluate(SCRIPTS)
    first.locator("[data-new-line] textarea").press_sequentially("Ensimmäisen")
    saved(first)
    add_line(second, "Decision", "Toisen rivi")
    add_line(first, "Concern", "Ensimmäisen rivi")
    for page in (first, second):
        expect(page.locator("[data-line]")).to_have_count(2)
        saved(page)
    uid = first.locator("[data-line]").first.get_attribute("data-line")
    mine, theirs = (page.locator(f"#line-{uid} textarea") for page in (first, second))
    theirs.focus()
    with first.expect_response(lambda response: response.url.endswith("/notes/line/")):
        mine.fill("Ensimmäinen jatkaa")
    theirs.fill("Toinen jatkaa")
    expect(second.locator("[data-theirs]")).to_have_text("Ensimmäinen jatkaa")
    assert violations(second) == []
    second.locator("[data-keep-mine]").click()
    first.locator("[data-new-line] textarea").focus()
    expect(mine).to_have_value("Toinen jatkaa")


@pytest.mark.parametrize(("day", "choice"), [("3.12.", "Keep mine"), ("4.12.", "Take theirs")])
def test_clash_told_after_add_is_about_the_added_line(signed_in, day, choice):
    page = notes_of(signed_in, day)
    new = page.locator("[data-new-line] textarea")
    new.press_sequentially("Minun")
    saved(page)
    change_line("Heidän")
    add_line(page, "Works well", "Minun rivini")
    expect(page.locator("[data-waiting] [data-theirs]")).to_have_text("Heidän")
    with page.expect_response(LINE):
        new.fill("Seuraava")
    page.get_by_role("button", name=choice).click()
    page.locator("h1").click()
    saved(page)
    expect(new).to_have_value("Seuraava")
    settled = "Minun rivini" if choice == "Keep mine" else "Heidän"
    expect(page.locator("[data-line] textarea")).to_have_value(settled)
    assert sorted(lines_of(page)) == sorted([(settled, "works"), ("Seuraava", "works")])


def test_who_takes_theirs_takes_their_theme_too(signed_in):
    theme = add_theme("Arki")
    page = notes_of(signed_in, "14.12.")
    add_line(page, "Works well", "Alku")
    text = page.locator("[data-line] textarea")
    expect(text).to_have_value("Alku")
    saved(page)
    text.focus()
    change_line("Heidän", theme=theme)
    text.fill("Minun")
    expect(page.locator("[data-theirs]")).to_have_text("Heidän")
    page.get_by_role("button", name="Take theirs").click()
    expect(text).to_have_value("Heidän")
    with page.expect_response(LINE):
        text.fill("Heidän ja minun")
    saved(page)
    assert lines_of(page) == [("Heidän ja minun", "works")]
    assert themes_of_lines(page) == ["Arki"]
