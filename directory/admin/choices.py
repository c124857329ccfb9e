from typing import Any

from django import forms
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db.models import Field
from django.http import HttpRequest
from django.utils.text import capfirst

from directory import wording
from directory.localized import current_language


class ArrayChoices:
    """Lists of codes are ticked from a list of names, never typed."""

    def formfield_for_dbfield(
        self, db_field: Field, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        choices = array_choices(db_field)
        if not choices:
            return super().formfield_for_dbfield(db_field, request, **kwargs)
        return forms.TypedMultipleChoiceField(
            label=kwargs.get("label", capfirst(db_field.verbose_name)),
            help_text=kwargs.get("help_text", ""),
            required=not db_field.blank,
            choices=choices,
            coerce=db_field.base_field.to_python,
            widget=forms.CheckboxSelectMultiple,
        )


def array_choices(field: Field) -> list[tuple[Any, str]]:
    if not isinstance(field, ArrayField):
        return []
    language = current_language()
    if field.name == "languages":
        codes = [code for code, _name in settings.LANGUAGES if code != "fi-selko"]
        return [(code, wording.language_name(code, language)) for code in codes]
    return list(field.base_field.choices or [])
