"""Services and places as cards."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import chain
from typing import Any
from urllib.parse import urlencode

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet
from django.urls import reverse

from directory.enums import PlaceKind
from directory.localized import Text, columns, expression, pick
from directory.models import Category, Organisation, Place, Service, Slot
from directory.queries.closed import closed_places
from directory.queries.contacts import ContactLine
from directory.queries.doubts import doubtful_rows, told, told_beneath
from directory.queries.facts import (
    Fact,
    short_facts,
)
from directory.queries.keys import among
from directory.queries.notices import Notice
from directory.queries.organisations import approved_names, organisation_rows
from directory.queries.programme import (
    PLACE_FIELDS,
    Timetable,
    load_slots,
    programme,
    slots_at,
    timetable,
)
from directory.queries.selection import Selection
from directory.queries.session import Session

# Reaches over a summer to the first session of the autumn.
LOOK_AHEAD = timedelta(days=100)
MOST_SHOWN = 100
CARD_FIELDS = [
    "slug", "access", "is_free", "price", "age_from", "age_to", "expecting", "languages",
    "delivery", "confirmed_on",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class ServiceCard:
    url: str
    name: Text
    summary: Text
    facts: list[Fact]
    places: list[str]
    organiser: str
    confirmed: date | None
    is_stale: bool
    next: Session | None = None

    @property
    def texts(self) -> list[Text]:
        return [self.name, self.summary]


@dataclass(frozen=True, slots=True)
class PlaceCard:
    url: str
    name: str
    kind_label: str
    summary: Text
    address: str
    area: Text
    partners: list[str] = field(default_factory=list)
    today: list[Session] = field(default_factory=list)
    # Instead of the sessions of today, none of which is held.
    closed: Notice | None = None

    @property
    def texts(self) -> list[Text]:
        return [self.summary, *(one.title for one in self.today)]


def texts_of(*lists: Iterable[ServiceCard | PlaceCard | ContactLine]) -> list[Text]:
    """What organisations wrote themselves."""
    return [text for one in chain.from_iterable(lists) for text in one.texts]


def service_rows(services: QuerySet, language: str, today: date) -> QuerySet:
    """Services with the columns of a card, in alphabetical order of the reader's language."""
    in_programme = (
        Slot.objects.published()
        .not_ended(today)
        .filter(service=OuterRef("pk"), place__isnull=False)
    )
    given_at = Place.objects.published().filter(services=OuterRef("pk"))
    return (
        services.rewrite(False)
        .only(*CARD_FIELDS, *columns(["name", "summary"], language))
        .annotate(
            organiser_rows=organisation_rows("services", language),
            programme_places=ArraySubquery(
                in_programme.order_by("place__name").values("place__name").distinct()
            ),
            other_places=ArraySubquery(given_at.values("name")),
            doubtful_rows=doubtful_rows(Service, language, fields=["name", "summary"]),
        )
        .order_by(expression("name", language), "pk")
    )


def service_card(
    service: Service, language: str, today: date, next_: Session | None
) -> ServiceCard:
    texts = (told(service, field, language) for field in ("name", "summary"))
    name, summary = told_beneath(*texts)
    return ServiceCard(
        url=service.get_absolute_url(),
        name=name,
        summary=summary,
        facts=short_facts(service, language),
        places=list(dict.fromkeys(service.programme_places + service.other_places)),
        organiser=", ".join(approved_names(service.organiser_rows)),
        confirmed=service.confirmed_on,
        is_stale=service.is_stale(today),
        next=next_,
    )


def service_cards(
    rows: Sequence[Service], language: str, now: datetime, weekdays: Collection[int] = ()
) -> list[ServiceCard]:
    """Cards with the next session of each, on one of the weekdays when some are asked for."""
    today = now.date()
    ids = [row.pk for row in rows]
    slots = Slot.objects.published().filter(service__in=ids)
    last = today + LOOK_AHEAD
    sessions = programme(
        load_slots(slots.touching(today, last), language),
        first=today,
        last=last,
        language=language,
        today=today,
        extras=Q(service__in=ids),
    )
    meant = [one for one in sessions if not weekdays or one.day.isoweekday() in weekdays]
    return cards_with_next(rows, meant, language, now)


def cards_with_next(
    rows: Sequence[Service], sessions: Iterable[Session], language: str, now: datetime
) -> list[ServiceCard]:
    upcoming = first_held(session for session in sessions if not session.is_over(now))
    return [service_card(row, language, now.date(), upcoming.get(row.pk)) for row in rows]


