"""Which time is told as the next one."""

from datetime import date, time

import pytest
import time_machine

from directory.models import Place
from tests import factories as make
from tests.public_pages import html

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wednesday_morning")]


def test_session_moved_to_the_afternoon_stays_on_the_front_page(client, cafe):
    day = date(2026, 11, 25)
    make.make_change(
        slot=cafe, kind="other_time", first=day, last=day, start=time(15), end=time(17)
    )
    with time_machine.travel("2026-11-25T13:00:00+02:00", tick=False):
        assert "15.00–17.00" in html(client, "/en/")


def test_next_time_is_never_one_that_is_over(client, cafe):
    with time_machine.travel("2026-11-25T19:00:00+02:00", tick=False):
        for page in ("/en/services/", "/en/services/kahvila/"):
            text = html(client, page)
            assert "Wed 25.11." not in text
            assert "Wed 2.12." in text


def test_next_time_reaches_over_the_summer(client, cafe):
    cafe.first, cafe.last = date(2027, 8, 18), None
    cafe.save()
    with time_machine.travel("2027-06-03T09:00:00+03:00", tick=False):
        assert "Wed 18.8." in html(client, "/en/services/")


def test_extra_is_the_next_time_of_a_card(client, cafe):
    make.make_change(
        service=cafe.service, kind="extra", first=date(2026, 11, 25), last=date(2026, 11, 25),
        start=time(9), end=time(9, 15), new_place=cafe.place,
    )  # fmt: skip
    assert "9.00–9.15" in html(client, "/en/services/")


def test_moved_session_that_is_then_cancelled_is_cancelled_on_both_days(client, cafe):
    day = date(2026, 11, 25)
    moved = date(2026, 12, 3)
    make.make_change(slot=cafe, kind="other_time", first=day, last=day, new_date=moved)
    make.make_change(slot=cafe, first=moved, last=moved, reason="illness")
    for start in ("2026-11-25", "2026-12-03"):
        text = html(client, f"/en/places/talo/?start={start}")
        assert "Cancelled" in text
        assert "Held on" not in text


def test_whole_place_that_moves_appears_at_its_new_place(client, cafe):
    make.make_place(slug="vaisto", name="Väistötila")
    vaisto = Place.objects.get(slug="vaisto")
    make.make_change(place=cafe.place, kind="other_place", last=None, new_place=vaisto)
    assert "Avoin kahvila" in html(client, "/en/places/vaisto/")
    places = html(client, "/en/places/")
    assert "9.30–11.30" in places[places.index("Väistötila") :]
