"""A meeting from the last one, its agenda and details, and the network: who may do what."""

from datetime import date, time
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse

from meetings import staff_urls
from meetings.models import (
    Action,
    AgendaItem,
    Meeting,
    MeetingInvitation,
    Network,
    NetworkMember,
    Theme,
)
from meetings.queries.versions import version_of
from tests import factories as make
from tests.meetings.desk_rows import (
    COMING,
    NOW,
    TODAY,
    make_cast,
    make_line,
    make_meeting,
    make_network,
)

pytestmark = pytest.mark.django_db
MODULES = {
    "actions", "agenda", "invite", "meetings", "members", "networks", "note_item", "notes",
    "publish",
}  # fmt: skip


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def cast():
    return make_cast()


def add_data(**values):
    base = {"uid": str(uuid4()), "date": "9.12.2026", "kind": "coffee", "language": "fi"}
    return {**base, "start": "8.30", "end": "10.30", **values}


# A meeting from the last one


def test_meeting_from_the_last_one_has_its_place_open_actions_and_standing_items(cast):
    page = cast.aino.get(cast.path("meetings", "add")).content.decode()
    assert "Tehdään esite" in page and "Kuulumiset" in page and "9.00" in page
    data = add_data()
    for _ in range(2):
        response = cast.aino.post(cast.path("meetings", "add"), data)
        assert response["Location"] == cast.path("2026-12-09")
    meeting = Meeting.objects.get(date=COMING)
    assert (meeting.place, meeting.room, meeting.previous) == (cast.held.place, "Sali", cast.held)
    assert (meeting.start, meeting.state) == (time(8, 30), "planned")
    titles = [(item.title_fi, item.kind, item.is_standing) for item in meeting.agenda.all()]
    assert titles == [("Tehdään esite", "open_action", False), ("Kuulumiset", "round", True)]


def test_two_meetings_of_one_day_have_addresses_of_their_own(cast):
    for _ in range(3):
        cast.aino.post(cast.path("meetings", "add"), add_data())
    slugs = set(Meeting.objects.filter(date=COMING).values_list("slug", flat=True))
    assert slugs == {"2026-12-09", "2026-12-09-2", "2026-12-09-3"}


def test_meeting_needs_a_day_that_can_be_read(cast):
    response = cast.aino.post(cast.path("meetings", "add"), add_data(date="joskus"))
    assert response.status_code == 400
    assert Meeting.objects.count() == 1


def test_done_action_leaves_the_agenda_and_does_not_come_along(cast):
    cast.aino.post(cast.path("meetings", "add"), add_data())
    data = {
        "uid": str(cast.action.uid), "text": "Tehdään esite", "language": "fi", "state": "done",
        "organisation": cast.b.pk, "version": version_of(cast.action),
    }  # fmt: skip
    response = cast.aino.post(cast.path("actions", cast.action.uid), data)
    assert response.status_code == 302
    cast.action.refresh_from_db()
    assert (cast.action.state, cast.action.closed_on) == ("done", TODAY)
    assert not AgendaItem.objects.filter(action=cast.action).exists()


# Its agenda and details


def item_data(**values):
    return {"uid": str(uuid4()), "title": "Esitys", "kind": "talk", "language": "fi", **values}


def test_item_outside_the_meetings_time_is_saved_with_a_warning(cast):
    path = cast.path(cast.held.slug, "agenda")
    response = cast.aino.post(path, item_data(start="8.15", end="8.45"), follow=True)
    assert "9.00–11.00" in response.content.decode().replace('<bdi class="nowrap" dir="ltr">', "")
    assert cast.held.agenda.count() == 3


def test_untimed_item_is_added_once(cast):
    data = item_data()
    for _ in range(2):
        cast.aino.post(cast.path(cast.held.slug, "agenda"), data)
    assert cast.held.agenda.filter(title_fi="Esitys").count() == 1


def test_moving_an_item_twice_by_one_press_moves_it_once(cast):
    first, second = cast.held.agenda.all()
    AgendaItem.objects.create(meeting=cast.held, title_fi="Lopuksi", order=2)
    data = {"uid": str(first.uid), "seen": 0, "step": 1}
    for _ in range(2):
        cast.aino.post(cast.path(cast.held.slug, "agenda", "move"), data)
    titles = [item.title_fi for item in cast.held.agenda.all()]
    assert titles == [second.title_fi, first.title_fi, "Lopuksi"]


def test_detail_changed_by_two_shows_the_clash_and_keeps_what_was_typed(cast):
    page = cast.aino.get(cast.path(cast.held.slug, "edit"))
    form = page.context["form"]
    data = {
        name: form[name].value() if form[name].value() is not None else "" for name in form.fields
    }
    data = {name: value for name, value in data.items() if value is not False}
    data |= {"date": "25.11.2026", "start": "9", "end": "11", "place": cast.held.place_id}
    first = cast.aino.post(cast.path(cast.held.slug, "edit"), data | {"room": "Pieni"})
    assert first.status_code == 302
    late = cast.aino.post(cast.path(cast.held.slug, "edit"), data | {"room": "Iso"})
    assert late.status_code == 409
    assert "Pieni" in late.content.decode() and "Iso" in late.content.decode()
    cast.held.refresh_from_db()
    assert cast.held.room == "Pieni"
    again = data | {"room": "Iso", "version": late.context["form"]["version"].value()}
    assert cast.aino.post(cast.path(cast.held.slug, "edit"), again).status_code == 302


