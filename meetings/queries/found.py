"""Meetings as the one search shows them beside services."""

from datetime import date
from typing import Any

from django.db.models import (
    BooleanField,
    DateField,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    QuerySet,
    Value,
)
from django.db.models.functions import Greatest, JSONObject
from django.urls import reverse

from directory.localized import columns, pick
from directory.permissions import User
from directory.search.also import Also, Provider
from meetings.enums import MeetingKind, MeetingState
from meetings.localized import written, written_columns
from meetings.permissions import readable_meetings, readable_notes
from meetings.queries.meetings import is_coming, kind_beside, title_of


def found_rows(user: User, today: date, language: str) -> QuerySet:
    notes = readable_notes(user, today).filter(pk=OuterRef("pk"))
    names = ["slug", "kind", "state", "date", *written_columns(["theme"], language)]
    network = {name: f"network__{name}" for name in ("slug", *columns(["name"], language))}
    shown = JSONObject(
        **{name: name for name in names}, network=JSONObject(**network), has_notes=Exists(notes)
    )
    return (
        readable_meetings(user, today)
        .rewrite(False)
        .annotate(
            is_past=ExpressionWrapper(~is_coming(today), BooleanField()),
            days_apart=days_apart(today),
            shown=shown,
        )
    )


def days_apart(today: date) -> Greatest:
    day, now = F("date"), Value(today, output_field=DateField())
    both = (now - day, day - now)
    return Greatest(*(ExpressionWrapper(one, DurationField()) for one in both))


def found_link(row: dict[str, Any], language: str) -> Also:
    """To its notes where the reader may read them, as from the network's page."""
    title = title_of(written(row, "theme", language), row["kind"], language)
    page = "meeting_notes" if row["has_notes"] else "meeting_detail"
    return Also(
        label=title,
        kind=kind_beside(title, str(MeetingKind(row["kind"]).label)),
        url=reverse(page, args=[row["network"]["slug"], row["slug"]]),
        within=pick(row["network"], "name", language),
        day=date.fromisoformat(row["date"]),
        is_cancelled=row["state"] == MeetingState.CANCELLED,
    )


FOUND = Provider(found_rows, found_link, ("is_past", "days_apart", "pk"))
