"""Translations written, confirmed and drafted, and sources corrected.

Whoever saves says what was on the screen (`seen`), and nothing is written over what was not seen.
From which source a translation was made, the database records by itself.
"""

from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import QuerySet

from directory.actions.programme import Overtaken
from directory.localized import column
from directory.machine_translation import Engine
from directory.models import TranslationRecord
from directory.models.translation_record import (
    TextKey,
    digest,
    made_by_machine,
    same_lines,
    translations_stay_valid,
)
from directory.queries.translation_states import TranslatedText, TranslationState
from directory.queries.translations import all_languages, one_text, texts_at
from directory.translation import MODELS
from directory.validators import writable


@transaction.atomic
def save_translation(
    *, key: TextKey, language: str, text: str, seen: str, user: AbstractBaseUser, now: datetime
) -> TranslatedText | None:
    """A text that was left as it was is right as it is: it is up to date from now on."""
    lock_rows([key])
    present = one_text(key, language)
    if present is None:
        raise Overtaken
    is_same = same_lines(present.text) == text
    if present.version != seen:
        if is_same and present.state == TranslationState.CURRENT:
            return present
        raise Overtaken
    if not is_same:
        write({key: text}, language)
    elif text:
        confirm(present, made_from=digest(present.source), user=user, now=now)
    return one_text(key, language)


@transaction.atomic
def correct_source(*, key: TextKey, text: str, seen: str, is_small: bool) -> list[TranslatedText]:
    """All translations of the text as they then are.

    After a small correction those that were up to date still are; after any other, none is.
    """
    lock_rows([key])
    found = all_languages(key)
    if not found:
        raise Overtaken
    present = found[0].source
    if same_lines(present) == text:
        return found
    if digest(present) != seen:
        raise Overtaken
    with translations_stay_valid() if is_small else nullcontext():
        write({key: text}, found[0].source_language)
    return all_languages(key)


def lock_rows(keys: Iterable[TextKey]) -> None:
    """In one order everywhere, so that nobody waits in a circle."""
    by_table: dict[str, set[int]] = {}
    for key in keys:
        by_table.setdefault(key.table, set()).add(key.row)
    for table, rows in sorted(by_table.items()):
        found = QuerySet(MODELS[table]).filter(pk__in=rows).order_by("pk")
        # Evaluated for the locks alone.
        list(found.select_for_update(of=("self",)).values_list("pk"))


def write(texts: dict[TextKey, str], language: str) -> None:
    """One statement a row. A plain QuerySet: the translated manager would choose the column."""
    by_row: dict[tuple[str, int], dict[str, str]] = {}
    for key, text in texts.items():
        by_row.setdefault((key.table, key.row), {})[column(key.field, language)] = text
    for (table, row), values in by_row.items():
        QuerySet(MODELS[table]).filter(pk=row).update(**values)


def confirm(text: TranslatedText, *, made_from: str, user: AbstractBaseUser, now: datetime) -> None:
    """Somebody has looked at it and found that it says what the source of that digest says."""
    told = {
        "source_digest": made_from,
        "source_language": text.source_language,
        "reviewed_by": user,
        "reviewed_at": now,
    }
    TranslationRecord.objects.update_or_create(
        table=text.table,
        row=text.row,
        field=text.field,
        language=text.language,
        defaults=told,
        create_defaults={**told, "made_at": now},
    )


@dataclass(frozen=True, slots=True)
class Drafted:
    made: int
    skipped: int


def draft_translations(*, texts: Sequence[TranslatedText], engine: Engine) -> Drafted:
    """Machine-made texts where nobody has written any; raises EngineError and then writes none.

    The engine is asked before anything is locked; what has changed meanwhile is left alone.
    """
    asked = [text for text in texts if may_be_drafted(text)]
    drafts: dict[TextKey, str] = {}
    for source_language in sorted({text.source_language for text in asked}):
        same = [text for text in asked if text.source_language == source_language]
        answers = engine.translate(
            [text.source for text in same], source=source_language, target=same[0].language
        )
        drafts |= {text.key: answer for text, answer in zip(same, answers, strict=True)}
    made = keep_drafts(asked, drafts)
    return Drafted(made, len(texts) - made)


def may_be_drafted(text: TranslatedText) -> bool:
    """Where there is nothing, or only another draft that nobody has looked at."""
    return not text.text or (text.is_machine and not text.is_reviewed)


@transaction.atomic
def keep_drafts(asked: Sequence[TranslatedText], drafts: dict[TextKey, str]) -> int:
    lock_rows(drafts)
    present = texts_at(drafts, asked[0].language) if asked else {}
    kept: dict[TextKey, str] = {}
    for text in asked:
        draft, now = writable(drafts[text.key]).strip(), present.get(text.key)
        if now and now.version == text.version and may_be_drafted(now) and fits(draft, text):
            kept[text.key] = draft
    if kept:
        with made_by_machine():
            write(kept, asked[0].language)
    return len(kept)


def fits(draft: str, text: TranslatedText) -> bool:
    is_short = text.longest is None or len(draft) <= text.longest
    return bool(draft) and "\0" not in draft and is_short
