"""From the last meeting to the invitation and its answer, and who may do what."""

from datetime import date, time, timedelta
from email import message_from_string
from unittest import mock
from uuid import uuid4

import icalendar
import pytest
import time_machine
from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from directory.models import Organisation
from meetings import staff_urls
from meetings.actions import invitations
from meetings.answer_link import answer_token
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
REMOTE = "https://video.example.fi/kahvit"


@pytest.fixture(autouse=True)
def frozen(settings):
    settings.SITE_URL = "https://perheet.example.fi"
    settings.ALLOWED_HOSTS = ["testserver"]
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture(autouse=True)
def worker_inside_the_test():
    """It must neither take the tests' signals nor close the connection of their transaction."""
    worker = "django_tasks_db.management.commands.db_worker"
    signals = mock.patch(f"{worker}.Worker.configure_signals")
    with signals, mock.patch(f"{worker}.close_old_connections"):
        yield


@pytest.fixture
def cast():
    return make_cast()


@pytest.fixture
def coming(cast):
    return make_meeting(
        cast.network,
        start=time(9),
        end=time(11),
        remote_link=REMOTE,
        attendance="both",
    )


def work() -> None:
    call_command("db_worker", batch=True, verbosity=0, startup_delay=False, reload=False)


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


# Inviting


def test_invitation_goes_to_the_address_and_the_people_of_each_member(cast, coming):
    past = make.make_organisation()
    NetworkMember.objects.create(
        network=cast.network, organisation=past, email="past@example.fi", until=date(2026, 1, 1)
    )
    cast.aino.post(cast.path(coming.slug, "invite"), {"do": "invite"})
    assert not mail.outbox
    work()
    assert sorted(one.to[0] for one in mail.outbox) == ["beeta@example.fi", "bertta@example.fi"]
    coming.refresh_from_db()
    assert coming.state == "invited"


def test_mail_has_the_event_for_a_calendar_and_the_link(cast, coming):
    cast.aino.post(cast.path(coming.slug, "invite"), {"do": "invite"})
    work()
    message = mail.outbox[0]
    assert "https://perheet.example.fi/staff/networks/answer/" in message.body
    part = next(
        one
        for one in message_from_string(message.message().as_string()).walk()
        if one.get_content_type() == "text/calendar"
    )
    assert part.get_param("method") == "PUBLISH"
    calendar = icalendar.Calendar.from_ical(part.get_payload(decode=True))
    event = calendar.walk("VEVENT")[0]
    assert calendar["method"] == "PUBLISH"
    assert event["dtstart"].dt.isoformat() == "2026-12-09T09:00:00+02:00"
    assert event["uid"] == f"{coming.uid}@perhepalvelut"
    assert REMOTE in event["description"]


def test_inviting_again_reaches_only_those_not_yet_invited(cast, coming):
    path = cast.path(coming.slug, "invite")
    cast.aino.post(path, {"do": "invite"})
    new = make.make_organisation()
    NetworkMember.objects.create(network=cast.network, organisation=new, email="BEETA@example.fi")
    another = make.make_organisation()
    NetworkMember.objects.create(
        network=cast.network, organisation=another, email="uusi@example.fi"
    )
    cast.aino.post(path, {"do": "invite"})
    cast.aino.post(path, {"do": "invite"})
    emails = sorted(MeetingInvitation.objects.values_list("email", flat=True))
    assert emails == ["beeta@example.fi", "bertta@example.fi", "uusi@example.fi"]
    assert DBTaskResult.objects.count() == 3


def test_thousands_are_not_invited_and_nothing_is_sent(cast, coming):
    organisations = Organisation.objects.bulk_create(
        Organisation(slug=f"many-{n}", kind="ngo", name_fi=f"Monta {n}") for n in range(1200)
    )
    NetworkMember.objects.bulk_create(
        NetworkMember(network=cast.network, organisation=one, email=f"{one.slug}@example.fi")
        for one in organisations
    )
    response = cast.aino.post(cast.path(coming.slug, "invite"), {"do": "invite"}, follow=True)
    assert "1202" in response.content.decode()
    assert not MeetingInvitation.objects.exists()
    assert not DBTaskResult.objects.exists()


