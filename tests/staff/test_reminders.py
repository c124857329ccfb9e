"""The weekly mail: to whom, once, with a link that confirms their own and nothing else."""

import re
from datetime import date, datetime, timedelta
from unittest import mock
from uuid import uuid4

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client
from django_tasks_db.models import DBTaskResult

from directory import tasks
from directory.actions.reminders import remind, remind_all
from directory.actions.reports import record_report
from directory.enums import ReportKind
from directory.models import MailChoice, Membership, Place, Reminder, Service, Slot
from directory.permissions import places_kept_by, services_run_by, slots_run_by
from directory.queries.staleness import on_show, stale_rows, stale_tallies, tallies
from directory.wording import HELSINKI
from tests import factories as make
from tests.staff.queue import work

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 25, 8, 30, tzinfo=HELSINKI)
TODAY = NOW.date()
OLD = date(2026, 11, 1)
ANCIENT = date(2026, 3, 1)


@pytest.fixture(autouse=True)
def frozen(settings):
    settings.SITE_URL = "https://perheet.example.fi"
    settings.ALLOWED_HOSTS = ["testserver", "perheet.example.fi"]
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def ours():
    return make.make_organisation(slug="ours", name_fi="Meidän yhdistys")


@pytest.fixture
def aino(ours):
    return make.make_member("aino", ours)


@pytest.fixture
def cafe(ours):
    return make.make_service(owner=ours, name_fi="Vauvakahvila")


@pytest.fixture
def old_slot(cafe):
    return make.make_slot(service=cafe, place=make.make_place(name="Talo"), confirmed_on=OLD)


@pytest.fixture
def theirs():
    return make.make_organisation(slug="theirs", name_fi="Naapuriseura")


@pytest.fixture
def their_slot(theirs):
    service = make.make_service(owner=theirs, name_fi="Naapurin kerho", confirmed_on=ANCIENT)
    return make.make_slot(service=service, confirmed_on=OLD)


def run() -> None:
    call_command("send_reminders", verbosity=0)


def link(message=None) -> str:
    body = (message or mail.outbox[-1]).body
    return re.search(r"https://perheet\.example\.fi(/staff/confirm/\S+)", body)[1]


def sent_link() -> str:
    run()
    work()
    return link()


# Which rows


@pytest.mark.parametrize("days", [None, 0, 13, 14, 15, 179, 180, 181])
@pytest.mark.parametrize(
    "season", [{}, {"first": date(2026, 12, 1)}, {"last": date(2026, 11, 24)}, {"last": TODAY}]
)
def test_stale_in_sql_is_stale_in_python(old_slot, cafe, days, season):
    confirmed = None if days is None else TODAY - timedelta(days=days)
    Slot.objects.update(confirmed_on=confirmed, **season)
    Service.objects.update(confirmed_on=confirmed)
    for row in (Slot.objects.get(), Service.objects.get()):
        assert type(row).objects.stale(TODAY).exists() == row.is_stale(TODAY)


def test_only_what_families_see_and_what_goes_on_must_be_confirmed(ours, aino, cafe):
    place = make.make_place(confirmed_on=OLD)
    base = {"service": cafe, "place": place, "confirmed_on": OLD}
    shown = make.make_slot(**base)
    coming = make.make_slot(
        **base, recurrence="dates", weekdays=[], dates=[date(2026, 12, 24), date(2026, 10, 1)]
    )
    make.make_slot(**base, recurrence="dates", weekdays=[], dates=[date(2026, 10, 1)])
    make.make_slot(**base, last=date(2026, 11, 24))
    make.make_slot(**base, archived_at=NOW)
    make.make_slot(**{**base, "service": make.make_service(owner=ours, state="draft")})
    make.make_slot(**{**base, "confirmed_on": TODAY})
    rows = stale_rows(ours, aino, "fi", TODAY)
    assert {row.key for row in rows} == {f"slot-{shown.pk}", f"slot-{coming.pk}"}


def test_the_oldest_comes_first_and_the_never_confirmed_before_it(ours, aino, old_slot):
    never = make.make_place(owner=ours, confirmed_on=None)
    ancient = make.make_service(owner=ours, confirmed_on=ANCIENT)
    keys = [row.key for row in stale_rows(ours, aino, "fi", TODAY)]
    assert keys == [f"place-{never.pk}", f"service-{ancient.pk}", f"slot-{old_slot.pk}"]


