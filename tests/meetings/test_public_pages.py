"""The networks' public pages: who may read what, in which language, and at what cost."""

import re
from datetime import date
from urllib.parse import quote

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.utils.translation import override

from meetings.enums import AgendaKind
from meetings.markdown import in_plain_words, rendered
from meetings.models import AgendaItem, Meeting, Network, NetworkMember, NoteItem
from tests import factories as make
from tests.meetings import public_rows as rows
from tests.meetings.public_rows import SECRET
from tests.public_pages import html
from tests.query_counts import costly, counted_in

pytestmark = pytest.mark.django_db
MOST_QUERIES = 8
PAGES = [
    "networks/",
    "networks/verkosto/",
    "networks/verkosto/seuraava/",
    "networks/verkosto/avoin/",
    "networks/verkosto/avoin/notes/",
    "materials/",
    "materials/?q=tieto",
]
FEEDS = [
    "networks/verkosto/notes.atom",
    "networks/verkosto.ics",
    "networks/verkosto/seuraava.ics",
]


@pytest.fixture(autouse=True)
def wednesday_morning():
    with time_machine.travel(rows.NOW, tick=False):
        yield


@pytest.fixture
def cast() -> rows.Cast:
    return rows.cast()


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_pages_answer_in_every_language(client, cast, language):
    for page in PAGES:
        text = html(client, f"/{language}/{page}")
        assert text.count("<h1") == 1, page
        assert '<link rel="canonical" href="http://testserver' in text, page


def test_pages_say_what_they_are_for(client, cast):
    listed = html(client, "/fi/networks/")
    assert "Kodin verkosto" in listed and "Vantaa" in listed and "9.00–11.00" in listed
    page = html(client, "/fi/networks/verkosto/")
    for told in ("<strong>tukena</strong>", "Kirjoita meille.", "Jäsenyhdistys", "Ohjaus"):
        assert told in page
    assert "Kootaan lista" in page and "Tilannekuva" in page and "Varhainen tuki" in page
    assert page.index("Tilannekuva") < page.index("Varhainen tuki")
    meeting = html(client, "/fi/networks/verkosto/seuraava/")
    assert "Kuulumiset" in meeting and "Koivun talo" in meeting and "4.12.2026" in meeting
    notes = html(client, "/fi/networks/verkosto/avoin/notes/")
    assert "<strong>hajallaan</strong>" in notes and "Kootaan lista" in notes
    assert "/fi/services/kahvila/" in notes and "/fi/places/talo/" in notes
    assert "?category=family-cafe" in notes and "1.12.2026" in notes
    assert re.search(r"Jäsenyhdistys\s*\(4\)", notes)


@pytest.mark.parametrize("who", [None, "cecilia"])
def test_nothing_of_the_members_or_of_drafts_is_shown_to_others(client, cast, who):
    rows.rows_that_nobody_sees(cast.network)
    if who:
        client.force_login(getattr(cast, who))
    searches = [f"materials/?q={word}" for word in ("huoli", "aineisto", "rivi", "suunnitelma")]
    for page in [*PAGES, *FEEDS, *searches, "networks/?organisation=uusi&place=heidan"]:
        text = html(client, f"/fi/{page}")
        assert SECRET not in text, page
        assert "kokous.example.fi" not in text, page
        assert not re.search(r"(luonnos|heidan|uusi|piilossa|tekeilla)/\"", text), page
    for path in (
        "networks/verkosto/jasenille/notes/",
        "networks/verkosto/luonnos/",
        "networks/verkosto/luonnos.ics",
        "networks/piilossa/avoin.ics",
        "networks/verkosto/luonnos/notes/",
        "networks/verkosto/kesken/notes/",
        "networks/verkosto/seuraava/notes/",
        "networks/piilossa/",
        "networks/piilossa/avoin/",
        "networks/piilossa/avoin/notes/",
        "networks/piilossa/notes.atom",
        "networks/piilossa.ics",
        "networks/tekeilla/",
        "networks/tekeilla/avoin/notes/",
        "networks/ei-ole/",
        "networks/verkosto/ei-ole/",
    ):
        html(client, f"/fi/{path}", 404)


@pytest.mark.parametrize("who", ["aino", "bertta"])
def test_members_see_what_is_theirs(client, cast, who):
    client.force_login(getattr(cast, who))
    assert "https://kokous.example.fi/salainen" in html(client, "/fi/networks/verkosto/seuraava/")
    page = html(client, "/fi/networks/verkosto/")
    assert f"{SECRET} toimi" in page and f"{SECRET} aukko" in page
    assert "/networks/verkosto/jasenille/notes/" in page
    assert f"{SECRET} huoli" in html(client, "/fi/networks/verkosto/jasenille/notes/")
    assert f"{SECRET} aineisto" in html(client, "/fi/materials/")
    assert f"{SECRET} huoli" in html(client, f"/fi/materials/?q={SECRET}")


