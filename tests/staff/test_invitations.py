"""Members and invitations: managers of their own organisation only, and links that end kindly."""

import re
from datetime import datetime, timedelta
from unittest import mock

import pytest
import time_machine
from django.contrib.auth import get_user
from django.contrib.auth.models import User
from django.core import mail, signing
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client
from django_tasks_db.models import DBTaskResult

from directory.models import Invitation, Membership
from directory.wording import HELSINKI
from tests.factories import make_member, make_organisation, make_user
from tests.staff.queue import work

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 25, 8, 30, tzinfo=HELSINKI)


@pytest.fixture
def ours():
    return make_organisation(slug="ours", name_fi="Meidän yhdistys")


@pytest.fixture
def theirs():
    return make_organisation(slug="theirs", name_fi="Naapuriseura")


@pytest.fixture
def bertta(ours):
    return make_member("bertta", ours, "manager")


@pytest.fixture
def manager(client, bertta):
    client.force_login(bertta)
    return client


@pytest.fixture
def their_rows(theirs):
    """What could leak: a manager, an editor and an open invitation of another organisation."""
    manager = make_member("cecilia", theirs, "manager")
    make_member("daavid", theirs)
    invitation = Invitation.objects.create(
        organisation=theirs, email="salainen@example.fi", created_at=datetime.now(tz=HELSINKI)
    )
    return {
        "manager": manager.memberships.get(),
        "editor": theirs.memberships.get(user__username="daavid"),
        "invitation": invitation,
    }


def path(slug: str = "ours", rest: str = "members/") -> str:
    return f"/staff/organisations/{slug}/{rest}"


def send(client: Client, email: str = "uusi@example.fi", role: str = "editor", slug: str = "ours"):
    form = {"email": email, "role": role}
    response = client.post(path(slug), form, HTTP_ACCEPT_LANGUAGE="en")
    work()
    return response


def link() -> str:
    return re.search(r"http://testserver(/staff/\S+)", mail.outbox[-1].body)[1]


# Inviting


def test_an_invitation_brings_a_new_colleague_in(manager, ours):
    response = send(manager, "Uusi@Example.fi", "manager")
    assert response["Location"] == path()
    assert mail.outbox[-1].to == ["uusi@example.fi"]
    newcomer = Client()
    page = newcomer.get(link(), HTTP_ACCEPT_LANGUAGE="fi").content.decode()
    assert "Meidän yhdistys" in page
    assert Membership.objects.count() == 1, "opening the link changes nothing"
    assert newcomer.post(link(), {"who": "me"})["Location"] == "/staff/"
    user = get_user(newcomer)
    assert user.email == "uusi@example.fi"
    assert not user.has_usable_password()
    assert user.emailaddress_set.get().verified
    assert user.memberships.get().role == "manager"
    assert user.memberships.get().organisation == ours


def test_the_mail_is_plain_and_speaks_the_managers_language(manager):
    send(manager)
    message = mail.outbox[-1]
    assert message.content_subtype == "plain"
    assert "Meidän yhdistys" in message.subject
    assert "14 days" in message.body
    assert "bertta" not in message.body


def test_an_invitation_sent_twice_is_one_and_one_mail(manager):
    send(manager)
    send(manager, "UUSI@example.fi")
    assert Invitation.objects.count() == len(mail.outbox) == 1


def test_what_is_said_is_what_was_done(manager):
    with time_machine.travel(NOW, tick=False) as clock:
        for minutes, told in (
            (0, "has been sent to"),
            (4, "has just been sent"),
            (6, "been sent to"),
        ):
            clock.move_to(NOW + timedelta(minutes=minutes))
            send(manager)
            assert told in manager.get(path(), HTTP_ACCEPT_LANGUAGE="en").content.decode()
    assert len(mail.outbox) == 2


def test_the_list_says_the_day_of_sending_and_how_long_the_link_holds(manager):
    with time_machine.travel(datetime(2026, 11, 25, 0, 30, tzinfo=HELSINKI), tick=False):
        send(manager)
        page = manager.get(path(), HTTP_ACCEPT_LANGUAGE="en").content.decode()
    assert "25.11.2026" in page and "24.11.2026" not in page
    assert "The link holds for 14 days." in page


def test_an_invitation_can_be_sent_again_later_and_holds_anew(manager):
    with time_machine.travel(NOW, tick=False) as clock:
        send(manager)
        clock.shift(timedelta(days=13))
        send(manager)
        clock.shift(timedelta(days=13))
        assert Client().get(link()).status_code == 200
    assert Invitation.objects.count() == 1
    assert len(mail.outbox) == 2