def test_counts_for_all_follow_the_rule_of_rights(ours, theirs):
    """Every way in which a row can belong to somebody, and both readings of the rule."""
    house = make.make_place(owner=theirs, coordinator=ours, confirmed_on=ANCIENT)
    both = make.make_service(owner=ours, organisers=[ours, theirs], confirmed_on=ANCIENT)
    make.make_service(owner=theirs, organisers=[ours], confirmed_on=None)
    for values in ({"service": both}, {"service": both, "place": house}, {"place": house}):
        make.make_slot(**values, confirmed_on=OLD)
    make.make_slot(service=both, place=house, confirmed_on=OLD).organisers.set([theirs])
    found = stale_tallies(TODAY)
    for one in (ours, theirs):
        slots = on_show(Slot.objects.filter(slots_run_by([one.pk])), TODAY).stale(TODAY)
        services = Service.objects.filter(services_run_by([one.pk])).published().stale(TODAY)
        places = Place.objects.filter(places_kept_by([one.pk])).published().stale(TODAY)
        assert slots.count() > 1 and services.count() and places.count()
        tally = found[one.pk]
        assert tally.slots == slots.count()
        assert tally.listings == services.count() + places.count()
    assert (found[ours.pk].oldest, found[theirs.pk].oldest) == (None, None)


def test_counting_for_all_takes_the_same_queries_whatever_their_number(
    old_slot, their_slot, django_assert_num_queries
):
    with django_assert_num_queries(9):
        assert len(stale_tallies(TODAY)) == 2
    for _more in range(3):
        make.make_slot(service=make.make_service(confirmed_on=None), confirmed_on=OLD)
    with django_assert_num_queries(9):
        assert len(stale_tallies(TODAY)) == 5


def test_rows_are_listed_with_the_same_queries_whatever_their_number(
    ours, aino, cafe, old_slot, django_assert_num_queries
):
    with django_assert_num_queries(3):
        assert len(stale_rows(ours, aino, "fi", TODAY)) == 1
    for _more in range(2):
        make.make_slot(service=cafe, place=make.make_place(), confirmed_on=OLD)
        make.make_service(owner=ours, confirmed_on=None)
        make.make_place(owner=ours, confirmed_on=None)
    with django_assert_num_queries(3):
        assert len(stale_rows(ours, aino, "fi", TODAY)) == 7


# The mail


def test_a_member_gets_one_plain_mail_with_what_is_unconfirmed(aino, old_slot, their_slot):
    run()
    assert not mail.outbox, "it waits in the queue"
    work()
    [message] = mail.outbox
    assert message.to == ["aino@example.fi"]
    assert message.content_subtype == "plain"
    assert "Meidän yhdistys" in message.subject
    assert "Vauvakahvila" in message.body
    assert "Talo" in message.body
    assert "1.11.2026" in message.body
    assert "https://perheet.example.fi/staff/?organisation=ours\n" in message.body
    assert "Naapuri" not in message.body
    assert "aino" not in message.body
    assert "<bdi" not in message.body
    assert "&" not in message.body


def test_the_queue_holds_no_address(aino, old_slot):
    run()
    row = DBTaskResult.objects.get()
    assert row.args_kwargs == {"args": [Membership.objects.get().pk], "kwargs": {}}


def test_every_active_member_is_asked_and_nobody_else(ours, theirs, aino, old_slot):
    make.make_member("bertta", ours, "manager")
    make.make_member("cecilia", theirs)
    gone = make.make_member("daavid", ours)
    gone.is_active = False
    gone.save()
    nameless = make.make_member("eeva", ours)
    nameless.email = ""
    nameless.save()
    run()
    work()
    assert sorted(message.to[0] for message in mail.outbox) == [
        "aino@example.fi",
        "bertta@example.fi",
    ]


def test_nobody_is_asked_when_all_is_fresh(aino, cafe):
    make.make_slot(service=cafe, place=make.make_place(), confirmed_on=TODAY)
    run()
    assert not DBTaskResult.objects.exists()
    assert not Reminder.objects.exists()


def test_the_mail_speaks_the_persons_language(aino, old_slot):
    MailChoice.objects.create(user=aino, language="en")
    run()
    work()
    assert "Confirm it here, without a password" in mail.outbox[0].body


