"""Differences between versions in words: field by field, with the words that came and went."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from difflib import SequenceMatcher
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import Field, ForeignKey, Model
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from modeltranslation.fields import TranslationField

from directory import wording
from directory.localized import html_tag
from directory.models import (
    Contact,
    Photo,
    PlacePartner,
    ScheduleChange,
    ServiceArea,
    ServiceCategory,
    ServiceOrganiser,
    ServicePlace,
    SlotOrganiser,
    SlotVisitor,
)
from directory.queries.history import TIES, Step, Values, names_of
from directory.translation import FIELDS

UNSHOWN = {"id", "uid", "width", "height", "order"}
PARENTS = {"slot_id", "service_id", "place_id", "organisation_id"}
LABELS = {
    "archived_at": gettext_lazy("Archived"),
    "slug": gettext_lazy("Address of the page"),
    "parent": gettext_lazy("Unit of"),
    "owner": gettext_lazy("Owner"),
    "coordinator": gettext_lazy("Coordinator"),
    "latitude": gettext_lazy("Latitude"),
    "longitude": gettext_lazy("Longitude"),
    "new_place": gettext_lazy("Held at"),
}
PART_LABELS = {
    Contact: gettext_lazy("Contact"),
    Photo: gettext_lazy("Picture"),
    PlacePartner: gettext_lazy("Partner"),
    ScheduleChange: pgettext_lazy("in the programme", "Change"),
    ServiceArea: gettext_lazy("Area"),
    ServiceCategory: gettext_lazy("Category"),
    ServiceOrganiser: gettext_lazy("Organiser"),
    ServicePlace: pgettext_lazy("where it is held", "Place"),
    SlotOrganiser: gettext_lazy("Organiser"),
    SlotVisitor: gettext_lazy("Visiting professional"),
}
WORD = re.compile(r"\s*\w+|\s*[^\w\s]+|\s+$")
MOST_WORDS = 4000
SIMILAR = 0.5
CONTEXT_WORDS = 12

Names = dict[type[Model], dict[int, str]]


@dataclass(frozen=True, slots=True)
class Piece:
    """`mark` is "del", "ins", or "" for what stayed; "gap" stands for more of that."""

    text: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    label: str
    pieces: list[Piece]
    tag: str = ""


@dataclass(frozen=True, slots=True)
class ShownStep:
    """`label` is empty for the listing itself."""

    label: str
    verb: str
    differences: list[Difference]


def in_words(steps: Sequence[Step], language: str) -> list[ShownStep]:
    """Of each step what people can read; a step without any of that is left out."""
    return shown_steps(steps, names_in(steps, language), language)


def shown_steps(steps: Iterable[Step], names: Names, language: str) -> list[ShownStep]:
    shown = [shown_step(step, names, language) for step in steps]
    return [step for step in shown if step.differences]


def names_in(steps: Iterable[Step], language: str) -> Names:
    """One query for each model that the foreign keys of the steps point to."""
    keys: dict[type[Model], set[int]] = defaultdict(set)
    for step in steps:
        for field in shown_fields(step.model):
            if isinstance(field, ForeignKey):
                values = {(row or {}).get(field.attname) for row in (step.before, step.after)}
                keys[field.related_model] |= values - {None}
    return {model: names_of(model, found, language) for model, found in keys.items() if found}


def shown_step(step: Step, names: Names, language: str) -> ShownStep:
    label = PART_LABELS.get(step.model, "")
    fields = [field for field in shown_fields(step.model) if differs(field, step)]
    found = [difference(field, step, names, language) for field in fields]
    if step.model in TIES:
        found = [Difference(label, one.pieces) for one in found]
        label = ""
    return ShownStep(label, verb_of(step), found)


def verb_of(step: Step) -> str:
    if step.before is None:
        return _("added")
    return _("removed") if step.after is None else _("changed")


def shown_fields(model: type[Model]) -> list[Field]:
    originals = FIELDS.get(model, ())
    hidden = UNSHOWN | (PARENTS - {TIES.get(model)} if model in PART_LABELS else set())
    if model is SlotVisitor:
        hidden -= {"organisation_id"}
    if hasattr(model, "state"):
        hidden |= {"archived_at"}
    return [
        field
        for field in model._meta.concrete_fields
        if field.attname not in hidden and field.name not in originals
    ]


def differs(field: Field, step: Step) -> bool:
    old, new = ((row or {}).get(field.attname) for row in (step.before, step.after))
    return is_told(old) != is_told(new) or (is_told(old) and old != new)


def is_told(value: Any) -> bool:
    """A fact that is not the case says nothing in a row that has just come or gone."""
    return not (value is None or value is False or value in ("", []))


def difference(field: Field, step: Step, names: Names, language: str) -> Difference:
    old, new = (said(field, row, names, language) for row in (step.before, step.after))
    is_text = isinstance(field, TranslationField)
    return Difference(
        label=label_of(field, language),
        pieces=compared(old, new),
        tag=html_tag(field.language) if is_text else "",
    )


def label_of(field: Field, language: str) -> str:
    if isinstance(field, TranslationField):
        original = capfirst(field.translated_field.verbose_name)
        return f"{original} ({wording.language_name(field.language, language)})"
    if field.name in LABELS:
        return str(LABELS[field.name])
    if isinstance(field, ForeignKey):
        return capfirst(field.related_model._meta.verbose_name)
    return capfirst(field.verbose_name)


def said(field: Field, row: Values | None, names: Names, language: str) -> str:
    value = (row or {}).get(field.attname)
    if isinstance(value, bool) and row is not None:
        return _("yes") if value else _("no")
    if not is_told(value):
        return ""
    if isinstance(field, ForeignKey):
        return names.get(field.related_model, {}).get(value) or _("something that is gone")
    if isinstance(field, ArrayField):
        return wording.listed([item_said(field, one, language) for one in value], language)
    return value_said(field, value)


def item_said(field: ArrayField, value: Any, language: str) -> str:
    if field.name == "languages":
        return wording.language_name(value, language)
    if field.name == "weekdays":
        return wording.weekday_name(value, language)
    return value_said(field.base_field, value)


def value_said(field: Field, value: Any) -> str:
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, datetime):
        local = timezone.localtime(value)
        return f"{wording.day_numeric(local.date())} {wording.clock(local.time())}"
    if isinstance(value, date):
        return wording.day_numeric(value)
    return wording.clock(value) if isinstance(value, time) else str(value)


def compared(old: str, new: str) -> list[Piece]:
    """Word by word when the texts have much in common, else the one after the other."""
    words, others = WORD.findall(old), WORD.findall(new)
    matcher = SequenceMatcher(None, words, others)
    is_long = len(words) + len(others) > MOST_WORDS
    if is_long or matcher.quick_ratio() < SIMILAR or matcher.ratio() < SIMILAR:
        return [Piece(text, mark) for text, mark in ((old, "del"), (new, "ins")) if text]
    pieces: list[Piece] = []
    for kind, first, last, start, end in matcher.get_opcodes():
        if kind == "equal":
            pieces += abridged(words[first:last])
        else:
            changed = (("".join(words[first:last]), "del"), ("".join(others[start:end]), "ins"))
            pieces += [Piece(text, mark) for text, mark in changed if text]
    return pieces


def abridged(words: list[str]) -> list[Piece]:
    if len(words) <= 3 * CONTEXT_WORDS:
        return [Piece("".join(words))]
    begins, ends = "".join(words[:CONTEXT_WORDS]), "".join(words[-CONTEXT_WORDS:])
    return [Piece(begins), Piece("…", "gap"), Piece(ends)]