def test_the_answer_is_the_same_whether_the_address_has_an_account(manager):
    make_user("known")
    pages = []
    for email in ("known@example.fi", "other@example.fi"):
        response = manager.post(path(), {"email": email, "role": "editor"}, follow=True)
        text = response.content.decode()
        text = re.sub(r'csrfmiddlewaretoken" value="\w+"', "", text)
        pages.append(re.sub(r"invitations/\d+", "", text.replace(email, "ADDRESS")))
        Invitation.objects.all().delete()
    assert pages[0] == pages[1]


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"email": "no-address", "role": "editor"},
        {"email": "x@example.fi", "role": "superuser"},
        {"email": "x@example.fi\x00", "role": "editor"},
        {"email": "x" * 10_000 + "@example.fi", "role": "editor"},
        {"email": "<script>alert(1)</script>@example.fi", "role": "editor"},
        {"email": "bertta@example.fi", "role": "editor"},
    ],
)
def test_a_wrong_invitation_is_explained_beside_the_field(manager, form):
    response = manager.post(path(), form)
    assert response.status_code == 400
    assert "field-error" in response.content.decode()
    assert "<script>alert" not in response.content.decode()
    assert not Invitation.objects.exists()
    assert not mail.outbox


def test_a_mail_that_is_refused_is_tried_again(manager):
    with time_machine.travel(NOW, tick=False) as clock:
        with mock.patch.object(EmailBackend, "send_messages", side_effect=ConnectionRefusedError):
            assert send(manager).status_code == 302
        assert not mail.outbox
        clock.shift(timedelta(minutes=6))
        work()
    assert [message.to for message in mail.outbox] == [["uusi@example.fi"]]
    assert "http://testserver/staff/account/invitation/" in mail.outbox[0].body
    assert "Open this link" in mail.outbox[0].body, "still in the manager's language"


def test_the_queue_holds_no_address_and_no_key(manager):
    form = {"email": "uusi@example.fi", "role": "editor"}
    manager.post(path(), form, HTTP_ACCEPT_LANGUAGE="en")
    invitation = Invitation.objects.get()
    arguments = DBTaskResult.objects.get().args_kwargs["args"]
    assert arguments == [invitation.pk, "http://testserver", "en"]
    manager.post(path(rest=f"invitations/{invitation.pk}/withdraw/"))
    work()
    assert not mail.outbox, "withdrawn meanwhile"


def test_inviting_has_a_limit(manager, settings):
    settings.ACCOUNT_RATE_LIMITS = {"invite": "2/d/key"}
    answers = [send(manager, f"x{number}@example.fi") for number in range(3)]
    assert [answer.status_code for answer in answers] == [302, 302, 400]
    text = answers[-1].content.decode()
    assert "Send more tomorrow." in text
    assert 'value="x2@example.fi"' in text
    assert len(mail.outbox) == 2


def test_the_limit_is_the_organisations(manager, ours, theirs, bertta, settings):
    settings.ACCOUNT_RATE_LIMITS = {"invite": "1/d/key"}
    Membership.objects.create(user=bertta, organisation=theirs, role="manager")
    colleague = Client()
    colleague.force_login(make_member("aino", ours, "manager"))
    assert send(manager).status_code == 302
    assert send(colleague, "toinen@example.fi").status_code == 400
    assert send(manager, slug="theirs").status_code == 302


def test_thirty_a_day_are_allowed(settings):
    assert settings.ACCOUNT_RATE_LIMITS["invite"] == "30/d/key"


# The link


@pytest.fixture
def invited(manager) -> str:
    """The way of the link to an open invitation of uusi@example.fi."""
    send(manager)
    return link()


def said(response) -> str:
    return re.search(r"<h1>(.*?)</h1>", response.content.decode())[1]


def test_a_used_link_says_so_and_adds_nobody(invited):
    Client().post(invited)
    for response in (
        Client().get(invited, HTTP_ACCEPT_LANGUAGE="en"),
        Client().post(invited, HTTP_ACCEPT_LANGUAGE="en"),
    ):
        assert response.status_code == 410
        assert said(response) == "This invitation has been used"
    assert User.objects.count() == 2


def test_who_has_joined_and_presses_again_goes_on(invited):
    newcomer = Client()
    newcomer.post(invited)
    assert newcomer.post(invited)["Location"] == "/staff/"
    assert Membership.objects.count() == 2


