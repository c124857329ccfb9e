"""What front page and cards say of today."""

import re
from datetime import date, time

import pytest

from tests import factories as make
from tests.public_pages import html

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wednesday_morning")]


def test_today_on_the_front_page_leaves_out_what_is_over(client, cafe):
    make.make_slot(service=cafe.service, place=cafe.place, start=time(7), end=time(8))
    text = html(client, "/fi/")
    assert "9.30–11.30" in text
    assert "7.00–8.00" not in text


def card_of_today(client) -> str:
    """What the place's card says of today, in words; struck ones between dashes."""
    (card,) = re.findall(r'(?s)<div class="card-today[^"]*">.*?</div>', html(client, "/en/places/"))
    words = re.sub(r"<(?!/?s>)[^>]+>", " ", card)
    return " ".join(re.sub(r"<s>\s*|\s*</s>", "-", words).split())


def test_cancelled_comes_before_what_is_cancelled_on_a_card(client, cafe):
    make.make_change(slot=cafe, reason="illness")
    assert card_of_today(client) == "Today Cancelled -9.30–11.30 Avoin kahvila-"


@pytest.mark.parametrize(
    ("last", "reason", "said"),
    [
        (None, "renovation", "Closed until further notice: Building work"),
        (date(2026, 11, 29), "illness", "Closed 20.–29.11.: Illness"),
        (None, "other", "Closed until further notice"),
    ],
)
def test_closed_place_says_so_on_its_card(client, cafe, last, reason, said):
    make.make_change(place=cafe.place, first=date(2026, 11, 20), last=last, reason=reason)
    assert card_of_today(client) == f"Today {said}"


def test_what_is_held_in_a_closed_place_is_told(client, cafe):
    make.make_change(place=cafe.place, reason="renovation")
    make.make_change(
        kind="extra", service=cafe.service, new_place=cafe.place, start=time(17), end=time(18)
    )
    text = card_of_today(client)
    assert "Closed" not in text
    assert "17.00–18.00 Avoin kahvila" in text


def test_closure_of_another_day_closes_nothing_today(client, cafe):
    moved_on = date(2026, 12, 2)
    make.make_change(slot=cafe, kind="other_time", new_date=moved_on)
    make.make_change(place=cafe.place, first=moved_on, last=moved_on)
    assert "card-today" not in html(client, "/en/places/")
