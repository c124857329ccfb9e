"""Confirming the week, copying the last one, and the next one below."""

from datetime import date, time

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from directory.models import ScheduleChange, Slot
from tests import factories as make
from tests.staff.desk_cast import (
    TODAY,
    address,
    undo,
)
from tests.staff.week.desk_forms import SUNDAY_EVENING, last_thursday, page

pytestmark = pytest.mark.django_db


def test_the_week_is_confirmed_once_and_says_how_many(cast):
    Slot.objects.update(confirmed_on=None)
    response = cast.aino.post("/staff/week/confirm/")
    assert "2 lines are confirmed today." in page(cast.aino, response["Location"])
    again = cast.aino.post("/staff/week/confirm/")
    assert "confirmed today already" in page(cast.aino, again["Location"])
    undo(cast.aino, response)
    assert not Slot.objects.filter(confirmed_on=TODAY).exists()


def test_only_own_lines_are_confirmed(cast):
    cast.aino.post("/staff/week/confirm/", {"organisation": cast.b.slug})
    cast.open_hours.refresh_from_db()
    assert cast.open_hours.confirmed_on != TODAY


def test_last_weeks_one_offs_again(cast):
    extra = make.make_change(
        service=cast.cafe, kind="extra", first=date(2026, 11, 19), last=date(2026, 11, 19),
        start=time(17), end=time(18), new_place=cast.place,
    )  # fmt: skip
    assert "17.00–18.00" in page(cast.aino, "/staff/week/copy/")
    for _time in range(2):
        cast.aino.post("/staff/week/copy/", {"chosen": [extra.pk]})
    assert ScheduleChange.objects.filter(first=date(2026, 11, 26)).count() == 1
    assert "There already" in page(cast.aino, "/staff/week/copy/")


def test_a_one_off_is_not_copied_into_a_house_that_its_keeper_has_closed(cast):
    extra = last_thursday(cast)
    make.make_change(place=cast.place, first=date(2026, 11, 26), last=date(2026, 11, 26))
    assert "The place is closed that day" in page(cast.aino, "/staff/week/copy/")
    response = cast.aino.post("/staff/week/copy/", {"chosen": [extra.pk]})
    assert response.status_code == 200 and ScheduleChange.objects.count() == 2


def test_a_one_off_is_not_copied_to_a_place_that_cannot_be_chosen_any_more(cast):
    extra = last_thursday(cast, new_place=make.make_place(state="draft"))
    assert "The place can no longer be chosen" in page(cast.aino, "/staff/week/copy/")
    cast.aino.post("/staff/week/copy/", {"chosen": [extra.pk]})
    assert ScheduleChange.objects.count() == 1


def test_ones_own_closure_keeps_no_one_off_from_being_copied(cast):
    extra = last_thursday(cast, service=None, place=cast.place, new_place=None)
    make.make_change(place=cast.place, first=date(2026, 11, 26), last=date(2026, 11, 26))
    cast.bertta.post("/staff/week/copy/", {"chosen": [extra.pk]})
    assert ScheduleChange.objects.filter(kind="extra", first=date(2026, 11, 26)).exists()


def test_queries_of_copying_do_not_grow(cast):
    counts = set()
    for n in (1, 3):
        for at in range(n):
            last_thursday(cast, start=time(8 + at), new_place=make.make_place())
        page(cast.aino, "/staff/week/copy/")
        with CaptureQueriesContext(connection) as queries:
            page(cast.aino, "/staff/week/copy/")
        counts.add(len(queries))
    assert len(counts) == 1


def test_queries_do_not_grow_with_one_offs(cast):
    counts = set()
    for n in (1, 3):
        for at in range(n):
            make.make_change(service=cast.cafe, kind="extra", start=time(8 + at))
            make.make_change(slot=cast.slot, kind="extra", start=time(15 + at))
        page(cast.aino)
        with CaptureQueriesContext(connection) as queries:
            page(cast.aino)
        counts.add(len(queries))
    assert len(counts) == 1


def test_when_the_week_is_over_the_next_one_stands_below(cast):
    assert "day-2026-12-02" not in page(cast.aino)
    with time_machine.travel(SUNDAY_EVENING, tick=False):
        shown = page(cast.aino)
    assert shown.index("day-2026-11-29") < shown.index("day-2026-12-02")
    assert address(cast.slot, "cancel", date(2026, 12, 2)) in shown


def test_an_empty_next_week_is_not_shown(cast):
    Slot.objects.update(last=date(2026, 11, 27))
    with time_machine.travel(SUNDAY_EVENING, tick=False):
        assert "day-2026-12-02" not in page(cast.aino)


def test_anothers_one_off_cannot_be_copied(cast):
    other = make.make_change(
        place=cast.place, kind="extra", first=date(2026, 11, 19), last=date(2026, 11, 19)
    )
    cast.aino.post("/staff/week/copy/", {"chosen": [other.pk]})
    assert ScheduleChange.objects.count() == 1
