"""What stands for a row as somebody saw it, and what others have written on it since."""

import hashlib
import re
from collections.abc import Mapping
from typing import Any

from django.db.models import Model, QuerySet

from directory.localized import column
from directory.models.translation_record import SOURCE_LANGUAGES
from directory.queries.edits import Clash, clashes, latest_event, read_again
from directory.queries.history import events_about, values_of
from directory.queries.versions import current_rows, rows_at
from meetings.models import NetworkMember, NoteItem
from meetings.models.links import NetworkMemberTheme

Values = dict[str, Any]
VERSION = re.compile(r"\d{1,18}(\.\d{1,18})*")
# What a form writes of a row besides its columns: the ties, and the column of their other end.
TIED: dict[type[Model], dict[str, tuple[type[Model], str]]] = {
    NetworkMember: {"themes": (NetworkMemberTheme, "theme_id")},
}


def tied(row: Model) -> dict[str, tuple[type[Model], str]]:
    return TIED.get(type(row), {})


def present_values(row: Model) -> Values:
    """All columns as they are kept now, whatever the object in hand says, and its ties."""
    names = [field.attname for field in row._meta.concrete_fields]
    # Django's own rows: the translated manager would read one column for another.
    columns = QuerySet(type(row)).filter(pk=row.pk).values(*names).get()
    return columns | {
        name: sorted(one[end] for one in current_rows(model, row).values())
        for name, (model, end) in tied(row).items()
    }


def version_of(row: Model) -> str:
    """Stands for its values, by their places in the history."""
    models = (type(row), *(model for model, _end in tied(row).values()))
    return ".".join(str(latest_event(model, row)) for model in models)


def read_anew(row: Model) -> str:
    """The version that the row's values are of, or an earlier one: what others write between the
    two is then told as news, and never taken for seen."""
    version = version_of(row)
    read_again(row)
    return version


def values_at(row: Model, version: str) -> Values | None:
    """None for a version that this row never had."""
    keys = version.split(".") if VERSION.fullmatch(version) else []
    if len(keys) != 1 + len(tied(row)):
        return None
    event = events_about(type(row), row).filter(pgh_id=keys[0]).first()
    if event is None:
        return None
    ends = zip(tied(row).items(), keys[1:], strict=True)
    return values_of(event) | {
        name: sorted(one[end] for one in rows_at(model, row, int(key)).values())
        for (name, (model, end)), key in ends
    }


def clashes_with(row: Model, values: Mapping[str, Any], seen: str) -> list[Clash]:
    """Of the fields of a form, those that others have changed since the version `seen` into what
    is not in the form; `is_touched` when its writer changed them too."""
    before, present = values_at(row, seen), present_values(row)
    kept = {name: row._meta.get_field(name).attname for name in values}
    return clashes(
        before=before and {name: before[attname] for name, attname in kept.items()},
        shown=None,
        theirs={name: present[attname] for name, attname in kept.items()},
        mine={name: getattr(value, "pk", value) for name, value in values.items()},
        kept=(),
    )


def line_version(line: NoteItem) -> str:
    """Of what is written on the line: to what it is tied can change meanwhile."""
    texts = [getattr(line, column("text", code)) for code in SOURCE_LANGUAGES]
    return digest([line.kind, line.theme_id, line.agenda_item_id, *texts])


def digest(values: list[Any]) -> str:
    return hashlib.sha256(repr(values).encode()).hexdigest()[:16]
