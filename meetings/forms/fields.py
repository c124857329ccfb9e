"""Fields that several forms of the networks' desk share."""

from datetime import date
from typing import Any

from django import forms

from directory.forms.typed_fields import TypedField
from directory.localized import current_language
from directory.models import Place
from directory.models.translation_record import SOURCE_LANGUAGES
from directory.validators import writable
from meetings.localized import written


def name_of(row: Any) -> str:
    """A place has one name in all languages."""
    return row.name if isinstance(row, Place) else str(written(row, "name", current_language()))


class NamedField(forms.ModelChoiceField):
    """Chosen by its name in the reader's language."""

    def label_from_instance(self, row: Any) -> str:
        return name_of(row)


class NamedFields(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, row: Any) -> str:
        return name_of(row)


class TextField(forms.CharField):
    """Line ends and marks as they are kept."""

    def to_python(self, value: Any) -> str:
        return writable(super().to_python(value))


class WrittenForm(forms.Form):
    """`language` is the one that the text in the form is written in."""

    language = forms.ChoiceField(
        choices=[(code, code) for code in SOURCE_LANGUAGES], widget=forms.HiddenInput
    )


def set_today(form: forms.BaseForm, today: date) -> None:
    """A date typed without a year is read from there."""
    for field in form.fields.values():
        if isinstance(field, TypedField):
            field.today = today
