"""The other end of an invitation: its link takes the answer, until it is of no use."""

from datetime import time, timedelta

import pytest
import time_machine
from django.core.management import call_command

from meetings.answer_link import answer_token
from meetings.models import Meeting, MeetingInvitation
from tests.meetings.desk_rows import COMING, NOW, make_cast, make_meeting

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


def test_remote_link_is_shown_until_the_day_is_over(client, invitation, frozen):
    frozen.move_to(NOW.replace(year=COMING.year, month=COMING.month, day=COMING.day, hour=23))
    assert REMOTE in client.get(answer_path(invitation)).content.decode()
    frozen.shift(timedelta(hours=1))
    assert REMOTE not in client.get(answer_path(invitation)).content.decode()
    Meeting.objects.update(state="cancelled")
    frozen.move_to(NOW)
    assert REMOTE not in client.get(answer_path(invitation)).content.decode()


def test_answers_are_deleted_thirty_days_after_the_meeting(client, invitation, frozen):
    frozen.move_to(NOW.replace(year=2027, month=1, day=7))
    call_command("tidy_meetings", verbosity=0)
    assert MeetingInvitation.objects.exists()
    frozen.shift(timedelta(days=1))
    call_command("tidy_meetings", verbosity=0)
    assert not MeetingInvitation.objects.exists()
    assert client.get(answer_path(invitation)).status_code == 410


def test_room_is_told_before_and_after_and_more_than_fit_are_taken(cast, client, invitation):
    Meeting.objects.update(capacity=4)
    MeetingInvitation.objects.create(
        meeting=invitation.meeting, organisation=cast.a, email="a@example.fi", queued_at=NOW,
        answer="coming", count=2, answered_at=NOW,
    )  # fmt: skip
    path = answer_path(invitation)
    page = client.get(path, headers={"Accept-Language": "en"}).content.decode()
    assert "Room for 4 people" in page and "2 are coming" in page and "Aapelin" not in page
    page = client.post(path, {"answer": "coming", "count": "2"}, follow=True).content.decode()
    assert "4 are coming" in page and "than there is room for" not in page
    page = client.post(path, {"answer": "coming", "count": "3"}, follow=True).content.decode()
    assert "5 are coming" in page and "More are coming than there is room for" in page
    invitation.refresh_from_db()
    assert (invitation.answer, invitation.count) == ("coming", 3)
    MeetingInvitation.objects.exclude(pk=invitation.pk).update(count=9)
    page = client.post(path, {"answer": "not_coming"}, follow=True).content.decode()
    assert "than there is room for" not in page


def test_without_a_number_of_places_none_is_told(client, invitation):
    assert "Room for" not in client.get(answer_path(invitation)).content.decode()
