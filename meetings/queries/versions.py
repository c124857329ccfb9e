"""What stands for a row as somebody saw it."""

import hashlib
from typing import Any

from django.db.models import Model, QuerySet

from directory.localized import column
from directory.models.translation_record import SOURCE_LANGUAGES
from meetings.models import NoteItem


def present_values(row: Model) -> dict[str, Any]:
    """All columns as they are kept now, whatever the object in hand says."""
    names = [field.attname for field in row._meta.concrete_fields]
    # Django's own rows: the translated manager would read one column for another.
    return QuerySet(type(row)).filter(pk=row.pk).values(*names).get()


def version_of(row: Model) -> str:
    return digest(sorted((name, str(value)) for name, value in present_values(row).items()))


def line_version(line: NoteItem) -> str:
    """Of what is written on the line: to what it is tied can change meanwhile."""
    texts = [getattr(line, column("text", code)) for code in SOURCE_LANGUAGES]
    return digest([line.kind, line.theme_id, line.agenda_item_id, *texts])


def digest(values: list[Any]) -> str:
    return hashlib.sha256(repr(values).encode()).hexdigest()[:16]
