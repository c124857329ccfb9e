"""How the tests here invite somebody, and find the link in the mail."""

import re
from datetime import datetime

from django.core import mail
from django.test import Client

from directory.wording import HELSINKI
from tests.staff.queue import work

NOW = datetime(2026, 11, 25, 8, 30, tzinfo=HELSINKI)


def path(slug: str = "ours", rest: str = "members/") -> str:
    return f"/staff/organisations/{slug}/{rest}"


def send(client: Client, email: str = "uusi@example.fi", role: str = "editor", slug: str = "ours"):
    form = {"email": email, "role": role}
    response = client.post(path(slug), form, HTTP_ACCEPT_LANGUAGE="en")
    work()
    return response


def link() -> str:
    return re.search(r"http://testserver(/staff/\S+)", mail.outbox[-1].body)[1]
