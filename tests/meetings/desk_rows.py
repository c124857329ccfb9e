"""Aino coordinates the network; Bertta's organisation is a member; Daavid's is not; Cecilia is in
no organisation."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import uuid4

from django.test import Client

from directory.models import Organisation
from directory.wording import HELSINKI
from meetings.models import Action, AgendaItem, Meeting, Network, NetworkMember, NoteItem, Theme
from tests import factories as make
from tests.staff.desk_cast import signed_in

NOW = datetime(2026, 11, 25, 8, 30, tzinfo=HELSINKI)
TODAY = NOW.date()
HELD = date(2026, 11, 25)
COMING = date(2026, 12, 9)


@dataclass
class Cast:
    a: Organisation
    b: Organisation
    network: Network
    held: Meeting
    action: Action
    aino: Client
    bertta: Client
    cecilia: Client
    daavid: Client

    def path(self, *parts: Any) -> str:
        middle = "/".join(str(part) for part in parts)
        return f"/staff/networks/{self.network.slug}/{middle}{'/' if middle else ''}"


def make_cast(**network: Any) -> Cast:
    a, b = make.make_organisation(name_fi="Aapelin tuki"), make.make_organisation(name_fi="Beeta")
    row = make_network(a, **network)
    NetworkMember.objects.create(network=row, organisation=b, email="beeta@example.fi")
    held = make_meeting(
        row, date=HELD, start=time(9), end=time(11), place=make.make_place(name="Jukola"),
        room="Sali", theme_fi="Varhainen tuki", state="invited",
    )  # fmt: skip
    AgendaItem.objects.create(meeting=held, title_fi="Kuulumiset", kind="round", is_standing=True)
    AgendaItem.objects.create(meeting=held, title_fi="Ryhmätyö", order=1)
    action = Action.objects.create(
        network=row, text_fi="Tehdään esite", organisation=b, created_at=NOW
    )
    people = (
        make.make_member("aino", a), make.make_member("bertta", b), make.make_user("cecilia"),
        make.make_member("daavid", make.make_organisation(name_fi="Deelta")),
    )  # fmt: skip
    return Cast(a, b, row, held, action, *map(signed_in, people))


def make_network(coordinator: Organisation, **values: Any) -> Network:
    base = {
        "slug": "kahvit", "name_fi": "Verkostokahvit", "purpose_fi": "Perheiden tueksi.",
        "state": "published",
    }  # fmt: skip
    return Network.objects.create(coordinator=coordinator, **{**base, **values})


def make_meeting(network: Network, **values: Any) -> Meeting:
    day = values.get("date", COMING)
    announced = None if values.get("state", "planned") == "planned" else NOW
    base = {
        "date": day, "slug": day.isoformat(), "kind": "coffee", "announced_at": announced,
    }  # fmt: skip
    return Meeting.objects.create(network=network, **{**base, **values})


def make_line(meeting: Meeting, **values: Any) -> NoteItem:
    base = {"kind": "concern", "text_fi": "Tieto ei löydy", "created_at": NOW}
    return NoteItem.objects.create(meeting=meeting, **{**base, **values})


def make_theme(network: Network, name: str = "Varhainen tuki") -> Theme:
    return Theme.objects.create(network=network, name_fi=name)


def line_data(**values: Any) -> dict[str, Any]:
    base = {"uid": str(uuid4()), "kind": "works", "text": "Yhteistyö sujuu", "language": "fi"}
    return {**base, **values}
