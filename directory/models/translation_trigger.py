"""The trigger that writes translation records, for any table that has translated columns.

Rows are looked at as JSON, so that one text serves every table. What is recorded is a translation
that differs from before, and every one that was there before its source. When a source changes,
a record follows it only if it was up to date, and only in a small correction or when the source is
from now on in another language.
"""

from collections.abc import Iterable, Sequence

import pgtrigger

from directory.localized import column
from directory.models.translation_record import (
    ORIGIN,
    SMALL_CORRECTION,
    SOURCE_LANGUAGES,
    TranslationRecord,
    digest_sql,
    same_lines_sql,
)

RECORDS = TranslationRecord._meta.db_table


def recording(fields: Sequence[str], languages: Sequence[str]) -> pgtrigger.Trigger:
    columns = [column(field, language) for field in fields for language in languages]
    return pgtrigger.Trigger(
        name="record_translations",
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf(*columns) | pgtrigger.Delete,
        declare=[("was", "jsonb := '{}'"), ("has", "jsonb := '{}'"), ("changed", "text[]")],
        func=f"""
        IF TG_OP = 'DELETE' THEN
            DELETE FROM {RECORDS} WHERE "table" = TG_TABLE_NAME AND "row" = OLD.id;
            RETURN NULL;
        END IF;
        has := to_jsonb(NEW);
        IF TG_OP = 'UPDATE' THEN was := to_jsonb(OLD); END IF;
        changed := ARRAY(
            SELECT DISTINCT field.field
            FROM unnest({sql_array(fields)}) AS field, unnest({sql_array(languages)}) AS language
            WHERE {lines("has")} <> {lines("was")}
        );
        IF changed = '{{}}' THEN RETURN NULL; END IF;
        IF TG_OP = 'UPDATE' THEN {forget(languages)} {follow()} END IF;
        {record(languages)}
        RETURN NULL;
        """,
    )


def forget(languages: Iterable[str]) -> str:
    """What is a translation no more: it is empty, or it has become the source."""
    return f"""
            DELETE FROM {RECORDS} AS record
            USING unnest(changed) AS field {source("has")},
                unnest({sql_array(languages)}) AS language
            WHERE record."table" = TG_TABLE_NAME AND record."row" = NEW.id
                AND record.field = field.field AND record.language = language.language
                AND ({lines("has")} = '' OR language.language = has_source.language);"""


def follow() -> str:
    return f"""
            UPDATE {RECORDS} AS record
            SET source_language = has_source.language,
                source_digest = {digest_sql("has_source.text")}
            FROM unnest(changed) AS field {source("has")} {source("was")}
            WHERE record."table" = TG_TABLE_NAME AND record."row" = NEW.id
                AND record.field = field.field
                AND record.source_digest = {digest_sql("was_source.text")}
                AND (has_source.language <> was_source.language
                    OR current_setting('{SMALL_CORRECTION}', true) = 'on');"""


def record(languages: Iterable[str]) -> str:
    return f"""
        INSERT INTO {RECORDS} ("table", "row", field, language, source_language, source_digest,
            origin, made_at)
        SELECT TG_TABLE_NAME, NEW.id, field.field, language.language, has_source.language,
            {digest_sql("has_source.text")},
            coalesce(nullif(current_setting('{ORIGIN}', true), ''), 'person'),
            statement_timestamp()
        FROM unnest(changed) AS field {source("has")} {source("was")},
            unnest({sql_array(languages)}) AS language
        WHERE {lines("has")} <> '' AND has_source.language <> language.language
            AND ({lines("has")} <> {lines("was")} OR was_source.language IS NULL
                OR was_source.language = language.language)
        ON CONFLICT ("table", "row", field, language) DO UPDATE SET
            source_language = excluded.source_language, source_digest = excluded.source_digest,
            origin = excluded.origin, made_at = excluded.made_at,
            reviewed_by_id = NULL, reviewed_at = NULL;"""


def source(row: str) -> str:
    """The first source language that is filled in the row, and the text in it."""
    text = f"{row} ->> (field.field || '_' || first.language)"
    return f"""
                LEFT JOIN LATERAL (
                    SELECT first.language, {text} AS text
                    FROM unnest({sql_array(SOURCE_LANGUAGES)}) WITH ORDINALITY
                        AS first (language, place)
                    WHERE {text} <> '' ORDER BY first.place LIMIT 1
                ) AS {row}_source ON true"""


def lines(row: str) -> str:
    """The text of the field in the language, '' when there is none."""
    name = "field.field || '_' || replace(language.language, '-', '_')"
    return same_lines_sql(f"coalesce({row} ->> ({name}), '')")


def sql_array(words: Iterable[str]) -> str:
    return "ARRAY[" + ", ".join(f"'{word}'" for word in words) + "]"
