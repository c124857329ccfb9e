"""Which translations of a listing its readers may doubt: a machine's, and those grown old."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, CharField, F, Model, OuterRef, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, JSONObject, NullIf
from modeltranslation.translator import translator

from directory.enums import TranslationOrigin
from directory.localized import Text, chain, column, pick
from directory.models import Service
from directory.models.translation_record import SOURCE_LANGUAGES, Digest, TranslationRecord
from directory.queries.translation_states import TranslationState


def doubtful_rows(
    model: type[Model], *languages: str, of: str = "", fields: Collection[str] = ()
) -> ArraySubquery:
    """[{field, language, doubt}] of the outer row, in the same query; `doubt` is a state.

    Or of the row that its key `of` names, for some of the fields.
    """
    codes = {code for language in languages for code in chain(language)}
    fields = fields or translator.get_options_for_model(model).get_field_names()
    path = f"{of}__" if of else ""
    digests = [When(field=field, then=Digest(source(f"{path}{field}"))) for field in fields]
    old = ~Q(source_digest=F("now"))
    drafted = Q(origin=TranslationOrigin.MACHINE, reviewed_at=None)
    records = (
        TranslationRecord.objects.filter(
            table=model._meta.db_table,
            row=OuterRef(f"{path}pk"),
            language__in=codes,
            field__in=fields,
        )
        .annotate(now=Case(*digests, output_field=CharField()))
        .filter(old | drafted)
        .annotate(
            doubt=Case(
                When(old, then=Value(TranslationState.OUTDATED)),
                default=Value(TranslationState.MACHINE),
            )
        )
    )
    told_row = JSONObject(field="field", language="language", doubt="doubt")
    return ArraySubquery(records.values(told_row=told_row))


def with_doubts(rows: QuerySet, language: str) -> list[Any]:
    """Slots or changes, and the names of their services."""
    found = list(
        rows.annotate(
            doubtful_rows=doubtful_rows(rows.model, language),
            service_doubts=doubtful_rows(Service, language, of="service", fields=["name"]),
        )
    )
    for row in found:
        if row.service:
            row.service.doubtful_rows = row.service_doubts
    return found


def source(field: str) -> Coalesce:
    """The text that translations of the outer row's field are made from."""
    filled = [NullIf(OuterRef(column(field, code)), Value("")) for code in SOURCE_LANGUAGES]
    return Coalesce(*filled, Value(""))


def told(row: Any, field: str, language: str) -> Text:
    """As `pick`; of a row that was read with its `doubtful_rows`, with its doubt."""
    return marked(pick(row, field, language), row, field)


def marked(text: Text, row: Any, field: str) -> Text:
    """A text of this row's field, with its doubt."""
    found = (
        one["doubt"]
        for one in getattr(row, "doubtful_rows", ())
        if (one["field"], one["language"]) == (field, text.language)
    )
    return replace(text, doubt=next(found, ""))


def told_once(heading: Text, beneath: Text) -> Text:
    """A heading need not repeat the doubt that stands right beneath it."""
    return replace(heading, doubt="") if heading.doubt == beneath.doubt else heading


def told_beneath(heading: Text, beneath: Text) -> tuple[Text, Text]:
    """One doubt for both, beneath, where they are in one language."""
    if heading.language != beneath.language:
        return heading, beneath
    return replace(heading, doubt=""), replace(beneath, doubt=beneath.doubt or heading.doubt)


def told_elsewhere(text: Text) -> Text:
    """Where the same text stands on the page with its doubt."""
    return replace(text, doubt="")
