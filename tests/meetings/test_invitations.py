"""Members are asked once each, and reminded; nobody else is written to."""

from datetime import date, time, timedelta
from email import message_from_string

import icalendar
import pytest
import time_machine
from django.core import mail
from django_tasks_db.models import DBTaskResult

from directory.models import Organisation
from meetings.actions import invitations
from meetings.actions.invitations import TakesNoAnswers, invite, remind
from meetings.answer_link import answer_token
from meetings.models import Meeting, MeetingInvitation, NetworkMember
from meetings.queries.recipients import without_address
from meetings.queries.revisions import meeting_revisions
from tests import factories as make
from tests.meetings.desk_rows import NOW, TODAY, make_cast, make_meeting
from tests.staff.queue import work

pytestmark = pytest.mark.django_db
REMOTE = "https://video.example.fi/kahvit"


@pytest.fixture(autouse=True)
def frozen(settings):
    settings.SITE_URL = "https://perheet.example.fi"
    settings.ALLOWED_HOSTS = ["testserver"]
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def cast():
    return make_cast()


@pytest.fixture
def coming(cast):
    return make_meeting(
        cast.network, start=time(9), end=time(11), remote_link=REMOTE, attendance="both"
    )


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


def test_invited_meeting_is_announced_and_one_shown_before_keeps_its_time(cast, coming):
    assert invite(meeting=coming, now=NOW) == 2
    coming.refresh_from_db()
    assert (coming.state, coming.announced_at) == ("invited", NOW)
    later = make_meeting(cast.network, date=date(2026, 12, 16), announced_at=NOW)
    invite(meeting=later, now=NOW + timedelta(days=1))
    later.refresh_from_db()
    assert (later.state, later.announced_at) == ("invited", NOW)


def test_meeting_without_anybody_to_invite_stays_unknown(cast, coming):
    cast.network.members.all().delete()
    assert invite(meeting=coming, now=NOW) == 0
    coming.refresh_from_db()
    assert (coming.state, coming.announced_at) == ("planned", None)


def test_meeting_called_off_since_it_was_fetched_is_not_invited_to(coming):
    Meeting.objects.filter(pk=coming.pk).update(state="cancelled")
    with pytest.raises(TakesNoAnswers):
        invite(meeting=coming, now=NOW)
    coming.refresh_from_db()
    assert coming.state == "cancelled"
    assert not MeetingInvitation.objects.exists() and not DBTaskResult.objects.exists()


def test_nobody_is_asked_after_the_last_day_to_sign_up(cast, coming, frozen):
    cast.aino.post(cast.path(coming.slug, "invite"), {"do": "invite"})
    Meeting.objects.filter(pk=coming.pk).update(registration_until=TODAY)
    frozen.shift(timedelta(days=2))
    page = cast.aino.get(cast.path(coming.slug, "invite")).content.decode()
    assert "The last day to sign up is over" in page and "Send a reminder" not in page
    for do in ("remind", "invite"):
        page = cast.aino.post(cast.path(coming.slug, "invite"), {"do": do}, follow=True)
        assert "Nothing is sent" in page.content.decode()
    assert not MeetingInvitation.objects.exclude(reminded_at=None).exists()


def test_who_has_left_gets_no_mail(cast, coming, frozen):
    cast.aino.post(cast.path(coming.slug, "invite"), {"do": "invite"})
    cast.b.memberships.all().delete()
    work()
    assert [one.to[0] for one in mail.outbox] == ["beeta@example.fi"]
    frozen.shift(timedelta(days=2))
    assert remind(meeting=coming, now=NOW + timedelta(days=2)) == 1
    cast.network.members.update(until=TODAY)
    work()
    assert len(mail.outbox) == 1


def test_mailed_event_is_as_new_as_that_of_the_networks_calendar(cast, coming):
    invite(meeting=coming, now=NOW)
    work()
    event = icalendar.Calendar.from_ical(mail.outbox[0].attachments[0].get_payload(decode=True))
    revision = meeting_revisions([coming.pk])[coming.pk]
    assert event.walk("VEVENT")[0]["sequence"] == revision.sequence


def test_members_whom_no_mail_reaches_are_named(cast, coming):
    silent = make.make_organisation(name_fi="Sanaton")
    NetworkMember.objects.create(network=cast.network, organisation=silent)
    member = make.make_user("ilman")
    member.email = ""
    member.save()
    silent.memberships.create(user=member, role="editor")
    assert [str(name) for name in without_address(cast.network, TODAY, "fi")] == ["Sanaton"]
    for parts in ((), (coming.slug, "invite")):
        assert "Sanaton" in cast.aino.get(cast.path(*parts)).content.decode()
    member.email = "sanaton@example.fi"
    member.save()
    assert without_address(cast.network, TODAY, "fi") == []
