"""Lines of the programme: confirmed, saved and ended without losing what others wrote meanwhile."""

from datetime import date

import pytest

from directory.actions.confirmation import confirm_rows
from directory.actions.lines import end_series, line_token, save_line
from directory.actions.programme import Overtaken
from directory.models import Slot
from tests.staff.desk_cast import TODAY

pytestmark = pytest.mark.django_db


def test_confirming_counts_only_what_was_not_confirmed(cast):
    slots = Slot.objects.filter(service=cast.cafe)
    assert confirm_rows(kinds=[slots], today=TODAY) == 2
    assert confirm_rows(kinds=[slots], today=TODAY) == 0


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
