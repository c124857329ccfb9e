"""A network, its members and their themes."""

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils.text import slugify

from directory.localized import column
from directory.models import Organisation
from meetings.actions.rows import lock
from meetings.models import Network, NetworkMember, Theme

RESERVED = {"add", "answer", "offers"}
LONGEST_SLUG = 70


@transaction.atomic
def add_network(*, coordinator: Organisation, values: dict[str, Any]) -> Network:
    """The coordinator's network of this name, made when there is none yet."""
    lock(coordinator)
    own = Network.objects.filter(coordinator=coordinator, name_fi=values["name_fi"])
    if found := own.first():
        return found
    return Network.objects.create(
        coordinator=coordinator, slug=free_slug(values["name_fi"]), **values
    )


def free_slug(name: str) -> str:
    base = slugify(name)[:LONGEST_SLUG].strip("-") or "network"
    taken = Network.objects.filter(slug=base).exists() or base in RESERVED
    return f"{base}-{uuid4().hex[:6]}" if taken else base


@transaction.atomic
def save_member(*, member: NetworkMember, themes: Iterable[Theme]) -> NetworkMember:
    member.save()
    member.themes.set(themes)
    return member


@transaction.atomic
def remove_member(*, network: Network, pk: int) -> None:
    """For one that was added by mistake; a term that is over has its last day."""
    network.members.filter(pk=pk).delete()


@transaction.atomic
def save_themes(*, network: Network, rows: Iterable[dict[str, Any]]) -> None:
    """In this order. A new one has no key; one without a name, or ticked for it, is removed."""
    lock(network)
    present = {theme.pk: theme for theme in network.themes.all()}
    names = {name for theme in present.values() for name in names_of(theme)}
    for order, row in enumerate(rows):
        theme = present.get(row.get("key"))
        if theme and (row["remove"] or not row["name"]):
            theme.delete()
        elif theme:
            change_theme(theme, row, order)
        elif row["name"] and row["name"] not in names:
            name = {column("name", row["language"]): row["name"]}
            Theme.objects.create(network=network, order=order, **name)


def names_of(theme: Theme) -> list[str]:
    return [theme.name_fi, theme.name_sv, theme.name_en]


def change_theme(theme: Theme, row: dict[str, Any], order: int) -> None:
    name = column("name", row["language"])
    if (getattr(theme, name), theme.order) != (row["name"], order):
        setattr(theme, name, row["name"])
        theme.order = order
        theme.save()
