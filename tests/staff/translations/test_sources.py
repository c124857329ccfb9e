"""Corrections of a source, and who may make them."""

from re import search

import pytest
from django.test import Client

from directory.models import TranslationRecord
from tests.staff.translations.texts import (
    addresses,
    correct,
    page,
    path,
    source_path,
    state,
    text_of,
    write_past_the_desk,
)

pytestmark = pytest.mark.django_db


def test_a_small_correction_leaves_translations_valid(cast):
    write_past_the_desk(cast.cafe, name_sv="Babycafé")
    assert correct(cast.aino, cast.cafe, "Vauvakahvila!", is_small="on").status_code == 302
    assert state(cast.cafe) == "current"
    assert state(cast.cafe, "en") == "current"


def test_any_other_change_of_the_source_makes_them_outdated(cast):
    write_past_the_desk(cast.cafe, name_sv="Babycafé")
    response = correct(cast.aino, cast.cafe, "Perhekahvila")
    assert state(cast.cafe) == "outdated"
    assert "2 translations are out of date" in page(cast.aino, response["Location"])


def test_two_who_correct_a_source_take_turns(cast):
    version = search(r'name="version" value="([^"]+)"', page(cast.aino, source_path(cast.cafe)))[1]
    write_past_the_desk(cast.cafe, name_fi="Heidän kahvilansa")
    response = cast.aino.post(source_path(cast.cafe), {"text": "Meidän", "version": version})
    shown = response.content.decode()
    assert response.status_code == 409 and "Heidän" in shown and "Meidän" in shown


def test_a_source_may_not_be_emptied(cast):
    assert correct(cast.aino, cast.cafe, "").status_code == 200
    cast.cafe.refresh_from_db()
    assert cast.cafe.name_fi == "Vauvakahvila"


def test_strangers_sign_in_and_readers_are_refused(cast):
    for address in addresses(cast.cafe):
        for method in ("get", "post"):
            stranger = getattr(Client(), method)(address)
            assert stranger.status_code in (302, 403, 405), address
            assert getattr(cast.cecilia, method)(address).status_code in (403, 405), address
    assert cast.cecilia.post("/staff/translations/sv/drafts/").status_code == 403
    assert Client().post("/staff/translations/sv/drafts/").status_code == 302


def test_anothers_texts_can_be_neither_seen_nor_written(cast):
    data = {"text": "Vårt", "version": text_of(cast.cafe).version}
    for address in (path(cast.cafe), source_path(cast.cafe)):
        assert cast.bertta.get(address).status_code == 403
        assert cast.bertta.post(address, data).status_code == 403
    assert state(cast.cafe) == "missing"


def test_looking_changes_nothing(cast):
    before = list(TranslationRecord.objects.values_list())
    for address in addresses(cast.cafe):
        cast.aino.get(address)
    assert list(TranslationRecord.objects.values_list()) == before
    assert cast.aino.get("/staff/translations/sv/drafts/").status_code == 405


def test_a_post_without_its_token_is_refused(cast):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.aino_user)
    assert client.post(path(cast.cafe), {"text": "x"}).status_code == 403
