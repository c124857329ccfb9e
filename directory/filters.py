"""The public lists' filters: every choice is in the address, a bad one is said beside its field."""

from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

import django_filters as filters
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from directory import wording
from directory.enums import Accessibility, PlaceKind
from directory.localized import current_language
from directory.models import Area, Category, Indexed, Place, Service
from directory.queries.choices import area_and_category_choices, area_choices
from directory.queries.facet_rows import ON
from directory.queries.facets import Names, Narrowed, Sets, sets_and_names
from directory.queries.keys import one_of, place_among
from directory.queries.matching import AGES, TIMES, every_word, for_age
from directory.queries.nearby import Position, places_near, position_asked
from directory.queries.selection import JUST_COME, Selection, meant_for, places_in
from directory.search.also import kinds_sought
from directory.search.search import Answer, search

MANY_AREAS = 60


def area_filter() -> filters.ChoiceFilter:
    return filters.ChoiceFilter(
        label=_("Area"), method="by_area", empty_label=_("Everywhere"), choices=area_choices
    )


def day_choices() -> list[tuple[str, str]]:
    language = current_language()
    return [(str(day), wording.weekday_short(day, language)) for day in range(1, 8)]


def language_choices() -> list[tuple[str, str]]:
    language = current_language()
    codes = [code for code, _name in settings.LANGUAGES if code != "fi-selko"]
    return [(code, wording.language_name(code, language)) for code in codes]


def read_choices_once(form: forms.Form) -> None:
    """Choices that come from the database would be read anew at each look."""
    for field in form.fields.values():
        if isinstance(field, forms.ChoiceField):
            # The field puts its own empty choice first.
            field.choices = [choice for choice in field.choices if choice[0] != ""]


def speak_plainly(form: forms.Form) -> None:
    """Django's own words for an unknown choice repeat it, however long it is."""
    unknown = _("A filter in the address is not known here, so more is shown.")
    for field in form.fields.values():
        if isinstance(field, forms.ChoiceField):
            field.error_messages["invalid_choice"] = unknown


def ties_to_category(slug: str) -> QuerySet:
    """The services of the kind or of one inside it."""
    kinds = Category.objects.filter(Q(slug=slug) | Q(parent__slug=slug))
    return Service.categories.through.objects.filter(category__in=kinds)


