"""The days of the tests, and how the mails are sent and their links read."""

import re
from datetime import date, datetime
from uuid import uuid4

from django.core import mail
from django.core.management import call_command

from directory.actions.reports import record_report
from directory.enums import ReportKind
from directory.wording import HELSINKI
from tests.staff.queue import work

NOW = datetime(2026, 11, 25, 8, 30, tzinfo=HELSINKI)


TODAY = NOW.date()


OLD = date(2026, 11, 1)


ANCIENT = date(2026, 3, 1)


def run() -> None:
    call_command("send_reminders", verbosity=0)


def link(message=None) -> str:
    body = (message or mail.outbox[-1]).body
    return re.search(r"https://perheet\.example\.fi(/staff/confirm/\S+)", body)[1]


def sent_link() -> str:
    run()
    work()
    return link()


def make_report(listing, at=NOW, message=""):
    return record_report(
        listing=listing, form=uuid4(), kind=ReportKind.TIME, message=message, language="fi", now=at
    )
