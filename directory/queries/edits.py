"""What somebody saw of a listing when they began to edit it, and what others did meanwhile."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Max, Model
from django.http import Http404

from directory.models import Contact
from directory.queries.history import Values, events_about, values_of
from directory.queries.versions import current_rows

CONTACTS = "contacts"
CONTACT_COLUMNS = ("kind", "value", "label_fi", "label_sv", "label_en", "languages")
VERSION = re.compile(r"(\d{1,18})\.(\d{1,18})")


@dataclass(frozen=True, slots=True)
class Clash:
    """A field that somebody else changed since `before` was seen, into what is not ours."""

    name: str
    before: Any
    theirs: Any
    mine: Any
    is_touched: bool


def version_of(row: Model) -> str:
    """Stands for the values of the listing and its contacts, by their places in the history."""
    return ".".join(str(latest_event(model, row)) for model in (type(row), Contact))


def latest_event(model: type[Model], row: Model) -> int:
    return events_about(model, row).aggregate(latest=Max("pgh_id"))["latest"] or 0


def read_again(row: Model) -> None:
    """As it is kept now; a row that has gone meanwhile is not found."""
    try:
        row.refresh_from_db()
    except type(row).DoesNotExist as gone:
        raise Http404 from gone


def values_now(row: Model, names: Collection[str]) -> Values:
    values = current_rows(type(row), row)[row.pk]
    contacts = current_rows(Contact, row).values()
    return {**{name: values[name] for name in names}, CONTACTS: contact_values(contacts)}


def values_at(row: Model, version: str, names: Collection[str]) -> Values | None:
    """None for a version that this listing never had."""
    keys = VERSION.fullmatch(version)
    events = events_about(type(row), row)
    event = events.filter(pgh_id=keys[1]).first() if keys else None
    if event is None:
        return None
    latest = events_about(Contact, row).filter(pgh_id__lte=keys[2]).order_by("id", "-pgh_id")
    contacts = [one for one in latest.distinct("id") if one.pgh_label != "delete"]
    values = {name: getattr(event, name) for name in names}
    return {**values, CONTACTS: contact_values(values_of(one) for one in contacts)}


def contact_values(rows: Iterable[Values]) -> list[Values]:
    ordered = sorted(rows, key=lambda row: (row["order"], row["id"]))
    return [{name: row[name] for name in CONTACT_COLUMNS} for row in ordered]


def is_same(one: Any, other: Any) -> bool:
    return plain(one) == plain(other)


def plain(value: Any) -> Any:
    """Nothing is nothing, however it is kept; codes are ticked in no order."""
    if isinstance(value, dict):
        return sorted((name, plain(one)) for name, one in value.items() if name != "key")
    if isinstance(value, list):
        items = [plain(one) for one in value]
        return sorted(items) if all(isinstance(one, str) for one in items) else items
    return "" if value is None else value


def clashes(
    *, before: Values | None, shown: Values | None, theirs: Values, mine: Values,
    kept: Collection[str],
) -> list[Clash]:  # fmt: skip
    """What is still to be chosen. `kept` are fields that keep ours against what was `shown`.

    Of a listing whose earlier version is not known, everything that differs is to be chosen.
    """
    found = []
    for name in theirs.keys() & mine.keys():
        present = theirs[name]
        seen = (before or {}).get(name)
        is_theirs_new = before is None or not is_same(present, seen)
        if not is_theirs_new or is_same(mine[name], present):
            continue
        if name in kept and is_same((shown or {}).get(name), present):
            continue
        is_touched = before is None or not is_same(mine[name], seen)
        found.append(Clash(name, seen, present, mine[name], is_touched))
    order = list(theirs)
    return sorted(found, key=lambda clash: order.index(clash.name))


def differing(values: Mapping[str, Any], others: Mapping[str, Any]) -> Values:
    return {name: one for name, one in values.items() if not is_same(one, others[name])}