class Checkboxes(forms.CheckboxSelectMultiple):
    """Forms and links that know one choice alone send it as one, or empty for none."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        given = super().value_from_datadict(data, files, name) or []
        values = [given] if isinstance(given, str) else given
        return list(dict.fromkeys(value for value in values if value))


def facet(label: Any, choices: Any = ()) -> filters.MultipleChoiceFilter:
    return filters.MultipleChoiceFilter(label=label, choices=choices, widget=Checkboxes)


def flag(label: Any) -> filters.BooleanFilter:
    return filters.BooleanFilter(label=label, widget=forms.CheckboxInput)


class ServiceFilter(filters.FilterSet):
    """Of published services. Each facet holds with one of its chosen options, and all facets hold.

    `version` of the content lets the process keep what it has read for the facets.
    """

    q = filters.CharFilter(label=_("What are you looking for?"), max_length=200)
    category = facet(_("Kind of service"))
    area = facet(_("Area"))
    age = facet(_("Age of the child"), [(key, label) for key, (label, _months) in AGES.items()])
    language = facet(_("Language spoken there"), language_choices)
    day = facet(pgettext_lazy("weekday", "Day"), day_choices)
    time = facet(_("Time of day"), list(TIMES.items()))
    drop_in = flag(_("Just come, no sign-up"))
    free = flag(_("Free"))
    online = flag(_("Online"))
    accessibility = facet(_("Accessibility"), Accessibility.choices)

    class Meta:
        model = Service
        fields: list[str] = []

    def __init__(self, *args: Any, today: date, version: UUID | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.version = today, version
        read_choices_once(self.form)
        speak_plainly(self.form)
        self.keys = self.keys_by_words()
        self.sets, self.names = self.sets_and_names(self.keys)
        for name, rows in (("area", self.names.areas), ("category", self.names.categories)):
            self.form.fields[name].choices = [(row.slug, row.label) for row in rows]

    @cached_property
    def words(self) -> str:
        """Before the rest of the form is read: its choices depend on what they find."""
        field, given = self.form.fields["q"], self.form["q"]
        try:
            return field.clean(given.data)
        except ValidationError:
            return ""

    @cached_property
    def position(self) -> Position | None:
        return position_asked(self.data.get("near"))

    @cached_property
    def answer(self) -> Answer:
        """What the words find, of every kind."""
        language = current_language()
        return search(
            self.words, language, self.today, kinds=kinds_sought(), position=self.position
        )

    @property
    def is_late(self) -> bool:
        """Looking for the words took too long, so nothing is known of them."""
        return bool(self.words) and self.answer.is_late

    def keys_by_words(self) -> list[int] | None:
        """The services that the words find, the best first; None without words."""
        return self.answer.keys(Indexed.SERVICE) if self.words else None

    def sets_and_names(self, keys: list[int] | None) -> tuple[Sets, Names]:
        return sets_and_names(self.today, current_language(), version=self.version, keys=keys)

    @cached_property
    def chosen(self) -> dict[str, list[str]]:
        """The valid options of each facet that has any, as they stand in an address."""
        self.form.is_valid()
        return {
            name: [ON] if value is True else value
            for name, value in self.form.cleaned_data.items()
            if value and name != "q"
        }

    @cached_property
    def found(self) -> Narrowed:
        """The services of the list; those of the words alone when there are words."""
        among = self.sets.all if self.keys is None else self.sets.of_keys(self.keys)
        return Narrowed(self.sets, self.chosen, among)

    def without_words(self) -> Narrowed:
        sets, _names = self.sets_and_names(None)
        return Narrowed(sets, self.chosen, sets.all)

    def filter_queryset(self, services: QuerySet) -> QuerySet:
        is_all = self.keys is None and self.found.is_all
        return services if is_all else services.filter(one_of(self.found.keys()))

    def in_order(self, services: QuerySet) -> QuerySet:
        """The best by the words first; without words as they are."""
        return services.order_by(place_among(self.keys)) if self.keys else services


class PlaceFilter(filters.FilterSet):
    q = filters.CharFilter(label=_("Name or street"), method="by_text", max_length=200)
    area = area_filter()
    kind = filters.ChoiceFilter(
        label=_("Kind of place"), choices=PlaceKind.choices, empty_label=_("All kinds")
    )

    class Meta:
        model = Place
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        read_choices_once(self.form)
        speak_plainly(self.form)

    def by_text(self, places: QuerySet, name: str, value: str) -> QuerySet:
        return places.filter(every_word(value, ["name", "street", "city"]))

    def by_area(self, places: QuerySet, name: str, slug: str) -> QuerySet:
        return places.filter(area__in=Area.objects.within(slug).values("pk"))


class WeekForm(forms.Form):
    area = forms.ChoiceField(label=_("Area"), required=False)
    category = forms.ChoiceField(label=_("Kind of service"), required=False)
    age = forms.ChoiceField(label=_("Age of the child"), required=False)
    language = forms.ChoiceField(label=_("Language spoken there"), required=False)
    sign_up = forms.BooleanField(
        label=_("Also by sign-up, online or phone"),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ages = [(key, label) for key, (label, _months) in AGES.items()]
        named = area_and_category_choices()
        self.fields["area"].choices = [("", _("Everywhere")), *named["area"]]
        self.fields["category"].choices = [("", _("All kinds")), *named["category"]]
        self.fields["age"].choices = [("", _("Any age")), *ages]
        self.fields["language"].choices = [("", _("Any language")), *language_choices()]
        speak_plainly(self)


class WeekFilter:
    """The filters of the network's week: `form` to show, `selection` for directory.queries."""

    def __init__(self, data: QueryDict, position: Position | None = None) -> None:
        self.position = position
        self.form = WeekForm(data)
        self.form.is_valid()

    @property
    def chosen(self) -> dict[str, str]:
        """The valid filters in use, as they stand in an address."""
        held = {name: value for name, value in self.form.cleaned_data.items() if value}
        return {name: "on" if value is True else value for name, value in held.items()}

    @property
    def is_wide(self) -> bool:
        """No area is chosen where the areas are so many that a list of all helps nobody."""
        areas = self.form.fields["area"].choices
        return not (self.position or "area" in self.chosen) and len(areas) > MANY_AREAS

    @property
    def area_name(self) -> str:
        areas = dict(self.form.fields["area"].choices)
        return str(areas[self.chosen["area"]]) if "area" in self.chosen else ""

    @cached_property
    def selection(self) -> Selection:
        area = self.chosen.get("area")
        if self.position:
            return Selection(self.offered(), places_near(self.position, area))
        placeless = None
        if "sign_up" in self.chosen:
            placeless = meant_for(area) if area else Q()
        places = places_in(area) if area else None
        return Selection(self.offered(), places, placeless)

    def offered(self) -> Q:
        """What one can just come to, plain opening hours included, unless more is asked for."""
        chosen, wanted = self.chosen, Q()
        if "sign_up" not in chosen:
            wanted &= JUST_COME
        if "category" in chosen:
            ties = ties_to_category(chosen["category"])
            wanted &= Q(Exists(ties.filter(service=OuterRef("service"))))
        if "age" in chosen:
            wanted &= for_age(chosen["age"], "service__")
        if "language" in chosen:
            wanted &= Q(service__languages__contains=[chosen["language"]])
        return wanted
