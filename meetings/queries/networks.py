"""Networks as cards, and one network with what its page says."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, JSONObject, NullIf

from directory.enums import State
from directory.localized import Text, columns, expression, pick
from directory.models import Organisation
from directory.permissions import User, editable_by
from directory.queries.contacts import contact_rows
from directory.queries.doubts import doubtful_rows, told, told_once
from directory.queries.organisations import approved_names, organisation_links, organisation_rows
from meetings.localized import written, written_columns
from meetings.models import Network, NetworkMember, Theme
from meetings.permissions import networks_of, readable_meetings
from meetings.queries.meetings import next_line, next_of


@dataclass(frozen=True, slots=True)
class NetworkCard:
    url: str
    name: Text
    purpose: Text
    rhythm: Text
    # Empty for the whole country.
    area: Text
    coordinator: str
    members: int
    is_open: bool
    is_own: bool
    is_published: bool
    next: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Group:
    """Members that work on one theme; those with none come last, without a name."""

    name: Text | None
    members: list[dict[str, str]]


def network_rows(networks: QuerySet, user: User, today: date, language: str) -> QuerySet:
    """Networks with the columns of a card, by area in the reader's alphabet, then by name."""
    members = current_members(today).filter(network=OuterRef("pk")).order_by().values("network")
    counted = Subquery(members.annotate(n=Count("pk")).values("n"), output_field=IntegerField())
    area = NullIf(expression("area__name", language), Value(""))
    return (
        networks.rewrite(False)
        .select_related("area")
        .only(
            "slug",
            "state",
            "is_open",
            *columns(["name", "purpose", "rhythm"], language),
            "area__id",
            *[f"area__{name}" for name in columns(["name"], language)],
        )
        .annotate(
            coordinator_rows=organisation_rows("coordinated_networks", language),
            members_count=Coalesce(counted, 0),
            next_rows=next_of("pk", readable_meetings(user, today), today, language),
            is_own=Exists(networks_of(user, today).filter(pk=OuterRef("pk"))),
        )
        .order_by(area.asc(nulls_last=True), expression("name", language), "pk")
    )


def network_card(network: Network, language: str) -> NetworkCard:
    area = network.area
    return NetworkCard(
        url=network.get_absolute_url(),
        name=pick(network, "name", language),
        purpose=pick(network, "purpose", language),
        rhythm=pick(network, "rhythm", language),
        area=pick(area, "name", language) if area else Text("", language),
        coordinator=", ".join(approved_names(network.coordinator_rows)),
        members=network.members_count,
        is_open=network.is_open,
        is_own=network.is_own,
        is_published=network.state == State.PUBLISHED,
        next=next_line(network.next_rows, language),
    )


def current_members(today: date) -> QuerySet:
    """Only approved organisations are named anywhere."""
    return NetworkMember.objects.current(today).filter(organisation__is_approved=True)


def network_row(
    networks: QuerySet, slug: str, user: User, today: date, language: str
) -> Network | None:
    """One network with everything that its page says of itself."""
    themes = Theme.objects.rewrite(False).filter(network=OuterRef("pk")).order_by("order", "pk")
    names = ["id", *written_columns(["name"], language)]
    return (
        network_rows(networks, user, today, language)
        .filter(slug=slug)
        .only(
            "slug",
            "state",
            "is_open",
            *columns(["name", "purpose", "rhythm", "how_to_join"], language),
            "area__id",
            *[f"area__{name}" for name in columns(["name"], language)],
        )
        .annotate(
            theme_rows=ArraySubquery(themes.values(row=JSONObject(**{n: n for n in names}))),
            contact_rows=contact_rows("organisation__coordinated_networks", language),
            doubtful_rows=doubtful_rows(Network, language),
            is_coordinated=Exists(editable_by(user, Network.objects.filter(pk=OuterRef("pk")))),
        )
        .first()
    )


def network_page(network: Network, language: str) -> dict[str, Any]:
    purpose = told(network, "purpose", language)
    name = told_once(told(network, "name", language), purpose)
    rhythm = told(network, "rhythm", language)
    return {
        "card": replace(network_card(network, language), name=name, purpose=purpose, rhythm=rhythm),
        "slug": network.slug,
        "is_coordinated": network.is_coordinated,
        "how_to_join": told(network, "how_to_join", language),
        "coordinator": next(iter(organisation_links(network.coordinator_rows)), None),
        "themes": [
            {"id": row["id"], "name": written(row, "name", language)} for row in network.theme_rows
        ],
    }


def member_groups(network: Network, today: date, language: str) -> list[Group]:
    """By theme, in the order of the themes; an organisation may be in several."""
    ties = NetworkMember.themes.through.objects.filter(networkmember=OuterRef("pk"))
    named = Organisation.objects.rewrite(False).filter(pk=OuterRef("organisation"))
    rows = (
        current_members(today)
        .filter(network=network.pk)
        .annotate(
            theme_keys=ArraySubquery(ties.values("theme")),
            name=Subquery(named.values(label=expression("name", language))),
        )
        .order_by("name", "pk")
        .values("theme_keys", "organisation__slug", "name")
    )
    return groups(list(rows), network.theme_rows, language)


def groups(
    members: list[dict[str, Any]], themes: Iterable[dict[str, Any]], language: str
) -> list[Group]:
    found = [
        Group(
            written(theme, "name", language),
            member_links(m for m in members if theme["id"] in m["theme_keys"]),
        )
        for theme in themes
    ]
    rest = Group(None, member_links(m for m in members if not m["theme_keys"]))
    return [group for group in (*found, rest) if group.members]


def member_links(members: Iterable[dict[str, Any]]) -> list[dict[str, str]]:
    rows = [
        {"slug": m["organisation__slug"], "name": m["name"], "is_approved": True} for m in members
    ]
    return organisation_links(rows)
