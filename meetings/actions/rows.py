"""Saving a row that somebody else may have changed since it was shown."""

from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Model
from django.http import Http404

from directory.actions.programme import Overtaken
from directory.queries.edits import is_same
from meetings.queries.versions import clashes_with, present_values

Row = TypeVar("Row", bound=Model)

__all__ = ["Gone", "NotOfThisNetwork", "Overtaken", "locked", "save_row"]


class NotOfThisNetwork(Exception):
    """The uid is another network's: somebody made up the form."""


class Gone(Http404):
    """Somebody removed the row since it was fetched; a page of it is not found."""


def locked(row: Row) -> Row:
    """As it is now; nobody else changes it before the transaction ends."""
    kept = type(row)._default_manager.select_for_update().filter(pk=row.pk).first()
    if kept is None:
        raise Gone
    return kept


@transaction.atomic
def save_row(*, row: Row, values: dict[str, Any], seen: str) -> Row:
    """Raises Overtaken when others changed one of these fields since the version `seen`. What says
    the same is no change: a repeated request has nothing to do."""
    kept = locked(row)
    changed = differing(kept, values)
    if not changed:
        return kept
    if clashes_with(kept, changed, seen):
        raise Overtaken
    write(kept, changed)
    return kept


def differing(row: Model, values: dict[str, Any]) -> dict[str, Any]:
    """Those of the values that say something else than the row."""
    present = present_values(row)
    kept = {name: present[row._meta.get_field(name).attname] for name in values}
    return {
        name: new
        for name, new in values.items()
        if not is_same(getattr(new, "pk", new), kept[name])
    }


def write(row: Model, changed: dict[str, Any]) -> None:
    """Ties are given by the keys of their other ends."""
    ties = {one.name for one in row._meta.many_to_many} & changed.keys()
    for name in changed.keys() - ties:
        setattr(row, name, changed[name])
    row.save()
    for name in ties:
        getattr(row, name).set(changed[name])