def test_twice_in_a_week_is_one_mail_and_the_next_week_another(aino, old_slot, frozen):
    for days in (0, 1, 3):
        frozen.move_to(NOW + timedelta(days=days))
        run()
        run()
    assert DBTaskResult.objects.count() == 1
    frozen.move_to(NOW + timedelta(days=5))
    run()
    assert DBTaskResult.objects.count() == 2


def test_what_has_been_confirmed_meanwhile_is_not_asked(aino, old_slot):
    run()
    Slot.objects.update(confirmed_on=TODAY)
    work()
    assert not mail.outbox


def test_who_has_left_meanwhile_is_not_asked(aino, old_slot):
    run()
    Membership.objects.all().delete()
    work()
    assert not mail.outbox


def test_a_site_without_an_address_sends_nothing(aino, old_slot, settings):
    settings.SITE_URL = ""
    with pytest.raises(CommandError, match="SITE_URL"):
        run()
    assert not DBTaskResult.objects.exists()


def test_a_long_list_is_cut_and_counted(aino, cafe):
    for _more in range(23):
        make.make_slot(service=cafe, place=make.make_place(), confirmed_on=OLD)
    MailChoice.objects.create(user=aino, language="en")
    run()
    work()
    assert mail.outbox[0].body.count("Vauvakahvila") == 20
    assert "And 3 more." in mail.outbox[0].body


# The queue


def test_a_crash_while_queueing_leaves_neither_note_nor_mail(ours, aino, old_slot):
    with pytest.raises(KeyboardInterrupt), transaction.atomic():
        remind(organisation=ours, now=NOW)
        raise KeyboardInterrupt
    assert not Reminder.objects.exists()
    assert not DBTaskResult.objects.exists()
    assert remind_all(now=NOW) == 1


def test_one_organisations_failure_keeps_what_was_queued_before(ours, theirs, aino, old_slot):
    make.make_member("cecilia", theirs)
    make.make_slot(service=make.make_service(owner=theirs), confirmed_on=OLD)
    enqueue = tasks.mail_reminder.enqueue
    broken = mock.Mock(enqueue=mock.Mock(side_effect=[enqueue, RuntimeError]))
    with mock.patch.object(tasks, "mail_reminder", broken), pytest.raises(RuntimeError):
        run()
    assert Reminder.objects.count() == 1
    run()
    assert Reminder.objects.count() == 2


def test_a_worker_killed_between_leaves_the_mail_to_the_next(aino, old_slot, frozen):
    run()
    DBTaskResult.objects.get().claim("killed")
    work()
    assert not mail.outbox
    frozen.move_to(NOW + timedelta(minutes=10))
    run()
    work()
    assert not mail.outbox, "it may be at work still"
    frozen.move_to(NOW + timedelta(minutes=16))
    run()
    work()
    assert len(mail.outbox) == 1
    run()
    work()
    assert len(mail.outbox) == 1


def test_a_refused_mail_is_tried_again_and_given_up_in_the_end(aino, old_slot, frozen):
    run()
    refused = OSError("aino@example.fi is unknown here")
    with mock.patch.object(EmailBackend, "send_messages", side_effect=refused) as send:
        for hours in range(0, 72):
            frozen.move_to(NOW + timedelta(hours=hours))
            work()
    assert send.call_count == 6
    assert not DBTaskResult.objects.ready().exists()
    failed = DBTaskResult.objects.failed().get()
    assert failed.exception_class_path == "directory.tasks.NotSentError"
    assert "aino@" not in failed.traceback


def test_a_mail_refused_once_arrives_later(aino, old_slot, frozen):
    run()
    with mock.patch.object(EmailBackend, "send_messages", side_effect=OSError):
        work()
    work()
    assert not mail.outbox, "not at once"
    frozen.move_to(NOW + timedelta(minutes=6))
    work()
    assert len(mail.outbox) == 1


# The link


def test_the_link_shows_and_confirms_without_a_password(aino, cafe, old_slot):
    other = make.make_slot(service=cafe, place=make.make_place(), confirmed_on=OLD)
    path = sent_link()
    visitor = Client(headers={"accept-language": "en"})
    page = visitor.get(path)
    assert page.status_code == 200
    assert page["Cache-Control"] == "no-store, private"
    assert "Vauvakahvila" in page.content.decode()
    for method in (visitor.get, visitor.head):
        method(path, {"row": f"slot-{old_slot.pk}"})
    assert set(Slot.objects.values_list("confirmed_on", flat=True)) == {OLD}, "reading does not"
    assert visitor.post(path, {"row": f"slot-{old_slot.pk}"})["Location"] == path
    old_slot.refresh_from_db()
    other.refresh_from_db()
    assert (old_slot.confirmed_on, other.confirmed_on) == (TODAY, OLD)
    visitor.post(path, {"row": [f"slot-{old_slot.pk}", f"slot-{other.pk}"]})
    assert "All is confirmed" in visitor.get(path).content.decode()
    assert visitor.get("/staff/").status_code == 302, "it opens nothing else"


