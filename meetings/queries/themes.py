"""The themes of a network as a form names them, beside how they stand."""

from collections.abc import Mapping, Sequence
from typing import Any

from directory.localized import column
from directory.models.translation_record import SOURCE_LANGUAGES
from meetings.models import Theme


def overtaken_themes(
    present: Mapping[int, Theme], rows: Sequence[dict[str, Any]]
) -> dict[int, str]:
    """By the number of the row that changes what somebody else changed since, the name that is
    there now; an empty one when the theme is gone."""
    changed = (number for number, row in enumerate(rows) if is_changed(row))
    found = {number: name_now(present, rows[number]) for number in changed}
    return {
        number: name or ""
        for number, name in found.items()
        if name not in (rows[number]["seen"], rows[number]["name"])
        and not (name is None and is_removal(rows[number]))
    }


def is_changed(row: dict[str, Any]) -> bool:
    return row["key"] is not None and (row["remove"] or row["name"] != row["seen"])


def is_removal(row: dict[str, Any]) -> bool:
    return row["remove"] or not row["name"]


def name_now(present: Mapping[int, Theme], row: dict[str, Any]) -> str | None:
    theme = present.get(row["key"])
    return getattr(theme, column("name", row["language"])) if theme else None


def names_of(theme: Theme) -> set[str]:
    """In the languages that staff write, as they are compared."""
    names = (getattr(theme, column("name", code)) for code in SOURCE_LANGUAGES)
    return {name.casefold() for name in names if name}
