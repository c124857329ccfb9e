"""schema.org descriptions that search engines read; printed as a data block, never run."""

import json
from collections.abc import Iterable
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from directory.models import Place
from directory.queries.session import Session
from directory.wording import HELSINKI

ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def script_safe(items: list[dict[str, Any]]) -> SafeString:
    """JSON that can't end the script element it stands in."""
    graph = {"@context": "https://schema.org", "@graph": items}
    return mark_safe(json.dumps(graph, ensure_ascii=False).translate(ESCAPES))


def filled(item: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in item.items() if value not in ("", None, [], {})}


def service_item(page: dict[str, Any], url: str, languages: list[str]) -> dict[str, Any]:
    return filled(
        {
            "@type": "Service",
            "@id": url,
            "name": str(page["name"]),
            "description": str(page["summary"]),
            "url": url,
            "availableLanguage": languages,
            "areaServed": page["area_names"],
            "provider": [
                {"@type": "Organization", "name": row["name"]} for row in page["organisers"]
            ],
        }
    )


def place_item(place: Place, url: str, description: str) -> dict[str, Any]:
    return filled(
        {
            "@type": "Place",
            "@id": url,
            "name": place.name,
            "description": description,
            "url": url,
            "address": address(place),
            "geo": filled(
                {
                    "@type": "GeoCoordinates",
                    "latitude": place.latitude,
                    "longitude": place.longitude,
                }
            )
            if place.latitude is not None
            else None,
        }
    )


def address(place: Any) -> dict[str, str]:
    return {
        "@type": "PostalAddress",
        "streetAddress": place.street,
        "postalCode": place.postal_code,
        "addressLocality": place.city,
        "addressCountry": "FI",
    }


def event_items(sessions: Iterable[Session]) -> list[dict[str, Any]]:
    """The gap that a move leaves is no event: the session itself stands on its new day."""
    return [event_item(session) for session in sessions if not session.is_gap]


def event_item(session: Session) -> dict[str, Any]:
    seen = session.occurrence
    start, end = seen.starts_at(HELSINKI), seen.ends_at(HELSINKI)
    status = "EventCancelled" if session.is_cancelled else "EventScheduled"
    if session.was_time:
        status = "EventRescheduled"
    return filled(
        {
            "@type": "Event",
            "name": str(session.title),
            "startDate": start.isoformat() if start else session.day.isoformat(),
            "endDate": end.isoformat() if end else "",
            "eventStatus": f"https://schema.org/{status}",
            "location": {
                "@type": "Place",
                "name": session.place.name,
                "address": address(session.place),
            }
            if session.place
            else {},
        }
    )
