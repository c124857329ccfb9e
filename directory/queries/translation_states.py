"""The state of every translation, computed where the texts are.

The database unfolds the columns of the rows in question into one line a text and language, and
compares the source as it stands with the one that each translation was made from.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Model, QuerySet

from directory.enums import TranslationOrigin
from directory.localized import column, direction, html_tag
from directory.models.translation_record import (
    SOURCE_LANGUAGES,
    TextKey,
    TranslationRecord,
    digest,
    digest_sql,
)
from directory.translation import FIELDS, MODELS


class TranslationState(StrEnum):
    """In the order in which they want somebody's time."""

    OUTDATED = "outdated"
    MISSING = "missing"
    MACHINE = "machine"
    CURRENT = "current"


Rows = dict[type[Model], QuerySet]
NAMES = (
    '"table"', '"row"', "field", "language", "state", "source_language", "source", "text",
    "made_from", "made_from_language", "made_at", "is_machine", "is_reviewed",
)  # fmt: skip
STATES = [state.value for state in TranslationState]
ORDER = 'array_position(%s::text[], state), made_at NULLS FIRST, noun, "row", place'


@dataclass(frozen=True, slots=True)
class TranslatedText:
    """A text and its translation into one language; `made_from` is the digest of a source."""

    table: str
    row: int
    field: str
    language: str
    state: TranslationState
    source_language: str
    source: str
    text: str
    made_from: str | None
    made_from_language: str | None
    made_at: datetime | None
    is_machine: bool
    is_reviewed: bool

    @property
    def key(self) -> TextKey:
        return TextKey(self.table, self.row, self.field)

    @property
    def model(self) -> type[Model]:
        return MODELS[self.table]

    @property
    def noun(self) -> str:
        return self.model._meta.model_name

    @property
    def label(self) -> str:
        return self.model._meta.get_field(self.field).verbose_name

    @property
    def longest(self) -> int | None:
        return self.model._meta.get_field(self.field).max_length

    @property
    def tag(self) -> str:
        return html_tag(self.language)

    @property
    def dir(self) -> str:
        return direction(self.language)

    @property
    def source_tag(self) -> str:
        return html_tag(self.source_language)

    @property
    def version(self) -> str:
        """Stands for the source and the translation as they are."""
        return digest(f"{self.source_language}\0{digest(self.source)}\0{digest(self.text)}")[:32]


class Texts:
    """The texts of the rows in some languages; sliced for paging, the most pressing first."""

    def __init__(
        self,
        rows: Rows,
        languages: Collection[str],
        states: Collection[str] = (),
        source_language: str = "",
    ) -> None:
        self.languages = languages
        self.states = list(states or STATES)
        self.source_language = source_language
        self.sql, self.params = unfolded(rows, languages)

    @cached_property
    def counts(self) -> dict[tuple[str, str], int]:
        """How many there are, by language and state, whatever states are asked for."""
        if not self.sql:
            return {}
        sql = f"SELECT language, state, count(*) FROM ({self.sql}) AS texts GROUP BY 1, 2"
        with connection.cursor() as cursor:
            cursor.execute(sql, self.params)
            return {(language, state): number for language, state, number in cursor}

    def count(self) -> int:
        return sum(number for (_, state), number in self.counts.items() if state in self.states)

    def __getitem__(self, wanted: slice) -> list[TranslatedText]:
        start = wanted.start or 0
        return [as_text(line) for line in self._lines(NAMES, start, wanted.stop)]

    def __iter__(self) -> Iterator[TranslatedText]:
        return (as_text(line) for line in self._lines(NAMES))

    def keys(self, most: int) -> list[TextKey]:
        return [TextKey(*line) for line in self._lines(NAMES[:3], 0, most)]

    def _lines(
        self, names: Iterable[str], start: int = 0, stop: int | None = None
    ) -> list[tuple[Any, ...]]:
        if not self.sql:
            return []
        sql = (
            f"SELECT {', '.join(names)} FROM ({self.sql}) AS texts"
            " WHERE state = ANY(%s) AND %s IN ('', source_language)"
            f" ORDER BY {ORDER} LIMIT %s OFFSET %s"
        )
        limit = None if stop is None else max(stop - start, 0)
        params = [*self.params, self.states, self.source_language, STATES, limit, start]
        with connection.cursor() as cursor:
            cursor.execute(sql, params)
            return cursor.fetchall()


def as_text(line: Sequence[Any]) -> TranslatedText:
    values = dict(zip(TranslatedText.__dataclass_fields__, line, strict=True))
    return TranslatedText(**{**values, "state": TranslationState(values["state"])})


def unfolded(rows: Rows, languages: Collection[str]) -> tuple[str, list[Any]]:
    """SQL of one line a text and language, and its parameters; '' when no row can be meant."""
    parts: list[str] = []
    params: list[Any] = []
    for noun, (model, queryset) in enumerate(rows.items()):
        try:
            keys, own = queryset.order_by().values("pk").query.sql_with_params()
        except EmptyResultSet:
            continue
        parts.append(unfolded_table(model, noun, keys, languages))
        params += [list(languages), *own]
    return " UNION ALL ".join(parts), params


def unfolded_table(model: type[Model], noun: int, keys: str, languages: Collection[str]) -> str:
    table = model._meta.db_table
    fields = ", ".join(
        unfolded_field(place, field, languages) for place, field in enumerate(FIELDS[model])
    )
    return f"""
        SELECT '{table}' AS "table", one.id AS "row", {noun} AS noun, part.place, part.field,
            part.source_language, part.source, translation.language,
            coalesce(translation.text, '') AS text, record.made_at,
            record.source_digest AS made_from, record.source_language AS made_from_language,
            coalesce(record.origin = '{TranslationOrigin.MACHINE}', false) AS is_machine,
            record.reviewed_at IS NOT NULL AS is_reviewed,
            CASE
                WHEN coalesce(translation.text, '') = '' THEN '{TranslationState.MISSING}'
                WHEN record.source_digest IS DISTINCT FROM now.digest
                    THEN '{TranslationState.OUTDATED}'
                WHEN record.origin = '{TranslationOrigin.MACHINE}' AND record.reviewed_at IS NULL
                    THEN '{TranslationState.MACHINE}'
                ELSE '{TranslationState.CURRENT}'
            END AS state
        FROM {table} AS one
        CROSS JOIN LATERAL (VALUES {fields}) AS part (place, field, source_language, source, texts)
        CROSS JOIN LATERAL (SELECT {digest_sql("part.source")} AS digest OFFSET 0) AS now
        CROSS JOIN LATERAL unnest(%s::text[], part.texts) AS translation (language, text)
        LEFT JOIN {TranslationRecord._meta.db_table} AS record
            ON record."table" = '{table}' AND record."row" = one.id
            AND record.field = part.field AND record.language = translation.language
        WHERE part.source <> '' AND translation.language <> part.source_language
            AND one.id IN ({keys})"""


def unfolded_field(place: int, field: str, languages: Iterable[str]) -> str:
    sources = {code: f"one.{column(field, code)}" for code in SOURCE_LANGUAGES}
    language = " ".join(f"WHEN {name} <> '' THEN '{code}'" for code, name in sources.items())
    source = ", ".join(f"nullif({name}, '')" for name in sources.values())
    texts = ", ".join(f"one.{column(field, code)}::text" for code in languages)
    return f"({place}, '{field}', CASE {language} END, coalesce({source})::text, ARRAY[{texts}])"
