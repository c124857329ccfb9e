"""The cards of the services and places that somebody has saved, from one reading of the slots."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.db.models import Q

from directory.models import Place, Service, Slot
from directory.queries.listings import (
    LOOK_AHEAD,
    PlaceCard,
    ServiceCard,
    cards_of_today,
    cards_with_next,
    place_rows,
    service_rows,
)
from directory.queries.programme import load_slots, slots_at, timetable


def saved_cards(
    services: Sequence[str], places: Sequence[str], language: str, now: datetime
) -> tuple[list[ServiceCard], list[PlaceCard]]:
    """Those of the named that families may see: services with their next time, places today."""
    today, last = now.date(), now.date() + LOOK_AHEAD
    named = Service.objects.published().filter(slug__in=services)
    service_found = list(service_rows(named, language, today))
    place_found = list(place_rows(Place.objects.published().filter(slug__in=places), language))
    service_ids, place_ids = ([row.pk for row in rows] for rows in (service_found, place_found))
    given = Slot.objects.filter(service__in=service_ids).values("pk")
    keys = given.union(slots_at(place_ids, today, today).values("pk"))
    slots = Slot.objects.published().filter(pk__in=keys).touching(today, last)
    table = timetable(
        load_slots(slots, language, doubted=True),
        first=today,
        last=last,
        language=language,
        today=today,
        extras=Q(service__in=service_ids) | Q(place__in=place_ids) | Q(new_place__in=place_ids),
        doubted=True,
    )
    # What is on at the places is not expanded over all the days that a next time may need.
    own = replace(table, slots=[slot for slot in table.slots if slot.service_id in service_ids])
    sessions = own.sessions(today, last) if service_ids else []
    return (
        cards_with_next(service_found, sessions, language, now),
        cards_of_today(place_found, table, language),
    )