def test_a_members_page_is_kept_for_nobody(client, cast):
    client.force_login(cast.bertta)
    response = client.get("/fi/networks/verkosto/seuraava/")
    assert "no-store" in response["Cache-Control"] and "private" in response["Cache-Control"]


def test_a_member_sees_nothing_that_its_coordinator_has_not_announced(client, cast):
    rows.rows_that_nobody_sees(cast.network)
    client.force_login(cast.bertta)
    html(client, "/fi/networks/verkosto/luonnos/", 404)
    html(client, "/fi/networks/verkosto/kesken/notes/", 404)
    page = html(client, "/fi/networks/verkosto/")
    assert "suunnitelma" not in page and "keskeneräinen toimi" not in page
    html(client, "/fi/networks/piilossa/", 404)


def test_a_term_that_is_over_ends_the_reading(client, cast):
    NetworkMember.objects.filter(organisation__slug="jasen").update(until=date(2026, 11, 24))
    client.force_login(cast.bertta)
    html(client, "/fi/networks/verkosto/jasenille/notes/", 404)
    assert "kokous.example.fi" not in html(client, "/fi/networks/verkosto/seuraava/")
    assert "Jäsenyhdistys" not in html(client, "/fi/networks/verkosto/").split("Kootaan lista")[0]


def test_a_coordinator_sees_a_network_that_is_not_public_yet(client, cast):
    Network.objects.update(state="draft")
    html(client, "/fi/networks/verkosto/", 404)
    client.force_login(cast.aino)
    assert "Kodin verkosto" in html(client, "/fi/networks/verkosto/")


def test_a_cancelled_meeting_says_so_and_gives_no_link(client, cast):
    Meeting.objects.filter(slug="seuraava").update(state="cancelled")
    client.force_login(cast.bertta)
    text = html(client, "/en/networks/verkosto/seuraava/")
    assert "Cancelled" in text and "kokous.example.fi" not in text
    assert "Cancelled" in html(client, "/en/networks/verkosto/")
    assert "9.00–11.00" not in html(client, "/en/networks/")


def test_an_agenda_says_the_kind_of_an_item_only_beside_another_title(client, cast):
    path = "/fi/networks/verkosto/seuraava/"
    AgendaItem.objects.filter(meeting__slug="seuraava").update(kind="round")
    with override("fi"):
        kind = str(AgendaKind.ROUND.label)
    beside = client.get(path).text.count(kind)
    AgendaItem.objects.filter(meeting__slug="seuraava").update(title_fi=kind)
    assert 0 < client.get(path).text.count(kind) == beside


def test_notes_written_in_swedish_only_are_shown_in_every_language(client, cast):
    rows.note(cast.open_notes, "", text_fi=None, text_sv="Bara på svenska")
    for language in ("ar", "fi", "fi-selko"):
        notes = html(client, f"/{language}/networks/verkosto/avoin/notes/")
        assert re.search(r'lang="sv" dir="ltr"><p>Bara på svenska', notes)
        assert "Bara på svenska" in html(client, f"/{language}/materials/?q=svenska")


def test_corrections_are_visible(client, cast):
    assert "Corrected" not in html(client, "/en/networks/verkosto/avoin/notes/")
    NoteItem.objects.update(corrected_at=rows.NOW)
    assert "Corrected 25.11.2026" in html(client, "/en/networks/verkosto/avoin/notes/")


def test_what_families_asked_is_told_when_the_notes_are_published(client, cast):
    told = {"asked_fi": "Lauantaita", "answered_fi": "Lauantai tuli"}
    Meeting.objects.filter(slug__in=["avoin", "seuraava"]).update(**told)
    assert "Lauantai tuli" in html(client, "/fi/networks/verkosto/avoin/")
    assert "Lauantai" not in html(client, "/fi/networks/verkosto/seuraava/")


def test_notes_run_no_scripts_and_show_no_pictures(client, cast):
    evil = (
        "<script>alert(1)</script> [x](javascript:alert(1)) ![p](https://paha.example/p.png) "
        '<img src=x onerror=alert(1)> <a href="x" onclick="y">z</a> [ok](https://hyva.example/)'
    )
    rows.note(cast.open_notes, evil)
    Network.objects.update(purpose_fi=evil, how_to_join_fi=evil)
    for page in (*PAGES, FEEDS[0]):
        text = html(client, f"/fi/{page}")
        assert "<script>alert" not in text and "<img" not in text, page
        assert not re.search(r"<a[^>]*(onclick|javascript:)", text), page
    notes = html(client, "/fi/networks/verkosto/avoin/notes/")
    assert '<a href="https://hyva.example/" rel="nofollow noopener">ok</a>' in notes


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("# Otsikko", "<p># Otsikko</p>\n"),
        ("a\nb", "<p>a<br>\nb</p>\n"),
        ("- a\n- *b*", "<ul>\n<li>a</li>\n<li><em>b</em></li>\n</ul>\n"),
        ("[a](mailto:x@example.fi)", '<p><a href="mailto:x@example.fi" rel="nofollow noopener">a'),
        ("[a](data:text/html,x)", "<p>[a](data:text/html,x)</p>\n"),
        ("x & <b>y</b>", "<p>x &amp; &lt;b&gt;y&lt;/b&gt;</p>\n"),
    ],
)
def test_marks_become_little_html(source, expected):
    assert rendered(source).startswith(expected)


