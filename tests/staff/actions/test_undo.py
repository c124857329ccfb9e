"""Undoing: all of it, once, by who may edit, and not over what came later."""

from datetime import date, time
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied

from directory.actions.confirmation import confirm_rows
from directory.actions.one_offs import OneOff, add_one_off
from directory.actions.programme import Explanation, Timing
from directory.actions.undo import CannotUndo
from directory.models import Slot
from tests import factories as make
from tests.staff.actions.deeds import acted, cancel, end, move, restore, take_back
from tests.staff.desk_cast import TODAY, make_editor, rows

pytestmark = pytest.mark.django_db


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
