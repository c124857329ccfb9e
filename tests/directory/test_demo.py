"""The demo data: complete, about real life, the same when loaded twice, and never stale."""

import re
from datetime import date, timedelta

import pytest
from django.apps import apps
from django.conf import settings
from django.db import transaction

from directory import demo
from directory.demo_dates import demo_date
from directory.models import Contact, Organisation, Place, ScheduleChange, Service, Slot
from directory.queries.programme import load_slots, programme

FOLDER = settings.BASE_DIR / "fixtures" / "demo"
SUNDAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("today", date(2026, 11, 22)),
        ("today-3d", date(2026, 11, 19)),
        ("monday", date(2026, 11, 16)),
        ("tuesday+1w", date(2026, 11, 24)),
        ("first-of-month", date(2026, 11, 1)),
        ("year-08-12", date(2026, 8, 12)),
        ("nextyear-05-31", date(2027, 5, 31)),
        ("nextyear-12-16", date(2026, 12, 16)),
        ("2026-10-12", date(2026, 10, 12)),
    ],
)
def test_demo_date_reads(text, expected):
    assert demo_date(text, SUNDAY) == expected


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """Loaded once for this module and rolled back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        demo.load(FOLDER, SUNDAY)
        yield
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_demo_holds_what_it_promises(loaded):
    assert Service.objects.published().count() >= 40
    assert Place.objects.published().count() >= 15
    assert Slot.objects.published().count() >= 120
    recurrences = set(Slot.objects.values_list("recurrence", flat=True))
    assert {"weekly", "odd_weeks", "monthly", "dates", "on_request"} <= recurrences
    assert Slot.objects.filter(start=None, day_part__gt="").exists()
    kinds = set(ScheduleChange.objects.values_list("kind", flat=True))
    assert {"cancelled", "other_time", "other_place", "extra"} <= kinds


@pytest.mark.django_db
def test_demo_loaded_twice_changes_nothing(loaded):
    models = list(apps.get_app_config("directory").get_models())
    before = {model: model._default_manager.count() for model in models}
    demo.load(FOLDER, SUNDAY)
    assert {model: model._default_manager.count() for model in models} == before


@pytest.mark.django_db
@pytest.mark.parametrize("today", [date(2027, 6, 30), date(2028, 2, 29)])
def test_demo_moves_with_the_day_of_loading(loaded, today):
    demo.load(FOLDER, today)
    nearby = ScheduleChange.objects.touching(today - timedelta(days=7), today + timedelta(days=14))
    assert nearby.count() >= 10


@pytest.mark.django_db
def test_demo_texts_are_in_three_languages_and_ten_services_in_six(loaded):
    for model, field in [(Service, "name"), (Service, "summary"), (Organisation, "name")]:
        for code in ("fi", "sv", "en"):
            assert not model.objects.filter(**{f"{field}_{code}": None}).exists()
    in_six = Service.objects.filter(summary_ar__gt="", summary_so__gt="", summary_ru__gt="")
    assert in_six.count() >= 10


@pytest.mark.django_db
def test_demo_holds_no_real_contact(loaded):
    for kind, value in Contact.objects.values_list("kind", "value"):
        real = {"phone": r"0199[ \d]+", "email": r"[a-z.-]+@example\.fi", "chat": r"https://.*"}
        assert re.fullmatch(real[kind], value), value


@pytest.mark.django_db
def test_demo_koivukyla_is_busy_and_changed_this_week(loaded):
    monday = SUNDAY - timedelta(days=6)
    slots = load_slots(Slot.objects.filter(place__slug="koivukylan-kohtaamispaikka"), "fi")
    sessions = programme(slots, first=monday, last=SUNDAY, language="fi", today=SUNDAY)
    busy_days = {session.day.isoweekday() for session in sessions}
    assert {1, 2, 3, 4, 5} <= busy_days
    assert any(session.is_cancelled for session in sessions)
    assert any(session.was_time for session in sessions)
    assert any(session.visitors for session in sessions)
