"""Two people at the same moment, each on a connection of their own."""

from concurrent.futures import ThreadPoolExecutor
from datetime import time
from threading import Barrier, Thread

import pghistory
import pytest
from django.db import connection, transaction

from directory.actions.one_offs import OneOff, change_one_off
from directory.actions.programme import Explanation, Overtaken, Timing, cancel_occurrence
from directory.actions.undo import CannotUndo
from directory.models import ScheduleChange
from directory.queries.occurrence import token
from directory.queries.one_offs import version_of
from tests.staff.actions.deeds import acted, cancel_extra, one_off_of, take_back
from tests.staff.desk_cast import TODAY, make_cast, version

pytestmark = pytest.mark.django_db(transaction=True)


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


def test_two_people_at_once_make_one_cancellation():
    cast = make_cast()
    before = version(cast.slot)

    def cancel_for(reason):
        told = Explanation(reason=reason)
        return cancel_occurrence(slot=cast.slot, day=TODAY, told=told, seen=before).reason

    results = at_once(lambda: cancel_for("illness"), lambda: cancel_for("weather"))
    assert [type(one) for one in results].count(Overtaken) == 1
    assert ScheduleChange.objects.get().reason in results


def test_undo_pressed_twice_at_once_brings_back_what_was_deleted_once():
    cast = make_cast()
    extra = one_off_of(cast, "service", TODAY)
    history = acted(lambda: cancel_extra(extra, version_of(extra)))
    results = at_once(*[lambda: take_back(history, cast.aino_user)] * 2)
    assert [type(one) for one in results].count(CannotUndo) == 1
    assert ScheduleChange.objects.get().pk == extra.pk


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
