"""The next time: of a week that has no more of them, after a closure, and of a service."""

from datetime import date, time

import pytest

from tests import factories as make
from tests.directory.queries.ahead.notices import (
    CHRISTMAS,
    NOW,
    activity,
    breaks,
    series_of,
    told,
    week_of,
)

pytestmark = pytest.mark.django_db


def test_next_opening_is_after_a_break_that_follows_the_closure(talo):
    make.make_slot(place=talo, break_calendar=breaks(CHRISTMAS))
    make.make_change(place=talo, first=date(2026, 12, 1), last=date(2026, 12, 20))
    first, second = told(talo)
    assert first == "Closed 1.–20.12. > Open again on Wednesday 13 January 9.30–11.30"
    assert second.startswith("No sessions 21.12.2026–6.1.2027")


def test_next_opening_may_be_a_season_away(talo):
    make.make_slot(place=talo, last=date(2026, 11, 30))
    make.make_slot(place=talo, first=date(2027, 9, 1), start=time(10), end=time(12))
    make.make_change(place=talo, first=date(2026, 11, 25), last=date(2027, 8, 1))
    (line,) = told(talo)
    assert line.endswith("> Open again on Wednesday 1 September 10.00–12.00")


def test_week_without_sessions_says_when_the_next_one_is(talo):
    activity(talo, "Perhekahvila", weekdays=[2], first=date(2026, 12, 8))
    next_ = week_of(talo).next
    assert (next_.sentence, str(next_.title), next_.url) == (
        "Next: Tuesday 8 December 9.30–11.30",
        "Perhekahvila",
        "/en/places/talo/?start=2026-12-07",
    )


def test_week_that_has_more_to_come_says_no_next(talo):
    make.make_slot(place=talo)
    assert week_of(talo).next is None
    afterwards = week_of(talo, now=NOW.replace(hour=12)).next
    assert afterwards.sentence == "Open again on Wednesday 2 December 9.30–11.30"


def test_week_of_the_past_says_no_next(talo):
    make.make_slot(place=talo, first=date(2026, 12, 1))
    assert week_of(talo, start=date(2026, 11, 16)).next is None


def test_place_whose_programme_is_over_says_that_nobody_knows(talo):
    make.make_slot(place=talo, first=date(2027, 1, 13), last=date(2027, 1, 20))
    make.make_change(place=talo, first=date(2027, 1, 13), last=date(2027, 1, 30))
    assert week_of(talo).next.sentence == "It is not known yet when it opens again."
    assert week_of(make.make_place()).next is None


def test_service_shows_the_cancelled_next_session_and_the_one_after_it(talo):
    slot = activity(talo, "Muskari")
    make.make_change(slot=slot, reason="illness")
    (line,) = series_of(slot).lines
    assert (line.cancelled.day, line.cancelled.reason) == (date(2026, 11, 25), "Illness")
    assert line.next.day == date(2026, 12, 2)


def test_service_finds_the_next_session_after_a_long_closure(talo):
    slot = activity(talo, "Muskari")
    make.make_change(place=talo, first=date(2026, 11, 1), last=date(2027, 8, 1))
    assert series_of(slot).lines[0].next.day == date(2027, 8, 4)
    make.make_change(place=talo, first=date(2026, 11, 1), last=None)
    (line,) = series_of(slot).lines
    assert (line.next, line.is_unknown) == (None, True)
