"""A network, its members and their themes."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils.text import slugify

from directory.localized import column
from directory.models import Organisation
from meetings.actions.rows import Overtaken, locked, save_row
from meetings.models import Network, NetworkMember, Theme
from meetings.queries.themes import is_removal, names_of, overtaken_themes

RESERVED = {"add", "answer", "offers"}
LONGEST_SLUG = 70


class NameTaken(Exception):
    """The coordinator has another network of this name."""


@transaction.atomic
def add_network(*, coordinator: Organisation, values: dict[str, Any]) -> Network:
    """The coordinator's network of this name and purpose, made when there is none yet."""
    locked(coordinator)
    own = Network.objects.filter(coordinator=coordinator, name_fi=values["name_fi"])
    if found := own.filter(purpose_fi=values["purpose_fi"]).first():
        return found
    if own.exists():
        raise NameTaken
    return Network.objects.create(
        coordinator=coordinator, slug=free_slug(values["name_fi"]), **values
    )


def free_slug(name: str) -> str:
    base = slugify(name)[:LONGEST_SLUG].strip("-") or "network"
    taken = Network.objects.filter(slug=base).exists() or base in RESERVED
    return f"{base}-{uuid4().hex[:6]}" if taken else base


@transaction.atomic
def add_member(*, member: NetworkMember, themes: Sequence[int]) -> NetworkMember:
    """The organisation's term of these days, made when there is none yet. Raises ValidationError
    for one that is in the network already."""
    locked(member.network)
    member.validate_constraints()
    days = {"since": member.since, "until": member.until}
    if found := member.network.members.filter(organisation=member.organisation_id, **days).first():
        return found
    member.save()
    member.themes.set(themes)
    return member


@transaction.atomic
def change_member(*, member: NetworkMember, values: dict[str, Any], seen: str) -> NetworkMember:
    """`member` has the values, to be looked at before they are saved as by `save_row`."""
    locked(member.network)
    member.validate_constraints()
    return save_row(row=member, values=values, seen=seen)


@transaction.atomic
def remove_member(*, network: Network, pk: int) -> None:
    """For one that was added by mistake; a term that is over has its last day."""
    network.members.filter(pk=pk).delete()


@transaction.atomic
def save_themes(*, network: Network, rows: Sequence[dict[str, Any]]) -> None:
    """Only what a row changes of what its writer saw. A new one has no key; one without a name, or
    ticked for it, is removed. Raises Overtaken when somebody else changed the same one."""
    locked(network)
    present = {theme.pk: theme for theme in network.themes.all()}
    if overtaken_themes(present, rows):
        raise Overtaken
    for row in rows:
        if theme := present.get(row["key"]):
            change_theme(theme, row)
    add_themes(network, [row for row in rows if row["key"] is None and not is_removal(row)])


def change_theme(theme: Theme, row: dict[str, Any]) -> None:
    if is_removal(row):
        theme.delete()
    elif row["name"] != row["seen"]:
        setattr(theme, column("name", row["language"]), row["name"])
        theme.save()


def add_themes(network: Network, rows: Sequence[dict[str, Any]]) -> None:
    present = list(network.themes.all())
    names = {name for theme in present for name in names_of(theme)}
    order = max((theme.order for theme in present), default=-1)
    for row in rows:
        if row["name"].casefold() not in names:
            names.add(row["name"].casefold())
            order += 1
            name = {column("name", row["language"]): row["name"]}
            Theme.objects.create(network=network, order=order, **name)
