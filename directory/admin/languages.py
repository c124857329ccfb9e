"""Texts in many languages: Finnish first, then a group a language beside the Finnish source."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Field, Model, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from modeltranslation.admin import TranslationAdmin, TranslationStackedInline

from directory import wording
from directory.admin.scoping import ScopedAdmin, ScopedInline
from directory.forms.translations import STATE_LABELS, shown_language
from directory.localized import column, current_language, direction, html_tag
from directory.queries.translation_states import Texts, TranslatedText, TranslationState
from directory.translation import FIELDS

SOURCE = "fi"
SHORT = ("name", "label", "alt", "theme", "note", "access_note", "fee_note")


Translations = dict[tuple[str, str], TranslatedText]


@dataclass(frozen=True, slots=True)
class LanguageGroup:
    """What the page says of a language before it is opened."""

    code: str
    name: str
    counts: Counter[str]

    @property
    def states(self) -> list[tuple[str, str, int]]:
        """(state, its name, how many texts), what wants somebody's time first."""
        return [
            (state.value, STATE_LABELS[state], self.counts[state])
            for state in TranslationState
            if self.counts[state]
        ]


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside the input of a translation."""

    text: TranslatedText

    @property
    def state(self) -> str:
        return STATE_LABELS[self.text.state]

    @property
    def written_in(self) -> str:
        name = wording.language_name(self.text.source_language, current_language())
        return _("The text in %(language)s") % {"language": name}

    @property
    def url(self) -> str:
        """The translators' page, which shows what has changed since the translation was made."""
        key = self.text.key
        return reverse("translation", args=[self.text.language, self.text.noun, key.row, key.field])


def translations_of(row: Model | None) -> Translations:
    """By field and language; looked up once for a page."""
    if row is None or not row.pk:
        return {}
    if not hasattr(row, "translations_found"):
        rows = {type(row): QuerySet(type(row)).filter(pk=row.pk)}
        texts = Texts(rows, [code for code, _name in settings.LANGUAGES])
        row.translations_found = {(text.field, text.language): text for text in texts}
    return row.translations_found


def texts_of(model: type[Model]) -> tuple[str, ...]:
    """What it must have first."""
    return FIELDS[model]


def in_finnish(model: type[Model]) -> list[str]:
    return [column(name, SOURCE) for name in texts_of(model)]


def language_group(row: Model | None, code: str) -> LanguageGroup:
    found = translations_of(row).items()
    counts = Counter(text.state for (_field, language), text in found if language == code)
    return LanguageGroup(code, shown_language(code, current_language()), counts)


def language_fieldsets(model: type[Model], row: Model | None) -> list[tuple]:
    names = texts_of(model)
    return [
        (
            None,
            {
                "fields": [column(name, code) for name in names],
                "classes": ["language"],
                "description": language_group(row, code),
            },
        )
        for code, _name in settings.LANGUAGES
        if code != SOURCE
    ]


def mark_languages(form: type[forms.ModelForm], row: Model | None) -> None:
    """Each input knows its language, and which Finnish text it says."""
    for name, field in form.base_fields.items():
        db_field = model_field(form, name)
        if hasattr(db_field, "translated_field"):
            mark_language(field, db_field, row)


def model_field(form: type[forms.ModelForm], name: str) -> Field | None:
    fields = {field.name: field for field in form._meta.model._meta.fields}
    return fields.get(name)


def mark_language(field: forms.Field, db_field: Any, row: Model | None) -> None:
    code, original = db_field.language, db_field.translated_field
    language = wording.language_name(code, current_language())
    field.label = f"{capfirst(original.verbose_name)} ({language})"
    field.widget.attrs |= {"lang": html_tag(code), "dir": direction(code)}
    if code != SOURCE:
        field.help_text = ""
        beside = translations_of(row).get((original.name, code))
        field.beside = Beside(beside) if beside else None
    elif original.name in SHORT:
        field.widget.attrs["class"] += " vTextField"


class TranslatedAdmin(ScopedAdmin, TranslationAdmin):
    """A page whose `fieldsets` name the Finnish texts; the other languages follow them."""

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[tuple]:
        return [*self.fieldsets, *language_fieldsets(self.model, obj)]

    def get_form(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> type:
        form = super().get_form(request, obj, **kwargs)
        mark_languages(form, obj)
        return form


class TranslatedInline(ScopedInline, TranslationStackedInline):
    """An inline in the languages that staff write in; translators have their own list."""

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> type:
        formset = super().get_formset(request, obj, **kwargs)
        mark_languages(formset.form, None)
        return formset
