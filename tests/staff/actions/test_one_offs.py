"""One-offs: added, copied, changed and cancelled once, and never unseen."""

from datetime import date, time, timedelta
from uuid import uuid4

import pytest

from directory.actions.one_offs import OneOff, add_one_off, change_one_off, copy_one_offs
from directory.actions.programme import Overtaken, Timing
from directory.models import ScheduleChange
from directory.queries.occurrence import token
from directory.queries.one_offs import version_of
from tests import factories as make
from tests.staff.actions.deeds import cancel_extra, one_off_of, seen
from tests.staff.desk_cast import TODAY

pytestmark = pytest.mark.django_db


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
