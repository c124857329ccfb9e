"""What families say is wrong, as those read it who can mend it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Subquery, When

from directory.enums import ReportState, State
from directory.localized import Text, columns, html_tag, pick
from directory.models import Membership, Organisation, Place, Report, Service
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
    closed_for: Text | None


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
    closed = own.exclude(state=ReportState.NEW).order_by("-closed_at", "-pk")
    new, dealt_with = (shown(rows, organisation, language) for rows in (own.new(), closed))
    return Inbox(new, dealt_with)


def closers(organisation: Organisation) -> Subquery:
    """Key of the organisation that a report was closed for: the inbox's own, when the one who
    closed it is in that too; none for who is in none that the report came to."""
    organised = Service.organisers.through.objects.filter(
        service=OuterRef(OuterRef("service")), organisation=OuterRef("organisation")
    )
    receivers = (
        Q(organisation=OuterRef("service__owner"))
        | Q(organisation=OuterRef("place__owner"))
        | Q(organisation=OuterRef("place__coordinator"))
        | Q(Exists(organised))
    )
    own_first = Case(When(organisation=organisation, then=0), default=1)
    memberships = Membership.objects.filter(receivers, user=OuterRef("closed_by"))
    return Subquery(memberships.order_by(own_first, "pk").values("organisation")[:1])


def organisation_names(keys: Iterable[int | None], language: str) -> dict[int, Text]:
    rows = Organisation.objects.rewrite(False).filter(pk__in=[key for key in keys if key])
    return {
        row["pk"]: pick(row, "name", language)
        for row in rows.values("pk", *columns(["name"], language))
    }


def shown(reports: QuerySet, organisation: Organisation, language: str) -> list[InboxReport]:
    listing = ["slug", "state", *columns(["name"], language)]
    rows = reports.select_related("service", "place").only(
        *REPORT_FIELDS,
        *[f"service__{name}" for name in listing],
        *[f"place__{name}" for name in ("slug", "state", "name")],
    )
    found = list(rows.annotate(closer=closers(organisation))[:MOST_SHOWN])
    others = {row.closer for row in found} - {organisation.pk}
    return list(inbox_reports(found, organisation_names(others, language), language))


def inbox_reports(
    rows: Iterable[Report], others: dict[int, Text], language: str
) -> Iterable[InboxReport]:
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
            closed_for=others.get(row.closer),
        )
