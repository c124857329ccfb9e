"""Lists that are cut say so; each line of a list and each page says what is true of it."""

import re
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.db import connection
from django.test.utils import CaptureQueriesContext

from meetings.models import Meeting, Series, Theme
from tests.meetings import public_rows as rows

pytestmark = pytest.mark.django_db
NOT_ALL = "There are more than these."
NETWORK = "/en/networks/verkosto/"


@pytest.fixture(autouse=True)
def wednesday_morning():
    with time_machine.travel(rows.NOW, tick=False):
        yield


@pytest.fixture
def cast() -> rows.Cast:
    return rows.cast()


def html(client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def section(text: str, title: str) -> str:
    return re.search(rf'aria-labelledby="{title}".*?</section>', text, re.DOTALL)[0]


def test_coming_meetings_that_are_too_many_say_so(client, cast):
    for n in range(29):
        rows.meeting(cast.network, f"tuleva-{n}", date=date(2026, 12, 10) + timedelta(days=n))
    assert NOT_ALL not in html(client, NETWORK)
    rows.meeting(cast.network, "viimeinen", date=date(2027, 5, 1))
    coming = section(html(client, NETWORK), "coming-title")
    assert NOT_ALL in coming and coming.count("<article") == 30


def test_open_actions_that_are_too_many_say_so(client, cast):
    for n in range(48):
        rows.action(cast.network, f"Toimi {n}", meeting=cast.open_notes)
    assert NOT_ALL not in html(client, NETWORK)
    rows.action(cast.network, "Vielä yksi", meeting=cast.open_notes)
    actions = section(html(client, NETWORK), "actions-title")
    assert NOT_ALL in actions and actions.count("action-text") == 50


def test_a_meetings_own_actions_are_all_in_its_notes(client, cast):
    for n in range(60):
        rows.action(cast.network, f"Toimi {n}", meeting=cast.open_notes)
    notes = html(client, f"{NETWORK}avoin/notes/")
    assert notes.count("action-text") == 62


def test_a_series_and_materials_that_are_too_many_say_so(client, cast):
    series = Series.objects.create(network=cast.network, name_fi="Sarja")
    Meeting.objects.filter(pk=cast.coming.pk).update(series=series)
    for n in range(31):
        day = date(2027, 1, 1) + timedelta(days=n)
        rows.meeting(cast.network, f"osa-{n}", date=day, series=series)
        rows.material(cast.network, f"Opas {n}", meeting=cast.coming)
    page = html(client, f"{NETWORK}seuraava/")
    assert NOT_ALL in section(page, "series-title")
    assert NOT_ALL in section(page, "materials-title")


def test_a_series_leads_to_the_notes_of_each_day_that_is_over(client, cast):
    series = Series.objects.create(network=cast.network, name_fi="Koulutus")
    pair = [cast.open_notes.pk, cast.coming.pk]
    Meeting.objects.filter(pk__in=pair).update(series=series)
    held = section(html(client, f"{NETWORK}seuraava/"), "series-title")
    assert 'class="card-title"><a href="/en/networks/verkosto/avoin/notes/"' in held
    assert "11.11.2026" in held
    coming = section(html(client, f"{NETWORK}avoin/"), "series-title")
    assert 'class="card-title"><a href="/en/networks/verkosto/seuraava/"' in coming
    assert "9.12.2026" not in coming


def test_notes_say_when_they_were_corrected(client, cast):
    path = f"{NETWORK}avoin/notes/"
    assert "Corrected" not in html(client, path)
    Meeting.objects.filter(pk=cast.open_notes.pk).update(notes_corrected_at=rows.NOW)
    text = " ".join(re.sub(r"<[^>]*>", " ", html(client, path)).split())
    assert "Published 12.11.2026 · Corrected 25.11.2026" in text


def test_a_network_leads_to_its_picture_and_its_meetings_back(client, cast):
    assert 'href="/en/networks/verkosto/picture/"' in html(client, NETWORK)
    for page in ("picture/", "seuraava/", "avoin/", "avoin/notes/"):
        main = html(client, f"{NETWORK}{page}").split("<h1")[0].split("<main")[1]
        assert f'href="{NETWORK}"' in main, page


def test_one_bad_filter_leaves_the_words_in_force_for_the_notes(client, cast):
    for query in ("q=hajallaan&network=gone", "q=hajallaan&theme=999&kind=nope&language=nope"):
        text = html(client, f"/en/materials/?{query}")
        assert f"{cast.open_notes.slug}/notes/#note-" in text, query
        assert "A filter in the address is not known here" in text
    assert "#note-" not in html(client, "/en/materials/?q=hajallaan&kind=guide")


def test_themes_that_only_notes_have_can_be_chosen(client, cast):
    theme = Theme.objects.create(network=cast.network, name_fi="Vain muistioissa")
    hidden = Theme.objects.create(network=cast.network, name_fi="Vain jäsenille")
    rows.note(cast.open_notes, "Pihaan aita", theme=theme)
    rows.note(cast.members_notes, "Portti", theme=hidden)
    page = html(client, "/fi/materials/")
    assert f'value="{theme.pk}"' in page and f'value="{hidden.pk}"' not in page
    assert "#note-" in html(client, f"/fi/materials/?q=aita&theme={theme.pk}")
    client.force_login(cast.bertta)
    assert f'value="{hidden.pk}"' in html(client, "/fi/materials/")


def test_what_is_found_in_notes_alone_is_not_called_nothing(client, cast):
    text = html(client, "/en/materials/?q=hajallaan")
    assert "0 materials" not in text and "<p>In the notes: 1</p>" in text
    assert "<h2>1 material</h2>" in html(client, "/en/materials/?q=opas")
    assert "<h2>0 materials</h2>" in html(client, "/en/materials/?q=olematon")
    for n in range(20):
        rows.note(cast.open_notes, f"Tieto {n} hajallaan")
    assert "In the notes: 20+" in html(client, "/en/materials/?q=hajallaan")


def test_a_material_has_its_whole_address_for_paper(client, cast):
    row = rows.material(cast.network, "Tiedosto", link="", file="materials/x.pdf", size=9,
                        meeting=cast.open_notes)  # fmt: skip
    for page in ("/en/materials/", f"{NETWORK}avoin/", f"{NETWORK}avoin/notes/"):
        text = html(client, page)
        assert f'data-address="http://testserver/media/materials/{row.pk}/"' in text, page
        assert 'data-address="https://aineistot.example.fi/opas"' in text, page


def test_the_picture_leads_to_each_of_its_parts(client, cast):
    text = html(client, f"{NETWORK}picture/")
    contents = re.search(r'<nav class="picture-contents".*?</nav>', text, re.DOTALL)[0]
    anchors = re.findall(r'href="#([^"]+)"', contents)
    assert {"concerns-title", "forms-title"} <= set(anchors)
    assert set(re.findall(r'<h3 id="([^"]+)"', text)) <= set(anchors)
    assert all(f'id="{one}"' in text for one in anchors)


@pytest.mark.parametrize("who", [None, "bertta"])
def test_the_picture_costs_as_many_queries_for_any_rows(client, cast, who):
    counts = []
    for count in (1, 3, 30):
        rows.many(cast.network, count)
        if who:
            client.force_login(cast.bertta)
        with CaptureQueriesContext(connection) as captured:
            html(client, f"{NETWORK}picture/")
        counts.append(len(captured))
    assert len(set(counts)) == 1 and counts[0] <= 8, counts


@pytest.mark.parametrize("page", ["avoin/", "avoin/notes/"])
def test_a_page_made_around_midnight_is_of_one_day(client, cast, monkeypatch, page):
    days = iter([date(2026, 11, 25)])
    clock = SimpleNamespace(localdate=lambda: next(days))
    monkeypatch.setattr("meetings.views.meeting.timezone", clock)
    html(client, f"{NETWORK}{page}")


def test_a_file_that_goes_while_it_is_fetched_is_not_found(client, cast, monkeypatch):
    row = rows.material(cast.network, "Opas", link="", file="materials/gone.pdf", size=9)
    monkeypatch.setattr(type(default_storage), "exists", lambda storage, name: True, raising=False)
    assert client.get(f"/media/materials/{row.pk}/").status_code == 404
