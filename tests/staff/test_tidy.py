"""What is kept for a while only is really gone afterwards."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from tests.factories import make_user

pytestmark = pytest.mark.django_db


def kept() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM shared_cache")
        return cursor.fetchone()[0]


def test_files_and_addresses_go_when_their_time_is_over(time_machine):
    time_machine.move_to(timezone.now(), tick=False)
    caches["default"].clear()
    caches["default"].set("a-file", b"x" * 1000, 3600)
    caches["default"].set("a-count:192.0.2.1", 3, 60)
    call_command("tidy", verbosity=0)
    assert kept() == 2
    for minutes, left in ((2, 1), (61, 0)):
        time_machine.shift(timedelta(minutes=minutes))
        call_command("tidy", verbosity=0)
        assert kept() == left


def test_where_somebody_signed_in_goes_with_the_session():
    user, now = make_user("aino"), timezone.now()
    for key, days in (("old", -1), ("new", 1)):
        Session.objects.create(session_key=key, expire_date=now + timedelta(days=days))
        UserSession.objects.create(user=user, session_key=key, ip="192.0.2.1", user_agent="Phone")
    call_command("tidy", verbosity=0)
    assert list(UserSession.objects.values_list("session_key", flat=True)) == ["new"]
