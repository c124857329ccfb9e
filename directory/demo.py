"""Loads fixtures/demo: readable TOML in, rows out. Loading it twice on a day changes nothing."""

import tomllib
import uuid
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Model

from directory.demo_dates import demo_date, demo_time
from directory.models import (
    Area,
    BreakCalendar,
    BreakPeriod,
    Category,
    Contact,
    Organisation,
    Place,
    ScheduleChange,
    Service,
    Slot,
    SlotVisitor,
)

NAMESPACE = uuid.UUID("7d1f3f52-6d0c-4a2e-9f0b-5c8b9f6f0f11")
Row = dict[str, Any]
SLOT_PLAIN = [
    "room", "weekdays", "ends_next_day", "day_part", "recurrence", "interval", "nth", "times",
    "follows_holidays",
]  # fmt: skip
PLACE_PLAIN = [
    "kind", "name", "street", "postal_code", "city", "latitude", "longitude", "accessibility",
    "website",
]  # fmt: skip
SERVICE_PLAIN = [
    "age_from", "age_to", "expecting", "languages", "delivery", "access", "registration_url",
    "is_free", "price", "food", "childcare", "capacity", "accessibility", "link",
]  # fmt: skip


def load(folder: Path, today: date) -> None:
    """All the demo's rows; a wrong field or slug raises and nothing is kept."""
    with transaction.atomic():
        Loader(folder, today).load()


