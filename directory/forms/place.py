"""Choosing where something is held."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from directory.localized import current_language, pick
from directory.models import Place
from directory.queries.matching import every_word

MOST_FOUND = 8


class NamedChoiceField(forms.ModelChoiceField):
    def label_from_instance(self, row: Any) -> str:
        return row.name if isinstance(row, Place) else str(pick(row, "name", current_language()))


class PlaceForm(forms.Form):
    """One of the places that the organisation uses, or any other by a search."""

    place = NamedChoiceField(
        label=pgettext_lazy("where it is held", "Place"),
        queryset=Place.objects.none(),
        required=False,
    )
    other_place = forms.CharField(
        label=gettext_lazy("Look for another place"),
        required=False,
        max_length=100,
        help_text=gettext_lazy("A part of its name or address."),
    )

    def offer(self, places: Iterable[Place], allowed: QuerySet, own: int | None = None) -> None:
        """`own` is the row's place now: saving something else must not take it away."""
        field = self.fields["place"]
        field.queryset = allowed | Place.objects.rewrite(False).filter(pk=own) if own else allowed
        listed = {place.pk: place for place in places}
        for value in (own, self["place"].data):
            if value and (place := chosen(field, value)):
                listed.setdefault(place.pk, place)
        self.offered = list(listed.values())
        field.choices = [("", self.no_place), *named(self.offered)]

    @property
    def no_place(self) -> str:
        return _("No place")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if words := cleaned.get("other_place"):
            self._look_for(words)
        return cleaned

    def _look_for(self, words: str) -> None:
        found = list(named_like(self.fields["place"].queryset, words)[:MOST_FOUND])
        if not found:
            self.add_error("other_place", _("There is no such place. Try another word."))
            return
        self.fields["place"].choices = named(found)
        self.data = self.data.copy()
        self.data[self.add_prefix("place")] = str(found[0].pk)
        self.data[self.add_prefix("other_place")] = ""
        self.add_error("place", _("Choose the right place, then save again."))


def chosen(field: forms.ModelChoiceField, value: Any) -> Any:
    """None for what is no choice: that is said beside the field when it is cleaned."""
    try:
        return field.to_python(value)
    except forms.ValidationError:
        return None


def named(places: Iterable[Place]) -> list[tuple[int, str]]:
    return [(place.pk, f"{place.name}, {place.city}") for place in places]


def named_like(places: QuerySet, words: str) -> QuerySet:
    return places.filter(every_word(words, ["name", "street", "city"])).order_by("name", "pk")
