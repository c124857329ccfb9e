"""What staff write stands in whichever of their languages they wrote it in."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.models import F, Model, TextField, Value
from django.db.models.functions import Coalesce, NullIf

from directory.localized import EMPTY, Text, chain, column, html_tag, pick
from directory.models.translation_record import SOURCE_LANGUAGES


def written(row: Model | dict[str, Any], field: str, language: str) -> Text:
    """As `pick`; where its chain ends with nothing, in any language that staff write."""
    if text := pick(row, field, language):
        return text
    read = row.get if isinstance(row, dict) else lambda name: getattr(row, name, "")
    for code in SOURCE_LANGUAGES:
        if value := read(column(field, code)):
            return Text(value, code, is_fallback=html_tag(code) != html_tag(language))
    return EMPTY


def all_languages(row: Model, field: str) -> dict[str, Any]:
    """A text with its translations, by language."""
    return {code: getattr(row, column(field, code)) for code in settings.MODELTRANSLATION_LANGUAGES}


def columns_for(texts: dict[str, Any], field: str) -> dict[str, Any]:
    return {column(field, code): value for code, value in texts.items()}


def written_chain(language: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*chain(language), *SOURCE_LANGUAGES)))


def written_columns(fields: Iterable[str], language: str) -> list[str]:
    """The columns that `written` can need."""
    return [column(field, code) for field in fields for code in written_chain(language)]


def written_expression(field: str, language: str) -> Coalesce:
    """The choice of `written` in SQL. `field` may cross relations."""
    names = [F(column(field, code)) for code in written_chain(language)]
    filled = [NullIf(name, Value(""), output_field=TextField()) for name in names]
    return Coalesce(*filled, Value(""), output_field=TextField())
