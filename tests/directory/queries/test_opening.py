"""Opening hours as the door says them, on a Wednesday in November 2026 (week 48)."""

from datetime import date, datetime, time

import pytest
from django.utils.translation import override

from directory.queries.week import monday_of, place_week
from directory.wording import HELSINKI
from tests import factories as make

pytestmark = pytest.mark.django_db
WEDNESDAY = date(2026, 11, 25)
NOW = datetime(2026, 11, 25, 8, 30, tzinfo=HELSINKI)


@pytest.fixture
def talo():
    return make.make_place()


def opens(place, *weekdays: int, start: time = time(9), end: time = time(15), **values):
    return make.make_slot(place=place, weekdays=list(weekdays), start=start, end=end, **values)


def opening_of(place, start: date = WEDNESDAY, language: str = "en"):
    with override(language):
        return place_week(place, monday_of(start), NOW, language, "/").opening


def lines(place, **options) -> list[str]:
    return [f"{line.day} {line.time}" for line in opening_of(place, **options).lines]


def test_days_that_have_the_same_hours_are_one_line(talo):
    opens(talo, 1, 2, 3, 4)
    opens(talo, 5, end=time(12))
    assert lines(talo) == ["Mon–Thu 9.00–15.00", "Fri 9.00–12.00"]
    assert lines(talo, language="fi") == ["ma–to 9.00–15.00", "pe 9.00–12.00"]


def test_days_apart_are_listed(talo):
    opens(talo, 1, 3, 4)
    opens(talo, 2, end=time(18))
    assert lines(talo) == ["Mon, Wed, Thu 9.00–15.00", "Tue 9.00–18.00"]


def test_overlapping_hours_are_one_span_and_others_stand_apart(talo):
    opens(talo, 1)
    opens(talo, 1, start=time(14), end=time(16))
    opens(talo, 1, start=time(17), end=time(19))
    assert lines(talo) == ["Mon 9.00–16.00, 17.00–19.00"]


def test_hours_do_not_depend_on_what_this_week_brings(talo):
    slot = opens(talo, 3)
    make.make_change(place=talo)
    make.make_change(
        slot=slot, kind="other_time", first=date(2026, 11, 25), last=None, start=time(10)
    )
    assert lines(talo) == ["Wed 9.00–15.00"]
    assert lines(talo, start=date(2026, 12, 21)) == ["Wed 9.00–15.00"]


def test_named_activities_are_no_opening_hours(talo):
    opens(talo, 3, service=make.make_service())
    assert not opening_of(talo)


def test_seasons_that_are_over_are_left_out_and_coming_ones_are_said_with_their_days(talo):
    opens(talo, 1, last=date(2026, 11, 24))
    opens(talo, 2, first=date(2027, 1, 12))
    opens(talo, 3, last=date(2026, 12, 16))
    assert lines(talo) == ["Wed 9.00–15.00"]
    assert opening_of(talo).sentences == ["Tuesdays at 9.00–15.00, 12.1.2027–"]
    assert lines(talo, start=date(2027, 1, 12)) == ["Tue 9.00–15.00"]


def test_what_is_not_every_week_is_a_sentence(talo):
    opens(talo, 6, recurrence="monthly", nth=[1])
    opens(talo, 6, recurrence="odd_weeks", last=date(2026, 12, 31))
    opens(talo, 7, start=None, end=None, day_part="afternoon")
    opens(talo, 2, recurrence="monthly", nth=[2], last=date(2026, 11, 30))
    found = opening_of(talo)
    assert found.lines == []
    assert sorted(found.sentences) == [
        "Saturday in odd weeks at 9.00–15.00, –31.12.",
        "Sundays in the afternoon",
        "the first Saturday of the month at 9.00–15.00",
    ]


def test_open_round_the_clock(talo):
    opens(talo, 1, 2, 3, 4, 5, 6, 7, start=time(0), end=time(0), ends_next_day=True)
    assert lines(talo) == ["Mon–Sun All day"]
