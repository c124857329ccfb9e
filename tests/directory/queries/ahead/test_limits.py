"""How far ahead is told, how many lines and names of it, and of no hidden listing."""

from datetime import date

import pytest

from directory.queries.ahead import MOST_NOTICES
from tests import factories as make
from tests.directory.queries.ahead.notices import CHRISTMAS, activity, breaks, told, week_of

pytestmark = pytest.mark.django_db


def test_later_week_tells_what_is_ahead_of_it(talo):
    winter = ("winter", date(2027, 2, 22), date(2027, 2, 28))
    make.make_slot(place=talo, weekdays=[2], break_calendar=breaks(winter))
    assert told(talo) == []
    (line,) = told(talo, start=date(2027, 1, 4))
    assert line.startswith("No sessions in week 8 (22.–28.2.2027): Winter break")


def test_hidden_listings_are_not_named(talo):
    calendar = breaks(CHRISTMAS)
    unapproved = make.make_organisation(is_approved=False)
    for state in ({"state": "draft"}, {"owner": unapproved}):
        service = make.make_service(name_fi="Salainen", **state)
        make.make_slot(
            service=service, place=talo, break_calendar=calendar, last=date(2026, 12, 30)
        )
        make.make_slot(service=service, place=talo, first=date(2026, 12, 2))
    hidden = make.make_place(name="Salainen", state="draft")
    make.make_change(place=hidden, first=date(2026, 12, 1), last=None)
    activity(talo, "Muskari", break_calendar=calendar)
    lines = told(talo)
    assert len(lines) == 1
    assert "Salainen" not in lines[0]


def test_no_more_lines_than_anyone_reads(talo):
    for n in range(12):
        period = ("other", date(2026, 12, 7 + n), date(2026, 12, 7 + n))
        activity(talo, f"Kerho {n}", weekdays=[1, 2, 3, 4, 5, 6], break_calendar=breaks(period))
    lines = told(talo)
    assert len(lines) == MOST_NOTICES
    assert lines[0] == "Kerho 0: No sessions on Monday 7 December: Break"


def test_many_names_are_cut_short(talo):
    calendar = breaks(CHRISTMAS)
    for n in range(8):
        activity(talo, f"Kerho {n}", break_calendar=calendar)
    activity(talo, "Perhekahvila", weekdays=[2])
    (notice,) = week_of(talo).coming_up
    assert (len(notice.shown_names), notice.more_names) == (5, 3)
