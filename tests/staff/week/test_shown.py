"""What the desk shows of the week, to whom."""

import pytest

from tests import factories as make
from tests.staff.desk_cast import (
    address,
)
from tests.staff.week.desk_forms import page, queries_with

pytestmark = pytest.mark.django_db


def test_today_comes_first_and_earlier_days_are_folded(cast):
    shown = page(cast.aino)
    assert shown.index("day-2026-11-25") < shown.index("day-2026-11-27")
    assert shown.index("day-2026-11-29") < shown.index("day-2026-11-23")
    assert "earlier-days" in shown


def test_another_week_begins_on_monday(cast):
    shown = page(cast.aino, "/staff/?start=2026-12-02")
    assert shown.index("day-2026-11-30") < shown.index("day-2026-12-06")
    assert "earlier-days" not in shown


@pytest.mark.parametrize("query", ["start=", "start=9999-99-99", "start=\x00", "done=x", "start=a"])
def test_bad_addresses_show_this_week(cast, query):
    assert "day-2026-11-25" in page(cast.aino, f"/staff/?{query}")


def test_the_places_coordinator_sees_its_guests_but_cannot_touch_them(cast):
    shown = page(cast.bertta)
    assert "Run by" in shown and "Aapelin tuki" in shown
    assert address(cast.open_hours, "cancel") in shown
    assert address(cast.slot, "cancel") not in shown


def test_a_guest_does_not_see_the_houses_own_programme(cast):
    assert address(cast.open_hours) not in page(cast.aino)


def test_a_hidden_service_is_marked_for_its_own_and_unseen_by_others(cast):
    hidden = make.make_service(owner=cast.a, name_fi="Salainen", state="draft")
    make.make_slot(service=hidden, place=cast.place)
    assert "Families don't see this yet" in page(cast.aino)
    assert "Salainen" not in page(cast.bertta)


@pytest.mark.parametrize("path", ["/staff/", "/staff/slots/"])
def test_queries_do_not_grow_with_the_programme(cast, path):
    counts = {queries_with(cast, slots, path) for slots in (1, 3, 30)}
    assert len(counts) == 1