def test_confirming_by_link_is_in_the_history_without_the_key(aino, old_slot):
    path = sent_link()
    Client().post(path, {"row": f"slot-{old_slot.pk}"})
    event = Slot.pgh_event_model.objects.filter(pgh_obj_id=old_slot.pk).latest("pgh_id")
    assert event.confirmed_on == TODAY
    assert event.pgh_context.metadata == {"user": aino.pk, "url": "mail"}


def test_a_link_confirms_only_its_organisations_rows(aino, old_slot, their_slot):
    path = sent_link()
    theirs = [f"slot-{their_slot.pk}", f"service-{their_slot.service_id}"]
    assert Client().post(path, {"row": theirs}).status_code == 403
    assert (
        Client()
        .post(path, {"row": ["slot-", "x", "\x00", "slot-²", "slot-" + "9" * 40]})
        .status_code
        == 403
    )
    Client().post(path, {"row": [*theirs, f"slot-{old_slot.pk}"]})
    their_slot.refresh_from_db()
    their_slot.service.refresh_from_db()
    assert (their_slot.confirmed_on, their_slot.service.confirmed_on) == (OLD, ANCIENT)
    old_slot.refresh_from_db()
    assert old_slot.confirmed_on == TODAY


def test_a_link_ends_after_two_weeks_and_when_the_member_leaves(aino, old_slot, frozen):
    path = sent_link()
    frozen.move_to(NOW + timedelta(days=13, hours=23))
    assert Client().get(path).status_code == 200
    frozen.move_to(NOW + timedelta(days=14, minutes=1))
    assert Client().get(path).status_code == 410
    assert Client().post(path, {"row": f"slot-{old_slot.pk}"}).status_code == 410
    frozen.move_to(NOW)
    Membership.objects.all().delete()
    assert Client().post(path, {"row": f"slot-{old_slot.pk}"}).status_code == 410
    old_slot.refresh_from_db()
    assert old_slot.confirmed_on == OLD


@pytest.mark.parametrize("token", ["x", "1:2:3", "é", "a" * 5000, "%00"])
def test_a_link_that_is_not_ours_is_closed_kindly(token):
    response = Client(headers={"accept-language": "en"}).get(f"/staff/confirm/{token}/")
    assert response.status_code == 410
    assert "no longer holds" in response.content.decode()


def test_a_link_needs_the_forms_token(aino, old_slot):
    path = sent_link()
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(path, {"row": f"slot-{old_slot.pk}"}).status_code == 403
    old_slot.refresh_from_db()
    assert old_slot.confirmed_on == OLD


# The pages of the desk


def test_the_desk_confirms_one_and_all(client, aino, cafe, old_slot):
    client.force_login(aino)
    place = make.make_place(owner=aino.memberships.get().organisation, confirmed_on=ANCIENT)
    page = client.get("/staff/stale/").content.decode()
    assert "Vauvakahvila" in page
    assert f"/staff/places/{place.slug}/edit/" in page and "/staff/admin/" not in page
    client.post("/staff/stale/", {"row": f"place-{place.pk}"})
    place.refresh_from_db()
    old_slot.refresh_from_db()
    assert (place.confirmed_on, old_slot.confirmed_on) == (TODAY, OLD)
    client.post("/staff/stale/", {"row": [f"place-{place.pk}", f"slot-{old_slot.pk}"]})
    old_slot.refresh_from_db()
    assert old_slot.confirmed_on == TODAY
    events = Slot.pgh_event_model.objects.filter(pgh_obj_id=old_slot.pk).count()
    for _again in range(2):
        repeated = client.post("/staff/stale/", {"row": f"slot-{old_slot.pk}"})
        assert repeated.status_code == 302
    assert Slot.pgh_event_model.objects.filter(pgh_obj_id=old_slot.pk).count() == events


