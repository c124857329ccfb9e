"""Closures: closed again with another reason, and opened again from today."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from directory.actions.closures import close, reopen
from directory.actions.programme import Explanation
from directory.models import ScheduleChange
from tests import factories as make
from tests.staff.actions.deeds import ILL, seen
from tests.staff.desk_cast import TODAY, rows

pytestmark = pytest.mark.django_db


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


def test_closing_again_says_only_the_reason_anew_and_reopening_twice_is_harmless(cast):
    closure = close(uid=uuid4(), about=cast.place, first=TODAY, last=TODAY, told=ILL)
    for _time in range(2):
        reopen(closure=closure, today=TODAY)
    assert rows() == []
