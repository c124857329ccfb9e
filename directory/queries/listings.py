"""Services and places as cards."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet
from django.urls import reverse

from directory.enums import PlaceKind
from directory.localized import Text, columns, expression, pick
from directory.models import Category, Organisation, Place, Service, Slot
from directory.models.scoping import published
from directory.queries.facts import (
    Fact,
    languages_label,
    short_facts,
)
from directory.queries.programme import (
    PLACE_FIELDS,
    load_slots,
    organiser_rows,
    programme,
)
from directory.queries.session import Session

LOOK_AHEAD = timedelta(days=28)
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


@dataclass(frozen=True, slots=True)
class ContactLine:
    label: Text
    kind: str
    value: str
    href: str
    languages: str


def service_rows(services: QuerySet, language: str) -> QuerySet:
    """Services with the columns of a card, in alphabetical order of the reader's language."""
    in_programme = Slot.objects.filter(
        published("place"), service=OuterRef("pk"), place__isnull=False
    )
    given_at = Place.objects.published().filter(services=OuterRef("pk"))
    return (
        services.rewrite(False)
        .only(*CARD_FIELDS, *columns(["name", "summary"], language))
        .annotate(
            organiser_rows=organiser_rows("services=pk", language),
            programme_places=ArraySubquery(
                in_programme.order_by("place__name").values("place__name").distinct()
            ),
            other_places=ArraySubquery(given_at.values("name")),
        )
        .order_by(expression("name", language), "pk")
    )


def service_card(
    service: Service, language: str, today: date, next_: Session | None
) -> ServiceCard:
    return ServiceCard(
        url=service.get_absolute_url(),
        name=pick(service, "name", language),
        summary=pick(service, "summary", language),
        facts=short_facts(service, language),
        places=list(dict.fromkeys(service.programme_places + service.other_places)),
        organiser=", ".join(row["name"] for row in service.organiser_rows),
        confirmed=service.confirmed_on,
        is_stale=service.is_stale(today),
        next=next_,
    )


def service_cards(
    rows: Sequence[Service], language: str, today: date, weekdays: Collection[int] = ()
) -> list[ServiceCard]:
    """Cards with the next session of each, on one of the weekdays when some are asked for."""
    slots = Slot.objects.published().filter(service__in=[row.pk for row in rows])
    last = today + LOOK_AHEAD
    sessions = programme(
        load_slots(slots.touching(today, last), language),
        first=today,
        last=last,
        language=language,
        today=today,
    )
    upcoming = first_held(
        session for session in sessions if not weekdays or session.day.isoweekday() in weekdays
    )
    return [service_card(row, language, today, upcoming.get(row.pk)) for row in rows]


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
        .annotate(partner_rows=organiser_rows("partner_places=pk", language))
        .order_by("name", "pk")
    )


def place_card(place: Place, language: str, today: Sequence[Session] = ()) -> PlaceCard:
    return PlaceCard(
        url=place.get_absolute_url(),
        name=place.name,
        kind_label=str(PlaceKind(place.kind).label),
        summary=pick(place, "summary", language),
        address=place.address,
        area=pick(place.area, "name", language),
        partners=[row["name"] for row in place.partner_rows],
        today=list(today),
    )


def place_cards(rows: Sequence[Place], language: str, today: date) -> list[PlaceCard]:
    ids = [row.pk for row in rows]
    slots = Slot.objects.published().filter(place__in=ids).touching(today, today)
    sessions = programme(
        load_slots(slots, language),
        first=today,
        last=today,
        language=language,
        today=today,
        extras=Q(place__in=ids),
    )
    by_place: dict[int, list[Session]] = {}
    for session in sessions:
        by_place.setdefault(session.source.place_id, []).append(session)
    return [place_card(row, language, by_place.get(row.pk, ())) for row in rows]


def contact_lines(contacts: QuerySet, language: str) -> list[ContactLine]:
    # The related manager writes the owner into each row, which reads it when it is deferred.
    owners = ["organisation", "place", "service"]
    own = ["kind", "value", "languages", *columns(["label"], language)]
    rows = contacts.rewrite(False).only(*owners, *own)
    return [
        ContactLine(
            label=pick(row, "label", language),
            kind=row.kind,
            value=row.value,
            href=row.href,
            languages=languages_label(row.languages, language),
        )
        for row in rows
    ]


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
    in_programme = Slot.objects.filter(place=place, service__isnull=False).values("service")
    given_here = Service.places.through.objects.filter(place=place).values("service")
    here = Service.objects.published().filter(pk__in=in_programme.union(given_here))
    return [service_card(row, language, today, None) for row in service_rows(here, language)]


def services_of(organisation: Organisation) -> QuerySet:
    organised = Service.organisers.through.objects.filter(organisation=organisation)
    owned = Service.objects.filter(owner=organisation)
    keys = organised.values("service").union(owned.values("pk"))
    return Service.objects.published().filter(pk__in=keys)


def places_of(organisation: Organisation, language: str) -> list[PlaceCard]:
    partner_in = Place.partners.through.objects.filter(organisation=organisation)
    keys = partner_in.values("place").union(
        Place.objects.filter(coordinator=organisation).values("pk"),
        Place.objects.filter(owner=organisation).values("pk"),
    )
    rows = place_rows(Place.objects.published().filter(pk__in=keys), language)
    return [place_card(row, language) for row in rows]
