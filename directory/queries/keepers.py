"""Which organisations may change a listing, by name: whose it is, and who else."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Model, QuerySet

from directory.localized import Text, columns, pick
from directory.models import Organisation
from directory.permissions import by_runner


@dataclass(frozen=True, slots=True)
class Keepers:
    owner: Text
    others: list[Text]


def keepers(listings: QuerySet, language: str) -> dict[int, Keepers]:
    """By key of the services or places; in as many queries for many as for one."""
    owners = dict(listings.order_by().values_list("pk", "owner"))
    runners = {key: set() for key in owners}
    for part in by_runner(listings.model._default_manager.filter(pk__in=list(owners))):
        for key, runner in part.order_by().values_list("pk", "runner"):
            runners[key].add(runner)
    names = organisation_names({*owners.values(), *set().union(*runners.values())}, language)
    return {
        key: Keepers(names[owner], in_order(names[one] for one in runners[key] - {owner}))
        for key, owner in owners.items()
    }


def keepers_of(row: Model, language: str) -> Keepers:
    return keepers(type(row)._default_manager.filter(pk=row.pk), language)[row.pk]


def in_order(names: Iterable[Text]) -> list[Text]:
    return sorted(names, key=lambda name: str(name).casefold())


def organisation_names(keys: Collection[int], language: str) -> dict[int, Text]:
    rows = Organisation.objects.filter(pk__in=list(keys)).rewrite(False).order_by()
    return {
        row["pk"]: pick(row, "name", language)
        for row in rows.values("pk", *columns(["name"], language))
    }
