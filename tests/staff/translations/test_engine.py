"""Drafts of a translation server."""

import json
from html import unescape
from re import search

import pytest

from directory import machine_translation
from directory.xliff import Segment, read, write
from perhepalvelut.outside import TranslationServer
from tests.staff.translations.texts import (
    draft,
    exported,
    load,
    page,
    path,
    save,
    state,
    text_of,
    unit_as,
    write_past_the_desk,
)

pytestmark = pytest.mark.django_db


def test_without_an_engine_nothing_speaks_of_drafts(cast):
    assert "draft" not in page(cast.aino, path(cast.cafe))
    assert "draft" not in page(cast.aino, "/staff/translations/sv/")
    assert cast.aino.post("/staff/translations/sv/drafts/").status_code == 404


def test_a_draft_is_marked_until_somebody_saves_it(cast, engine):
    shown = draft(cast.aino, cast.cafe).content.decode()
    assert "Vauvakahvila (sv)" in shown and "Machine-made, not reviewed" in shown
    assert engine.asked[0][2] == {
        "q": ["Vauvakahvila"], "source": "fi", "target": "sv", "format": "text",
        "api_key": "avain",
    }  # fmt: skip
    assert state(cast.cafe) == "machine"
    save(cast.aino, cast.cafe, "Vauvakahvila (sv)")
    assert state(cast.cafe) == "current"


def test_deepl_is_asked_in_its_own_way(cast, engine, settings):
    settings.TRANSLATION_ENGINE = TranslationServer("deepl", engine.url, "avain")
    draft(cast.aino, cast.cafe, "zh-hans")
    where, headers, body = engine.asked[0]
    assert where == "/v2/translate" and headers["Authorization"] == "DeepL-Auth-Key avain"
    assert body == {"text": ["Vauvakahvila"], "source_lang": "FI", "target_lang": "ZH-HANS"}
    assert state(cast.cafe, "zh-hans") == "machine"


def test_drafts_of_a_list_are_made_only_where_nobody_has_written(cast, engine):
    write_past_the_desk(cast.cafe, name_sv="Babycafé")
    write_past_the_desk(cast.cafe, name_fi="Perhekahvila")
    cast.aino.post("/staff/translations/sv/drafts/")
    assert text_of(cast.cafe).text == "Babycafé" and state(cast.cafe) == "outdated"
    assert state(cast.cafe, field="summary") == "machine"
    assert len(engine.asked) == 1


def test_a_draft_never_takes_the_place_of_what_is_typed(cast, engine):
    shown = draft(cast.aino, cast.cafe, text="Mitt kafé").content.decode()
    assert "Mitt kafé" in shown and "Empty the field first" in shown
    assert not engine.asked and state(cast.cafe) == "missing"


def test_a_reviewed_machine_text_comes_back_from_a_file_as_reviewed(cast, engine):
    draft(cast.aino, cast.cafe)
    data = exported(cast.aino, state=["machine"])
    (unit,) = read(data).units
    assert unit.state == Segment.TRANSLATED
    document = read(data)
    back = [unit_as(unit, unit.target, Segment.REVIEWED)]
    load(cast.aino, write(type(document)(source_language="fi", target_language="sv", units=back)))
    assert state(cast.cafe) == "current"


@pytest.mark.parametrize(
    "status, answer, told",
    [
        (403, None, "know us"),
        (429, None, "takes no more"),
        (456, None, "takes no more"),
        (400, None, "this language"),
        (500, None, "answer"),
        (302, None, "an answer"),
        (200, b"<html>", "an answer"),
        (200, b"[]", "an answer"),
        (200, b'{"translatedText": "one"}', "an answer"),
        (200, b'{"translatedText": [1]}', "an answer"),
        (200, b'{"translatedText": []}', "an answer"),
    ],
)
def test_troubles_of_the_engine_are_told_kindly_and_nothing_is_written(
    cast, engine, status, answer, told
):
    engine.status, engine.answer = status, answer
    shown = unescape(draft(cast.aino, cast.cafe).content.decode())
    assert "message-error" in shown and told in shown
    assert state(cast.cafe) == "missing"
    assert [where for where, _headers, _body in engine.asked] == ["/translate"]


def test_an_engine_that_is_not_there_is_told_kindly(cast, engine):
    engine.server.shutdown()
    engine.server.server_close()
    assert "answer" in unescape(draft(cast.aino, cast.cafe).content.decode())


def test_an_answer_that_is_too_long_is_not_read_in_part(cast, engine, monkeypatch):
    answer = json.dumps({"translatedText": ["Babycafé"]}).encode()
    monkeypatch.setattr(machine_translation, "LARGEST_ANSWER", len(answer))
    engine.answer = answer + b" "
    assert "an answer" in unescape(draft(cast.aino, cast.cafe).content.decode())
    assert state(cast.cafe) == "missing"
    engine.answer = answer
    draft(cast.aino, cast.cafe)
    assert state(cast.cafe) == "machine"


def test_drafts_are_not_without_limit(cast, engine, settings):
    settings.ACCOUNT_RATE_LIMITS = {"draft": "2/h/user"}
    shown = [cast.aino.post("/staff/translations/sv/drafts/", follow=True) for _ask in range(3)]
    assert ["Wait an hour" in one.content.decode() for one in shown] == [False, False, True]
    asked = len(engine.asked)
    assert "Wait an hour" in draft(cast.aino, cast.cafe, "en").content.decode()
    assert len(engine.asked) == asked


def test_a_draft_holds_no_more_than_other_texts(cast, engine):
    engine.answer = json.dumps({"translatedText": ["Baby\x0bcafé\u202e"]}).encode()
    draft(cast.aino, cast.cafe)
    assert text_of(cast.cafe).text == "Babycafé"


@pytest.mark.parametrize("answer", ["", " ", "a" * 151, "a\0b"])
def test_a_draft_that_does_not_fit_is_left_out(cast, engine, answer):
    engine.answer = json.dumps({"translatedText": [answer]}).encode()
    shown = draft(cast.aino, cast.cafe).content.decode()
    assert "1 text was left as it is" in shown and state(cast.cafe) == "missing"


def test_no_engine_is_asked_for_easy_finnish(cast, engine):
    shown = unescape(draft(cast.aino, cast.cafe, "fi-selko").content.decode())
    assert "doesn't know this language" in shown and not engine.asked


def test_an_emptied_translation_is_named(cast):
    write_past_the_desk(cast.cafe, name_sv="Babycafé")
    shown = page(cast.aino, path(cast.cafe))
    version = search(r'name="version" value="([^"]+)"', shown)[1]
    sent = {"text": "", "version": version, "stay": "1"}
    told = cast.aino.post(path(cast.cafe), sent, follow=True).content.decode()
    assert "No text is left in: Name (Swedish)." in told


def test_theirs_can_be_taken(cast):
    sent = {"text": "Babycafé", "version": "old"}
    write_past_the_desk(cast.cafe, name_sv="Deras kafé")
    response = cast.aino.post(path(cast.cafe), sent)
    assert response.status_code == 409 and "Take theirs" in response.content.decode()
