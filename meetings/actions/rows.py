"""Saving a row that somebody else may have changed since it was shown."""

from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Model

from directory.actions.programme import Overtaken, lock
from meetings.queries.versions import present_values, version_of

Row = TypeVar("Row", bound=Model)

__all__ = ["Overtaken", "lock", "save_row"]


@transaction.atomic
def save_row(*, row: Row, values: dict[str, Any], seen: str) -> Row:
    """Raises Overtaken unless `seen` stands for the present row. What says the same is no change:
    a repeated request has nothing to do."""
    lock(row)
    kept = type(row)._default_manager.get(pk=row.pk)
    changed = differing(kept, values)
    if not changed:
        return kept
    if version_of(kept) != seen:
        raise Overtaken
    for name, value in changed.items():
        setattr(kept, name, value)
    kept.save()
    return kept


def differing(row: Model, values: dict[str, Any]) -> dict[str, Any]:
    """Those of the values that say something else than the row; nothing is nothing, however it is
    kept."""
    present = present_values(row)
    kept = {name: present[row._meta.get_field(name).attname] for name in values}
    return {name: new for name, new in values.items() if plain(new) != plain(kept[name])}


def plain(value: Any) -> Any:
    return "" if value is None else getattr(value, "pk", value)
