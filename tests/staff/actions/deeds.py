"""What staff do, each having seen what stands there at that moment; and who undoes it."""

from datetime import time

import pghistory
from django.utils import timezone

from directory.actions.lines import end_series, line_token
from directory.actions.one_offs import cancel_one_off
from directory.actions.programme import (
    Explanation,
    cancel_occurrence,
    move_occurrence,
    restore_occurrence,
)
from directory.actions.undo import undo
from directory.models import Slot
from directory.queries.occurrence import occurrence_of
from tests import factories as make
from tests.staff.desk_cast import TODAY, version

ILL, NOTHING = Explanation(reason="illness"), Explanation()


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


def one_off_of(cast, of, day):
    about = {"slot": cast.slot, "service": cast.cafe}
    return make.make_change(
        **{of: about[of]}, kind="extra", first=day, last=day, start=time(16), end=time(17)
    )


def cancel_extra(extra, seen_then, told=ILL):
    return cancel_one_off(extra=extra, told=told, seen=seen_then, today=TODAY)


def acted(action) -> object:
    with pghistory.context() as context:
        action()
        return context.id


def take_back(history, user):
    with pghistory.context() as context:
        undo(history=history, user=user, now=timezone.now())
        return context.id
