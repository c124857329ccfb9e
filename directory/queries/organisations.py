"""Organisations tied to a row, named in the reader's language; only approved ones are shown."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject
from django.urls import reverse

from directory.localized import expression
from directory.models import Organisation, Slot

Rows = list[dict[str, Any]]


def organisation_rows(path: str, language: str, outer: str = "pk") -> ArraySubquery:
    """[{id, slug, name, is_approved}] of the organisations whose `path` leads to the outer row."""
    row = JSONObject(
        id="pk", slug="slug", name=expression("name", language), is_approved="is_approved"
    )
    rows = Organisation.objects.rewrite(False).filter(**{path: OuterRef(outer)})
    return ArraySubquery(rows.order_by("slug").values(row=row))


def approved_names(rows: Rows) -> list[str]:
    return [row["name"] for row in rows if row["is_approved"]]


def run_by(slot: Slot) -> list[int]:
    """Keys of its organisers; plain opening hours are those of who keeps the place."""
    if slot.organiser_rows or slot.service_id or slot.place is None:
        return [row["id"] for row in slot.organiser_rows]
    return sorted({slot.place.owner_id, slot.place.coordinator_id} - {None})


def organisation_links(rows: Rows) -> list[dict[str, str]]:
    return [
        {"name": row["name"], "url": reverse("organisation_detail", args=[row["slug"]])}
        for row in rows
        if row["is_approved"]
    ]
