"""What was noted and decided, with the listings that it is about."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils import timezone

from directory.addresses import with_query
from directory.localized import EMPTY, Text, columns, expression, pick
from directory.models import Category, Place, Service
from directory.queries.doubts import doubtful_rows, marked
from directory.queries.organisations import approved_names, organisation_links, organisation_rows
from meetings.enums import ActionState, NoteKind
from meetings.localized import written, written_columns
from meetings.models import Action, Meeting, NoteItem, Participation

ICONS = {
    NoteKind.WORKS: "circle-check",
    NoteKind.CONCERN: "triangle-alert",
    NoteKind.DEVELOP: "lightbulb",
    NoteKind.DECISION: "gavel",
    NoteKind.GOOD_PRACTICE: "star",
    NoteKind.ANNOUNCEMENT: "megaphone",
}


@dataclass(frozen=True, slots=True)
class NoteLine:
    anchor: str
    text: Text
    theme: Text
    links: list[dict[str, Any]]
    corrected_at: datetime | None


@dataclass(frozen=True, slots=True)
class NoteGroup:
    kind: str
    label: str
    icon: str
    lines: list[NoteLine]


@dataclass(frozen=True, slots=True)
class ActionLine:
    text: Text
    # Nobody is named when the organisation is not approved.
    organisation: dict[str, str] | None
    due: date | None
    is_late: bool
    state: str
    state_label: str
    closed_on: date | None
    notes_url: str


def note_rows(items: QuerySet, language: str) -> QuerySet:
    """Lines with their theme and the listings that families may see."""
    services = Service.objects.published().rewrite(False).filter(note_items=OuterRef("pk"))
    places = Place.objects.published().rewrite(False).filter(note_items=OuterRef("pk"))
    categories = Category.objects.rewrite(False).filter(note_items=OuterRef("pk"))
    named = {name: name for name in ("slug", *columns(["name"], language))}
    return (
        items.rewrite(False)
        .select_related("theme")
        .only(
            *("uid", "kind", "meeting_id", "corrected_at", "theme__id"),
            *written_columns(["text"], language),
            *[f"theme__{name}" for name in written_columns(["name"], language)],
        )
        .annotate(
            service_rows=ArraySubquery(services.order_by("slug").values(row=JSONObject(**named))),
            place_rows=ArraySubquery(
                places.order_by("slug").values(row=JSONObject(slug="slug", name="name"))
            ),
            category_rows=ArraySubquery(
                categories.order_by("slug").values(row=JSONObject(**named))
            ),
            doubtful_rows=doubtful_rows(NoteItem, language),
        )
    )


def note_line(item: NoteItem, language: str) -> NoteLine:
    return NoteLine(
        anchor=f"note-{item.uid}",
        text=marked(written(item, "text", language), item, "text"),
        theme=written(item.theme, "name", language) if item.theme else EMPTY,
        links=links_of(item, language),
        corrected_at=item.corrected_at,
    )


def links_of(item: NoteItem, language: str) -> list[dict[str, Any]]:
    services = [
        {
            "name": pick(row, "name", language),
            "icon": "clipboard-pen",
            "url": reverse("service_detail", args=[row["slug"]]),
        }
        for row in item.service_rows
    ]
    places = [
        {
            "name": Text(row["name"], "fi"),
            "icon": "map-pin",
            "url": reverse("place_detail", args=[row["slug"]]),
        }
        for row in item.place_rows
    ]
    kinds = [
        {
            "name": pick(row, "name", language),
            "icon": "search",
            "url": with_query(reverse("service_list"), {"category": row["slug"]}),
        }
        for row in item.category_rows
    ]
    return [*services, *places, *kinds]


def local_day(moment: datetime | None) -> date | None:
    return timezone.localtime(moment).date() if moment else None


def note_groups(meeting: Meeting, language: str) -> list[NoteGroup]:
    return grouped(note_rows(NoteItem.objects.filter(meeting=meeting.pk), language), language)


def grouped_by_meeting(items: QuerySet, language: str) -> dict[int, list[NoteGroup]]:
    """The notes of several meetings by the keys of these, in one query."""
    by_meeting: dict[int, list[NoteItem]] = {}
    for item in note_rows(items, language):
        by_meeting.setdefault(item.meeting_id, []).append(item)
    return {key: grouped(rows, language) for key, rows in by_meeting.items()}


def grouped(rows: Iterable[NoteItem], language: str) -> list[NoteGroup]:
    """By kind in their own order, without the kinds of which nothing was said."""
    by_kind: dict[str, list[NoteLine]] = {}
    for item in rows:
        by_kind.setdefault(item.kind, []).append(note_line(item, language))
    return [
        NoteGroup(kind.value, str(kind.label), ICONS[kind], by_kind[kind])
        for kind in NoteKind
        if kind in by_kind
    ]


def action_lines(actions: QuerySet, today: date, language: str) -> list[ActionLine]:
    return [action_line(row, today, language) for row in action_rows(actions, language)]


def action_rows(actions: QuerySet, language: str) -> QuerySet:
    return (
        actions.rewrite(False)
        .select_related("meeting__network")
        .only(
            *("due", "state", "closed_on", "meeting__slug", "meeting__network__slug"),
            *written_columns(["text"], language),
        )
        .annotate(
            organisation_rows=organisation_rows("actions", language),
            doubtful_rows=doubtful_rows(Action, language),
        )
    )


def action_line(action: Action, today: date, language: str) -> ActionLine:
    meeting = action.meeting
    is_open = action.state == ActionState.OPEN
    return ActionLine(
        text=marked(written(action, "text", language), action, "text"),
        organisation=next(iter(organisation_links(action.organisation_rows)), None),
        due=action.due,
        is_late=is_open and action.due is not None and action.due < today,
        state=action.state,
        state_label=str(ActionState(action.state).label),
        closed_on=action.closed_on,
        notes_url=reverse("meeting_notes", args=[meeting.network.slug, meeting.slug])
        if meeting
        else "",
    )


def participants(meeting: Meeting, language: str) -> list[dict[str, Any]]:
    """Organisations and numbers; one that families may not know of is left out."""
    rows = (
        Participation.objects.filter(meeting=meeting.pk)
        .annotate(organisation_rows=organisation_rows("participations", language))
        .only("who", "count")
    )
    named = (
        {"name": name, "count": row.count}
        for row in rows
        for name in (approved_names(row.organisation_rows) or [row.who])
    )
    return [one for one in named if one["name"]]


def found_lines(items: QuerySet, language: str, most: int) -> list[dict[str, Any]]:
    """Lines of notes from anywhere, each with the meeting that it is from."""
    name = expression("meeting__network__name", language)
    rows = (
        items.rewrite(False)
        .annotate(network_name=name)
        .select_related("meeting__network")
        .only(
            *("uid", "kind", "meeting__slug", "meeting__date", "meeting__network__slug"),
            *written_columns(["text"], language),
        )
    )
    newest_first = rows.order_by("-meeting__date", "meeting", "created_at", "pk")
    return [found_line(row, language) for row in newest_first[:most]]


def found_line(item: NoteItem, language: str) -> dict[str, Any]:
    meeting = item.meeting
    notes = reverse("meeting_notes", args=[meeting.network.slug, meeting.slug])
    return {
        "text": written(item, "text", language),
        "kind_label": str(NoteKind(item.kind).label),
        "icon": ICONS[NoteKind(item.kind)],
        "network": item.network_name,
        "day": meeting.date,
        "url": f"{notes}#note-{item.uid}",
    }
