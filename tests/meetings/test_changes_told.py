"""Who was invited is told of a change: once, wherever they are reached by then."""

from datetime import date, time, timedelta

import pytest
import time_machine
from django.core import mail
from django_tasks_db.models import DBTaskResult

from meetings.actions.invitations import TOLD_AFTER, invite, tell_of_change
from meetings.models import AgendaItem, Meeting, MeetingInvitation, NetworkMember
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


@pytest.fixture
def invited(coming):
    """Two addresses, whose invitations have left."""
    invite(meeting=coming, now=NOW)
    work()
    mail.outbox.clear()
    DBTaskResult.objects.all().delete()
    return coming


def edit_data(cast, meeting, **values):
    form = cast.aino.get(cast.path(meeting.slug, "edit")).context["form"]
    shown = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in shown.items() if value} | {"place": "", **values}


def send_what_waits(frozen) -> None:
    frozen.shift(TOLD_AFTER)
    work()


def test_cancelled_meeting_is_told_with_a_file_that_takes_it_away(cast, invited, frozen):
    for _ in range(2):
        cast.aino.post(cast.path(invited.slug, "cancel"))
    send_what_waits(frozen)
    assert len(mail.outbox) == 2
    assert "METHOD:CANCEL" in mail.outbox[0].attachments[0].get_payload(decode=True).decode()


def test_change_saved_twice_is_told_once(cast, invited, frozen):
    data = edit_data(cast, invited, room="Pieni sali", tell="1")
    for _ in range(2):
        assert cast.aino.post(cast.path(invited.slug, "edit"), data).status_code == 302
    send_what_waits(frozen)
    assert len(mail.outbox) == 2
    assert all("Pieni sali" in one.body for one in mail.outbox)


def test_change_saved_without_a_mail_is_told_later(cast, invited, frozen):
    path = cast.path(invited.slug, "edit")
    cast.aino.post(path, edit_data(cast, invited, room="Pieni sali"))
    page = cast.aino.post(path, edit_data(cast, invited, tell="1"), follow=True).content.decode()
    assert "2 mails are on their way" in page
    send_what_waits(frozen)
    assert all("Pieni sali" in one.body for one in mail.outbox) and len(mail.outbox) == 2
    invited.invitations.update(answer="not_coming", answered_at=NOW)
    page = cast.aino.post(path, edit_data(cast, invited, tell="1"), follow=True).content.decode()
    assert "No mail is sent" in page


@pytest.mark.parametrize(("wrong", "status"), [({"date": "x"}, 400), ({"version": "?"}, 409)])
def test_wish_to_tell_outlives_a_form_that_comes_back(cast, invited, wrong, status):
    data = edit_data(cast, invited, room="Pieni sali", tell="1", **wrong)
    response = cast.aino.post(cast.path(invited.slug, "edit"), data)
    assert response.status_code == status
    assert 'id="tell" checked' in response.content.decode()


def test_who_can_be_told_is_asked_about_and_nobody_else(cast, invited):
    path = cast.path(invited.slug, "edit")
    page = cast.aino.get(path).content.decode()
    assert 'id="tell" checked' in page
    Meeting.objects.filter(pk=invited.pk).update(date=date(2026, 11, 24))
    assert 'id="tell"' not in cast.aino.get(path).content.decode()
    assert 'id="tell"' not in cast.aino.get(cast.path(cast.held.slug, "edit")).content.decode()


def test_new_times_ask_for_a_look_at_the_agenda(cast, invited):
    AgendaItem.objects.create(meeting=invited, title_fi="Kahvit", start=time(9), end=time(9, 30))
    path, asks = cast.path(invited.slug, "edit"), "The agenda still has its old times"
    moved = edit_data(cast, invited, start="13", end="15")
    assert asks in cast.aino.post(path, moved, follow=True).text
    again = edit_data(cast, invited, start="13", end="15", room="Pieni sali")
    assert asks not in cast.aino.post(path, again, follow=True).text


def test_coordinator_sees_to_whom_the_invitations_go(cast):
    plan = make_meeting(cast.network)
    path = cast.path(plan.slug, "invite")
    assert "beeta@example.fi" in cast.aino.get(path).text
    invite(meeting=plan, now=NOW)
    assert "beeta@example.fi" not in cast.aino.get(path).text


