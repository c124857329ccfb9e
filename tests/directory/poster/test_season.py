"""The lines of a season."""

import re
from datetime import date

import pytest

from directory.models import BreakPeriod
from tests import factories as make
from tests.directory.poster.sheets import fill, page

pytestmark = pytest.mark.django_db


def test_free_and_open_to_all_is_said_once(client, place):
    fill(place, 2)
    assert page(client).count("Maksuton") == 1
    make.make_slot(place=place, service=make.make_service(is_free=False, access="register"))
    assert "Maksuton" not in page(client)


def test_season_says_each_line_once_a_weekday(client, place):
    cafe = make.make_service(name_fi="Perhekahvila", age_to=83)
    season = {"first": date(2026, 8, 12), "last": date(2026, 12, 16)}
    make.make_slot(place=place, service=cafe, weekdays=[1, 3], **season)
    make.make_slot(place=place, service=cafe, recurrence="odd_weeks", weekdays=[2], **season)
    old = make.make_service(name_fi="Mennyt kerho")
    make.make_slot(place=place, service=old, last=date(2026, 10, 1))
    text = page(client, "?span=season")
    assert text.count("Perhekahvila") == 3
    assert "12.8.–16.12.2026" in text
    assert "Parittomien viikkojen tiistai" in text
    assert "Alle 7-vuotiaat" in text
    assert "Mennyt kerho" not in text


def test_season_says_when_some_lines_rest(client, place):
    calendar = make.make_break_calendar()
    BreakPeriod.objects.create(
        calendar=calendar, kind="winter", first=date(2027, 2, 22), last=date(2027, 2, 28)
    )
    BreakPeriod.objects.create(
        calendar=calendar, kind="other", first=date(2026, 12, 5), last=date(2026, 12, 6)
    )
    club = make.make_service(name_fi="Kerho")
    make.make_slot(place=place, service=club, weekdays=[3], break_calendar=calendar)
    make.make_slot(place=place, service=make.make_service(name_fi="Kahvila"))
    text = page(client, "?span=season")
    [footnotes] = re.findall(r'<div class="poster-footnotes">.*?</div>', text)
    assert "22.–28.2.2027" in footnotes and "* " in footnotes
    assert "5.–6.12.2026" not in footnotes  # nothing is held on that weekend anyway
    assert re.search(r'Kerho <span class="poster-mark">\*</span>', text)
    assert not re.search(r'Kahvila <span class="poster-mark">', text)


def test_season_tells_closed_days_and_listed_dates(client, place):
    make.make_change(
        place=place, first=date(2026, 12, 22), last=date(2027, 1, 3), reason="renovation"
    )
    dates = [date(2026, 11, 1), date(2026, 12, 4), date(2026, 12, 11)]
    make.make_slot(place=place, recurrence="dates", weekdays=[], dates=dates)
    text = page(client, "?span=season&also=sv")
    assert "22.12.2026–3.1.2027" in text
    assert re.search(r"4\.12\. ja 11\.12\.", text)
    assert "1.11." not in text
