"""Whom a network can ask: its members and its coordinator."""

from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject

from directory.localized import Text, expression
from directory.models import Organisation
from meetings.models import Network
from meetings.queries.networks import current_members
from meetings.queries.picture import Head


def with_own(networks: QuerySet, today: date, language: str) -> QuerySet:
    """Each network with whom it can ask. Only approved organisations are named anywhere."""
    members = current_members(today).filter(network=OuterRef(OuterRef("pk")))
    rows = (
        Organisation.objects.rewrite(False)
        .filter(
            Q(pk__in=members.values("organisation")) | Q(pk=OuterRef("coordinator")),
            is_approved=True,
        )
        .order_by(expression("name", language), "pk")
    )
    row = JSONObject(slug="slug", label=expression("name", language))
    return networks.annotate(own_rows=ArraySubquery(rows.values(row=row)))


def own_organisations(network: Network, language: str) -> list[Head]:
    """Of a network that comes with them, by name."""
    return [Head(row["slug"], Text(row["label"], language)) for row in network.own_rows]
