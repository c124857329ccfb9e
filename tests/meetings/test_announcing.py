"""Nobody but its coordinator knows of a meeting that is not announced, whatever becomes of it."""

from datetime import date
from uuid import uuid4

import pytest
import time_machine

from meetings.actions.agenda import add_item
from meetings.actions.invitations import invite
from meetings.actions.meetings import announce, call_off, call_on, change_meeting, remove_meeting
from meetings.actions.participation import save_participation
from meetings.actions.publishing import publish_notes, withdraw_notes
from meetings.actions.rows import Gone
from meetings.models import AgendaItem, Meeting, MeetingInvitation, NoteItem, Participation
from meetings.views.staff import meetings, notes
from tests.meetings.desk_rows import (
    COMING,
    NOW,
    line_data,
    make_cast,
    make_line,
    make_meeting,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def cast():
    return make_cast()


@pytest.fixture
def plan(cast):
    return make_meeting(cast.network, theme_fi="Suljetaanko kahvila?", previous=cast.held)


def seen(cast, client, meeting) -> list[bool]:
    """Whether families and a member find it."""
    path = f"/en/networks/{cast.network.slug}/{meeting.slug}/"
    return [one.get(path).status_code == 200 for one in (client, cast.bertta)]


def test_cancelled_plan_stays_unknown(cast, client, plan):
    page = cast.aino.get(cast.path(plan.slug)).content.decode()
    assert "nobody is told" in page and "Only you see it" in page
    cast.aino.post(cast.path(plan.slug, "cancel"))
    plan.refresh_from_db()
    assert (plan.state, plan.announced_at) == ("cancelled", None)
    assert seen(cast, client, plan) == [False, False]
    cast.aino.post(cast.path(plan.slug, "announce"))
    assert seen(cast, client, plan) == [False, False]
    cast.aino.post(cast.path(plan.slug, "restore"))
    plan.refresh_from_db()
    assert (plan.state, plan.announced_at) == ("planned", None)


def test_meeting_is_shown_without_a_mail(cast, client, plan, frozen):
    assert seen(cast, client, plan) == [False, False]
    assert "Show it on the network" in cast.aino.get(cast.path(plan.slug)).content.decode()
    for _ in range(2):
        assert cast.aino.post(cast.path(plan.slug, "announce")).status_code == 302
        frozen.shift(60)
    plan.refresh_from_db()
    assert (plan.state, plan.announced_at) == ("planned", NOW)
    assert seen(cast, client, plan) == [True, True]
    assert not MeetingInvitation.objects.exists()
    assert "Show it on the network" not in cast.aino.get(cast.path(plan.slug)).content.decode()
    cast.aino.post(cast.path(plan.slug, "cancel"))
    assert seen(cast, client, plan) == [True, True]


def test_members_desk_tells_announced_meetings_alone(cast, plan):
    Meeting.objects.filter(pk=cast.held.pk).update(date=date(2026, 11, 20))
    page = cast.bertta.get("/staff/networks/").content.decode()
    assert "9.12.2026" not in page and "No meeting is announced yet." in page
    assert "9.12.2026" in cast.aino.get("/staff/networks/").content.decode()
    cast.aino.post(cast.path(plan.slug, "announce"))
    assert "9.12.2026" in cast.bertta.get("/staff/networks/").content.decode()


def test_plan_made_by_mistake_goes_away_and_the_next_follows_the_one_before(cast, plan):
    AgendaItem.objects.create(meeting=plan, title_fi="Kuulumiset")
    later = make_meeting(cast.network, date=date(2026, 12, 16), previous=plan)
    assert "Remove the plan" in cast.aino.get(cast.path(plan.slug)).content.decode()
    response = cast.aino.post(cast.path(plan.slug, "remove"))
    assert response["Location"] == cast.path()
    assert not Meeting.objects.filter(pk=plan.pk).exists()
    later.refresh_from_db()
    assert later.previous == cast.held


@pytest.mark.parametrize("kept", ["announced", "note", "participation", "invitation"])
def test_what_others_know_or_wrote_is_not_removed(cast, plan, kept):
    if kept == "announced":
        cast.aino.post(cast.path(plan.slug, "announce"))
    elif kept == "note":
        make_line(plan)
    elif kept == "participation":
        Participation.objects.create(meeting=plan, organisation=cast.b, count=1)
    else:
        MeetingInvitation.objects.create(
            meeting=plan, organisation=cast.b, email="b@example.fi", queued_at=NOW
        )
    assert "Remove the plan" not in cast.aino.get(cast.path(plan.slug)).content.decode()
    response = cast.aino.post(cast.path(plan.slug, "remove"), follow=True)
    assert "be removed any more" in response.content.decode()
    assert Meeting.objects.filter(pk=plan.pk).exists()


def test_removing_is_the_coordinators_and_a_post(cast, client, plan):
    path = cast.path(plan.slug, "remove")
    assert cast.aino.get(path).status_code == 405
    for person in (client, cast.bertta, cast.cecilia, cast.daavid):
        person.post(path)
    assert Meeting.objects.filter(pk=plan.pk).exists()


def test_meeting_taken_for_held_is_called_off_but_not_one_with_published_notes(cast, frozen):
    frozen.shift(3600)
    make_line(cast.held)
    Meeting.objects.filter(pk=cast.held.pk).update(state="held")
    page = cast.aino.get(cast.path(cast.held.slug)).content.decode()
    assert "Cancel the meeting" in page
    cast.aino.post(cast.path(cast.held.slug, "cancel"))
    cast.held.refresh_from_db()
    assert cast.held.state == "cancelled"
    cast.aino.post(cast.path(cast.held.slug, "restore"))
    cast.held.refresh_from_db()
    assert cast.held.state == "held"
    cast.aino.post(cast.path(cast.held.slug, "publish"), {"audience": "network"})
    page = cast.aino.get(cast.path(cast.held.slug)).content.decode()
    assert "Cancel the meeting" not in page
    cast.aino.post(cast.path(cast.held.slug, "cancel"))
    cast.held.refresh_from_db()
    assert cast.held.state == "notes_published"
    assert NoteItem.objects.exists()


def move(cast, meeting, **values) -> None:
    path = cast.path(meeting.slug, "edit")
    form = cast.aino.get(path).context["form"]
    shown = {name: form[name].value() for name in form.fields}
    data = {name: value for name, value in shown.items() if value} | values
    assert cast.aino.post(path, data).status_code == 302


@pytest.mark.parametrize(("is_invited", "state"), [(True, "invited"), (False, "planned")])
def test_held_meeting_that_moves_ahead_is_to_come_again(cast, is_invited, state):
    if is_invited:
        MeetingInvitation.objects.create(
            meeting=cast.held, organisation=cast.b, email="b@example.fi", queued_at=NOW
        )
    make_line(cast.held)
    Meeting.objects.filter(pk=cast.held.pk).update(state="held", date=date(2026, 11, 24))
    move(cast, cast.held, room="Iso sali")
    cast.held.refresh_from_db()
    assert cast.held.state == "held"
    move(cast, cast.held, date="2.12.2026")
    cast.held.refresh_from_db()
    assert (cast.held.state, cast.held.takes_answers(COMING)) == (state, False)
    assert cast.held.takes_answers(NOW.date())


REMOVED = {
    "announce": lambda row: announce(meeting=row, now=NOW),
    "call off": lambda row: call_off(meeting=row, now=NOW),
    "call on": lambda row: call_on(meeting=row, now=NOW),
    "invite": lambda row: invite(meeting=row, now=NOW),
    "publish": lambda row: publish_notes(meeting=row, audience="network", now=NOW),
    "take back": lambda row: withdraw_notes(meeting=row),
    "who came": lambda row: save_participation(meeting=row, changes={}, now=NOW),
    "change": lambda row: change_meeting(meeting=row, values={}, seen="", tells=False, now=NOW),
    "item": lambda row: add_item(meeting=row, uid=uuid4(), values={"title_fi": "Tauko"}),
}


@pytest.mark.parametrize("do", REMOVED.values(), ids=REMOVED)
def test_meeting_that_somebody_removed_meanwhile_is_gone(plan, do):
    Meeting.objects.filter(pk=plan.pk).delete()
    with pytest.raises(Gone):
        do(plan)


def test_page_of_what_was_removed_meanwhile_is_not_found(cast, plan, monkeypatch):
    Meeting.objects.filter(pk=plan.pk).delete()
    for view in (meetings, notes):
        monkeypatch.setattr(view, "own_meeting", lambda *_: plan)
    for part in ("announce", "cancel", "edit"):
        assert cast.aino.post(cast.path(plan.slug, part), {"room": "Sali"}).status_code == 404
    line = cast.path(plan.slug, "notes", "line")
    assert cast.aino.post(line, line_data()).status_code == 404
    assert remove_meeting(meeting=plan)


@pytest.mark.parametrize("state", ["held", "notes_published", "cancelled"])
def test_only_what_can_still_take_place_is_ahead(cast, state):
    coming = make_meeting(cast.network)
    assert coming.is_ahead(COMING) and Meeting.objects.ahead(COMING).get() == coming
    assert not coming.is_ahead(date(2026, 12, 10))
    coming.state = state
    assert not coming.is_ahead(COMING) and not coming.takes_answers(COMING)
