"""One service, place or organisation with everything that its page says."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject
from django.urls import reverse

from directory import wording
from directory.enums import OrganisationKind, PlaceKind
from directory.localized import column, columns, expression
from directory.models import Area, Category, Organisation, Place, Service
from directory.queries.contacts import contact_rows
from directory.queries.doubts import doubtful_rows, told, told_once
from directory.queries.facts import (
    accessibility_facts,
    all_facts,
)
from directory.queries.listings import CARD_FIELDS
from directory.queries.organisations import organisation_links, organisation_rows
from directory.queries.programme import (
    PLACE_FIELDS,
)

DETAIL_FIELDS = [
    *CARD_FIELDS, "registration_url", "registration_from", "registration_until", "food",
    "childcare", "capacity", "accessibility", "link",
]  # fmt: skip
SERVICE_TEXTS = ["name", "summary", "description", "access_note", "fee_note"]
PLACE_TEXTS = ["summary", "description", "arrival"]


def service_row(services: QuerySet, slug: str, language: str, *also: str) -> Service | None:
    """One service with everything its page says in this language, its texts in others too."""
    categories = Category.objects.rewrite(False).filter(services=OuterRef("pk"))
    areas = Area.objects.rewrite(False).filter(services=OuterRef("pk"))
    named = {"name": expression("name", language)}
    return (
        services.rewrite(False)
        .filter(slug=slug)
        .only(
            *DETAIL_FIELDS,
            *columns(SERVICE_TEXTS, language, *also),
        )
        .annotate(
            doubtful_rows=doubtful_rows(Service, language, *also),
            **{
                column("organisers", code): organisation_rows("services", code)
                for code in (language, *also)
            },
            category_rows=ArraySubquery(
                categories.values(row=JSONObject(slug="slug", icon="icon", **named))
            ),
            area_rows=ArraySubquery(areas.values(row=JSONObject(**named))),
            contact_rows=contact_rows("service", language, *also),
        )
        .first()
    )


def service_page(service: Service, language: str, today: date) -> dict[str, Any]:
    services = reverse("service_list")
    texts = {field: told(service, field, language) for field in SERVICE_TEXTS}
    return {
        **texts,
        "name": told_once(texts["name"], texts["summary"]),
        "facts": all_facts(service, language),
        "categories": [
            {**row, "url": f"{services}?{urlencode({'category': row['slug']})}"}
            for row in service.category_rows
        ],
        "organisers": organisation_links(getattr(service, column("organisers", language))),
        "link": service.link,
        "registration_url": service.registration_url if is_open(service, today) else "",
        "registration_window": wording.day_range(
            service.registration_from, service.registration_until
        ),
        "area_names": ", ".join(row["name"] for row in service.area_rows),
        "confirmed": service.confirmed_on,
        "is_stale": service.is_stale(today),
    }


def is_open(service: Service, today: date) -> bool:
    """Whether one can sign up today."""
    begins, ends = service.registration_from or today, service.registration_until or today
    return begins <= today <= ends


def place_row(places: QuerySet, slug: str, language: str, *also: str) -> Place | None:
    """One place with everything its page says in this language, its texts in others too."""
    return (
        places.rewrite(False)
        .filter(slug=slug)
        .select_related("area")
        .annotate(
            coordinator_rows=organisation_rows("coordinated_places", language),
            partner_rows=organisation_rows("partner_places", language),
            contact_rows=contact_rows("place", language, *also),
            doubtful_rows=doubtful_rows(Place, language, *also),
        )
        .only(
            *PLACE_FIELDS,
            "kind",
            "latitude",
            "longitude",
            "accessibility",
            "website",
            "video_url",
            "confirmed_on",
            *columns(PLACE_TEXTS, language, *also),
            *[f"area__{name}" for name in columns(["name"], language)],
        )
        .first()
    )


def place_page(place: Place, language: str, today: date) -> dict[str, Any]:
    return {
        "name": place.name,
        "kind_label": str(PlaceKind(place.kind).label),
        **{field: told(place, field, language) for field in PLACE_TEXTS},
        "address": place.address,
        "directions_url": directions_url(place),
        "map_url": map_url(place),
        "accessibility": accessibility_facts(place.accessibility),
        "coordinator": next(iter(organisation_links(place.coordinator_rows)), None),
        "partners": organisation_links(place.partner_rows),
        "video_url": place.video_url,
        "website": place.website,
        "confirmed": place.confirmed_on,
        "is_stale": place.is_stale(today),
    }


def directions_url(place: Place) -> str:
    """Opens the phone's own map or a page with directions; nothing is loaded from there."""
    if place.latitude is None:
        return "https://www.openstreetmap.org/search?" + urlencode({"query": place.address})
    to = f"{place.latitude},{place.longitude}"
    return "https://www.openstreetmap.org/directions?" + urlencode({"to": to})


def map_url(place: Place) -> str:
    if place.latitude is None:
        return directions_url(place)
    mark = urlencode({"mlat": place.latitude, "mlon": place.longitude})
    return f"https://www.openstreetmap.org/?{mark}#map=17/{place.latitude}/{place.longitude}"


def organisation_row(organisations: QuerySet, slug: str, language: str) -> Organisation | None:
    return (
        organisations.rewrite(False)
        .filter(slug=slug)
        .only("slug", "kind", "website", *columns(["name", "summary"], language))
        .annotate(
            contact_rows=contact_rows("organisation", language),
            doubtful_rows=doubtful_rows(Organisation, language),
        )
        .first()
    )


def organisation_page(organisation: Organisation, language: str) -> dict[str, Any]:
    summary = told(organisation, "summary", language)
    return {
        "name": told_once(told(organisation, "name", language), summary),
        "kind_label": str(OrganisationKind(organisation.kind).label),
        "summary": summary,
        "website": organisation.website,
    }
