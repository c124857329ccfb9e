"""Writes that touch many rows: closing places, and opening them again."""

from datetime import date

import pytest
from django.apps import apps

from directory.actions.closures import close_places, open_places
from directory.actions.programme import Explanation
from directory.models import ScheduleChange
from tests import factories as make

pytestmark = pytest.mark.django_db
MONDAY, SUNDAY = date(2026, 11, 30), date(2026, 12, 6)
RENOVATION = Explanation(reason="renovation", note_fi="Putkiremontti", note_en="Pipes")


def history(change):
    events = apps.get_model("directory", "ScheduleChangeEvent").objects
    rows = events.filter(pgh_obj_id=change.pk).order_by("pgh_id")
    return list(rows.values_list("pgh_label", flat=True))


def test_close_places_writes_a_closure_for_each():
    places = [make.make_place(), make.make_place()]

    changes = close_places(places=places, first=MONDAY, last=SUNDAY, told=RENOVATION)

    assert {change.place for change in changes} == set(places)
    stored = ScheduleChange.objects.get(place=places[0])
    assert (stored.kind, stored.first, stored.last) == ("cancelled", MONDAY, SUNDAY)
    assert (stored.reason, stored.note_fi, stored.note_en) == (
        "renovation",
        "Putkiremontti",
        "Pipes",
    )
    assert history(stored) == ["insert"]


def test_close_places_until_further_notice():
    (change,) = close_places(places=[make.make_place()], first=MONDAY, last=None, told=RENOVATION)
    assert change.last is None


def test_the_same_closure_again_changes_nothing():
    places = [make.make_place(), make.make_place()]
    close_places(places=places[:1], first=MONDAY, last=SUNDAY, told=RENOVATION)

    changes = close_places(places=places, first=MONDAY, last=SUNDAY, told=RENOVATION)

    assert len(changes) == 2
    assert ScheduleChange.objects.count() == 2
    assert [history(change) for change in changes] == [["insert"], ["insert"]]


def test_the_same_closure_with_another_reason_is_told_anew():
    place = make.make_place()
    close_places(places=[place], first=MONDAY, last=None, told=RENOVATION)

    close_places(places=[place], first=MONDAY, last=None, told=Explanation(reason="illness"))

    stored = ScheduleChange.objects.get()
    assert (stored.reason, stored.note_fi) == ("illness", "")
    assert history(stored) == ["insert", "update"]


def test_open_places_ends_the_closure_in_force():
    closed, other = make.make_place(), make.make_place()
    close_places(places=[closed, other], first=MONDAY, last=None, told=RENOVATION)

    (ended,) = open_places(places=[closed], day=date(2026, 12, 3))

    assert ended.place == closed
    assert ScheduleChange.objects.get(place=closed).last == date(2026, 12, 2)
    assert ScheduleChange.objects.get(place=other).last is None


def test_open_places_takes_back_a_closure_that_begins_that_day():
    place = make.make_place()
    (change,) = close_places(places=[place], first=MONDAY, last=SUNDAY, told=RENOVATION)

    open_places(places=[place], day=MONDAY)

    assert not ScheduleChange.objects.exists()
    assert history(change) == ["insert", "delete"]


def test_open_places_leaves_other_changes_alone():
    place = make.make_place()
    over = make.make_change(place=place, first=date(2026, 11, 1), last=date(2026, 11, 2))
    later = make.make_change(place=place, first=SUNDAY, last=None)
    usual = make.make_change(place=place, kind="as_usual", first=MONDAY, last=None)

    assert open_places(places=[place], day=date(2026, 12, 1)) == []
    assert set(ScheduleChange.objects.all()) == {over, later, usual}
