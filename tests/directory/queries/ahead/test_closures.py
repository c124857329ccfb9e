"""Closures and longer cancellations: from when, until when, and when it opens again."""

from datetime import date, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directory.queries.ahead import REACH
from tests import factories as make
from tests.directory.queries.ahead.notices import NOW, activity, said, told, week_of

pytestmark = pytest.mark.django_db


def test_closure_and_the_next_opening(talo):
    make.make_slot(place=talo, weekdays=[1, 2, 3, 4], start=time(9), end=time(15))
    activity(talo, "Muskari", weekdays=[1], start=time(8), end=time(9))
    make.make_change(
        place=talo, first=date(2026, 12, 1), last=date(2026, 12, 5), reason="renovation",
        note_en="The floor is being sanded.",
    )  # fmt: skip
    week = week_of(talo)
    assert [said(notice) for notice in week.coming_up] == [
        "Closed 1.–5.12.: Building work > Open again on Monday 7 December 9.00–15.00"
    ]
    assert str(week.coming_up[0].note) == "The floor is being sanded."
    assert week.coming_up[0].then.url == "/en/places/talo/?start=2026-12-07"
    assert week.notices == []


def test_closure_of_this_week_stands_over_the_week(talo):
    make.make_slot(place=talo)
    make.make_change(place=talo, first=date(2026, 11, 25), last=date(2026, 11, 25))
    week = week_of(talo)
    assert [said(notice) for notice in week.notices] == [
        "Closed on Wednesday 25 November > Open again on Wednesday 2 December 9.30–11.30"
    ]
    assert week.coming_up == []
    assert week.next is None


def test_closure_of_the_next_days_stands_over_the_week_even_on_a_sunday(talo):
    make.make_slot(place=talo, weekdays=[1, 2])
    make.make_change(place=talo, first=date(2026, 11, 30), last=None)
    assert week_of(talo).notices == []
    assert len(week_of(talo, now=NOW + timedelta(days=4)).notices) == 1
    assert week_of(talo, now=NOW + timedelta(days=4)).next is None
    past = week_of(talo, now=NOW + timedelta(days=7), start=NOW.date())
    assert (past.notices, len(past.coming_up)) == ([], 1)


@pytest.mark.parametrize(
    ("first", "sentence"),
    [
        (date(2026, 11, 1), "Closed until further notice"),
        (date(2026, 12, 1), "Closed from 1.12. until further notice"),
    ],
)
def test_closure_until_further_notice(talo, first, sentence):
    make.make_slot(place=talo)
    make.make_change(place=talo, first=first, last=None, reason="renovation")
    assert told(talo) == [f"{sentence}: Building work > It is not known yet when it opens again."]


def test_closure_is_told_where_nothing_would_be_held_anyway(talo):
    make.make_slot(place=talo, first=date(2027, 8, 18))
    make.make_change(place=talo, first=date(2026, 12, 1), last=None)
    assert told(talo)[0].startswith("Closed from 1.12. until further notice")


def test_closure_that_leaves_something_names_what_it_takes(talo):
    activity(talo, "Muskari")
    kept = activity(talo, "Perhekahvila", weekdays=[4])
    make.make_change(place=talo, first=date(2026, 12, 1), last=date(2026, 12, 4))
    make.make_change(slot=kept, kind="as_usual", first=date(2026, 12, 3), last=date(2026, 12, 3))
    assert told(talo) == ["Muskari: No sessions 1.–4.12."]


def test_cancelled_series_of_weeks_is_told_and_one_date_is_not(talo):
    slot = activity(talo, "Muskari")
    activity(talo, "Perhekahvila", weekdays=[2])
    day = date(2026, 12, 2)
    change = make.make_change(slot=slot, first=day, last=day, reason="illness")
    assert told(talo) == []
    change.last = date(2026, 12, 10)
    change.save()
    assert told(talo) == ["Muskari: No sessions 2.–10.12.: Illness"]


DAYS = st.integers(-20, 80).map(lambda n: NOW.date() + timedelta(days=n))


PERIODS = st.tuples(DAYS, st.integers(0, 25))


@given(closed=PERIODS, weekdays=st.sets(st.integers(1, 7), min_size=1))
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_session_is_held_in_a_told_closure_and_one_when_it_opens(talo, closed, weekdays):
    talo.slots.all().delete()
    talo.changes.all().delete()
    make.make_slot(place=talo, weekdays=sorted(weekdays), follows_holidays=False)
    first, last = closed[0], closed[0] + timedelta(days=closed[1])
    make.make_change(place=talo, first=first, last=last)
    week = week_of(talo)
    notices = [*week.notices, *week.coming_up]
    assert bool(notices) == (last >= NOW.date() and first <= NOW.date() + REACH)
    for notice in notices:
        opens = notice.then.day
        assert opens > last and opens.isoweekday() in weekdays
        assert (opens - last).days <= 7
