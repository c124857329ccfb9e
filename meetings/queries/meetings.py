"""Meetings as lines of a list, and one meeting with what its page says."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, time
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Value,
)
from django.db.models.functions import JSONObject
from django.urls import reverse

from directory import wording
from directory.localized import Text, columns, pick
from directory.models import Place
from directory.permissions import User
from directory.queries.doubts import doubtful_rows, marked
from meetings.enums import AgendaKind, Attendance, Audience, MeetingKind, MeetingState
from meetings.localized import written, written_columns
from meetings.models import AgendaItem, Meeting
from meetings.models.meeting import AHEAD
from meetings.permissions import networks_of, readable_actions, readable_meetings, readable_notes
from meetings.queries.joining import joining, joining_rows
from meetings.queries.shown import NOTHING, Shown, first

SOONEST_FIRST = ["date", F("start").asc(nulls_last=True), "pk"]
LATEST_FIRST = ["-date", F("start").desc(nulls_last=True), "-pk"]
MOST_SHOWN = 30
LINE_FIELDS = [
    "uid", "slug", "kind", "state", "date", "start", "end", "actual_start", "actual_end",
    "attendance", "place_text", "room",
]  # fmt: skip
PAGE_FIELDS = [
    *LINE_FIELDS, "remote_link", "registration_until", "capacity", "asks_food",
    "asks_interpreter", "asks_childcare", "notes_published_at", "notes_audience", "series",
    "previous", "notes_corrected_at",
]  # fmt: skip
PLACE = ["slug", "name", "street", "postal_code", "city"]


@dataclass(frozen=True, slots=True)
class Where:
    """A place of the directory with its address there, or words; either with a room."""

    name: str = ""
    address: str = ""
    url: str = ""
    room: str = ""

    def __bool__(self) -> bool:
        return bool(self.name or self.room)


@dataclass(frozen=True, slots=True)
class MeetingLine:
    uid: str
    url: str
    title: Text
    kind_label: str
    day: date
    # Where it is not this year.
    year: int | None
    time: str
    where: Where
    attendance_label: str
    is_past: bool
    is_cancelled: bool
    # Where the reader may read the notes, if there are any.
    notes_url: str


@dataclass(frozen=True, slots=True)
class AgendaLine:
    time: str
    title: Text
    # What kind of an item it is, where its title doesn't say just that.
    note: str
    speaker: str


def meeting_rows(meetings: QuerySet, user: User, today: date, language: str) -> QuerySet:
    places = Place.objects.published().rewrite(False).filter(pk=OuterRef("place"))
    notes = readable_notes(user, today).filter(pk=OuterRef("pk"))
    return (
        meetings.rewrite(False)
        .select_related("network")
        .only(*LINE_FIELDS, "network__slug", *written_columns(["theme"], language))
        .annotate(
            place_rows=ArraySubquery(places.values(row=JSONObject(**{n: n for n in PLACE}))),
            has_notes=Exists(notes),
            is_past=ExpressionWrapper(~is_coming(today), BooleanField()),
            this_year=Value(today.year),
        )
    )


def is_coming(today: date) -> Q:
    """What can still take place; also a cancelled one: who had it in mind must learn of it."""
    return Q(date__gte=today, state__in=[*AHEAD, MeetingState.CANCELLED])


def meeting_line(meeting: Meeting, language: str) -> MeetingLine:
    address = [meeting.network.slug, meeting.slug]
    return MeetingLine(
        uid=str(meeting.uid),
        url=reverse("meeting_detail", args=address),
        title=title_of(written(meeting, "theme", language), meeting.kind, language),
        kind_label=str(MeetingKind(meeting.kind).label),
        day=meeting.date,
        year=other_year(meeting.date, meeting.this_year),
        time=wording.clock_range(
            meeting.actual_start or meeting.start, meeting.actual_end or meeting.end
        ),
        where=where(meeting),
        attendance_label=str(Attendance(meeting.attendance).label),
        is_past=meeting.is_past,
        is_cancelled=meeting.state == MeetingState.CANCELLED,
        notes_url=reverse("meeting_notes", args=address) if meeting.has_notes else "",
    )


def other_year(day: date, this_year: int) -> int | None:
    return day.year if day.year != this_year else None


def title_of(theme: Text, kind: str, language: str) -> Text:
    """What it is about, else what kind of a meeting it is."""
    return theme or Text(str(MeetingKind(kind).label), language)


def where(meeting: Meeting) -> Where:
    """A place that families may not see is not named."""
    if meeting.attendance == Attendance.REMOTE:
        return Where()
    for row in meeting.place_rows:
        place = Place(**row)
        return Where(place.name, place.address, place.get_absolute_url(), meeting.room)
    return Where(name=meeting.place_text, room=meeting.room)


def coming(meetings: QuerySet, user: User, today: date, language: str) -> Shown:
    return soonest(meetings.filter(is_coming(today)), user, today, language)


def soonest(meetings: QuerySet, user: User, today: date, language: str) -> Shown:
    rows = meeting_rows(meetings, user, today, language).order_by(*SOONEST_FIRST)
    return first(rows, MOST_SHOWN, lambda row: meeting_line(row, language))


def past(meetings: QuerySet, user: User, today: date, language: str) -> QuerySet:
    rows = meeting_rows(meetings.exclude(is_coming(today)), user, today, language)
    return rows.order_by(*LATEST_FIRST)


def lines(rows: Iterable[Meeting], language: str) -> list[MeetingLine]:
    return [meeting_line(row, language) for row in rows]


def meeting_row(
    meetings: QuerySet, slugs: tuple[str, str], user: User, today: date, language: str
) -> Meeting | None:
    """One of the meetings, by the slugs of its network and its own, with what its page says."""
    network, slug = slugs
    readable = readable_meetings(user, today)
    ahead = readable.filter(network=OuterRef("network")).ahead(today)
    own = networks_of(user, today).filter(pk=OuterRef("network"))
    texts = ["theme", "description", "asked", "answered"]
    return (
        meeting_rows(meetings, user, today, language)
        .filter(network__slug=network, slug=slug)
        .only(
            *PAGE_FIELDS,
            "network__slug",
            *written_columns(texts, language),
            *[f"network__{name}" for name in columns(["name"], language)],
        )
        .annotate(
            is_own=Exists(own),
            doubtful_rows=doubtful_rows(Meeting, language),
            next_rows=neighbours(readable.filter(previous=OuterRef("pk")), language),
            previous_rows=neighbours(readable.filter(pk=OuterRef("previous")), language),
            ahead_rows=neighbours(ahead, language, most=1),
            **joining_rows(user, language),
        )
        .first()
    )


def neighbours(meetings: QuerySet, language: str, most: int | None = None) -> ArraySubquery:
    names = ["slug", "kind", "date", *written_columns(["theme"], language)]
    row = JSONObject(**{name: name for name in names}, network="network__slug")
    return ArraySubquery(meetings.rewrite(False).order_by("date", "pk").values(row=row)[:most])


def neighbour_links(rows: Iterable[dict[str, Any]], language: str) -> list[dict[str, Any]]:
    return [
        {
            "title": title_of(written(row, "theme", language), row["kind"], language),
            "day": date.fromisoformat(row["date"]),
            "url": reverse("meeting_detail", args=[row["network"], row["slug"]]),
        }
        for row in rows
    ]


def meeting_page(meeting: Meeting, today: date, language: str) -> dict[str, Any]:
    """The remote link is for members, and of no use after a cancellation, which leads on instead to
    the next meeting."""
    texts = {
        name: marked(written(meeting, name, language), meeting, name)
        for name in ("theme", "description", "asked", "answered")
    }
    line = meeting_line(meeting, language)
    line = replace(line, title=title_of(texts["theme"], meeting.kind, language))
    instead = neighbour_links(meeting.ahead_rows if line.is_cancelled else [], language)
    following = neighbour_links(meeting.next_rows, language)
    shows_link = meeting.is_own and meeting.attendance != Attendance.ON_SITE
    told = shows_what_came(meeting)
    return {
        "line": line,
        "network_name": pick(meeting.network, "name", language),
        "network_url": meeting.network.get_absolute_url(),
        "description": texts["description"],
        "asked": texts["asked"] if told else None,
        "answered": texts["answered"] if told else None,
        "is_remote": meeting.attendance != Attendance.ON_SITE,
        "remote_link": meeting.remote_link if shows_link and not line.is_cancelled else "",
        "are_notes_for_members": meeting.notes_audience == Audience.NETWORK,
        "registration_until": meeting.registration_until,
        "capacity": meeting.capacity,
        **joining(meeting, today, language),
        "instead": instead,
        "next": [one for one in following if one not in instead],
        "previous": neighbour_links(meeting.previous_rows, language),
    }


def shows_what_came(meeting: Meeting) -> bool:
    """Families who planned along read what came of it, whoever may read the notes; of another
    meeting it is shown as they are."""
    is_published = meeting.state == MeetingState.NOTES_PUBLISHED
    return meeting.has_notes or (is_published and meeting.kind == MeetingKind.CO_PLANNING)


def siblings(meeting: Meeting, user: User, today: date, language: str) -> Shown:
    """The same meeting in its other places, or the other days of a training."""
    if meeting.series_id is None:
        return NOTHING
    others = readable_meetings(user, today).filter(series=meeting.series_id).exclude(pk=meeting.pk)
    return soonest(others, user, today, language)


def kind_beside(title: Text, kind: str) -> str:
    return "" if title.value.casefold() == kind.casefold() else kind


def agenda(meeting: Meeting, user: User, today: date, language: str) -> list[AgendaLine]:
    """Without the actions that the reader may not know of."""
    shown = AgendaItem.objects.rewrite(False).filter(meeting=meeting.pk)
    known = readable_actions(user, today).filter(pk=OuterRef("action"))
    items = shown.only(
        "start", "end", "kind", "speaker", *written_columns(["title"], language)
    ).annotate(doubtful_rows=doubtful_rows(AgendaItem, language))
    return [
        AgendaLine(
            time=wording.clock_range(item.start, item.end),
            title=(title := marked(written(item, "title", language), item, "title")),
            note=kind_beside(title, str(AgendaKind(item.kind).label)),
            speaker=item.speaker,
        )
        for item in items.filter(Q(action__isnull=True) | Exists(known))
    ]


def next_of(network: str, meetings: QuerySet, today: date, language: str) -> ArraySubquery:
    """The first coming meeting of the outer row, for `next_line`."""
    names = ["kind", "date", "start", "end", *written_columns(["theme"], language)]
    rows = meetings.ahead(today).filter(network=OuterRef(network)).rewrite(False)
    row = JSONObject(**{name: name for name in names}, this_year=Value(today.year))
    return ArraySubquery(rows.order_by(*SOONEST_FIRST).values(row=row)[:1])


def next_line(rows: list[dict[str, Any]], language: str) -> dict[str, Any] | None:
    for row in rows:
        start, end = (time.fromisoformat(row[n]) if row[n] else None for n in ("start", "end"))
        day = date.fromisoformat(row["date"])
        return {
            "title": title_of(written(row, "theme", language), row["kind"], language),
            "day": day,
            "year": other_year(day, row["this_year"]),
            "time": wording.clock_range(start, end),
        }
    return None
