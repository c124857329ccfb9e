"""What staff do to their programme: what is written, once, for whom, and taken back exactly."""

from datetime import date, time, timedelta
from threading import Barrier, Thread
from uuid import uuid4

import pghistory
import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils import timezone

from directory.actions.confirmation import confirm_slots
from directory.actions.lines import end_series
from directory.actions.one_offs import (
    OneOff,
    add_one_off,
    cancel_one_off,
    change_one_off,
    copy_one_offs,
)
from directory.actions.programme import (
    Explanation,
    Overtaken,
    Timing,
    cancel_occurrence,
    close,
    move_occurrence,
    reopen,
    restore_occurrence,
)
from directory.actions.undo import CannotUndo, undo
from directory.models import ScheduleChange, Slot
from directory.queries.occurrence import occurrence_of, token
from tests import factories as make
from tests.staff.desk_cast import TODAY, make_cast, make_editor, rows, version

pytestmark = pytest.mark.django_db
ILL, NOTHING = Explanation(reason="illness"), Explanation()


@pytest.fixture
def cast():
    return make_cast()


def cancel(slot, told=ILL, day=TODAY):
    return cancel_occurrence(slot=slot, day=day, told=told, seen=version(slot, day))


def move(slot, timing, told=NOTHING, day=TODAY):
    return move_occurrence(slot=slot, day=day, timing=timing, told=told, seen=version(slot, day))


def restore(slot, user, day=TODAY):
    return restore_occurrence(slot=slot, day=day, user=user, seen=version(slot, day), today=TODAY)


def seen(slot, day=TODAY):
    return occurrence_of(slot, day, language="fi", today=TODAY).occurrence


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


def test_a_one_off_of_the_same_form_is_added_once(cast):
    uid = uuid4()
    one_off = OneOff(
        about=cast.cafe,
        day=TODAY,
        timing=Timing(start=time(16), end=time(17), new_place=cast.place),
    )
    added = {add_one_off(uid=uid, one_off=one_off).pk for _time in range(2)}
    assert len(added) == ScheduleChange.objects.count() == 1


def test_copied_twice_is_copied_once(cast):
    extra = make.make_change(
        service=cast.cafe, kind="extra", start=time(16), new_place=cast.place, note_ar="مساء"
    )
    week = timedelta(days=7)
    assert len(copy_one_offs(extras=[extra], later=week)) == 1
    assert copy_one_offs(extras=[extra], later=week) == []
    copy = ScheduleChange.objects.get(first=TODAY + week)
    assert (copy.start, copy.new_place, copy.note_ar) == (time(16), cast.place, "مساء")


def test_a_closure_that_began_ends_yesterday(cast):
    closure = make.make_change(place=cast.place, first=date(2026, 11, 20), last=None)
    reopen(closure=closure, today=TODAY)
    closure.refresh_from_db()
    assert closure.last == TODAY - timedelta(days=1)


def test_a_closure_of_today_is_gone_and_tomorrow_none_is_left(cast):
    closure = close(uid=uuid4(), about=cast.place, first=TODAY, last=TODAY, told=ILL)
    assert seen(cast.slot).is_cancelled
    assert not seen(cast.friday, date(2026, 11, 27)).is_cancelled
    reopen(closure=closure, today=TODAY)
    assert rows() == []


def test_closing_the_same_days_again_says_the_reason_anew(cast):
    for reason in ("illness", "weather"):
        told = Explanation(reason=reason)
        close(uid=uuid4(), about=cast.place, first=TODAY, last=TODAY, told=told)
    assert ScheduleChange.objects.get().reason == "weather"


def test_an_extra_of_a_line_keeps_its_line_when_it_is_changed(cast):
    extra = make.make_change(slot=cast.slot, kind="extra", start=time(16), end=time(17))
    one_off = OneOff(about=cast.slot, day=TODAY, timing=Timing(start=time(18)))
    change_one_off(extra=extra, one_off=one_off, seen=token([extra]))
    extra.refresh_from_db()
    assert (extra.slot, extra.start, extra.end) == (cast.slot, time(18), None)


def test_a_one_off_changed_by_somebody_else_is_not_written_over(cast):
    extra = make.make_change(service=cast.cafe, kind="extra", start=time(16))
    seen = token([extra])
    earlier = OneOff(about=cast.cafe, day=TODAY, timing=Timing(start=time(17)))
    change_one_off(extra=extra, one_off=earlier, seen=seen)
    with pytest.raises(Overtaken):
        later = OneOff(about=cast.cafe, day=TODAY, timing=Timing(start=time(18)))
        change_one_off(extra=extra, one_off=later, seen=seen)


