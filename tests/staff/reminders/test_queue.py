"""Crashes, killed workers and refused mail."""

from datetime import timedelta
from unittest import mock

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from directory import tasks
from directory.actions.reminders import remind, remind_all
from directory.models import Reminder
from tests import factories as make
from tests.staff.queue import work
from tests.staff.reminders.letters import NOW, OLD, run

pytestmark = pytest.mark.django_db


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