def test_change_made_as_the_mail_of_the_last_one_leaves_has_its_own(cast, invited, frozen):
    cast.aino.post(cast.path(invited.slug, "cancel"))
    frozen.shift(TOLD_AFTER - timedelta(seconds=10))
    cast.aino.post(cast.path(invited.slug, "restore"))
    assert DBTaskResult.objects.count() == 4
    assert DBTaskResult.objects.filter(run_after__gte=NOW + 1.5 * TOLD_AFTER).count() == 2


def test_cancelled_and_restored_in_turns_is_told_by_one_mail_as_it_is_in_the_end(
    cast, invited, frozen
):
    for _ in range(3):
        cast.aino.post(cast.path(invited.slug, "cancel"))
        cast.aino.post(cast.path(invited.slug, "restore"))
    assert DBTaskResult.objects.count() == 2
    send_what_waits(frozen)
    assert ["Cancelled" in one.subject for one in mail.outbox] == [False, False]
    frozen.shift(1)
    cast.aino.post(cast.path(invited.slug, "cancel"))
    send_what_waits(frozen)
    assert len(mail.outbox) == 4 and "Cancelled" not in mail.outbox[0].subject


def test_who_is_told_already_counts_as_told(invited):
    assert tell_of_change(meeting=invited, now=NOW) == 2
    assert tell_of_change(meeting=invited, now=NOW + timedelta(seconds=30)) == 2
    assert DBTaskResult.objects.count() == 2
    times = set(MeetingInvitation.objects.values_list("told_at", flat=True))
    assert times == {NOW + TOLD_AFTER}


def test_of_a_meeting_that_is_over_nobody_is_told(invited, frozen):
    cast_off = Meeting.objects.filter(pk=invited.pk)
    assert tell_of_change(meeting=invited, now=NOW) == 2
    cast_off.update(date=date(2026, 11, 24))
    invited.refresh_from_db()
    send_what_waits(frozen)
    assert not mail.outbox
    assert tell_of_change(meeting=invited, now=NOW + timedelta(hours=1)) == 0


def test_who_has_left_is_not_told(cast, invited, frozen):
    cast.aino.post(cast.path(invited.slug, "cancel"))
    cast.network.members.update(until=TODAY - timedelta(days=1))
    send_what_waits(frozen)
    assert not mail.outbox


def cancelled(cast, meeting, frozen) -> list[str]:
    """To whom the cancellation is mailed."""
    cast.aino.post(cast.path(meeting.slug, "cancel"))
    send_what_waits(frozen)
    return sorted(one.to[0] for one in mail.outbox)


def test_whose_term_ends_before_the_new_day_hears_of_it(cast, invited, frozen):
    cast.network.members.update(until=invited.date)
    data = edit_data(cast, invited, date="16.12.2026", tell="1")
    cast.aino.post(cast.path(invited.slug, "edit"), data)
    send_what_waits(frozen)
    assert sorted(one.to[0] for one in mail.outbox) == ["beeta@example.fi", "bertta@example.fi"]


def test_corrected_address_hears_instead_of_the_old_one(cast, invited, frozen):
    cast.network.members.update(email="uusi@example.fi")
    assert cancelled(cast, invited, frozen) == ["bertta@example.fi", "uusi@example.fi"]


def test_corrected_address_that_is_invited_itself_hears_once(cast, invited, frozen):
    cast.network.members.update(email="uusi@example.fi")
    invite(meeting=invited, now=NOW)
    work()
    mail.outbox.clear()
    assert cancelled(cast, invited, frozen) == ["bertta@example.fi", "uusi@example.fi"]


def test_address_that_nothing_replaces_hears(cast, invited, frozen):
    cast.network.members.update(email="")
    assert cancelled(cast, invited, frozen) == ["beeta@example.fi", "bertta@example.fi"]


@pytest.mark.parametrize("leaves", ["the organisation", "the site"])
def test_person_who_left_hears_nothing(cast, invited, frozen, leaves):
    person = make.make_member("eetu", make.make_organisation(name_fi="Eeta"))
    organisation = person.memberships.get().organisation
    NetworkMember.objects.create(network=cast.network, organisation=organisation)
    assert invite(meeting=invited, now=NOW) == 1
    if leaves == "the site":
        person.is_active = False
        person.save()
    else:
        person.memberships.all().delete()
    mail.outbox.clear()
    assert cancelled(cast, invited, frozen) == ["beeta@example.fi", "bertta@example.fi"]
