"""What staff do to their programme: what is written, once, for whom, and taken back exactly."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, time, timedelta
from threading import Barrier, Thread
from uuid import uuid4

import pghistory
import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils import timezone

from directory.actions.closures import close, reopen
from directory.actions.confirmation import confirm_rows
from directory.actions.lines import end_series, line_token, save_line
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
    move_occurrence,
    restore_occurrence,
)
from directory.actions.undo import CannotUndo, undo
from directory.models import ScheduleChange, Slot
from directory.queries.occurrence import occurrence_of, token
from directory.queries.one_offs import version_of
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


def end(slot, last):
    end_series(slot=slot, last=last, seen=line_token(Slot.objects.get(pk=slot.pk)))


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


@pytest.mark.parametrize("of", ["slot", "service"])
@pytest.mark.parametrize("day", [TODAY, date(2026, 11, 28)])
def test_a_cancelled_one_off_is_shown_as_cancelled_when_that_hits_nothing_else(cast, of, day):
    """On the 25th its slot, and the service, have a regular session too."""
    extra = one_off_of(cast, of, day)
    cancelled = cancel_extra(extra, version_of(extra))
    is_alone = day != TODAY
    assert ScheduleChange.objects.filter(pk=extra.pk).exists() is is_alone
    assert (cancelled is not None) is is_alone
    assert not seen(cast.slot).is_cancelled


def one_off_of(cast, of, day):
    about = {"slot": cast.slot, "service": cast.cafe}
    return make.make_change(
        **{of: about[of]}, kind="extra", first=day, last=day, start=time(16), end=time(17)
    )


def cancel_extra(extra, seen_then, told=ILL):
    return cancel_one_off(extra=extra, told=told, seen=seen_then, today=TODAY)


@pytest.mark.parametrize("of", ["slot", "service"])
def test_a_one_off_is_cancelled_once(cast, of):
    extra = one_off_of(cast, of, date(2026, 11, 28))
    before = version_of(extra)
    assert len({cancel_extra(extra, before).pk for _time in range(2)}) == 1
    assert ScheduleChange.objects.filter(kind="cancelled").count() == 1


@pytest.mark.parametrize("of", ["slot", "service"])
def test_a_one_off_that_somebody_else_changed_is_not_cancelled_unseen(cast, of):
    extra = one_off_of(cast, of, date(2026, 11, 28))
    before = version_of(extra)
    ScheduleChange.objects.filter(pk=extra.pk).update(start=time(15))
    with pytest.raises(Overtaken):
        cancel_extra(extra, before)
    assert not ScheduleChange.objects.filter(kind="cancelled").exists()


def test_a_one_off_of_a_day_that_is_cancelled_twice_already(cast):
    """Nothing keeps people from writing the same twice in the admin."""
    extra = one_off_of(cast, "service", date(2026, 11, 28))
    for _time in range(2):
        make.make_change(service=cast.cafe, first=extra.first, last=extra.last, reason="weather")
    cancel_extra(extra, version_of(extra))
    assert ScheduleChange.objects.filter(reason="illness").count() == 1


def test_a_one_off_that_is_gone_needs_no_cancelling(cast):
    extra = one_off_of(cast, "service", TODAY)
    before = version_of(extra)
    ScheduleChange.objects.filter(pk=extra.pk).delete()
    assert cancel_extra(extra, before) is None


def test_confirming_counts_only_what_was_not_confirmed(cast):
    slots = Slot.objects.filter(service=cast.cafe)
    assert confirm_rows(kinds=[slots], today=TODAY) == 2
    assert confirm_rows(kinds=[slots], today=TODAY) == 0


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
        "end": lambda: end(slot, date(2026, 12, 16)),
        "confirm": lambda: confirm_rows(kinds=[Slot.objects.all()], today=TODAY),
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
    history = acted(lambda: end(cast.slot, date(2026, 12, 16)))
    acted(lambda: end(cast.slot, date(2026, 12, 9)))
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


def at_once(*actions) -> list:
    """What each gave back or raised, each on a connection of its own."""
    start = Barrier(len(actions))

    def run(action):
        start.wait(timeout=10)
        try:
            return action()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(actions)) as pool:
        runs = [pool.submit(run, action) for action in actions]
    return [one.exception() or one.result() for one in runs]


@pytest.mark.django_db(transaction=True)
def test_two_people_at_once_make_one_cancellation():
    cast = make_cast()
    before = version(cast.slot)

    def cancel_for(reason):
        told = Explanation(reason=reason)
        return cancel_occurrence(slot=cast.slot, day=TODAY, told=told, seen=before).reason

    results = at_once(lambda: cancel_for("illness"), lambda: cancel_for("weather"))
    assert [type(one) for one in results].count(Overtaken) == 1
    assert ScheduleChange.objects.get().reason in results


@pytest.mark.django_db(transaction=True)
def test_undo_pressed_twice_at_once_brings_back_what_was_deleted_once():
    cast = make_cast()
    extra = one_off_of(cast, "service", TODAY)
    history = acted(lambda: cancel_extra(extra, version_of(extra)))
    results = at_once(*[lambda: take_back(history, cast.aino_user)] * 2)
    assert [type(one) for one in results].count(CannotUndo) == 1
    assert ScheduleChange.objects.get().pk == extra.pk


@pytest.mark.django_db(transaction=True)
def test_undo_waits_for_who_is_changing_a_one_off():
    cast = make_cast()
    extra = one_off_of(cast, "service", TODAY)
    later = OneOff(about=cast.cafe, day=TODAY, timing=Timing(start=time(18)))
    history = acted(lambda: change_one_off(extra=extra, one_off=later, seen=token([extra])))
    found = []

    def undo_meanwhile():
        found.extend(at_once(lambda: take_back(history, cast.aino_user)))

    with transaction.atomic(), pghistory.context():
        kept = ScheduleChange.objects.select_for_update(of=("self",)).get(pk=extra.pk)
        kept.start = time(19)
        kept.save()
        waiting = Thread(target=undo_meanwhile)
        waiting.start()
        waiting.join(timeout=1)
        assert waiting.is_alive()
    waiting.join(timeout=20)
    assert [type(one) for one in found] == [CannotUndo]
    assert ScheduleChange.objects.get(pk=extra.pk).start == time(19)


def test_saving_a_line_leaves_a_confirmation_that_came_meanwhile(cast):
    slot = Slot.objects.get(pk=cast.slot.pk)
    seen_then = line_token(slot)
    confirm_rows(kinds=[Slot.objects.filter(pk=slot.pk)], today=TODAY)
    slot.theme_fi = "Askartelua"
    save_line(slot=slot, seen=seen_then, confirmed_on=None)
    slot.refresh_from_db()
    assert (slot.theme_fi, slot.confirmed_on) == ("Askartelua", TODAY)


def test_a_series_changed_by_somebody_else_is_not_ended_unseen(cast):
    seen_then = line_token(cast.slot)
    Slot.objects.filter(pk=cast.slot.pk).update(weekdays=[4])
    with pytest.raises(Overtaken):
        end_series(slot=cast.slot, last=date(2026, 12, 9), seen=seen_then)
    assert Slot.objects.get(pk=cast.slot.pk).last is None


def test_closing_again_says_only_the_reason_anew_and_reopening_twice_is_harmless(cast):
    closure = close(uid=uuid4(), about=cast.place, first=TODAY, last=TODAY, told=ILL)
    for _time in range(2):
        reopen(closure=closure, today=TODAY)
    assert rows() == []
