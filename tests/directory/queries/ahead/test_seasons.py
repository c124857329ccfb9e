"""Seasons that begin and end, and their dates in words."""

from datetime import date

import pytest

from directory.wording import InterfaceWords
from tests import factories as make
from tests.directory.queries.ahead.notices import NOW, activity, told

pytestmark = pytest.mark.django_db


def test_season_that_begins(talo):
    activity(talo, "Muskari", weekdays=[2], end=None, first=date(2026, 12, 16))
    assert told(talo) == ["Muskari Tuesdays at 9.30: Begins on Tuesday 22 December"]


def test_seasons_that_begin_in_one_week_are_one_notice(talo):
    for weekday, name in ((1, "Läksyapu"), (2, "Muskari"), (4, "Muskari")):
        activity(talo, name, weekdays=[weekday], first=date(2026, 12, 7))
    assert told(talo) == ["Läksyapu, Muskari: Begins in week 50 (7.–10.12.)"]


def test_first_time_is_the_first_that_is_held(talo):
    slot = activity(talo, "Muskari", first=date(2026, 12, 2))
    make.make_change(slot=slot, first=date(2026, 12, 2), last=date(2026, 12, 2))
    assert told(talo) == ["Muskari Wednesdays at 9.30–11.30: Begins on Wednesday 9 December"]


@pytest.mark.parametrize(
    ("season", "is_told"),
    [
        ({"last": date(2026, 12, 18)}, True),
        ({"last": date(2027, 1, 31)}, False),
        ({"first": date(2026, 10, 7), "times": 11}, True),
        ({"first": date(2026, 10, 7), "times": 30}, False),
    ],
)
def test_season_that_ends(talo, season, is_told):
    activity(talo, "Muskari", **season)
    last = "Muskari Wednesdays at 9.30–11.30: Last time on Wednesday 16 December"
    assert told(talo) == ([last] if is_told else [])


def test_season_that_goes_straight_on_neither_ends_nor_begins(talo):
    slot = activity(talo, "Muskari", last=date(2026, 12, 9))
    make.make_slot(service=slot.service, place=talo, first=date(2026, 12, 14))
    assert told(talo) == []


@pytest.mark.parametrize(
    ("first", "last", "season"),
    [
        (date(2026, 8, 12), date(2026, 12, 16), "12.8.–16.12."),
        (date(2026, 12, 1), date(2026, 12, 16), "1.–16.12."),
        (date(2026, 8, 12), date(2027, 5, 31), "12.8.2026–31.5.2027"),
        (date(2027, 1, 12), date(2027, 5, 31), "12.1.–31.5.2027"),
        (date(2027, 1, 12), None, "12.1.2027–"),
        (date(2026, 8, 12), None, "12.8.–"),
        (None, date(2027, 5, 31), "–31.5.2027"),
        (None, date(2026, 12, 16), "–16.12."),
    ],
)
def test_season_of_another_year_is_said_with_the_year(first, last, season):
    assert InterfaceWords("en", NOW.date()).date_range(first, last) == season


def test_listed_dates_of_another_year_are_said_with_the_year():
    days = [date(2026, 12, 1), date(2027, 1, 5)]
    assert InterfaceWords("en", NOW.date()).date_list(days) == "1.12. and 5.1.2027"
