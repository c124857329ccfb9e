"""The way in from a public page: to a meeting, to the network's desk, to what is for members."""

import re
from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from directory.models import Contact
from meetings.answer_link import answer_token
from meetings.models import Meeting, MeetingInvitation, Network
from tests.meetings import public_rows as rows

pytestmark = pytest.mark.django_db
NETWORK = "/en/networks/verkosto/"
MEETING = f"{NETWORK}seuraava/"
PHONE = 'href="tel:+358199100312"'
SIGN_IN = "/staff/account/login/?next="
BY_LINK = "Answer by the link in your invitation."


@pytest.fixture(autouse=True)
def wednesday_morning():
    with time_machine.travel(rows.NOW, tick=False):
        yield


@pytest.fixture
def cast() -> rows.Cast:
    cast = rows.cast()
    Contact.objects.create(organisation=cast.coordinator, kind="phone", value="0199 100 312")
    return cast


def html(client, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status, path
    return response.content.decode()


def invite(cast: rows.Cast, email: str) -> MeetingInvitation:
    organisation = cast.bertta.memberships.get().organisation
    return MeetingInvitation.objects.create(
        meeting=cast.coming, organisation=organisation, email=email, queued_at=rows.NOW
    )


# Signing up


@pytest.mark.parametrize(
    ("field", "told"),
    [
        ("asks_food", "Tell us about diets when you sign up."),
        ("asks_interpreter", "Tell us if you need an interpreter."),
        ("asks_childcare", "Tell us if you need childcare."),
    ],
)
def test_only_what_is_asked_is_said(client, cast, field, told):
    nothing = dict.fromkeys(("asks_food", "asks_interpreter", "asks_childcare"), False)
    Meeting.objects.filter(slug="seuraava").update(**nothing)
    assert "Tell us" not in html(client, MEETING)
    Meeting.objects.filter(slug="seuraava").update(**{field: True})
    text = html(client, MEETING)
    assert told in text and text.count("Tell us") == 1


@pytest.mark.parametrize("who", [None, "cecilia"])
def test_others_sign_up_with_the_coordinator(client, cast, who):
    if who:
        client.force_login(getattr(cast, who))
    text = html(client, MEETING)
    assert "<h3>Sign up</h3>" in text and PHONE in text
    assert BY_LINK not in text and "Answer the invitation" not in text
    assert "/help/" not in text


def test_families_who_plan_along_can_say_so(client, cast):
    Meeting.objects.filter(slug="seuraava").update(kind="co_planning")
    assert f'href="{NETWORK}help/"' in html(client, MEETING)
    Network.objects.update(state="draft")
    client.force_login(cast.bertta)
    assert "/help/" not in html(client, MEETING)


def test_who_is_invited_answers_on_the_page_and_nobody_else_sees_the_link(client, cast):
    cast.bertta.email = "Bertta@Example.fi"
    cast.bertta.save()
    invitation = invite(cast, "bertta@example.fi")
    link = f"/staff/networks/answer/{answer_token(invitation.pk)}/"
    for who in (None, "cecilia", "aino"):
        if who:
            client.force_login(getattr(cast, who))
        text = html(client, MEETING)
        assert "/answer/" not in text and BY_LINK not in text, who
    client.force_login(cast.bertta)
    response = client.get(MEETING)
    found = re.search(r'href="(/staff/networks/answer/[^"]+)"', response.content.decode())[1]
    assert "no-store" in response["Cache-Control"]
    assert found.rsplit(":", 2)[0] == link.rsplit(":", 2)[0]
    assert BY_LINK not in response.content.decode()
    assert client.get(found).status_code == 200
    client.logout()
    assert "/answer/" not in html(client, MEETING)


def test_an_address_that_is_almost_the_same_is_another(client, cast):
    invite(cast, "i\u0131@example.fi")
    invite(cast, "ii@example.fi")
    cast.bertta.email = "\u0131\u0131@example.fi"
    cast.bertta.save()
    client.force_login(cast.bertta)
    assert "/answer/" not in html(client, MEETING)


def test_other_members_are_told_of_the_link_that_they_have(client, cast):
    invite(cast, "jasen@example.fi")
    client.force_login(cast.bertta)
    text = html(client, MEETING)
    assert BY_LINK in text and "/answer/" not in text and PHONE not in text
    client.force_login(cast.aino)
    assert BY_LINK not in html(client, MEETING)


def test_nobody_is_asked_when_it_is_too_late(client, cast):
    invitation = invite(cast, cast.bertta.email)
    for values in (
        {"registration_until": date(2026, 11, 24)},
        {"registration_until": None, "state": "cancelled"},
        {"state": "held", "date": date(2026, 11, 25)},
    ):
        Meeting.objects.filter(pk=invitation.meeting_id).update(**values)
        client.logout()
        text = html(client, MEETING)
        assert "<h3>Sign up</h3>" not in text, values
        client.force_login(cast.bertta)
        assert "/answer/" not in html(client, MEETING), values


# Signing in


@pytest.mark.parametrize("path", [NETWORK, MEETING, f"{NETWORK}avoin/"])
def test_members_find_where_to_sign_in(client, cast, path):
    assert f'href="{SIGN_IN}{path}"' in html(client, path)
    client.force_login(cast.bertta)
    assert SIGN_IN not in html(client, path)


def test_what_is_not_found_says_where_to_sign_in_and_not_why(client, cast):
    for path in ("jasenille/notes/", "ei-ole/notes/", "luonnos/", "Ä/"):
        text = html(client, f"{NETWORK}{path}", 404)
        assert SIGN_IN in text, path
    assert SIGN_IN in html(client, "/media/materials/999/", 404)
    assert SIGN_IN not in html(client, "/en/places/ei-ole/", 404)
    client.force_login(cast.cecilia)
    assert SIGN_IN not in html(client, f"{NETWORK}jasenille/notes/", 404)


def test_who_signs_in_comes_back_to_the_page(client, cast):
    cast.bertta.set_password("salasana-on-pitka")
    cast.bertta.save()
    refused = html(client, f"{NETWORK}jasenille/notes/", 404)
    link = re.search(rf'href="({re.escape(SIGN_IN)}[^"]+)"', refused)[1]
    page = client.get(link).content.decode()
    assert f'value="{NETWORK}jasenille/notes/"' in page


# The desk


def test_members_and_coordinators_find_their_part_of_the_desk(client, cast):
    desk, picture = 'href="/staff/networks/verkosto/"', 'href="/staff/networks/verkosto/picture/"'
    for who, expected in (
        (None, (0, 0)),
        ("cecilia", (0, 0)),
        ("bertta", (0, 1)),
        ("aino", (1, 1)),
    ):
        if who:
            client.force_login(getattr(cast, who))
        text = html(client, NETWORK)
        assert (text.count(desk), text.count(picture)) == expected, who
        assert ("Your network" in text) == bool(expected[1]), who
        for link in (desk, picture):
            if link in text:
                assert client.get(link[6:-1]).status_code == 200


# What is ahead, and what is over


@pytest.mark.parametrize("state", ["held", "notes_published"])
def test_what_was_held_today_is_over(client, cast, state):
    published = rows.NOW if state == "notes_published" else None
    today = {"state": state, "date": date(2026, 11, 25), "notes_published_at": published}
    Meeting.objects.filter(slug="seuraava").update(**today)
    coming, held = html(client, NETWORK).split('id="held-title"')
    assert "Tilannekuva" not in coming and "Tilannekuva" in held
    assert "Taking part" not in html(client, MEETING)
    assert "Tilannekuva" not in html(client, "/en/networks/")


def test_what_is_called_off_today_is_still_told(client, cast):
    Meeting.objects.filter(slug="seuraava").update(state="cancelled", date=date(2026, 11, 25))
    coming, held = html(client, NETWORK).split('id="held-title"')
    assert "Tilannekuva" in coming and "Tilannekuva" not in held


def test_a_coming_meeting_of_another_year_says_which(client, cast):
    pages = (MEETING, NETWORK, "/en/networks/")
    for path in pages:
        coming = html(client, path).split('id="held-title"')[0]
        assert "2026</time>" not in coming.replace("</bdi>", ""), path
    Meeting.objects.filter(slug="seuraava").update(date=date(2027, 1, 13), registration_until=None)
    for path in pages:
        assert "2027</time>" in html(client, path).replace("</bdi>", ""), path


def test_a_meeting_that_is_called_off_leads_to_the_next(client, cast):
    assert "Next meeting:" not in html(client, MEETING)
    Meeting.objects.filter(slug="seuraava").update(state="cancelled")
    assert "Next meeting:" not in html(client, MEETING)
    later = rows.meeting(cast.network, "myohempi", date=date(2027, 3, 1))
    rows.meeting(cast.network, "seuraavaksi", date=date(2027, 1, 13), previous=cast.coming)
    rows.meeting(cast.network, "salainen", state="planned", date=date(2026, 12, 1))
    text = html(client, MEETING)
    assert text.count("Next meeting:") == 1
    assert f"{NETWORK}seuraavaksi/" in text.split("</h1>")[1].split('class="wrap page"')[0]
    assert later.slug not in text and "salainen" not in text


@pytest.mark.parametrize("who", ["bertta", "aino"])
def test_the_way_in_costs_no_query_a_row(client, cast, who):
    invite(cast, cast.bertta.email)
    counts = []
    for count in (1, 3, 30):
        rows.many(cast.network, count)
        client.force_login(getattr(cast, who))
        with CaptureQueriesContext(connection) as captured:
            html(client, MEETING)
        counts.append(len(captured))
    assert len(set(counts)) == 1 and counts[0] <= 8, counts
