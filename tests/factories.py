"""Plain rows for tests: each function makes one valid row, keyword arguments override."""

from datetime import UTC, date, datetime, time
from itertools import count
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.contrib.auth.models import User

from directory.models import (
    Area,
    BreakCalendar,
    Category,
    Membership,
    Organisation,
    Place,
    ScheduleChange,
    Service,
    Slot,
)

numbers = count(1)
ARCHIVED_AT = datetime(2026, 11, 1, tzinfo=UTC)


def make_area(**values: Any) -> Area:
    n = next(numbers)
    base = {"slug": f"area-{n}", "kind": "county", "name_fi": f"Alue {n}"}
    return Area.objects.create(**{**base, **values})


def make_organisation(**values: Any) -> Organisation:
    n = next(numbers)
    base = {
        "slug": f"organisation-{n}",
        "kind": "ngo",
        "name_fi": f"Järjestö {n}",
        "is_approved": True,
    }
    return Organisation.objects.create(**{**base, **values})


def make_category(**values: Any) -> Category:
    n = next(numbers)
    base = {"slug": f"category-{n}", "icon": "baby", "name_fi": f"Luokka {n}"}
    return Category.objects.create(**{**base, **values})


def make_place(**values: Any) -> Place:
    n = next(numbers)
    base = {
        "slug": f"place-{n}",
        "kind": "meeting_place",
        "name": f"Paikka {n}",
        "summary_fi": "Täällä voi tavata.",
        "street": "Hakopolku 2",
        "postal_code": "01360",
        "city": "Vantaa",
        "state": "published",
        "confirmed_on": date(2026, 11, 1),
    }
    if values.get("state") == "archived":
        base["archived_at"] = ARCHIVED_AT
    owner = values.pop("owner", None) or make_organisation()
    area = values.pop("area", None) or make_area()
    return Place.objects.create(**{**base, "owner": owner, "area": area, **values})


def make_service(**values: Any) -> Service:
    n = next(numbers)
    base = {
        "slug": f"service-{n}",
        "name_fi": f"Palvelu {n}",
        "summary_fi": "Tule mukaan.",
        "delivery": ["place"],
        "state": "published",
        "confirmed_on": date(2026, 11, 1),
    }
    if values.get("state") == "archived":
        base["archived_at"] = ARCHIVED_AT
    owner = values.pop("owner", None) or make_organisation()
    links = {name: values.pop(name) for name in ("categories", "areas", "places") if name in values}
    organisers = values.pop("organisers", [owner])
    service = Service.objects.create(**{**base, "owner": owner, **values})
    service.organisers.set(organisers)
    for name, rows in links.items():
        getattr(service, name).set(rows)
    return service


def make_slot(**values: Any) -> Slot:
    """Wednesdays 9.30–11.30, all year."""
    base = {"weekdays": [3], "start": time(9, 30), "end": time(11, 30)}
    if not ({"service", "place"} & values.keys()):
        values["service"] = make_service()
        values["place"] = make_place()
    return Slot.objects.create(**{**base, "confirmed_on": date(2026, 11, 20), **values})


def make_change(**values: Any) -> ScheduleChange:
    base = {"kind": "cancelled", "first": date(2026, 11, 25), "last": date(2026, 11, 25)}
    return ScheduleChange.objects.create(**{**base, **values})


def make_break_calendar(**values: Any) -> BreakCalendar:
    n = next(numbers)
    base = {"slug": f"breaks-{n}", "name_fi": f"Loma-ajat {n}"}
    return BreakCalendar.objects.create(**{**base, **values})


def make_user(name: str, **values: Any) -> User:
    """Somebody who can sign in: the address name@example.fi is verified."""
    user = get_user_model().objects.create_user(name, f"{name}@example.fi", **values)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def make_member(name: str, organisation: Organisation, role: str = "editor") -> User:
    user = make_user(name)
    Membership.objects.create(user=user, organisation=organisation, role=role)
    return user