def test_an_old_link_says_so(manager):
    with time_machine.travel(NOW, tick=False) as clock:
        send(manager)
        clock.shift(timedelta(days=14, minutes=1))
        response = Client().post(link(), HTTP_ACCEPT_LANGUAGE="en")
    assert response.status_code == 410
    assert said(response) == "This invitation is too old"
    assert User.objects.count() == 1


def test_a_withdrawn_link_says_so(manager, invited):
    manager.post(path(rest=f"invitations/{Invitation.objects.get().pk}/withdraw/"))
    assert Client().post(invited).status_code == 410
    assert User.objects.count() == 1


@pytest.mark.parametrize("spoil", [lambda token: token[:-2], lambda token: "1" + token])
def test_a_broken_link_opens_nothing(invited, spoil):
    token = invited.rstrip("/").rpartition("/")[2]
    response = Client().post(f"/staff/account/invitation/{spoil(token)}/")
    assert response.status_code == 410
    assert User.objects.count() == 1


def test_a_key_signed_for_something_else_opens_nothing(invited):
    token = signing.dumps(Invitation.objects.get().pk)
    assert Client().get(f"/staff/account/invitation/{token}/").status_code == 410


def test_the_link_is_no_key_to_an_account_that_is_there(invited, ours):
    user = make_user("uusi")
    client = Client()
    response = client.post(invited)
    assert response["Location"].startswith("/staff/account/login/?next=/staff/account/invitation/")
    assert get_user(client).is_anonymous
    client.force_login(user)
    assert client.post(invited)["Location"] == "/staff/"
    assert ours.memberships.filter(user=user).exists()


def test_who_is_signed_in_as_somebody_else_is_asked_which(invited, ours):
    eeva = make_user("eeva")
    client = Client()
    client.force_login(eeva)
    page = client.get(invited, HTTP_ACCEPT_LANGUAGE="en").content.decode()
    ways = ("Sign out and join as uusi@example.fi", "Join as eeva@example.fi")
    places = [page.index(words) for words in ways]
    assert places == sorted(places)
    assert client.post(invited, {"who": "other"})["Location"] == invited
    assert get_user(client).is_anonymous
    assert not ours.memberships.filter(user=eeva).exists()
    client.post(invited, {"who": "me"})
    assert get_user(client).email == "uusi@example.fi"


def test_joining_with_the_account_one_is_signed_in_to(invited, ours):
    eeva = make_user("eeva")
    client = Client()
    client.force_login(eeva)
    client.post(invited, {"who": "me"})
    assert ours.memberships.get(user=eeva).role == "editor"
    assert User.objects.count() == 2


def test_who_is_in_already_leaves_the_invitation_to_the_one_invited(manager, invited, ours):
    page = manager.get(invited, HTTP_ACCEPT_LANGUAGE="en").content.decode()
    assert "bertta@example.fi is in Meidän yhdistys already." in page
    assert "Join as bertta" not in page
    assert manager.post(invited, {"who": "me"})["Location"] == invited
    assert Invitation.objects.get().accepted_at is None
    assert manager.post(invited, {"who": "other"})["Location"] == invited
    manager.post(invited, {"who": "me"})
    assert ours.memberships.filter(user__email="uusi@example.fi").exists()


def test_an_invitation_never_takes_a_role_away(manager, ours, bertta):
    invitation = Invitation.objects.create(
        organisation=ours, email="other@example.fi", created_at=datetime.now(tz=HELSINKI)
    )
    token = signing.dumps(invitation.pk, salt="directory.invitation")
    manager.post(f"/staff/account/invitation/{token}/", {"who": "me"})
    assert ours.memberships.get(user=bertta).role == "manager"


# Members


def test_the_list_shows_our_own_people_alone(manager, ours, their_rows):
    make_member("aino", ours)
    text = manager.get(path()).content.decode()
    assert "aino@example.fi" in text
    for name in ("cecilia", "daavid", "salainen", "Naapuriseura"):
        assert name not in text


def test_roles_change_and_people_are_removed(manager, ours):
    aino = make_member("aino", ours).memberships.get()
    manager.post(path(rest=f"members/{aino.pk}/role/"), {"role": "manager"})
    assert Membership.objects.get(pk=aino.pk).role == "manager"
    for _again in range(2):
        response = manager.post(path(rest=f"members/{aino.pk}/remove/"))
        assert response["Location"] == path()
    assert list(ours.memberships.values_list("user__username", flat=True)) == ["bertta"]


