"""Translated texts of networks: the marks on what may be wrong, and the Finnish beneath."""

import re

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from directory.models.translation_record import made_by_machine
from meetings.models import Action, AgendaItem, NoteItem
from tests.browser.words import said
from tests.meetings import public_rows as rows

pytestmark = pytest.mark.django_db
NETWORK, MEETING = "networks/verkosto/", "networks/verkosto/seuraava/"
NOTES = "networks/verkosto/avoin/notes/"
MACHINE, NEWER = "Translated by a machine", "The Finnish text is newer"
SHOW, HIDE = "Show the Finnish original", "Hide the Finnish original"
MOST_QUERIES = 8


@pytest.fixture(autouse=True)
def wednesday_morning():
    with time_machine.travel(rows.NOW, tick=False):
        yield


@pytest.fixture
def translated() -> rows.Cast:
    """All that a parent reads of the network, in English by a machine."""
    cast = rows.cast()
    network, coming, held = cast.network, cast.coming, cast.open_notes
    with made_by_machine():
        network.name_en, network.purpose_en = "The network", "In **support** of families."
        network.how_to_join_en = "Write to us."
        network.save()
        coming.theme_en, coming.description_fi, coming.description_en = "State", "Näin.", "So."
        coming.save()
        held.asked_fi, held.asked_en = "Missä?", "Where?"
        held.answered_fi, held.answered_en = "Kartta **tehtiin**.", "A map was made."
        held.save()
        AgendaItem.objects.filter(meeting=coming).update(title_en="How we are")
        NoteItem.objects.filter(meeting=held).update(text_en="Here and there")
        Action.objects.filter(network=network).update(text_en="Make a list")
    return cast


def html(client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def originals(text: str) -> set[str]:
    marked = r'<(span|div) class="[^"]*original" lang="fi" dir="ltr">(.*?)</\1>'
    found = re.findall(marked, text, re.DOTALL)
    return {re.sub(r"<[^>]+>", "", inside).strip() for _tag, inside in found}


@pytest.mark.parametrize(
    ("page", "least", "finnish"),
    [
        (NETWORK, 3, {"Kodin verkosto", "Perheiden tukena.", "Kirjoita meille.", "Kootaan lista"}),
        (MEETING, 3, {"Kodin verkosto", "Tilannekuva", "Näin.", "Kuulumiset"}),
        (NOTES, 4, {"Missä?", "Kartta tehtiin.", "Tieto on hajallaan.", "Kootaan lista"}),
    ],
)
def test_marks_and_originals_are_on_each_page(client, translated, page, least, finnish):
    plain = html(client, f"/en/{page}")
    assert plain.count(said(MACHINE, "en")) >= least
    assert originals(plain) == set()
    assert said(SHOW, "en") in plain and f'href="/en/{page}?original=1"' in plain
    with CaptureQueriesContext(connection) as queries:
        shown = html(client, f"/en/{page}?original=1")
    assert len(queries) <= MOST_QUERIES
    assert finnish <= originals(shown)
    assert said(HIDE, "en") in shown
    at_home = html(client, f"/fi/{page}?original=1")
    assert said(MACHINE, "fi") not in at_home and originals(at_home) == set()
    assert said(HIDE, "fi") not in at_home
    assert said(MACHINE, "ar") in html(client, f"/ar/{page}")  # which falls back on the English


def test_a_text_older_than_its_source_is_marked(client, translated):
    note = NoteItem.objects.filter(meeting=translated.open_notes).first()
    note.text_fi = "Aivan toista."
    note.save()
    assert html(client, f"/en/{NOTES}").count(said(NEWER, "en")) == 1


def test_what_was_written_in_swedish_alone_is_no_translation(client, translated):
    NoteItem.objects.filter(meeting=translated.open_notes).update(
        text_fi="", text_en="", text_sv="Bara så"
    )
    Action.objects.all().delete()
    text = html(client, f"/en/{NOTES}?original=1")
    assert "Bara så" in text and 'lang="sv"' in text
    assert "Bara så" not in originals(text)
    assert text.count(said(MACHINE, "en")) == 2  # of what was asked and answered