def test_many_invitations_leave_in_batches(cast, coming, monkeypatch):
    monkeypatch.setattr(invitations, "BATCH", 1)
    cast.aino.post(cast.path(coming.slug, "invite"), {"do": "invite"})
    times = set(DBTaskResult.objects.values_list("run_after", flat=True))
    assert len(times) == 2
    assert NOW + invitations.PAUSE in times


def test_reminder_goes_once_a_day_to_who_has_not_answered(cast, coming, frozen):
    path = cast.path(coming.slug, "invite")
    cast.aino.post(path, {"do": "invite"})
    work()
    frozen.shift(timedelta(days=2))
    first = MeetingInvitation.objects.first()
    cast.cecilia.post(f"/staff/networks/answer/{answer_token(first.pk)}/", {"answer": "coming"})
    mail.outbox.clear()
    for _ in range(2):
        cast.aino.post(path, {"do": "remind"})
    work()
    assert len(mail.outbox) == 1


def test_cancelled_meeting_is_told_with_a_file_that_takes_it_away(cast, coming):
    cast.aino.post(cast.path(coming.slug, "invite"), {"do": "invite"})
    work()
    mail.outbox.clear()
    for _ in range(2):
        cast.aino.post(cast.path(coming.slug, "cancel"))
    work()
    assert len(mail.outbox) == 2
    assert "METHOD:CANCEL" in mail.outbox[0].attachments[0].get_payload(decode=True).decode()


# Answering by the link


@pytest.fixture
def invitation(cast, coming):
    coming.asks_food = coming.asks_childcare = True
    coming.save()
    return MeetingInvitation.objects.create(
        meeting=coming, organisation=cast.b, email="beeta@example.fi", queued_at=NOW
    )


def answer_path(invitation) -> str:
    return f"/staff/networks/answer/{answer_token(invitation.pk)}/"


def test_opening_the_link_answers_nothing_and_a_press_does(cast, client, invitation):
    path = answer_path(invitation)
    assert client.get(path).status_code == 200
    invitation.refresh_from_db()
    assert invitation.answer == ""
    data = {"answer": "coming", "count": "3", "diets": "yksi maidoton", "children": "2"}
    for _ in range(2):
        assert client.post(path, data).status_code == 302
    invitation.refresh_from_db()
    assert (invitation.count, invitation.diets, invitation.children) == (3, "yksi maidoton", 2)
    desk = cast.aino.get(cast.path(invitation.meeting.slug)).content.decode()
    assert "3 are coming" in desk and "yksi maidoton" in desk
    client.post(path, {"answer": "not_coming"})
    invitation.refresh_from_db()
    assert (invitation.answer, invitation.diets, invitation.children) == ("not_coming", "", 0)


@pytest.mark.parametrize("data", [{}, {"answer": "x"}, {"answer": "coming", "count": "999999"}])
def test_bad_answer_is_refused(client, invitation, data):
    assert client.post(answer_path(invitation), data).status_code == 400
    invitation.refresh_from_db()
    assert invitation.answer == ""


def test_made_up_link_is_gone(client):
    assert client.get("/staff/networks/answer/made-up/").status_code == 410


def test_answer_comes_too_late(client, invitation, frozen):
    frozen.move_to(NOW + timedelta(days=60))
    page = client.post(answer_path(invitation), {"answer": "coming"})
    assert page.status_code == 410
    invitation.refresh_from_db()
    assert invitation.answer == ""


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
    ended = {"email": "g@example.fi", "since": "1.9.2026", "until": "1.11.2026"}
    assert cast.aino.post(cast.path("members", member.pk), ended).status_code == 302
    assert cast.aino.post(cast.path("members"), data | {"since": "2.11.2026"}).status_code == 302
    reopened = {"email": "g@example.fi", "since": "1.9.2026", "until": ""}
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
        assert cast.aino.get(path).status_code in (200, 405), name
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
