"""What families say is wrong, as those read it who can mend it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Q, QuerySet

from directory.enums import ReportState, State
from directory.localized import Text, columns, html_tag, pick
from directory.models import Organisation, Place, Report, Service
from directory.permissions import (
    Organisations,
    editable_by,
    organisations_of,
    places_kept_by,
    services_run_by,
)
from directory.wording import language_name

MOST_SHOWN = 200
REPORT_FIELDS = [
    "service", "place", "kind", "message", "language", "state", "forms", "created_at", "last_at",
    "closed_at",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class InboxReport:
    row: Report
    title: Text
    url: str
    language_name: str
    tag: str


@dataclass(frozen=True, slots=True)
class Inbox:
    new: list[InboxReport]
    dealt_with: list[InboxReport]


def reports_to(organisations: Organisations) -> QuerySet:
    """Those about what the organisations run and keep."""
    services = Service.objects.filter(services_run_by(organisations)).values("pk")
    places = Place.objects.filter(places_kept_by(organisations)).values("pk")
    return Report.objects.filter(Q(service__in=services) | Q(place__in=places))


def own_reports(user: AbstractBaseUser, today: date) -> QuerySet:
    """To all the organisations that the user is in; what their inboxes hold."""
    return editable_by(user, reports_to(organisations_of(user))).kept(today)


def kept_reports(organisation: Organisation, user: AbstractBaseUser, today: date) -> QuerySet:
    """To one organisation; what its inbox holds."""
    return editable_by(user, reports_to([organisation.pk])).kept(today)


def inbox(organisation: Organisation, user: AbstractBaseUser, language: str, today: date) -> Inbox:
    own = kept_reports(organisation, user, today)
    new = shown(own.new(), language)
    dealt_with = shown(own.exclude(state=ReportState.NEW).order_by("-closed_at", "-pk"), language)
    return Inbox(new, dealt_with)


def shown(reports: QuerySet, language: str) -> list[InboxReport]:
    listing = ["slug", "state", *columns(["name"], language)]
    rows = reports.select_related("service", "place").only(
        *REPORT_FIELDS,
        *[f"service__{name}" for name in listing],
        *[f"place__{name}" for name in ("slug", "state", "name")],
    )
    return list(inbox_reports(rows[:MOST_SHOWN], language))


def inbox_reports(rows: Iterable[Report], language: str) -> Iterable[InboxReport]:
    for row in rows:
        listing = row.service or row.place
        yield InboxReport(
            row=row,
            title=pick(row.service, "name", language)
            if row.service
            else Text(row.place.name, "fi"),
            url=listing.get_absolute_url() if listing.state == State.PUBLISHED else "",
            language_name=language_name(html_tag(row.language), language),
            tag=html_tag(row.language),
        )