def test_the_desk_confirms_no_other_organisations_rows(client, aino, old_slot, their_slot):
    client.force_login(aino)
    page = client.get("/staff/stale/").content.decode()
    assert "Naapuri" not in page
    assert client.post("/staff/stale/", {"row": f"slot-{their_slot.pk}"}).status_code == 403
    assert client.get("/staff/stale/?organisation=theirs").status_code == 403
    asked = {"row": f"slot-{their_slot.pk}"}
    assert client.post("/staff/stale/?organisation=theirs", asked).status_code == 403
    their_slot.refresh_from_db()
    assert their_slot.confirmed_on == OLD


def test_strangers_sign_in_and_readers_are_refused(client, old_slot):
    for path in ("/staff/stale/", "/staff/stale/site/"):
        assert client.get(path).status_code == 302
        assert Client().post(path).status_code in (302, 403)
    client.force_login(make.make_user("cecilia"))
    for path in ("/staff/stale/", "/staff/stale/site/"):
        assert client.get(path).status_code == 403


def test_the_sites_page_counts_by_organisation_the_oldest_first(client, aino, old_slot, their_slot):
    make.make_place(owner=aino.memberships.get().organisation, confirmed_on=date(2026, 4, 1))
    remind_all(now=NOW)
    found = tallies("fi", TODAY)
    assert [(str(one.name), one.slots, one.listings, one.oldest) for one in found] == [
        ("Naapuriseura", 1, 1, ANCIENT),
        ("Meidän yhdistys", 1, 1, date(2026, 4, 1)),
    ]
    assert [one.organisation.people for one in found] == [0, 1]
    client.force_login(aino)
    assert client.get("/staff/stale/site/").status_code == 403
    client.force_login(make.make_user("demo", is_superuser=True))
    page = client.get("/staff/stale/site/").content.decode()
    assert "/staff/stale/?organisation=theirs" in page
    assert client.get("/staff/stale/?organisation=theirs").status_code == 200


# Reports from families


def make_report(listing, at=NOW, message=""):
    return record_report(
        listing=listing, form=uuid4(), kind=ReportKind.TIME, message=message, language="fi", now=at
    )


@pytest.fixture
def fresh_cafe(cafe):
    cafe.confirmed_on = TODAY
    cafe.save()
    return cafe


def test_members_hear_once_a_day_of_new_reports(aino, fresh_cafe, frozen):
    run()
    assert not DBTaskResult.objects.exists()
    make_report(fresh_cafe, message="Salainen juttu")
    run()
    run()
    work()
    [message] = mail.outbox
    assert message.to == ["aino@example.fi"]
    assert "Meidän yhdistys\nhttps://perheet.example.fi/staff/inbox/?organisation=ours\n" in (
        message.body
    )
    assert "Salainen" not in message.body
    frozen.move_to(NOW + timedelta(hours=2))
    make_report(fresh_cafe, at=NOW + timedelta(hours=2), message="Toinen")
    run()
    work()
    assert len(mail.outbox) == 1
    for days in (1, 2):
        frozen.move_to(NOW + timedelta(days=days))
        run()
        work()
    assert len(mail.outbox) == 2, "the second report, told once"


def test_the_mail_names_each_inbox_with_something_new(theirs, aino, fresh_cafe, their_slot):
    Membership.objects.create(user=aino, organisation=theirs)
    quiet = make.make_organisation(name_fi="Hiljainen")
    Membership.objects.create(user=aino, organisation=quiet)
    Slot.objects.update(confirmed_on=TODAY)
    Service.objects.update(confirmed_on=TODAY)
    make_report(fresh_cafe)
    make_report(their_slot.service)
    run()
    work()
    [message] = mail.outbox
    assert "?organisation=ours\n" in message.body and "?organisation=theirs\n" in message.body
    assert "Hiljainen" not in message.body and "\n\n\n" not in message.body


def test_who_does_not_want_it_or_may_not_mend_it_hears_nothing(theirs, aino, fresh_cafe):
    MailChoice.objects.create(user=aino, hears_of_reports=False)
    make.make_member("cecilia", theirs)
    make_report(fresh_cafe)
    run()
    assert not DBTaskResult.objects.exists()


def test_what_has_been_dealt_with_meanwhile_is_not_told(aino, fresh_cafe):
    report = make_report(fresh_cafe)
    run()
    report.delete()
    work()
    assert not mail.outbox
