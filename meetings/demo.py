"""Loads the demo's networks after its directory. Loading twice on a day changes nothing."""

import tomllib
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from directory.demo import Row, plain, save, texts, uid
from directory.demo_dates import demo_date, demo_time
from directory.models import Area, Category, Organisation, Place, Service
from meetings.models import (
    Action,
    AgendaItem,
    Material,
    Meeting,
    Network,
    NetworkMember,
    NoteItem,
    Participation,
    Series,
    Theme,
)

MEETING_PLAIN = [
    "kind", "state", "attendance", "place_text", "room", "remote_link", "capacity", "asks_food",
    "asks_interpreter", "asks_childcare",
]  # fmt: skip
MATERIAL_PLAIN = ["kind", "language", "licence", "audience", "link"]
MORNING = time(9)
AHEAD = timedelta(days=21)


def load(folder: Path, today: date) -> None:
    """All networks; a wrong field or slug raises and nothing is kept."""
    rows = tomllib.loads((folder / "networks.toml").read_text(encoding="utf-8"))["network"]
    with transaction.atomic():
        for row in rows:
            NetworkLoader(row, today).load()


class NetworkLoader:
    """One network with what hangs on it; `known` are its rows by the keys of the file."""

    def __init__(self, row: Row, today: date) -> None:
        self.row = row
        self.today = today
        self.known: dict[tuple[type[Model], str], Any] = {}

    def load(self) -> None:
        self.network = save(Network, {"slug": self.row["slug"]}, self.network_values())
        for order, row in enumerate(self.row.get("themes", [])):
            self.named(Theme, row, order=order)
        for row in self.row.get("series", []):
            self.named(Series, row)
        for row in self.row.get("members", []):
            self.member(row)
        for row in self.row.get("meeting", []):
            self.meeting(row)
        for row in self.row.get("action", []):
            self.action(row)
        for row in self.row.get("meeting", []):
            self.agenda(row)
        for row in self.row.get("material", []):
            self.material(row)

    def network_values(self) -> Row:
        return {
            **texts(self.row, "name", "purpose", "how_to_join", "rhythm"),
            "state": "published",
            "is_open": self.row["open"],
            "area": found(Area, self.row.get("area")),
            "coordinator": found(Organisation, self.row["coordinator"]),
        }

    def own(self, model: type[Model], key: str | None) -> Any:
        return self.known[model, key] if key else None

    def key(self, *parts: object) -> str:
        return "/".join(["network", self.row["slug"], *map(str, parts)])

    def day(self, row: Row, name: str) -> date | None:
        return demo_date(row[name], self.today) if name in row else None

    def named(self, model: type[Model], row: Row, **values: Any) -> None:
        key = {"network": self.network, "name_fi": row["name"]["fi"]}
        self.known[model, row["key"]] = save(model, key, texts(row, "name") | values)

    def member(self, row: Row) -> None:
        member = save(
            NetworkMember,
            {"network": self.network, "organisation": found(Organisation, row["organisation"])},
            plain(row, "email") | {"since": self.day(row, "since")},
        )
        member.themes.set([self.own(Theme, key) for key in row.get("themes", [])])

    def meeting(self, row: Row) -> None:
        meeting = save(
            Meeting,
            {"network": self.network, "slug": row["slug"]},
            plain(row, *MEETING_PLAIN)
            | texts(row, "theme", "description", "asked", "answered")
            | {
                "uid": uid(self.key(row["slug"])),
                "date": self.day(row, "date"),
                "announced_at": self.announced(row),
                "start": demo_time(row.get("start")),
                "end": demo_time(row.get("end")),
                "place": found(Place, row.get("place")),
                "series": self.own(Series, row.get("series")),
                "previous": self.own(Meeting, row.get("previous")),
                "registration_until": self.day(row, "registration_until"),
                "notes_audience": row.get("audience", "network"),
                "notes_published_at": moment(self.day(row, "published")),
                "notes_corrected_at": moment(self.latest_correction(row)),
            },
        )
        self.known[Meeting, row["slug"]] = meeting
        for number, note in enumerate(row.get("notes", [])):
            self.note(meeting, note, number)
        for one in row.get("participants", []):
            self.participation(meeting, one)

    def latest_correction(self, row: Row) -> date | None:
        days = (self.day(note, "corrected") for note in row.get("notes", []))
        return max(filter(None, days), default=None)

    def announced(self, row: Row) -> datetime | None:
        """Some time before its day, and not after today."""
        if row.get("state", "planned") == "planned":
            return None
        return moment(min(self.day(row, "date") - AHEAD, self.today))

    def note(self, meeting: Meeting, row: Row, number: int) -> None:
        item = save(
            NoteItem,
            {"uid": uid(self.key(meeting.slug, "note", number))},
            plain(row, "kind")
            | texts(row, "text")
            | {
                "meeting": meeting,
                "theme": self.own(Theme, row.get("theme")),
                "created_at": moment(meeting.date) + timedelta(minutes=number),
                "corrected_at": moment(self.day(row, "corrected")),
            },
        )
        for name, model in (("services", Service), ("places", Place), ("categories", Category)):
            getattr(item, name).set([found(model, slug) for slug in row.get(name, [])])

    def participation(self, meeting: Meeting, row: Row) -> None:
        organisation = found(Organisation, row.get("organisation"))
        key = {"meeting": meeting, "organisation": organisation, "who": row.get("who", "")}
        save(Participation, key, plain(row, "count"))

    def action(self, row: Row) -> None:
        meeting = self.own(Meeting, row.get("meeting"))
        self.known[Action, row["key"]] = save(
            Action,
            {"uid": uid(self.key("action", row["key"]))},
            plain(row, "state")
            | texts(row, "text")
            | {
                "network": self.network,
                "meeting": meeting,
                "theme": self.own(Theme, row.get("theme")),
                "organisation": found(Organisation, row.get("organisation")),
                "due": self.day(row, "due"),
                "closed_on": self.day(row, "closed"),
                "created_at": moment(meeting.date),
            },
        )

    def agenda(self, row: Row) -> None:
        meeting = self.own(Meeting, row["slug"])
        for order, item in enumerate(row.get("agenda", [])):
            save(
                AgendaItem,
                {"uid": uid(self.key(meeting.slug, "agenda", order))},
                plain(item, "kind", "speaker")
                | texts(item, "title")
                | {
                    "meeting": meeting,
                    "order": order,
                    "start": demo_time(item.get("start")),
                    "end": demo_time(item.get("end")),
                    "is_standing": item.get("standing", False),
                    "action": self.own(Action, item.get("action")),
                },
            )

    def material(self, row: Row) -> None:
        save(
            Material,
            {"network": self.network, "title_fi": row["title"]["fi"]},
            plain(row, *MATERIAL_PLAIN)
            | texts(row, "title")
            | {
                "meeting": self.own(Meeting, row.get("meeting")),
                "theme": self.own(Theme, row.get("theme")),
                "added_at": moment(self.day(row, "added")),
            },
        )


def found(model: type[Model], slug: str | None) -> Any:
    return model._default_manager.get(slug=slug) if slug else None


def moment(day: date | None) -> datetime | None:
    return timezone.make_aware(datetime.combine(day, MORNING)) if day else None
