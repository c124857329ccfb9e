"""Meetings of networks in the one search: what a stranger may read of them, and no more."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.core.management import call_command
from django.template.loader import render_to_string

from directory.models import (
    Area,
    ContentRenewal,
    Indexed,
    Organisation,
    Place,
    SearchPosting,
    SearchStale,
)
from directory.search import also
from directory.search.also import Also, also_found, kinds_sought
from directory.search.search import Answer, search
from meetings.actions.publishing import withdraw_notes
from meetings.models import Meeting, Network, NetworkMember, NoteItem
from meetings.permissions import readable_meetings
from tests import factories as make
from tests.indexed import index_now
from tests.meetings import public_rows as rows
from tests.query_counts import counted_in

pytestmark = pytest.mark.django_db
TODAY = rows.NOW.date()
STRANGER = AnonymousUser()


@pytest.fixture
def network() -> Network:
    coordinator = make.make_organisation(name_fi="Kaupunki")
    area = make.make_area(name_fi="Lappi", name_ru="Лапландия")
    return rows.network(coordinator=coordinator, area=area, name_fi="Pohjantähti")


def standing(meeting: Meeting) -> dict[str, int]:
    """The words of a meeting with their weights."""
    index_now()
    found = SearchPosting.objects.filter(kind=Indexed.MEETING, item=meeting.pk)
    return dict(found.values_list("word__word", "weight"))


def answer_to(words: str, language: str = "fi") -> Answer:
    index_now()
    return search(words, language, TODAY, kinds=kinds_sought())


def found(words: str, user: User | AnonymousUser = STRANGER, language: str = "fi") -> list[Also]:
    return also_found(answer_to(words, language), user, TODAY, language)


def urls(words: str, user: User | AnonymousUser = STRANGER) -> list[str]:
    return [one.url for one in found(words, user)]


def test_a_meeting_is_found_by_all_that_its_pages_tell_everybody(network):
    town = make.make_area(name_fi="Kemi", parent=network.area, kind="municipality")
    place = make.make_place(name="Jukola", city="Tervola", area=town)
    meeting = rows.held(network, "varhain", theme_sv="Tidigt stöd", place=place)
    rows.note(meeting, "Neuvolasta **puuttuu** tieto")
    words = standing(meeting)
    assert {words[one] for one in ("varhainen", "stod", "pohjantahti")} == {100}
    assert {words[one] for one in ("jukola", "tervola", "kemi", "lappi", "лапландия")} == {60}
    assert {words[one] for one in ("neuvolasta", "puuttuu")} == {40}


@pytest.mark.parametrize("words", ["varhaista tukea", "pohjantahti", "puuttuu", "lappi", "jukola"])
def test_it_is_found_however_it_is_asked_for(network, words):
    place = make.make_place(name="Jukola", slug="jukola")
    meeting = rows.held(network, "varhain", place=place)
    rows.note(meeting, "Tieto puuttuu")
    assert "/en/networks/verkosto/varhain/notes/" in urls(words)


def test_a_link_says_what_it_leads_to(network):
    rows.meeting(network, "seuraava", kind="learning_cafe", state="cancelled")
    (one,) = found("tilannekuva", language="sv")
    assert (str(one.label), one.label.language) == ("Tilannekuva", "fi")
    assert (one.url, one.day) == ("/en/networks/verkosto/seuraava/", date(2026, 12, 9))
    assert (one.kind, str(one.within), one.is_cancelled) == ("Learning café", "Pohjantähti", True)


@pytest.mark.parametrize("state", ["planned", "cancelled", "held"])
def test_what_is_not_announced_has_no_word_in_the_index(network, state):
    meeting = rows.held(network, "salassa")
    rows.note(meeting, "Salainen rivi")
    assert standing(meeting)
    Meeting.objects.filter(pk=meeting.pk).update(state=state, announced_at=None)
    assert standing(meeting) == {}


def test_notes_that_not_everybody_may_read_have_no_word_in_the_index(network):
    meeting = rows.held(network, "jasenille", "network", asked_fi="Toive", answered_fi="Vastaus")
    rows.note(meeting, "Salainen rivi")
    hidden = {"salainen", "rivi", "toive", "vastaus"}
    assert not hidden & standing(meeting).keys()
    Meeting.objects.update(notes_audience="everyone")
    assert hidden <= standing(meeting).keys()
    withdraw_notes(meeting=meeting)
    assert "varhainen" in standing(meeting)
    assert not hidden & standing(meeting).keys()


def test_what_a_page_does_not_show_to_everybody_has_no_word_in_the_index(network):
    house = make.make_place(name="Piilotalo", state="draft")
    meeting = rows.meeting(
        network, "seuraava", place=house, remote_link="https://kokous.example.fi/salalinkki"
    )
    agenda = meeting.agenda.create(title_fi="Asialista", kind="talk")
    assert not {"piilotalo", "salalinkki", "asialista"} & standing(meeting).keys(), agenda
    Meeting.objects.update(place_text="Torpalla")
    assert "torpalla" in standing(meeting)
    Place.objects.update(state="published")
    assert {"piilotalo"} == {"piilotalo", "torpalla"} & standing(meeting).keys()
    Meeting.objects.update(attendance="remote")
    assert "piilotalo" not in standing(meeting)


@pytest.mark.parametrize("state", ["draft", "archived"])
def test_a_network_that_is_not_public_leaves_nothing_to_find_or_to_guess_by(network, state):
    meeting = rows.held(network, "varhain")
    assert standing(meeting)
    Network.objects.update(state=state)
    assert standing(meeting) == {}


def test_a_network_of_an_organisation_not_approved_has_no_word_in_the_index(network):
    meeting = rows.held(network, "varhain")
    assert standing(meeting)
    Organisation.objects.filter(pk=network.coordinator_id).update(is_approved=False)
    assert standing(meeting) == {}


@pytest.fixture
def people(network) -> dict[str, User | AnonymousUser]:
    organisations = {name: make.make_organisation() for name in ("member", "former", "other")}
    NetworkMember.objects.create(network=network, organisation=organisations["member"])
    NetworkMember.objects.create(
        network=network, organisation=organisations["former"], until=date(2026, 11, 24)
    )
    NetworkMember.objects.create(
        network=rows.network("toinen", coordinator=organisations["other"]),
        organisation=organisations["other"],
    )
    users = {name: make.make_member(name, one) for name, one in organisations.items()}
    return {**users, "coordinator": make.make_member("aino", network.coordinator), "none": STRANGER}


@pytest.mark.parametrize("who", ["none", "other", "former", "member", "coordinator"])
def test_nobody_finds_what_is_not_for_everybody(network, people, who):
    rows.meeting(network, "suunniteltu", state="planned", theme_fi="Salaisuus")
    rows.note(rows.held(network, "jasenille", "network", theme_fi="Kevät"), "Salaisuus")
    rows.meeting(network, "seuraava", description_fi="Salaperäinen")
    assert urls("salaisuus", people[who]) == []
    assert urls("kevät", people[who])[0].endswith(
        "/jasenille/notes/" if who in ("member", "coordinator") else "/jasenille/"
    )


@pytest.mark.parametrize("who", ["none", "other", "former", "member", "coordinator"])
def test_what_is_found_is_only_what_its_reader_may_read(network, people, who):
    """Also when the index should say more."""
    meeting = rows.held(network, "varhain")
    answer = answer_to("varhain")
    assert answer.keys(Indexed.MEETING) == [meeting.pk]
    Network.objects.filter(pk=network.pk).update(state="draft")
    is_own = who in ("member", "coordinator")
    assert bool(also_found(answer, people[who], TODAY, "fi")) == is_own
    assert readable_meetings(people[who], TODAY).filter(pk=meeting.pk).exists() == is_own


def edits(meeting: Meeting, line: NoteItem) -> dict[str, object]:
    """Ways to bring the word "uusi" to a meeting."""
    area = make.make_area()
    place = make.make_place(area=make.make_area(parent=area, kind="municipality"))
    Meeting.objects.update(place=place)
    return {
        "theme": lambda: Meeting.objects.update(theme_so="Uusi"),
        "network": lambda: Network.objects.update(name_fi="Uusi"),
        "line": lambda: NoteItem.objects.filter(pk=line.pk).update(text_en="Uusi"),
        "new line": lambda: rows.note(meeting, "Uusi"),
        "place": lambda: Place.objects.update(name="Uusi"),
        "area of the place": lambda: Area.objects.filter(pk=area.pk).update(name_fi="Uusi"),
        "area of the network": lambda: Area.objects.filter(networks=meeting.network).update(
            name_fi="Uusi"
        ),
        "other place": lambda: Meeting.objects.update(place=make.make_place(name="Uusi")),
    }


WAYS = [
    "theme", "network", "line", "new line", "place", "area of the place", "area of the network",
    "other place",
]  # fmt: skip


@pytest.mark.parametrize("way", WAYS)
def test_whatever_way_is_taken_the_index_follows(network, way):
    meeting = rows.held(network, "varhain")
    edit = edits(meeting, rows.note(meeting, "Tieto puuttuu"))[way]
    assert "uusi" not in standing(meeting)
    edit()
    assert ContentRenewal.objects.exists(), "else the pages that say so would be kept"
    assert "uusi" in standing(meeting)
    assert not SearchStale.objects.exists()


def test_what_goes_leaves_the_index(network):
    meeting = rows.held(network, "varhain")
    line = rows.note(meeting, "Tieto puuttuu")
    assert "puuttuu" in standing(meeting)
    line.delete()
    assert "puuttuu" not in standing(meeting)
    key = meeting.pk
    meeting.delete()
    assert standing(Meeting(pk=key)) == {}


def test_notes_being_written_leave_nothing_to_be_read(network):
    meeting = rows.meeting(network, "kesken", state="held", date=date(2026, 11, 18))
    index_now()
    line = rows.note(meeting, "Kesken")
    NoteItem.objects.update(text_fi="Yhä kesken")
    line.delete()
    assert not SearchStale.objects.exists()


def test_rebuilding_reads_meetings_too(network):
    meeting = rows.held(network, "varhain")
    right = standing(meeting)
    SearchPosting.objects.filter(kind=Indexed.MEETING).delete()
    call_command("rebuild_search", verbosity=0)
    assert standing(meeting) == right


def test_of_each_kind_at_most_three_and_coming_meetings_first(network):
    make.make_service(name_fi="Pohjantähti")
    for n in range(5):
        make.make_place(slug=f"talo-{n}", name="Pohjantähti")
        make.make_organisation(slug=f"seura-{n}", name_fi="Pohjantähti")
        rows.held(network, f"mennyt-{n}", date=date(2026, 6, n + 1))
    for n in range(2):
        rows.meeting(network, f"tuleva-{n}", date=date(2026, 12, 20 - n))
    assert urls("pohjantähti") == [
        *(f"/en/places/talo-{n}/" for n in range(3)),
        *(f"/en/organisations/seura-{n}/" for n in range(3)),
        "/en/networks/verkosto/tuleva-1/",
        "/en/networks/verkosto/tuleva-0/",
        "/en/networks/verkosto/mennyt-4/notes/",
    ]


def test_the_best_answer_comes_before_one_that_is_sooner(network):
    rows.meeting(network, "hyva", theme_fi="Leikkipuisto", date=date(2027, 3, 3))
    rows.meeting(network, "muu", description_fi="Leikkipuisto")
    assert [url.split("/")[-2] for url in urls("leikkipuisto")] == ["hyva", "muu"]


def test_one_query_for_all_of_them_and_none_for_nothing(network):
    make.make_place(name="Pohjantähti")
    counts: list[int] = []
    for number in (1, 3):
        for n in range(number):
            rows.note(rows.held(network, f"varhain-{number}-{n}"), "Tieto")
            make.make_organisation(name_fi="Pohjantähti")
        answer = answer_to("pohjantähti")
        with counted_in(counts):
            also_found(answer, STRANGER, TODAY, "fi")
    assert counts == [1, 1]
    with counted_in(counts):
        assert also_found(Answer(), STRANGER, TODAY, "fi") == []
    assert counts[-1] == 0


def test_meetings_are_sought_only_where_they_can_be_shown(monkeypatch):
    assert Indexed.MEETING in kinds_sought()
    monkeypatch.delitem(also.PROVIDERS, Indexed.MEETING)
    assert kinds_sought() == (Indexed.SERVICE, Indexed.PLACE, Indexed.ORGANISATION)


def test_the_part_of_a_page_is_empty_without_them_and_safe_with_them(network):
    template = "directory/_also_found.html"
    assert render_to_string(template, {"also": []}).strip() == ""
    rows.meeting(network, "seuraava", theme_fi="<b>Tilanne</b>")
    text = render_to_string(template, {"also": found("tilanne")})
    assert "&lt;b&gt;Tilanne" in text and 'href="/en/networks/verkosto/seuraava/"' in text
    assert "<b>" not in text
