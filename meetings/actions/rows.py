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
    present = present_values(kept)
    for name, value in values.items():
        setattr(kept, name, value)
    names = {kept._meta.get_field(name).attname for name in values}
    if all(getattr(kept, name) == present[name] for name in names):
        return kept
    if version_of(kept) != seen:
        raise Overtaken
    kept.save()
    return kept
