"""Rows of four organisations, and seven people who may see very different parts of them.

Aalto has everything. Naapuriseura is its neighbour, and Piilo one that nobody has approved yet.
Kulma coordinates a house of Aalto. What only an organisation itself may see says its secret word.
"""

from dataclasses import dataclass, field
from datetime import date, time
from typing import Any
from uuid import uuid4

from django.contrib.auth import get_user_model
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.utils import timezone

from directory.enums import ContactKind
from directory.models import (
    BreakPeriod,
    Contact,
    Invitation,
    Organisation,
    Photo,
    Place,
    Report,
    ScheduleChange,
    Service,
    Slot,
    SlotVisitor,
)
from tests import factories as make
from tests.staff.rights.people import AALTO, BELONGS, KULMA, NAAPURI, PIILO

DAY = date(2026, 11, 25)


def secret(owner: str) -> str:
    return f"kanarialintu-{owner}"


@dataclass
class Rows:
    """All that one organisation has; `public` ones every family may see."""

    organisation: Organisation
    public: dict[type[Model], Model] = field(default_factory=dict)
    own: dict[type[Model], Model] = field(default_factory=dict)


@dataclass
class Cast:
    rows: dict[str, Rows]
    clients: dict[str, Client]
    one_off: ScheduleChange
    closure: ScheduleChange

    def secrets_kept_from(self, person: str) -> list[str]:
        known = BELONGS[person]
        return [secret(owner) for owner in self.rows if owner not in known]


def make_rows(owner: str, name: str, area: Any, is_approved: bool = True, **place: Any) -> Rows:
    word = secret(owner)
    organisation = make.make_organisation(
        slug=owner, name_fi=name if is_approved else f"{name} {word}", is_approved=is_approved
    )
    rows = Rows(organisation)
    public_word = name if is_approved else word
    house = make.make_place(
        owner=organisation, slug=f"{owner}-talo", name=f"{public_word} talo", area=area, **place
    )
    cafe = make.make_service(
        owner=organisation, slug=f"{owner}-kahvila", name_fi=f"{public_word} kahvila"
    )
    slot = make.make_slot(service=cafe, place=house)
    rows.public = {Organisation: organisation, Place: house, Service: cafe, Slot: slot}
    rows.own = private_rows(rows, word, area)
    return rows


def private_rows(rows: Rows, word: str, area: Any) -> dict[type[Model], Model]:
    organisation = rows.organisation
    draft = {"state": "draft", "owner": organisation}
    house = make.make_place(slug=f"{word}-talo", name=f"{word} talo", area=area, **draft)
    club = make.make_service(slug=f"{word}-kerho", name_fi=f"{word} kerho", **draft)
    slot = make.make_slot(service=club, place=house, theme_fi=word, note_fi=word)
    change = make.make_change(slot=slot, first=DAY, last=DAY, note_fi=word)
    calendar = make.make_break_calendar(owner=organisation, name_fi=f"Lomat {organisation.slug}")
    period = BreakPeriod.objects.create(calendar=calendar, kind="winter", first=DAY, last=DAY)
    slot.break_calendar = calendar
    slot.save()
    contact = Contact.objects.create(
        service=club, kind=ContactKind.EMAIL, value=f"{word}@example.fi", label_fi=word
    )
    photo = Photo(service=club, image="photos/none.jpg", alt_fi=word, width=4, height=3)
    photo.save()
    visitor = SlotVisitor.objects.create(slot=slot, role="midwife", start=time(10))
    now = timezone.now()
    report = Report.objects.create(
        service=club,
        kind="other",
        message=word,
        language="fi",
        forms=[uuid4()],
        created_at=now,
        last_at=now,
    )
    manager = make.make_member(f"{word}-johtaja", organisation, "manager")
    invitation = Invitation.objects.create(
        organisation=organisation, email=f"{word}-kutsu@example.fi", created_at=timezone.now()
    )
    return {
        Place: house, Service: club, Slot: slot, ScheduleChange: change, Contact: contact,
        Photo: photo, SlotVisitor: visitor, Report: report, Invitation: invitation,
        type(calendar): calendar, BreakPeriod: period,
        type(manager): manager, type(manager.memberships.get()): manager.memberships.get(),
    }  # fmt: skip


def make_cast() -> Cast:
    area = make.make_area()
    kulma = make_rows(KULMA, "Kulma", area)
    rows = {
        AALTO: make_rows(AALTO, "Aaltoyhdistys", area, coordinator=kulma.organisation),
        NAAPURI: make_rows(NAAPURI, "Naapuriseura", area),
        PIILO: make_rows(PIILO, "Piilo", area, is_approved=False),
        KULMA: kulma,
    }
    organisations = {name: one.organisation for name, one in rows.items()}
    users = {
        "stranger": None,
        "reader": make.make_user("reader"),
        "other": make.make_member("other", organisations[NAAPURI]),
        "editor": make.make_member("editor", organisations[AALTO]),
        "manager": make.make_member("manager", organisations[AALTO], "manager"),
        "coordinator": make.make_member("coordinator", organisations[KULMA]),
        "superuser": get_user_model().objects.create_superuser("root"),
    }
    clients = {name: client_of(user) for name, user in users.items()}
    aalto, days = rows[AALTO], {"first": DAY, "last": DAY}
    one_off = make.make_change(kind="extra", service=aalto.own[Service], **days)
    closure = make.make_change(kind="cancelled", place=aalto.public[Place], **days)
    return Cast(rows, clients, one_off, closure)


def client_of(user: Any) -> Client:
    client = Client(headers={"accept-language": "en"})
    if user:
        client.force_login(user)
    return client


WRITTEN = {
    "organisation": "id = ANY(%(o)s)",
    "membership": "organisation_id = ANY(%(o)s)",
    "invitation": "organisation_id = ANY(%(o)s)",
    "service": "owner_id = ANY(%(o)s)",
    "service_organisers": "organisation_id = ANY(%(o)s)",
    "place": "owner_id = ANY(%(o)s)",
    "slot": "service_id = ANY(%(s)s)",
    "slot_organisers": "organisation_id = ANY(%(o)s)",
    "contact": "organisation_id = ANY(%(o)s) OR service_id = ANY(%(s)s) OR place_id = ANY(%(p)s)",
    "photo": "service_id = ANY(%(s)s) OR place_id = ANY(%(p)s)",
    "report": "service_id = ANY(%(s)s) OR place_id = ANY(%(p)s)",
    "breakcalendar": "owner_id = ANY(%(o)s)",
    "schedulechange": "organisation_id = ANY(%(o)s) OR service_id = ANY(%(s)s)"
    " OR place_id = ANY(%(p)s) OR slot_id = ANY(%(t)s)",
}


def rows_of(cast: Cast, owners: list[str]) -> str:
    """One value that differs when anything of these organisations is written, added or taken."""
    keys = {"o": [], "s": [], "p": [], "t": []}
    for owner in owners:
        rows = cast.rows[owner]
        keys["o"].append(rows.organisation.pk)
        for letter, model in (("s", Service), ("p", Place), ("t", Slot)):
            keys[letter] += [rows.public[model].pk, rows.own[model].pk]
    parts = [
        f"(SELECT md5(string_agg(t::text, '|' ORDER BY t.id)) FROM directory_{table} t"
        f" WHERE {condition})"
        for table, condition in WRITTEN.items()
    ]
    with connection.cursor() as cursor:
        cursor.execute("SELECT concat_ws(',', " + ", ".join(parts) + ")", keys)
        return cursor.fetchone()[0]