def test_plain_words_are_one_line_without_marks():
    assert in_plain_words("**a** & b\n\n- c\n- [d](https://x.example)") == "a & b c d"


def test_numbers_keep_their_order_in_arabic_notes(client, cast):
    rows.note(cast.open_notes, "Klo 9.30–11.30", text_ar="الساعة **9.30–11.30**")
    page = client.get("/ar/networks/verkosto/avoin/notes/").content.decode()
    assert '<strong><bdi class="nowrap" dir="ltr">9.30–11.30</bdi></strong>' in page


def test_networks_are_found_by_area_organisation_and_place(client, cast):
    elsewhere = make.make_area(slug="kemi", name_fi="Kemi")
    rows.network("muualla", name_fi="Kemin verkosto", coordinator=cast.coordinator, area=elsewhere)
    rows.network("koko-maa", name_fi="Koko maan verkosto", coordinator=cast.coordinator)
    vantaa = html(client, "/fi/networks/?area=vantaa")
    assert "Kodin verkosto" in vantaa and "Koko maan verkosto" in vantaa
    assert "Kemin verkosto" not in vantaa
    assert "Kemin verkosto" not in html(client, "/fi/networks/?place=talo")
    theirs = html(client, "/fi/networks/?organisation=jasen")
    assert "Kodin verkosto" in theirs and "Koko maan verkosto" not in theirs
    assert "Jäsenyhdistys" in theirs


def test_materials_are_filtered_and_searched(client, cast):
    rows.material(cast.network, "Kalvot", kind="slides", language="so")
    opas, kalvot = "Opas ohjaukseen", ">Kalvot<"
    cases = {
        "": (True, True),
        "?kind=slides": (False, True),
        "?language=so": (False, True),
        f"?theme={cast.theme.pk}": (True, False),
        "?network=verkosto": (True, True),
        "?q=ohjaus": (True, False),
        "?q=OPAS": (True, False),
        "?q=olematon": (False, False),
    }
    for query, expected in cases.items():
        text = html(client, f"/fi/materials/{query}")
        seen = (opas in text, bool(re.search(r">Kalvot\s*<", text)))
        assert seen == expected, (query, kalvot)
    found = html(client, "/fi/materials/?q=hajallaan")
    assert f"/notes/#note-{NoteItem.objects.get(text_fi__contains='hajallaan').uid}" in found


HOSTILE = [
    "area=%00",
    "organisation=%00",
    "place=%00&organisation=<script>",
    "page=99999999999999999999",
    "page=-1&page=x",
    "q=%00",
    f"q={'a' * 10_000}",
    "q=" + quote("%_\\'\"") + "&kind=nope&language=nope&theme=999999999999999999999&network=x",
    "theme=" + "9" * 500,
    "kind=guide&kind=slides&network=verkosto&network=%00",
    "start=9999-99-99",
    "q=" + "+".join(["sana"] * 500),
]


@pytest.mark.parametrize("query", HOSTILE)
@pytest.mark.parametrize("page", ["networks/", "networks/verkosto/", "materials/", FEEDS[0]])
def test_hostile_queries_give_a_page(client, cast, page, query):
    html(client, f"/fi/{page}?{query}")


def test_an_unknown_filter_is_said_plainly(client, cast):
    for query in ("networks/?area=ei", "networks/?organisation=ei", "materials/?theme=ei"):
        text = html(client, f"/en/{query}")
        assert "A filter in the address is not known here" in text, query
        assert "Kodin verkosto" in text


def test_rows_do_not_cost_queries(client, cast):
    """Of no page, neither for a family nor for a member."""
    member = Client()
    member.force_login(cast.bertta)
    paths = [f"/fi/{page}" for page in (*PAGES, *FEEDS, "networks/?organisation=jasen&place=talo")]
    family_counts, member_counts = ({path: [] for path in paths} for _reader in range(2))
    for count in (1, 3, 30):
        rows.many(cast.network, count)
        for path in paths:
            for reader, counts in ((client, family_counts), (member, member_counts)):
                with counted_in(counts[path]):
                    assert reader.get(path).status_code == 200, path
    assert not costly(family_counts, MOST_QUERIES)
    assert not costly(member_counts, MOST_QUERIES)


def test_long_pages_stay_small(client, cast):
    rows.many(cast.network, 30)
    for page in PAGES:
        response = client.get(f"/fi/{page}", headers={"Accept-Encoding": "gzip"})
        assert len(response.content) < 20_000, page


def test_other_pages_lead_to_the_networks(client, cast):
    assert 'href="/fi/networks/"' in html(client, "/fi/")
    assert "/fi/networks/?organisation=jasen" in html(client, "/fi/organisations/jasen/")
    assert "/fi/networks/?place=talo" in html(client, "/fi/places/talo/")
