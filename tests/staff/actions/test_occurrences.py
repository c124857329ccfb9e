"""Sessions cancelled, moved and held as usual: one row each, and nobody else's closure lifted."""

from datetime import date, time, timedelta

import pytest

from directory.actions.programme import (
    Explanation,
    Overtaken,
    Timing,
    cancel_occurrence,
    restore_occurrence,
)
from directory.models import ScheduleChange
from directory.queries.occurrence import occurrence_of
from tests import factories as make
from tests.staff.actions.deeds import ILL, cancel, move, restore, seen
from tests.staff.desk_cast import TODAY, rows, version

pytestmark = pytest.mark.django_db


def test_cancelled_twice_is_one_row(cast):
    first = version(cast.slot)
    for _time in range(2):
        cancel_occurrence(slot=cast.slot, day=TODAY, told=ILL, seen=first)
    assert ScheduleChange.objects.count() == 1
    assert seen(cast.slot).is_cancelled


def test_cancelled_for_another_reason_is_still_one_row(cast):
    cancel(cast.slot)
    cancel(cast.slot, Explanation(reason="weather"))
    assert ScheduleChange.objects.get().reason == "weather"


def test_what_was_not_seen_is_not_written_over(cast):
    before = version(cast.slot)
    move(cast.slot, Timing(start=time(10), end=time(12)))
    kept = rows()
    with pytest.raises(Overtaken):
        cancel_occurrence(slot=cast.slot, day=TODAY, told=ILL, seen=before)
    assert rows() == kept


def test_moved_then_cancelled_then_moved_is_held(cast):
    move(cast.slot, Timing(start=time(10), end=time(12)))
    cancel(cast.slot)
    assert seen(cast.slot).is_cancelled
    move(cast.slot, Timing(start=time(13), end=time(14)))
    now = seen(cast.slot)
    assert not now.is_cancelled
    assert (now.start, now.end) == (time(13), time(14))


def test_moved_to_another_day_and_place(cast):
    library = make.make_place()
    thursday = TODAY + timedelta(days=1)
    timing = Timing(start=time(9, 30), new_date=thursday, new_place=library)
    move(cast.slot, timing)
    now = seen(cast.slot)
    assert (now.day, now.place, now.start, now.end) == (thursday, library.pk, time(9, 30), None)


def test_a_note_alone_is_told_without_changing_anything(cast):
    move(cast.slot, Timing(), Explanation(note_fi="Tuo sisäkengät."))
    session = occurrence_of(cast.slot, TODAY, language="fi", today=TODAY)
    assert str(session.note) == "Tuo sisäkengät."
    assert not session.is_cancelled and not session.occurrence.is_retimed


def test_as_usual_takes_back_ones_own_change(cast):
    cancel(cast.slot)
    assert not restore(cast.slot, cast.aino_user).is_cancelled
    assert rows() == []


def test_as_usual_twice_is_harmless(cast):
    cancel(cast.slot)
    before = version(cast.slot)
    for _time in range(2):
        restore_occurrence(slot=cast.slot, day=TODAY, user=cast.aino_user, seen=before, today=TODAY)
    assert rows() == []


def test_as_usual_holds_it_in_spite_of_a_holiday(cast):
    christmas_eve = date(2026, 12, 24)
    slot = make.make_slot(service=cast.cafe, place=cast.place, weekdays=[4])
    assert seen(slot, christmas_eve).is_cancelled
    assert not restore(slot, cast.aino_user, christmas_eve).is_cancelled
    assert ScheduleChange.objects.get().kind == "as_usual"


def test_as_usual_does_not_lift_the_closure_of_anothers_place(cast):
    make.make_change(place=cast.place)
    assert restore(cast.slot, cast.aino_user).is_cancelled
    assert ScheduleChange.objects.filter(slot__isnull=False).count() == 0


def test_who_keeps_the_place_may_lift_its_closure_for_one_session(cast):
    make.make_change(place=cast.place)
    assert not restore(cast.open_hours, cast.bertta_user).is_cancelled
    assert seen(cast.slot).is_cancelled


def test_as_usual_gives_the_usual_time_back_over_a_wider_change(cast):
    make.make_change(
        service=cast.cafe, kind="other_time", last=date(2026, 12, 31), start=time(12), end=time(13)
    )
    assert seen(cast.slot).start == time(12)
    restore(cast.slot, cast.aino_user)
    assert (seen(cast.slot).start, seen(cast.slot).end) == (time(9, 30), time(11, 30))
