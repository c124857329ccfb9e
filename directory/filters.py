"""The public lists' filters: every choice is in the address, a bad one is said beside its field."""

from datetime import date, timedelta
from functools import cached_property
from typing import Any

import django_filters as filters
from django import forms
from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from directory import wording
from directory.enums import Access, Delivery, PlaceKind
from directory.localized import chain, column, current_language
from directory.models import Area, Category, Place, Service, Slot
from directory.queries.choices import (
    area_and_category_choices,
    area_choices,
    category_choices,
)
from directory.queries.matching import AGES, every_word, for_age, held_or_meant
from directory.queries.nearby import Position, places_near
from directory.queries.selection import JUST_COME, Selection, meant_for, places_in

COMING_DAYS = 60
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


def text_matches(value: str, paths: list[str], language: str) -> Q:
    """Every word must be found in some text of the reader's chain of languages."""
    return every_word(value, [column(path, code) for path in paths for code in chain(language)])


def ties_to_category(slug: str) -> QuerySet:
    """The services of the kind or of one inside it."""
    kinds = Category.objects.filter(Q(slug=slug) | Q(parent__slug=slug))
    return Service.categories.through.objects.filter(category__in=kinds)


class ServiceFilter(filters.FilterSet):
    q = filters.CharFilter(label=_("What are you looking for?"), method="by_text", max_length=200)
    category = filters.ChoiceFilter(
        label=_("Kind of service"),
        method="by_category",
        empty_label=_("All kinds"),
        choices=category_choices,
    )
    area = area_filter()
    age = filters.ChoiceFilter(
        label=_("Age of the child"),
        method="by_age",
        choices=[(key, label) for key, (label, _months) in AGES.items()],
        empty_label=_("Any age"),
    )
    language = filters.ChoiceFilter(
        label=_("Language spoken there"),
        method="by_language",
        empty_label=_("Any language"),
        choices=language_choices,
    )
    day = filters.MultipleChoiceFilter(
        label=pgettext_lazy("weekday", "Day"),
        method="by_day",
        choices=day_choices,
        widget=forms.CheckboxSelectMultiple,
    )
    drop_in = filters.BooleanFilter(
        label=_("Just come, no sign-up"), method="by_flag", widget=forms.CheckboxInput
    )
    free = filters.BooleanFilter(label=_("Free"), method="by_flag", widget=forms.CheckboxInput)
    online = filters.BooleanFilter(label=_("Online"), method="by_flag", widget=forms.CheckboxInput)

    class Meta:
        model = Service
        fields: list[str] = []

    flags = {
        "drop_in": Q(access=Access.DROP_IN),
        "free": Q(is_free=True),
        "online": Q(delivery__contains=[Delivery.ONLINE]),
    }

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        read_choices_once(self.form)
        speak_plainly(self.form)

    def by_text(self, services: QuerySet, name: str, value: str) -> QuerySet:
        language = current_language()
        in_service = text_matches(value, ["name", "summary"], language)
        in_category = text_matches(value, ["categories__name"], language)
        return services.filter(in_service | Q(pk__in=services.filter(in_category).values("pk")))

    def by_category(self, services: QuerySet, name: str, slug: str) -> QuerySet:
        return services.filter(pk__in=ties_to_category(slug).values("service"))

    def by_area(self, services: QuerySet, name: str, slug: str) -> QuerySet:
        return services.filter(pk__in=held_or_meant(slug, self.today))

    def by_age(self, services: QuerySet, name: str, value: str) -> QuerySet:
        return services.filter(for_age(value))

    def by_language(self, services: QuerySet, name: str, value: str) -> QuerySet:
        return services.filter(languages__contains=[value])

    def by_day(self, services: QuerySet, name: str, days: list[str]) -> QuerySet:
        """On a weekday in the coming weeks, by a weekly rule or a listed date."""
        if not days:
            return services
        weekdays = [int(day) for day in days]
        coming = [self.today + timedelta(days=n) for n in range(COMING_DAYS)]
        dates = [day for day in coming if day.isoweekday() in weekdays]
        slots = (
            Slot.objects.published()
            .not_ended(self.today)
            .filter(Q(first__isnull=True) | Q(first__lte=coming[-1]), service=OuterRef("pk"))
            .filter(Q(weekdays__overlap=weekdays) | Q(dates__overlap=dates))
        )
        return services.filter(Exists(slots))

    def by_flag(self, services: QuerySet, name: str, value: bool | None) -> QuerySet:
        return services.filter(self.flags[name]) if value else services


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
