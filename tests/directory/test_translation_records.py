"""From which source a translation was made is recorded by the database, however it is saved."""

import pytest
from django.db import connection
from django.db.models import QuerySet

from directory.models import Service, Slot, TranslationRecord
from directory.models.translation_record import (
    Digest,
    TextKey,
    digest,
    made_by_machine,
    translations_stay_valid,
)
from directory.queries.translation_states import TranslationState
from directory.queries.translations import all_languages, one_text
from directory.translation import FIELDS
from meetings import translation as meetings_translation
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def service():
    return make.make_service(name_fi="Vauvakahvila", name_sv="Babycafé", name_en="Baby café")


def state(service, language="sv", field="name"):
    text = one_text(TextKey("directory_service", service.pk, field), language)
    return text and text.state


def save(service, **values):
    """As everything else does, past the translated manager."""
    QuerySet(Service).filter(pk=service.pk).update(**values)


def record(service, language="sv", field="name"):
    return TranslationRecord.objects.filter(
        table="directory_service", row=service.pk, field=field, language=language
    ).first()


def test_a_new_row_is_up_to_date_where_it_is_filled(service):
    assert state(service, "sv") == TranslationState.CURRENT
    assert state(service, "ar") == TranslationState.MISSING
    assert state(service, "fi") is None


def test_a_changed_source_leaves_its_translations_out_of_date(service):
    save(service, name_fi="Perhekahvila")
    assert state(service) == state(service, "en") == TranslationState.OUTDATED
    save(service, name_sv="Familjecafé")
    assert state(service) == TranslationState.CURRENT
    assert state(service, "en") == TranslationState.OUTDATED


def test_a_source_that_comes_back_brings_its_translations_along(service):
    save(service, name_fi="Perhekahvila")
    save(service, name_fi="Vauvakahvila")
    assert state(service) == TranslationState.CURRENT


@pytest.mark.parametrize("way", ["save", "update", "bulk_update", "sql"])
def test_every_way_of_saving_is_recorded(service, way):
    save(service, name_fi="Perhekahvila")
    service = Service.objects.get(pk=service.pk)
    service.name_sv = "Familjecafé"
    if way == "save":
        service.save()
    elif way == "update":
        save(service, name_sv=service.name_sv)
    elif way == "bulk_update":
        Service.objects.bulk_update([service], ["name_sv"])
    else:
        with connection.cursor() as cursor:
            cursor.execute("UPDATE directory_service SET name_sv = 'Familjecafé'")
    assert state(service) == TranslationState.CURRENT


def test_both_at_once_are_of_one_making(service):
    save(service, name_fi="Perhekahvila", name_sv="Familjecafé")
    assert state(service) == TranslationState.CURRENT


def test_line_ends_of_browsers_change_nothing(service):
    save(service, description_fi="Yksi\nkaksi", description_sv="Ett\ntvå")
    made_from = record(service, field="description").source_digest
    save(service, description_fi="Yksi\r\nkaksi", description_sv="Ett\r\ntvå")
    assert state(service, field="description") == TranslationState.CURRENT
    save(service, description_fi="Yksi, kaksi")
    save(service, description_sv="Ett\ntvå")
    assert record(service, field="description").source_digest == made_from
    assert state(service, field="description") == TranslationState.OUTDATED


def test_a_small_correction_keeps_what_was_up_to_date_and_nothing_else(service):
    save(service, name_fi="Vauvakahvilaa")
    save(service, name_sv="Babycaféet")
    with translations_stay_valid():
        save(service, name_fi="Vauvakahvila!")
    assert state(service, "sv") == TranslationState.CURRENT
    assert state(service, "en") == TranslationState.OUTDATED
    save(service, name_fi="Perhekahvila")
    assert state(service, "sv") == TranslationState.OUTDATED


def test_a_small_correction_that_fails_leaves_no_setting_behind(service):
    with pytest.raises(ValueError), translations_stay_valid():
        raise ValueError
    save(service, name_fi="Perhekahvila")
    assert state(service) == TranslationState.OUTDATED


def test_what_a_machine_wrote_is_marked_until_a_person_writes_it(service):
    with made_by_machine():
        save(service, name_so="Makhaayadda")
    assert state(service, "so") == TranslationState.MACHINE
    save(service, name_so="Maqaayadda ilmaha")
    assert state(service, "so") == TranslationState.CURRENT
    assert record(service, "so").origin == "person"


def test_an_emptied_translation_is_missing_and_has_no_record(service):
    save(service, name_sv="")
    assert state(service) == TranslationState.MISSING
    assert record(service) is None


def test_a_deleted_row_leaves_no_records(service):
    key = service.pk
    service.delete()
    assert not TranslationRecord.objects.filter(table="directory_service", row=key).exists()


def test_a_text_first_written_in_swedish_has_that_as_its_source():
    slot = make.make_slot(theme_sv="Sång", theme_en="Singing")
    key = TextKey("directory_slot", slot.pk, "theme")
    found = {text.language: text for text in all_languages(key)}
    assert found["en"].source == "Sång" and found["en"].state == TranslationState.CURRENT
    assert found["fi"].state == TranslationState.MISSING and "sv" not in found


def test_a_finnish_text_written_later_goes_first_and_they_stay_together():
    slot = make.make_slot(theme_sv="Sång", theme_en="Singing", theme_et="Laulud")
    rows = QuerySet(Slot).filter(pk=slot.pk)
    rows.update(theme_sv="Sånger")
    rows.update(theme_en="Songs")
    rows.update(theme_fi="Lauluja")
    key = TextKey("directory_slot", slot.pk, "theme")
    states = {text.language: text.state for text in all_languages(key)}
    assert states["sv"] == states["en"] == TranslationState.CURRENT
    assert states["et"] == TranslationState.OUTDATED
    rows.update(theme_fi="")
    states = {text.language: text.state for text in all_languages(key)}
    assert states["en"] == TranslationState.CURRENT and "sv" not in states


@pytest.mark.parametrize("text", ["", "Yksi\r\nkaksi\rkolme", "👶🏽 ‏עברית", "'\"\\ %s {0}"])
def test_the_database_and_python_digest_alike(text):
    organisation = make.make_organisation(summary_fi=text)
    rows = QuerySet(type(organisation)).filter(pk=organisation.pk)
    assert rows.values_list(Digest("summary_fi"), flat=True).get() == digest(text)


def test_every_registered_field_is_watched():
    triggers = "SELECT DISTINCT event_object_table FROM information_schema.triggers"
    with connection.cursor() as cursor:
        cursor.execute(f"{triggers} WHERE trigger_name LIKE 'pgtrigger_record_translations%'")
        watched = {table for (table,) in cursor}
    registered = FIELDS | meetings_translation.FIELDS
    assert watched == {model._meta.db_table for model in registered}
