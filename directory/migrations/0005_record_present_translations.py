from django.db import migrations

# Translations that were there before the triggers of 0003 have no record, and would all seem out of
# date. They are taken for translations of the source as it stands, as the triggers take those of a
# new row.
LANGUAGES = (
    "fi", "fi-selko", "sv", "en", "et", "ru", "uk", "so", "ar", "fa", "ckb", "sq", "vi", "zh-hans",
    "tr",
)  # fmt: skip
FIELDS = {
    "directory_area": ("name",),
    "directory_breakcalendar": ("name",),
    "directory_category": ("name", "description"),
    "directory_contact": ("label",),
    "directory_organisation": ("name", "summary"),
    "directory_photo": ("alt",),
    "directory_place": ("summary", "description", "arrival"),
    "directory_schedulechange": ("note",),
    "directory_service": ("name", "summary", "description", "access_note", "fee_note"),
    "directory_slot": ("theme", "note"),
}
RECORD = """
INSERT INTO directory_translationrecord
    ("table", "row", field, language, source_language, source_digest, origin, made_at)
SELECT '{table}', listing.id, field.field, language.language, source.language,
    encode(sha256(convert_to(source.text, 'UTF8')), 'hex'), 'person', statement_timestamp()
FROM {table} AS listing
    CROSS JOIN LATERAL (SELECT to_jsonb(listing) AS texts) AS has
    CROSS JOIN unnest(ARRAY[{fields}]) AS field
    CROSS JOIN LATERAL (
        SELECT first.language, replace(replace(
            has.texts ->> (field.field || '_' || first.language),
            chr(13) || chr(10), chr(10)), chr(13), chr(10)) AS text
        FROM unnest(ARRAY['fi', 'sv', 'en']) WITH ORDINALITY AS first (language, place)
        WHERE has.texts ->> (field.field || '_' || first.language) <> ''
        ORDER BY first.place LIMIT 1
    ) AS source
    CROSS JOIN unnest(ARRAY[{languages}]) AS language
WHERE language.language <> source.language
    AND has.texts ->> (field.field || '_' || replace(language.language, '-', '_')) <> ''
ON CONFLICT ("table", "row", field, language) DO NOTHING
"""


def quoted(words: tuple[str, ...]) -> str:
    return ", ".join(f"'{word}'" for word in words)


class Migration(migrations.Migration):
    dependencies = [("directory", "0004_shared_cache")]

    operations = [
        migrations.RunSQL(
            RECORD.format(table=table, fields=quoted(fields), languages=quoted(LANGUAGES)),
            migrations.RunSQL.noop,
        )
        for table, fields in FIELDS.items()
    ]
