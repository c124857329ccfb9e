"""Breaks and public holidays: told where they take something, once, and by what they take."""

from datetime import date, datetime, timedelta

import pytest

from directory.wording import HELSINKI
from tests import factories as make
from tests.directory.queries.ahead.notices import (
    CHRISTMAS,
    NOW,
    activity,
    breaks,
    said,
    series_of,
    told,
)

pytestmark = pytest.mark.django_db
WINTER_BREAK = ("winter", date(2027, 1, 18), date(2027, 1, 24))


def test_break_that_takes_everything(talo):
    activity(talo, "Muskari", break_calendar=breaks(WINTER_BREAK))
    assert told(talo) == [
        "No sessions in week 3 (18.–24.1.2027): Winter break"
        " > Next: Wednesday 27 January 9.30–11.30 Muskari"
    ]


def test_break_in_this_year_needs_no_year(talo):
    autumn = ("autumn", date(2026, 12, 7), date(2026, 12, 13))
    make.make_slot(place=talo, break_calendar=breaks(autumn))
    assert told(talo) == [
        "No sessions in week 50 (7.–13.12.): Autumn break"
        " > Open again on Wednesday 16 December 9.30–11.30"
    ]


def test_break_names_those_that_follow_it(talo):
    calendar = breaks(CHRISTMAS)
    activity(talo, "Muskari", break_calendar=calendar)
    activity(talo, "Läksyapu", weekdays=[1], break_calendar=calendar)
    activity(talo, "Perhekahvila", weekdays=[2])
    assert told(talo) == ["Läksyapu, Muskari: No sessions 21.12.2026–6.1.2027: Christmas break"]


def test_break_of_one_day_of_an_activity_tells_which(talo):
    slot = activity(talo, "Muskari", break_calendar=breaks(CHRISTMAS))
    make.make_slot(service=slot.service, place=talo, weekdays=[2])
    assert told(talo) == [
        "Muskari Wednesdays at 9.30–11.30: No sessions 21.12.2026–6.1.2027: Christmas break"
    ]


def test_break_that_takes_nothing_is_not_told(talo):
    calendar = breaks(CHRISTMAS, ("other", date(2026, 12, 7), date(2026, 12, 8)))
    activity(talo, "Muskari", break_calendar=calendar, last=date(2026, 12, 16))
    assert not [line for line in told(talo) if "No sessions" in line]


def test_break_that_a_change_lifts_is_not_told(talo):
    slot = activity(
        talo, "Muskari", break_calendar=breaks(("other", date(2026, 12, 7), date(2026, 12, 13)))
    )
    day = date(2026, 12, 9)
    make.make_change(slot=slot, kind="as_usual", first=day, last=day)
    assert told(talo) == []


def test_same_break_of_two_calendars_is_told_once(talo):
    activity(talo, "Muskari", break_calendar=breaks(CHRISTMAS))
    activity(talo, "Perhekahvila", weekdays=[2], break_calendar=breaks(CHRISTMAS))
    assert len(told(talo)) == 1


def test_holiday_within_two_weeks(talo):
    make.make_slot(place=talo, weekdays=[7])
    assert told(talo) == ["No sessions on Sunday 6 December: Independence Day"]
    assert told(talo, now=NOW - timedelta(days=5)) == []


def test_holiday_names_those_that_rest_when_others_do_not(talo):
    activity(talo, "Muskari", weekdays=[7])
    activity(talo, "Perhekahvila", weekdays=[7], follows_holidays=False)
    assert told(talo) == ["Muskari: No sessions on Sunday 6 December: Independence Day"]


def test_holidays_in_a_row_are_one_notice(talo):
    make.make_slot(place=talo, weekdays=[1, 2, 3, 4, 5, 6])
    assert told(talo, now=datetime(2026, 12, 21, 9, tzinfo=HELSINKI)) == [
        "No sessions 24.–26.12.: Christmas Eve, Christmas Day, Boxing Day"
        " > Open again on Monday 28 December 9.30–11.30",
        "No sessions on Friday 1 January: New Year's Day",
    ]


def test_holiday_inside_a_break_is_told_with_the_break_alone(talo):
    make.make_slot(place=talo, weekdays=[3, 4, 5], break_calendar=breaks(CHRISTMAS))
    (line,) = told(talo, now=datetime(2026, 12, 21, 9, tzinfo=HELSINKI))
    assert line.startswith("No sessions 21.12.2026–6.1.2027: Christmas break")


def test_service_tells_its_breaks_and_the_place_where_they_are(talo):
    slot = activity(talo, "Muskari", break_calendar=breaks(CHRISTMAS))
    assert [said(one) for one in series_of(slot).notices] == [
        "No sessions 21.12.2026–6.1.2027: Christmas break"
    ]
    other = make.make_place(name="Kirkko")
    make.make_slot(service=slot.service, place=other, weekdays=[4], follows_holidays=False)
    assert [said(one) for one in series_of(slot).notices] == [
        "Koivun talo: No sessions 21.12.2026–6.1.2027: Christmas break"
    ]
