"""The queue with real processes: what a killed worker had begun is sent by the next."""

import os
import signal
import socket
import sys
from datetime import date, timedelta
from unittest import mock

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from psycopg.conninfo import make_conninfo

from directory.tasks import ABANDONED_AFTER
from perhepalvelut.demo import BASE_DIR
from perhepalvelut.processes import start_child, stop_child
from tests import factories as make

PATIENCE = 120


def start_worker(mail_port: int):
    database = make_conninfo(os.environ["DATABASE_URL"], dbname=connection.settings_dict["NAME"])
    return start_child(
        [sys.executable, "manage.py", "db_worker", "--verbosity=0", "--no-startup-delay"],
        cwd=BASE_DIR,
        env=os.environ
        | {
            "DATABASE_URL": database,
            "EMAIL_URL": f"smtp://127.0.0.1:{mail_port}",
            "SITE_URL": "https://perheet.example.fi",
            "PERHEPALVELUT_DEMO": "",
        },
        start_new_session=True,
    )


@pytest.mark.django_db(transaction=True)
def test_a_mail_outlives_the_worker_that_was_killed_over_it(settings):
    settings.SITE_URL = "https://perheet.example.fi"
    organisation = make.make_organisation()
    make.make_member("aino", organisation)
    make.make_service(owner=organisation, confirmed_on=date(2020, 1, 1))
    call_command("send_reminders", verbosity=0)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        silent.settimeout(PATIENCE)
        worker = start_worker(silent.getsockname()[1])
        try:
            connected, _address = silent.accept()  # it waits for the mail server's greeting
            worker.send_signal(signal.SIGKILL)
            worker.wait(PATIENCE)
            connected.close()
        finally:
            stop_child(worker, signal.SIGTERM)
    row = DBTaskResult.objects.get()
    assert row.status == "RUNNING"
    DBTaskResult.objects.update(started_at=timezone.now() - ABANDONED_AFTER - timedelta(minutes=1))
    call_command("send_reminders", verbosity=0)
    with mock.patch("django_tasks_db.management.commands.db_worker.Worker.configure_signals"):
        call_command("db_worker", batch=True, verbosity=0, startup_delay=False, reload=False)
    assert [message.to for message in mail.outbox] == [["aino@example.fi"]]
    row.refresh_from_db()
    assert row.status == "SUCCESSFUL"
