"""Choices by autocompletion that take an unknown key for a wrong choice, not for an accident."""

from typing import Any

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.db.models import Field
from django.http import HttpRequest


class NumericKeys:
    """The widget looks its choices up in the database, where a key that is no number raises."""

    def optgroups(self, name: str, value: list, attr: dict | None = None) -> list:
        return super().optgroups(name, [key for key in value if is_key(key)], attr)


class CarefulSelect(NumericKeys, AutocompleteSelect):
    pass


class CarefulSelectMultiple(NumericKeys, AutocompleteSelectMultiple):
    pass


class CarefulAutocomplete:
    def formfield_for_foreignkey(
        self, db_field: Field, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", CarefulSelect(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(
        self, db_field: Field, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", CarefulSelectMultiple(db_field, self.admin_site))
        return super().formfield_for_manytomany(db_field, request, **kwargs)


def is_key(value: Any) -> bool:
    text = str(value)
    return text.isascii() and text.isdigit()
