"""Saves what an editor wrote of a listing: only what differs, all of it or nothing."""

from collections.abc import Collection, Sequence
from contextlib import nullcontext
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Model, QuerySet

from directory.actions.programme import Overtaken, lock
from directory.actions.undo import plain_rows
from directory.models import Contact, Place, Service
from directory.models.translation_record import translations_stay_valid
from directory.queries.edits import (
    CONTACT_COLUMNS,
    CONTACTS,
    Clash,
    clashes,
    differing,
    values_at,
    values_now,
)
from directory.queries.history import Values


@dataclass(frozen=True, slots=True)
class Writing:
    """What somebody wrote of a listing, beginning from its `version`.

    `values` by column, and the contacts. `kept` are those in which it stands over what others
    wrote up to the version `seen`. After a small correction translations are as valid as before.
    """

    values: Values
    version: str
    seen: str
    kept: Collection[str] = ()
    is_small: bool = False

    def clashes_with(self, row: Service | Place, theirs: Values) -> list[Clash]:
        """With what others have written meanwhile."""
        names = [name for name in theirs if name != CONTACTS]
        before, shown = (values_at(row, one, names) for one in (self.version, self.seen))
        return clashes(before=before, shown=shown, theirs=theirs, mine=self.values, kept=self.kept)


@transaction.atomic
def save_listing(*, row: Service | Place, writing: Writing) -> list[str]:
    """The names of what was changed; Overtaken when something is still to be chosen."""
    lock(row)
    values = writing.values
    present = values_now(row, [name for name in values if name != CONTACTS])
    if writing.clashes_with(row, present):
        raise Overtaken
    changed = differing(values, present)
    with translations_stay_valid() if writing.is_small else nullcontext():
        write(row, changed)
    return list(changed)


def write(row: Service | Place, changed: Values) -> None:
    if columns := {name: value for name, value in changed.items() if name != CONTACTS}:
        plain_rows(type(row), row.pk).update(**columns)
    if CONTACTS in changed:
        write_contacts(row, changed[CONTACTS])


def write_contacts(row: Model, wanted: Sequence[Values]) -> None:
    """A contact that is there keeps its key, and with it what other languages say of it."""
    scope = {row._meta.model_name: row}
    present = {one.pk: one for one in QuerySet(Contact).filter(**scope)}
    for order, values in enumerate(wanted):
        columns = {name: values[name] for name in CONTACT_COLUMNS} | {"order": order}
        found = taken_from(present, values)
        if found is None:
            Contact(**scope, **columns).save()
        elif any(getattr(found, name) != value for name, value in columns.items()):
            plain_rows(Contact, found.pk).update(**columns)
    QuerySet(Contact).filter(pk__in=present).delete()


def taken_from(present: dict[int, Contact], values: Values) -> Contact | None:
    """The contact of the key; else one of the same number, so that no second post doubles it."""
    if values.get("key") in present:
        return present.pop(values["key"])
    same = (one for one in present.values() if one.value == values["value"])
    found = next(same, None)
    return present.pop(found.pk) if found else None