@pytest.mark.parametrize(
    ("rest", "form"), [("role/", {"role": "editor"}), ("remove/", {}), ("leave", {})]
)
def test_an_organisation_keeps_a_manager(manager, ours, bertta, rest, form):
    make_member("aino", ours)
    own = bertta.memberships.get()
    way = "/staff/account/leave/ours/" if rest == "leave" else path(rest=f"members/{own.pk}/{rest}")
    response = manager.post(way, form, follow=True, HTTP_ACCEPT_LANGUAGE="en")
    assert "the only manager" in response.content.decode()
    assert ours.memberships.get(user=bertta).role == "manager"


def test_a_manager_who_can_no_longer_sign_in_is_none(manager, ours, bertta):
    gone = make_member("gone", ours, "manager")
    User.objects.filter(pk=gone.pk).update(is_active=False)
    manager.post("/staff/account/leave/ours/")
    assert ours.memberships.filter(user=bertta, role="manager").exists()
    manager.post(path(rest=f"members/{gone.memberships.get().pk}/remove/"))
    assert not gone.memberships.exists()


def test_a_manager_leaves_when_there_is_another(manager, ours, bertta):
    make_member("aino", ours, "manager")
    for _again in range(2):
        response = manager.post("/staff/account/leave/ours/")
        assert response["Location"] == "/staff/account/"
    assert not bertta.memberships.exists()
    assert manager.get(path()).status_code == 403


def test_who_gives_the_management_away_is_not_left_at_a_closed_door(manager, ours, bertta):
    make_member("aino", ours, "manager")
    own = bertta.memberships.get()
    response = manager.post(path(rest=f"members/{own.pk}/role/"), {"role": "editor"})
    assert response["Location"] == "/staff/account/"


def test_a_superuser_may_remove_the_last_manager(client, ours, bertta):
    client.force_login(make_user("demo", is_superuser=True))
    client.post(path(rest=f"members/{bertta.memberships.get().pk}/remove/"))
    assert not ours.memberships.exists()
    assert client.get(path()).status_code == 200


# Who may not


def doors(slug: str, rows) -> list[tuple[str, dict[str, str]]]:
    """Every way to write, with what would be accepted from a manager."""
    invitation = rows["invitation"].pk
    return [
        (path(slug), {"email": "x@example.fi", "role": "manager"}),
        (path(slug, f"members/{rows['editor'].pk}/role/"), {"role": "manager"}),
        (path(slug, f"members/{rows['editor'].pk}/remove/"), {}),
        (path(slug, f"invitations/{invitation}/withdraw/"), {}),
    ]


def rows_now() -> list:
    members = Membership.objects.order_by("pk").values_list("user", "organisation", "role")
    return [*members, *Invitation.objects.order_by("pk").values_list("organisation", "email")]


@pytest.mark.parametrize(
    ("person", "status"),
    [("stranger", 302), ("reader", 403), ("other manager", 403), ("their editor", 403)],
)
def test_only_its_managers_see_or_touch_an_organisations_people(
    client, ours, their_rows, person, status
):
    cast = {
        "reader": lambda: make_user("eeva"),
        "other manager": lambda: make_member("bertta", ours, "manager"),
        "their editor": lambda: their_rows["editor"].user,
    }
    if person in cast:
        client.force_login(cast[person]())
    before = rows_now()
    response = client.get(path("theirs"))
    assert response.status_code == status
    assert "salainen" not in response.content.decode()
    for way, form in doors("theirs", their_rows):
        assert client.post(way, form).status_code == status, way
    assert rows_now() == before
    assert not mail.outbox


def test_other_organisations_ids_under_our_own_name_do_nothing(manager, their_rows):
    before = rows_now()
    for way, form in doors("ours", their_rows)[1:]:
        assert manager.post(way, form).status_code in (302, 404), way
    assert rows_now() == before


def test_reading_changes_nothing_and_a_form_needs_its_token(bertta, ours):
    client = Client(enforce_csrf_checks=True)
    client.force_login(bertta)
    own = bertta.memberships.get().pk
    for rest in (f"members/{own}/role/", f"members/{own}/remove/", "invitations/1/withdraw/"):
        assert client.get(path(rest=rest)).status_code == 405
        assert client.post(path(rest=rest)).status_code == 403
    assert client.get("/staff/account/leave/ours/").status_code == 405
    assert client.post(path(), {"email": "x@example.fi", "role": "editor"}).status_code == 403
    assert not Invitation.objects.exists()
