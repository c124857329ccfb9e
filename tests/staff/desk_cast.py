"""Aino edits organisation A; Bertta edits B, whose house A meets in; Cecilia only reads."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import count
from uuid import UUID

from django.contrib.auth import get_user_model
from django.test import Client

from directory.models import Membership, Organisation, Place, ScheduleChange, Service, Slot
from directory.queries.occurrence import occurrence_changes, token
from directory.wording import HELSINKI
from tests import factories as make

WEDNESDAY = datetime(2026, 11, 25, 8, 30, tzinfo=HELSINKI)
TODAY = WEDNESDAY.date()
numbers = count(1)


def make_user(name: str = "someone"):
    address = f"{name}-{next(numbers)}@example.fi"
    return get_user_model().objects.create_user(username=address, email=address)


def make_editor(organisation: Organisation, name: str = "editor"):
    user = make_user(name)
    Membership.objects.create(user=user, organisation=organisation, role="editor")
    return user


def signed_in(user) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(user)
    return client


@dataclass
class Cast:
    """A's café meets at B's house on Wednesdays and Fridays; B is open there on Wednesdays."""

    a: Organisation
    b: Organisation
    place: Place
    cafe: Service
    slot: Slot
    friday: Slot
    open_hours: Slot
    aino: Client
    bertta: Client
    cecilia: Client
    aino_user: object
    bertta_user: object


def make_cast() -> Cast:
    a, b = make.make_organisation(name_fi="Aapelin tuki"), make.make_organisation(name_fi="Beeta")
    place = make.make_place(owner=b, coordinator=b, name="Beetan talo")
    cafe = make.make_service(owner=a, name_fi="Vauvakahvila", name_en="Baby café")
    slot = make.make_slot(service=cafe, place=place)
    friday = make.make_slot(service=cafe, place=place, weekdays=[5])
    open_hours = make.make_slot(place=place, start=time(9), end=time(15))
    aino, bertta = make_editor(a, "aino"), make_editor(b, "bertta")
    clients = [signed_in(user) for user in (aino, bertta, make_user("cecilia"))]
    return Cast(a, b, place, cafe, slot, friday, open_hours, *clients, aino, bertta)


def version(slot: Slot, day: date = TODAY) -> str:
    return token(occurrence_changes([slot.pk], day, day))


def address(slot: Slot, action: str = "", day: date = TODAY) -> str:
    path = f"/staff/slots/{slot.uid}/{day.isoformat()}/"
    return f"{path}{action}/" if action else path


def done_of(response) -> UUID:
    return UUID(re.search(r"done=([0-9a-f-]{36})", response["Location"])[1])


def undo(client: Client, response):
    return client.post("/staff/undo/", {"history": str(done_of(response))})


def rows() -> list[tuple]:
    """All changes, for telling whether anything was written."""
    names = [field.attname for field in ScheduleChange._meta.concrete_fields]
    return sorted(map(repr, ScheduleChange.objects.rewrite(False).values_list(*names)))
