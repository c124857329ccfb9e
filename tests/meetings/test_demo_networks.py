"""The demo's networks: as the facts tell, the same when loaded twice, never stale."""

import re
from datetime import date

import pytest
from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.db.models import Max

from directory import demo as directory_demo
from meetings import demo
from meetings.enums import NoteKind
from meetings.models import Action, Material, Meeting, Network, NetworkMember, NoteItem

FOLDER = settings.BASE_DIR / "fixtures" / "demo"
SUNDAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker):
    """Loaded once for this module and rolled back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        directory_demo.load(FOLDER, SUNDAY)
        demo.load(FOLDER, SUNDAY)
        yield
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_what_was_held_has_its_own_dates(loaded):
    dates = dict(Meeting.objects.values_list("slug", "date"))
    assert dates["toinen-tapaaminen"] == date(2023, 5, 10)
    assert dates["verkostokahvit-marraskuu-2023"] == date(2023, 11, 14)
    assert dates["verkostokahvit-joulukuu-2023"] == date(2023, 12, 12)
    assert dates["kotoutumisen-avaimet"].strftime("%Y-%m") == "2017-11"
    assert dates["perheiden-kotoutuminen-keski-suomi"].strftime("%Y-%m") == "2018-01"
    kinds = set(NoteItem.objects.values_list("kind", flat=True))
    assert kinds == set(NoteKind.values)


@pytest.mark.django_db
def test_loaded_twice_changes_nothing(loaded):
    models = [m for m in apps.get_app_config("meetings").get_models() if not is_event(m)]
    before = {model: model._default_manager.count() for model in models}
    demo.load(FOLDER, SUNDAY)
    assert {model: model._default_manager.count() for model in models} == before


def is_event(model) -> bool:
    return model.__name__.endswith("Event")


@pytest.mark.django_db
@pytest.mark.parametrize("today", [SUNDAY, date(2027, 6, 30), date(2028, 2, 29)])
def test_something_is_ahead_whenever_it_is_loaded(loaded, today):
    demo.load(FOLDER, today)
    announced = Meeting.objects.announced()
    assert announced.coming(today).count() >= 5
    recent = announced.filter(date__gte=today.replace(year=today.year - 1, day=1), date__lt=today)
    assert recent.filter(state="notes_published").count() >= 2
    assert not announced.filter(state="invited", date__lt=today).exists()
    assert not announced.filter(state__in=["held", "notes_published"], date__gte=today).exists()
    assert Action.objects.filter(state="open", due__lt=today).exists()


@pytest.mark.django_db
def test_texts_are_in_three_languages_and_some_in_arabic(loaded):
    fields = [(Network, "name"), (Network, "purpose"), (Meeting, "theme"), (NoteItem, "text")]
    for model, field in [*fields, (Action, "text"), (Material, "title")]:
        for code in ("fi", "sv", "en"):
            assert not model.objects.filter(**{f"{field}_{code}": None}).exists(), (model, code)
    assert NoteItem.objects.filter(text_ar__gt="").count() >= 8


@pytest.mark.django_db
def test_notes_were_corrected_when_the_latest_of_their_lines_was(loaded):
    corrected = Meeting.objects.annotate(latest=Max("notes__corrected_at"))
    assert corrected.filter(latest__isnull=False).exists()
    for meeting in corrected:
        assert meeting.notes_corrected_at == meeting.latest


@pytest.mark.django_db
def test_nobody_is_named(loaded):
    for address in NetworkMember.objects.values_list("email", flat=True):
        assert not address or address.endswith("@example.fi")
    source = (FOLDER / "networks.toml").read_text(encoding="utf-8")
    assert re.findall(r"@(?!example\.fi)", source) == []
