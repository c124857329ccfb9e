"""The mail of new reports from families."""

from datetime import timedelta

import pytest
from django.core import mail
from django_tasks_db.models import DBTaskResult

from directory.models import MailChoice, Membership, Service, Slot
from tests import factories as make
from tests.staff.queue import work
from tests.staff.reminders.letters import NOW, TODAY, make_report, run

pytestmark = pytest.mark.django_db


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