@pytest.mark.parametrize("is_alone", [True, False])
def test_a_cancelled_one_off_is_shown_as_cancelled_when_that_hits_nothing_else(cast, is_alone):
    extra = make.make_change(service=cast.cafe, kind="extra", start=time(16))
    cancelled = cancel_one_off(extra=extra, told=ILL, is_alone=is_alone)
    assert ScheduleChange.objects.filter(pk=extra.pk).exists() is is_alone
    assert (cancelled is not None) is is_alone


def test_confirming_counts_only_what_was_not_confirmed(cast):
    slots = Slot.objects.filter(service=cast.cafe)
    assert confirm_slots(slots=slots, today=TODAY) == 2
    assert confirm_slots(slots=slots, today=TODAY) == 0


def acted(action) -> object:
    with pghistory.context() as context:
        action()
        return context.id


def take_back(history, user):
    with pghistory.context() as context:
        undo(history=history, user=user, now=timezone.now())
        return context.id


@pytest.mark.parametrize("wanted", ["cancel", "move", "restore", "end", "confirm", "one_off"])
def test_undo_restores_exactly_and_can_be_undone(cast, wanted):
    slot, user = cast.slot, cast.aino_user
    move(slot, Timing(start=time(10)), Explanation(note_fi="Myöhemmin", note_sv="Senare"))
    actions = {
        "cancel": lambda: cancel(slot),
        "move": lambda: move(slot, Timing(start=time(11), new_place=make.make_place())),
        "restore": lambda: restore(slot, user),
        "end": lambda: end_series(slot=slot, last=date(2026, 12, 16)),
        "confirm": lambda: confirm_slots(slots=Slot.objects.all(), today=TODAY),
        "one_off": lambda: add_one_off(uid=uuid4(), one_off=OneOff(about=cast.cafe, day=TODAY)),
    }
    before = everything()
    history = acted(actions[wanted])
    after = everything()
    assert after != before
    back = take_back(history, user if wanted != "confirm" else superuser())
    assert everything() == before
    take_back(back, user if wanted != "confirm" else superuser())
    assert everything() == after


def superuser():
    user = make_editor(make.make_organisation(), "root")
    user.is_superuser = True
    user.save()
    return user


def everything():
    names = [field.attname for field in Slot._meta.concrete_fields]
    return rows(), sorted(map(repr, Slot.objects.rewrite(False).values_list(*names)))


def test_undo_is_done_once(cast):
    history = acted(lambda: cancel(cast.slot))
    take_back(history, cast.aino_user)
    with pytest.raises(CannotUndo):
        take_back(history, cast.aino_user)


def test_undo_does_not_write_over_a_later_change(cast):
    history = acted(lambda: end_series(slot=cast.slot, last=date(2026, 12, 16)))
    acted(lambda: end_series(slot=cast.slot, last=date(2026, 12, 9)))
    with pytest.raises(CannotUndo):
        take_back(history, cast.aino_user)
    assert Slot.objects.get(pk=cast.slot.pk).last == date(2026, 12, 9)


def test_undo_is_for_who_may_edit(cast):
    history = acted(lambda: cancel(cast.slot))
    kept = rows()
    with pytest.raises(PermissionDenied):
        take_back(history, cast.bertta_user)
    assert rows() == kept
    back = take_back(history, cast.aino_user)
    with pytest.raises(PermissionDenied):
        take_back(back, cast.bertta_user)
    assert rows() == []


def test_undo_of_a_new_line_archives_it(cast):
    made = []
    history = acted(lambda: made.append(make.make_slot(service=cast.cafe, place=cast.place)))
    back = take_back(history, cast.aino_user)
    assert Slot.objects.get(pk=made[0].pk).archived_at
    take_back(back, cast.aino_user)
    assert Slot.objects.get(pk=made[0].pk).archived_at is None


def test_undo_of_nothing(cast):
    with pytest.raises(CannotUndo):
        take_back(uuid4(), cast.aino_user)


@pytest.mark.django_db(transaction=True)
def test_two_people_at_once_make_one_cancellation():
    cast = make_cast()
    before = version(cast.slot)
    start, results = Barrier(2), []

    def run(reason):
        try:
            start.wait(timeout=10)
            told = Explanation(reason=reason)
            results.append(
                cancel_occurrence(slot=cast.slot, day=TODAY, told=told, seen=before).reason
            )
        except Overtaken:
            results.append("overtaken")
        finally:
            connection.close()

    threads = [Thread(target=run, args=[reason]) for reason in ("illness", "weather")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)
    assert "overtaken" in results and len(results) == 2
    assert ScheduleChange.objects.get().reason in results
