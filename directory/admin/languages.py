"""Texts in many languages: Finnish first, then a group a language beside the Finnish source."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import Field, Model
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from modeltranslation.admin import TranslationAdmin, TranslationStackedInline
from modeltranslation.translator import translator

from directory import wording
from directory.admin.scoping import ScopedAdmin, ScopedInline
from directory.localized import column, current_language, direction, html_tag

SOURCE = "fi"
SHORT = ("name", "label", "alt", "theme", "note", "access_note", "fee_note")


@dataclass(frozen=True, slots=True)
class LanguageGroup:
    """What the page says of a language before it is opened."""

    code: str
    name: str
    filled: int
    wanted: int

    @property
    def status(self) -> str:
        if not self.wanted:
            return _("Nothing to translate")
        if not self.filled:
            return _("Missing")
        if self.filled >= self.wanted:
            return _("Translated")
        return _("%(filled)s of %(wanted)s texts translated") % {
            "filled": self.filled, "wanted": self.wanted,
        }  # fmt: skip

    @property
    def mark(self) -> str:
        if not self.wanted or self.filled >= self.wanted:
            return "whole"
        return "partial" if self.filled else "missing"


def texts_of(model: type[Model]) -> list[str]:
    """In the order of the model, which is the editor's."""
    names = translator.get_options_for_model(model).all_fields
    return [field.name for field in model._meta.fields if field.name in names]


def in_finnish(model: type[Model]) -> list[str]:
    return [column(name, SOURCE) for name in texts_of(model)]


def language_group(row: Model | None, names: list[str], code: str) -> LanguageGroup:
    wanted = [name for name in names if row and getattr(row, column(name, SOURCE))]
    filled = [name for name in wanted if getattr(row, column(name, code))]
    name = wording.language_name(code, current_language())
    return LanguageGroup(code, capfirst(name), len(filled), len(wanted))


def language_fieldsets(model: type[Model], row: Model | None) -> list[tuple]:
    names = texts_of(model)
    return [
        (
            None,
            {
                "fields": [column(name, code) for name in names],
                "classes": ["language"],
                "description": language_group(row, names, code),
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
        field.source = getattr(row, column(original.name, SOURCE)) if row else ""
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
