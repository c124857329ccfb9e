"""A listing's history as its pages show it, and what is written into it."""

import re

import pghistory

from directory.models import Service
from directory.queries.history import entries, moments


def listed(row):
    """All that was done to it, newest first."""
    return entries(row, list(moments(row)))


def address(row) -> str:
    return f"/staff/history/{row._meta.model_name}/{row.pk}/"


def words(response) -> str:
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(text.split())


def rename(service, name, by):
    with pghistory.context(user=by.pk):
        Service.objects.filter(pk=service.pk).update(name_fi=name)


def restore(client, row, entry):
    page = client.get(f"{address(row)}{entry.moment}/")
    seen = re.search(r'name="seen" value="(\w+)"', page.content.decode())
    return client.post(f"{address(row)}{entry.moment}/", {"seen": seen[1] if seen else ""})
