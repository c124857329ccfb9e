"""The weekly mail: to whom, in which language, how often."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import CommandError
from django_tasks_db.models import DBTaskResult

from directory.models import MailChoice, Membership, Reminder, Slot
from tests import factories as make
from tests.staff.queue import work
from tests.staff.reminders.letters import NOW, OLD, TODAY, run

pytestmark = pytest.mark.django_db


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