def first_held(sessions: Iterable[Session]) -> dict[int, Session]:
    """The first session of each service that really takes place."""
    found: dict[int, Session] = {}
    for session in sessions:
        if not session.is_cancelled and session.occurrence.service:
            found.setdefault(session.occurrence.service, session)
    return found


def place_rows(places: QuerySet, language: str) -> QuerySet:
    return (
        places.rewrite(False)
        .select_related("area")
        .only(
            *PLACE_FIELDS,
            "kind",
            *columns(["summary"], language),
            "area__id",
            *[f"area__{name}" for name in columns(["name"], language)],
        )
        .annotate(
            partner_rows=organisation_rows("partner_places", language),
            doubtful_rows=doubtful_rows(Place, language, fields=["summary"]),
        )
        .order_by("name", "pk")
    )


def place_card(
    place: Place, language: str, today: Sequence[Session] = (), closed: Notice | None = None
) -> PlaceCard:
    return PlaceCard(
        url=place.get_absolute_url(),
        name=place.name,
        kind_label=str(PlaceKind(place.kind).label),
        summary=told(place, "summary", language),
        address=place.address,
        area=pick(place.area, "name", language),
        partners=approved_names(place.partner_rows),
        today=list(today),
        closed=closed,
    )


def place_cards(rows: Sequence[Place], language: str, today: date) -> list[PlaceCard]:
    ids = [row.pk for row in rows]
    table = timetable(
        load_slots(slots_at(ids, today, today).touching(today, today), language, doubted=True),
        first=today,
        last=today,
        language=language,
        today=today,
        extras=Q(place__in=ids) | Q(new_place__in=ids),
        doubted=True,
    )
    return cards_of_today(rows, table, language)


def cards_of_today(rows: Sequence[Place], table: Timetable, language: str) -> list[PlaceCard]:
    today = table.today
    by_place: dict[int | None, list[Session]] = {}
    for session in table.sessions(today, today):
        if not session.is_gap:
            by_place.setdefault(session.occurrence.place, []).append(session)
    closed = closed_places(table.changes.values(), today, language)
    return [today_card(row, language, by_place.get(row.pk, []), closed) for row in rows]


def today_card(
    place: Place, language: str, sessions: Sequence[Session], closed: Mapping[int, Notice]
) -> PlaceCard:
    if all(session.is_cancelled for session in sessions) and place.pk in closed:
        return place_card(place, language, closed=closed[place.pk])
    return place_card(place, language, sessions)


def category_tiles(language: str) -> list[dict[str, Any]]:
    rows = (
        Category.objects.rewrite(False)
        .filter(parent=None)
        .only("slug", "icon", *columns(["name"], language))
    )
    services = reverse("service_list")
    return [
        {
            "name": pick(row, "name", language),
            "icon": row.icon,
            "url": f"{services}?{urlencode({'category': row.slug})}",
        }
        for row in rows
    ]


def services_at(place: Place, language: str, today: date) -> list[ServiceCard]:
    # A union of keys uses an index on each side, where OR across two joins reads everything.
    current = Slot.objects.not_ended(today).filter(place=place, service__isnull=False)
    in_programme = current.values("service")
    given_here = Service.places.through.objects.filter(place=place).values("service")
    here = Service.objects.published().filter(pk__in=in_programme.union(given_here))
    rows = service_rows(here, language, today)[:MOST_SHOWN]
    return [service_card(row, language, today, None) for row in rows]


def services_of(organisation: Organisation) -> QuerySet:
    organised = Service.organisers.through.objects.filter(organisation=organisation)
    owned = Service.objects.filter(owner=organisation)
    keys = organised.values("service").union(owned.values("pk"))
    return Service.objects.published().filter(among(keys))


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationSelection(Selection):
    """`offered` speaks of its slots, so the extras without one are told by their `services`."""

    services: QuerySet

    def extras(self) -> Q:
        return Q(service__in=self.services)


def programme_of(organisation: Organisation) -> Selection:
    """The slots of its services, its own in those of others, and its plain opening hours."""
    services = services_of(organisation).values("pk")
    own = Slot.organisers.through.objects.filter(organisation=organisation).values("slot")
    keys = own.union(Slot.objects.filter(among(services, "service")).values("pk"))
    return OrganisationSelection(Q(among(keys)), placeless=Q(), services=services)


def places_of(organisation: Organisation, language: str) -> list[PlaceCard]:
    partner_in = Place.partners.through.objects.filter(organisation=organisation)
    keys = partner_in.values("place").union(
        Place.objects.filter(coordinator=organisation).values("pk"),
        Place.objects.filter(owner=organisation).values("pk"),
    )
    rows = place_rows(Place.objects.published().filter(pk__in=keys), language)
    return [place_card(row, language) for row in rows[:MOST_SHOWN]]
