"""What a translator's file would change, and why it can't, before anything is written."""

import hashlib
import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.contrib.auth.models import AbstractBaseUser

from directory.models.translation_record import TextKey, digest, same_lines
from directory.queries.translation_states import TranslatedText, TranslationState
from directory.queries.translations import LANGUAGES, editable_texts
from directory.translation import FIELDS, MODELS
from directory.validators import writable
from directory.xliff import Document, Problem, Segment, Unit, XliffError, language_code

KEY = re.compile(r"([a-z_]{1,63}):([0-9]{1,18}):([a-z_]{1,30})")


class ChangeKind(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    CONFIRMED = "confirmed"


@dataclass(frozen=True, slots=True)
class Change:
    """`made_from` is the digest of the source that the translator saw."""

    text: TranslatedText
    kind: ChangeKind
    after: str
    made_from: str
    is_overtaken: bool

    @property
    def is_outdated(self) -> bool:
        return self.made_from != digest(self.text.source)


@dataclass(frozen=True, slots=True)
class Refusal:
    """`text` is what the unit is about, when it is there and the user's."""

    unit: str
    problem: Problem
    text: TranslatedText | None
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    language: str
    changes: Sequence[Change]
    refusals: Sequence[Refusal]
    untouched: int

    @property
    def version(self) -> str:
        """Stands for all that would be written, and over what."""
        said = [
            (str(one.text.key), one.text.version, one.after, one.made_from) for one in self.changes
        ]
        return hashlib.sha256(repr(said).encode()).hexdigest()[:32]

    def chosen(self, taken: Collection[str]) -> list[Change]:
        """What was changed here meanwhile stays as it is, but for the keys of those `taken`."""
        return [one for one in self.changes if not one.is_overtaken or str(one.text.key) in taken]


def plan_import(document: Document, user: AbstractBaseUser) -> Plan:
    """XliffError when the file is not for one of the languages here."""
    language = language_code(document.target_language)
    if language not in LANGUAGES or language == language_code(document.source_language):
        raise XliffError(Problem.LANGUAGE)
    keys = {unit.id: key for unit in document.units if (key := parsed(unit.id))}
    texts = editable_texts(set(keys.values()), language, user)
    times = Counter(unit.id for unit in document.units)
    changes: list[Change] = []
    refusals: list[Refusal] = []
    for unit in document.units:
        text = texts.get(keys[unit.id]) if unit.id in keys else None
        if is_untouched(unit, text):
            continue
        problem = problem_of(unit, text, times[unit.id], document.source_language)
        refusal = problem and Refusal(unit.id, problem, text, text.longest if text else None)
        if refusal:
            refusals.append(refusal)
        elif text and (change := changed(unit, text)):
            changes.append(change)
    untouched = len(document.units) - len(changes) - len(refusals)
    return Plan(language, changes, refusals, untouched)


def parsed(unit: str) -> TextKey | None:
    match = KEY.fullmatch(unit)
    if match is None:
        return None
    table, row, field = match.groups()
    model = MODELS.get(table)
    return TextKey(table, int(row), field) if model and field in FIELDS[model] else None


def is_untouched(unit: Unit, text: TranslatedText | None) -> bool:
    """Nothing was written, or what went out came back and nobody says that it was looked at."""
    if unit.problem:
        return False
    if not (unit.target and unit.target.strip()):
        return True
    is_as_sent = digest(unit.target) == unit.target_digest
    return is_as_sent and (text is None or unit.state == Segment.INITIAL)


def problem_of(
    unit: Unit, text: TranslatedText | None, times: int, source_language: str
) -> Problem | None:
    """Another organisation's text and one that is not there are refused alike."""
    if unit.problem:
        return unit.problem
    if times > 1:
        return Problem.TWICE
    if text is None:
        return Problem.UNKNOWN
    if not is_from(source_language, text):
        return Problem.SOURCE_LANGUAGE
    target = same_lines(unit.target or "")
    if target not in (same_lines(text.text), writable(target)):
        return Problem.CHARACTER
    is_long = text.longest is not None and len(target) > text.longest
    return Problem.TOO_LONG if is_long else None


def is_from(tag: str, text: TranslatedText) -> bool:
    """A tool may name the country too, as in "fi-FI"."""
    return language_code(tag).partition("-")[0] in ("", text.source_language)


def changed(unit: Unit, text: TranslatedText) -> Change | None:
    target = same_lines(unit.target or "")
    made_from = unit.source_digest or digest(unit.source)
    if target == same_lines(text.text):
        return (
            Change(text, ChangeKind.CONFIRMED, text.text, made_from, False)
            if is_confirmed(unit, text, made_from)
            else None
        )
    if digest(target) == unit.target_digest:
        return None
    is_overtaken = bool(text.text) and digest(text.text) != unit.target_digest
    kind = ChangeKind.CHANGED if text.text else ChangeKind.NEW
    return Change(text, kind, target, made_from, is_overtaken)


def is_confirmed(unit: Unit, text: TranslatedText, made_from: str) -> bool:
    """What went out as a draft or out of date comes back as it was, and as good."""
    if text.state == TranslationState.MACHINE:
        return unit.state >= Segment.REVIEWED
    is_news = made_from != text.made_from
    return text.state == TranslationState.OUTDATED and is_news and unit.state >= Segment.TRANSLATED
