"""What the picture counts of published notes, and what of it everyone may read."""

import re
from datetime import date

import pytest

from meetings.queries.picture_notes import Term, term_of
from tests.meetings import public_rows as rows
from tests.meetings.desk_rows import TODAY, make_line, make_theme
from tests.meetings.picture.desk import public, published, said_in, sheet_of, staff
from tests.meetings.public_rows import SECRET

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("day", "label"),
    [
        (date(2026, 7, 31), "Spring 2026"),
        (date(2026, 8, 1), "Autumn 2026"),
        (date(2027, 1, 1), "Spring 2027"),
    ],
)
def test_terms_are_halves_of_a_year(day, label):
    assert str(term_of(day).label) == label


def test_the_term_before():
    assert Term(2026, False).before == Term(2025, True)
    assert Term(2026, True).before == Term(2026, False)


def test_concerns_are_counted_by_theme_and_term_and_the_returning_ones_named(cast):
    language, guidance = make_theme(cast.network, "Kieli"), make_theme(cast.network, "Ohjaus")
    said_in(cast, language, date(2026, 3, 4), date(2026, 10, 7))
    said_in(cast, guidance, date(2026, 10, 14))
    make_line(published(cast.network, date(2026, 10, 21)), kind="good_practice", theme=guidance)
    text = staff(cast.aino, cast)
    concerns = text.split('id="concerns-title"')[1].split('id="good-title"')[0]
    assert "Spring 2026" in concerns and "Autumn 2026" in concerns
    returning = text.split('id="returning-title"')[1].split("</section>")[0]
    assert "Kieli" in returning and "Ohjaus" not in returning
    assert "In 2 terms" in returning and "Autumn 2026" in returning
    assert sheet_of(cast.aino, cast, "concerns")[1] == ["Kieli", "2", "1", "1"]
    assert sheet_of(cast.aino, cast, "good")[2] == ["Ohjaus", "1", "0", "1"]


def test_what_is_older_than_the_last_terms_is_counted_together(cast):
    theme = make_theme(cast.network)
    said_in(cast, theme, date(2017, 11, 15), date(2018, 4, 11), date(2026, 11, 4))
    header, line, *_rest = sheet_of(cast.aino, cast, "concerns")
    assert header[2] == "Earlier" and header[-1] == "Autumn 2026" and len(header) == 9
    assert line[1:3] == ["3", "2"]


def test_actions_are_counted_by_state(cast):
    theme = make_theme(cast.network)
    rows.action(cast.network, "Valmis", theme=theme, state="done", closed_on=TODAY)
    rows.action(cast.network, "Kesken", theme=theme)
    found = {line[0]: line[1:] for line in sheet_of(cast.aino, cast, "actions")}
    assert found["Varhainen tuki"] == ["2", "1", "1", "0"]
    assert found["Total"] == ["3", "2", "1", "0"]


def test_public_summary_counts_only_what_everyone_may_read(cast, cafe, client):
    theme = make_theme(cast.network, "Kaikkien aihe")
    other = make_theme(cast.network, f"{SECRET} aihe")
    make_line(published(cast.network, date(2026, 10, 7)), theme=theme)
    make_line(published(cast.network, date(2026, 10, 8), "network"), theme=other)
    make_line(published(cast.network, date(2026, 3, 8), "network"), theme=theme)
    rows.action(cast.network, "Jäsenten toimi")
    for reader in (client, cast.aino, cast.bertta):
        text = public(reader)
        concerns = text.split('id="concerns-title"')[1].split('id="good-title"')[0]
        numbers = re.findall(r"<tfoot>.*?</tfoot>", text, re.DOTALL)
        assert "Kaikkien aihe" in concerns and "Spring" not in concerns
        assert re.findall(r"<td>(\d+)", numbers[0]) == ["1", "1"]
        assert re.findall(r"<td>(\d+)", numbers[2]) == ["0", "0", "0", "0"]
        assert "<button" not in text.split("<main")[1].split('class="picture-form"')[0]


def test_theme_without_anything_public_shows_only_its_name(cast, client):
    """The themes stand on the network's own page; a number would tell of closed notes."""
    theme = make_theme(cast.network, "Ohjaus")
    make_line(published(cast.network, date(2026, 10, 8), "network"), theme=theme)
    assert "No concern, good practice or action" in public(client)
