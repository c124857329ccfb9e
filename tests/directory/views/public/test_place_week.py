"""What a place's week tells of its sessions."""

from datetime import date

import pytest

from tests import factories as make
from tests.public_pages import html

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wednesday_morning")]


def test_place_week_shows_the_cancelled_session_and_its_reason(client, cafe):
    make.make_change(slot=cafe, reason="illness", note_fi="Tervetuloa ensi viikolla!")
    this_week = html(client, "/en/places/talo/")
    assert "Cancelled" in this_week
    assert "Illness" in this_week
    assert "Tervetuloa ensi viikolla!" in this_week
    next_week = html(client, "/en/places/talo/?start=2026-12-02")
    assert "9.30–11.30" in next_week
    assert "Cancelled" not in next_week


def test_place_week_of_a_holiday_names_it(client, cafe):
    cafe.weekdays = [3, 5]
    cafe.save()
    text = html(client, "/en/places/talo/?start=2026-12-21")
    assert "Christmas Day" in text
    assert "Cancelled" in text


def test_session_moved_to_another_day_leaves_word_on_its_own_day(client, cafe):
    day = date(2026, 11, 25)
    make.make_change(slot=cafe, kind="other_time", first=day, last=day, new_date=date(2026, 12, 3))
    assert "Held on Thursday 3 December" in html(client, "/en/places/talo/")
    assert "Wed 25.11. 9.30–11.30" in html(client, "/en/places/talo/?start=2026-12-03")


def test_session_moved_to_another_place_is_told_at_both(client, cafe):
    other = make.make_place(slug="toinen", name="Toinen talo")
    day = date(2026, 11, 25)
    make.make_change(slot=cafe, kind="other_place", first=day, last=day, new_place=other)
    assert "Toinen talo" in html(client, "/en/places/talo/")
    assert "Avoin kahvila" in html(client, "/en/places/toinen/")