class Loader:
    def __init__(self, folder: Path, today: date) -> None:
        self.folder = folder
        self.today = today
        self.known: dict[tuple[type[Model], str], Any] = {}

    def one(self, model: type[Model], slug: str | None) -> Any:
        if slug is None:
            return None
        if (model, slug) not in self.known:
            self.known[model, slug] = model._default_manager.get(slug=slug)
        return self.known[model, slug]

    def many(self, model: type[Model], slugs: list[str] | None) -> list[Model]:
        return [self.one(model, slug) for slug in slugs or []]

    def load(self) -> None:
        for row in self.read("areas.toml", "area"):
            self.area(row)
        for row in self.read("categories.toml", "category"):
            self.category(row)
        for row in self.read("organisations.toml", "organisation"):
            self.organisation(row)
        for row in self.read("breaks.toml", "calendar"):
            self.calendar(row)
        for row in self.read("places.toml", "place"):
            self.place(row)
        for path in sorted((self.folder / "services").glob("*.toml")):
            for row in self.read(f"services/{path.name}", "service"):
                self.service(row)
        for row in self.read("changes.toml", "change"):
            self.change(row)

    def read(self, name: str, key: str) -> list[Row]:
        return tomllib.loads((self.folder / name).read_text(encoding="utf-8"))[key]

    def day(self, row: Row, name: str) -> date | None:
        return demo_date(row[name], self.today) if name in row else None

    def area(self, row: Row) -> None:
        save(
            Area,
            {"slug": row["slug"]},
            plain(row, "code", "kind", "latitude", "longitude")
            | {"parent": self.one(Area, row.get("parent"))}
            | texts(row, "name"),
        )

    def category(self, row: Row) -> None:
        save(
            Category,
            {"slug": row["slug"]},
            plain(row, "icon", "order")
            | {"parent": self.one(Category, row.get("parent"))}
            | texts(row, "name", "description"),
        )

    def organisation(self, row: Row) -> None:
        organisation = save(
            Organisation,
            {"slug": row["slug"]},
            plain(row, "kind", "website")
            | {"parent": self.one(Organisation, row.get("parent")), "is_approved": True}
            | texts(row, "name", "summary"),
        )
        contacts(row, organisation=organisation)

    def calendar(self, row: Row) -> None:
        calendar = save(
            BreakCalendar,
            {"slug": row["slug"]},
            {"area": self.one(Area, row.get("area"))} | texts(row, "name"),
        )
        periods = self.periods(row)
        calendar.periods.exclude(first__in=[period["first"] for period in periods]).delete()
        for period in periods:
            save(BreakPeriod, {"calendar": calendar, "first": period.pop("first")}, period)

    def periods(self, row: Row) -> list[Row]:
        """A break relative to today gives way to a dated one that is on at the same time."""
        kept: list[Row] = []
        for period in row["periods"]:
            first, last = self.day(period, "first"), self.day(period, "last")
            if all(last < other["first"] or first > other["last"] for other in kept):
                kept.append({"first": first, "last": last, "kind": period["kind"]})
        return kept

    def place(self, row: Row) -> None:
        place = save(
            Place,
            {"slug": row["slug"]},
            plain(row, *PLACE_PLAIN)
            | texts(row, "summary", "description", "arrival")
            | {
                "state": "published",
                "area": self.one(Area, row["area"]),
                "owner": self.one(Organisation, row["owner"]),
                "coordinator": self.one(Organisation, row.get("coordinator")),
                "video_url": row.get("video", ""),
                "confirmed_on": self.day(row, "confirmed"),
            },
        )
        place.partners.set(self.many(Organisation, row.get("partners")))
        contacts(row, place=place)
        for slot in row.get("slot", []):
            self.slot(slot, f"{row['slug']}/{slot['key']}", place=place)

    def service(self, row: Row) -> None:
        service = save(
            Service,
            {"slug": row["slug"]},
            plain(row, *SERVICE_PLAIN)
            | texts(row, "name", "summary", "description", "access_note", "fee_note")
            | {
                "state": "published",
                "owner": self.one(Organisation, row["owner"]),
                "registration_from": self.day(row, "registration_from"),
                "registration_until": self.day(row, "registration_until"),
                "confirmed_on": self.day(row, "confirmed"),
            },
        )
        service.organisers.set(self.many(Organisation, row.get("organisers")))
        service.categories.set(self.many(Category, row.get("categories")))
        service.areas.set(self.many(Area, row.get("areas")))
        service.places.set(self.many(Place, row.get("places")))
        contacts(row, service=service)
        for slot in row.get("slot", []):
            self.slot(
                slot,
                f"{row['slug']}/{slot['key']}",
                service=service,
                place=self.one(Place, slot.get("place")),
            )

    def slot(self, row: Row, key: str, **owner: Model | None) -> None:
        slot = save(
            Slot,
            {"uid": uid(key)},
            plain(row, *SLOT_PLAIN)
            | texts(row, "theme", "note")
            | owner
            | {
                "start": demo_time(row.get("start")),
                "end": demo_time(row.get("end")),
                "anchor": self.day(row, "anchor"),
                "dates": [demo_date(day, self.today) for day in row.get("dates", [])],
                "first": self.day(row, "first"),
                "last": self.day(row, "last"),
                "break_calendar": self.one(BreakCalendar, row.get("break_calendar")),
                "is_tentative": row.get("tentative", False),
                "confirmed_on": self.day(row, "confirmed"),
            },
        )
        slot.organisers.set(self.many(Organisation, row.get("organisers")))
        for visitor in row.get("visitors", []):
            save(
                SlotVisitor,
                {
                    "slot": slot,
                    "role": visitor["role"],
                    "organisation": self.one(Organisation, visitor.get("organisation")),
                },
                {name: demo_time(visitor.get(name)) for name in ("start", "end")},
            )

    def change(self, row: Row) -> None:
        scope = {
            "slot": Slot.objects.get(uid=uid(row["slot"])) if "slot" in row else None,
            "service": self.one(Service, row.get("service")),
            "place": self.one(Place, row.get("place")),
            "organisation": self.one(Organisation, row.get("organisation")),
        }
        save(
            ScheduleChange,
            {"uid": uid(f"change/{row['key']}")},
            plain(row, "kind", "reason", "ends_next_day")
            | texts(row, "note")
            | scope
            | {
                "first": self.day(row, "first"),
                "last": self.day(row, "last"),
                "start": demo_time(row.get("start")),
                "end": demo_time(row.get("end")),
                "new_date": self.day(row, "new_date"),
                "new_place": self.one(Place, row.get("new_place")),
            },
        )


def uid(key: str) -> uuid.UUID:
    return uuid.uuid5(NAMESPACE, key)


def plain(row: Row, *names: str) -> Row:
    return {name: row[name] for name in names if name in row}


def texts(row: Row, *fields: str) -> Row:
    """name = {fi = …, zh_hans = …} → {"name_fi": …, "name_zh_hans": …}"""
    return {
        f"{field}_{code}": value.strip()
        for field in fields
        for code, value in row.get(field, {}).items()
    }


def save(model: type[Model], key: Row, values: Row) -> Any:
    """The row of this natural key with these values; its plain fields are checked here."""
    found = model._default_manager.filter(**key).first() or model(**key)
    for name, value in values.items():
        setattr(found, name, value)
    found.clean_fields(exclude=[f.name for f in model._meta.fields if f.is_relation])
    found.clean()
    found.save()
    return found


def contacts(row: Row, **owner: Model) -> None:
    for order, contact in enumerate(row.get("contacts", [])):
        save(
            Contact,
            {**owner, "order": order},
            plain(contact, "kind", "value", "languages") | texts(contact, "label"),
        )