# The network itself


def test_network_is_begun_once_and_seen_by_its_coordinator_only(cast):
    data = {"name_fi": "Uusi verkosto", "purpose_fi": "Yhdessä"}
    for _ in range(2):
        cast.aino.post("/staff/networks/add/", data)
    network = Network.objects.get(name_fi="Uusi verkosto")
    assert (network.coordinator, network.state) == (cast.a, "draft")
    assert cast.aino.get(f"/staff/networks/{network.slug}/").status_code == 200
    assert cast.daavid.get(f"/staff/networks/{network.slug}/").status_code == 404


def test_member_is_added_with_a_theme_and_an_organisation_only_once(cast):
    theme = Theme.objects.create(network=cast.network, name_fi="Varhainen tuki")
    new = make.make_organisation(name_fi="Geeta")
    data = {
        "organisation": new.pk,
        "email": "g@example.fi",
        "themes": [theme.pk],
        "since": "1.9.2026",
    }
    assert cast.aino.post(cast.path("members"), data).status_code == 302
    assert cast.aino.post(cast.path("members"), data).status_code == 400
    member = NetworkMember.objects.get(organisation=new)
    assert (member.themes.get(), member.since) == (theme, date(2026, 9, 1))
    ended = {
        "email": "g@example.fi", "themes": [theme.pk], "since": "1.9.2026", "until": "1.11.2026",
        "version": version_of(member),
    }  # fmt: skip
    assert cast.aino.post(cast.path("members", member.pk), ended).status_code == 302
    assert cast.aino.post(cast.path("members"), data | {"since": "2.11.2026"}).status_code == 302
    reopened = {**ended, "until": "", "version": version_of(member)}
    assert cast.aino.post(cast.path("members", member.pk), reopened).status_code == 400


def test_themes_are_added_named_and_removed(cast):
    def data(*rows):
        forms = {"theme-TOTAL_FORMS": len(rows), "theme-INITIAL_FORMS": 0}
        for number, row in enumerate(rows):
            filled = {"language": "fi", "name": "", "key": "", **row}
            forms |= {f"theme-{number}-{name}": value for name, value in filled.items()}
        return forms

    path = cast.path("themes")
    for _ in range(2):
        cast.aino.post(path, data({"name": "Kotoutuminen"}, {"name": "Arki"}, {}))
    assert [one.name_fi for one in cast.network.themes.all()] == ["Kotoutuminen", "Arki"]
    first = cast.network.themes.first()
    cast.aino.post(path, data({"key": first.pk, "name": "Kotoutuminen", "remove": "on"}))
    assert [one.name_fi for one in cast.network.themes.all()] == ["Arki"]


# Rights


def addresses(cast) -> dict[str, str]:
    line = make_line(cast.held)
    member = cast.network.members.get()
    known = {
        "slug": cast.network.slug, "meeting": cast.held.slug, "pk": member.pk,
    }  # fmt: skip
    uids = {
        "agenda_item": cast.held.agenda.first().uid, "agenda_remove": cast.held.agenda.first().uid,
        "action_edit": cast.action.uid,
    }  # fmt: skip
    found = {}
    for pattern in staff_urls.urlpatterns:
        names = pattern.pattern.converters
        module = pattern.callback.__module__.rpartition(".")[2]
        if "slug" in names and module in MODULES:
            values = {**known, "uid": uids.get(pattern.name, line.uid)}
            found[pattern.name] = reverse(pattern.name, kwargs={n: values[n] for n in names})
    return found


def everything() -> list:
    models = (Network, NetworkMember, Meeting, AgendaItem, Action, MeetingInvitation, Theme)
    return [sorted(map(repr, model.objects.values_list())) for model in models]


def test_pages_of_a_network_are_its_coordinators_alone(cast, client):
    paths = addresses(cast)
    assert len(paths) > 20
    before = everything()
    for name, path in paths.items():
        assert cast.aino.get(path).status_code in (200, 302, 405), name
        assert client.get(path).status_code in (302, 405), name
        assert client.post(path).status_code in (302, 405), name
        for person in (cast.bertta, cast.cecilia, cast.daavid):
            assert person.get(path).status_code in (403, 404, 405), name
            assert person.post(path, {"do": "invite"}).status_code in (403, 404, 405), name
    assert everything() == before


def test_meeting_of_another_network_is_not_there(cast):
    other = make_network(cast.b, slug="toinen")
    meeting = make_meeting(other, date=date(2026, 1, 1))
    assert cast.aino.get(cast.path(meeting.slug)).status_code == 404


def test_list_names_own_networks_and_those_of_the_members(cast):
    assert "You coordinate" in cast.aino.get("/staff/networks/").content.decode()
    page = cast.bertta.get("/staff/networks/").content.decode()
    assert "Verkostokahvit" in page
    assert "Verkostokahvit" not in cast.daavid.get("/staff/networks/").content.decode()
    assert cast.cecilia.get("/staff/networks/").status_code == 403
