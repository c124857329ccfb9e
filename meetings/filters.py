"""The filters of the networks and of their materials, in the address as those of the directory."""

import re
from datetime import date
from typing import Any

import django_filters as filters
from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from directory.filters import area_filter, language_choices, read_choices_once, speak_plainly
from directory.localized import column, current_language, expression
from directory.models import Area, Organisation, Place
from directory.permissions import User
from directory.queries.choices import named
from directory.queries.matching import every_word
from meetings.enums import MaterialKind
from meetings.localized import written_chain, written_expression
from meetings.models import Material, Network, NoteItem, Theme
from meetings.permissions import readable_materials, readable_networks, readable_notes
from meetings.queries.networks import current_members

SLUG = re.compile(r"[-\w]{1,80}")
Choices = list[tuple[str, str]]


class NetworkFilter(filters.FilterSet):
    """`organisation` and `place` come by links from their own pages."""

    area = area_filter()
    organisation = filters.ChoiceFilter(method="by_organisation", widget=forms.HiddenInput)
    place = filters.ChoiceFilter(method="by_place", widget=forms.HiddenInput)

    class Meta:
        model = Network
        fields: list[str] = []

    def __init__(self, data: QueryDict, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(data, *args, **kwargs)
        self.today = today
        self.form.fields["organisation"].choices = asked_organisation(data.get("organisation"))
        self.form.fields["place"].choices = asked_place(data.get("place"))
        read_choices_once(self.form)
        speak_plainly(self.form)

    def by_area(self, networks: QuerySet, name: str, slug: str) -> QuerySet:
        """In the area, or of a whole that it belongs to."""
        inside, around = Area.objects.within(slug), Area.objects.around(slug)
        keys = inside.order_by().values("pk").union(around.order_by().values("pk"))
        return networks.filter(Q(area__in=keys) | Q(area__isnull=True))

    def by_place(self, networks: QuerySet, name: str, slug: str) -> QuerySet:
        area = Place.objects.filter(slug=slug).values_list("area__slug", flat=True).get()
        return self.by_area(networks, name, area)

    def by_organisation(self, networks: QuerySet, name: str, slug: str) -> QuerySet:
        members = current_members(self.today).filter(organisation__slug=slug)
        takes_part = Q(pk__in=members.order_by().values("network"))
        return networks.filter(takes_part | Q(coordinator__slug=slug))


def asked_organisation(slug: str | None) -> Choices:
    """The one of the address, named, when it may be shown."""
    if not slug or not SLUG.fullmatch(slug):
        return []
    return named(Organisation.objects.published().filter(slug=slug), current_language())


def asked_place(slug: str | None) -> Choices:
    if not slug or not SLUG.fullmatch(slug):
        return []
    return list(Place.objects.published().filter(slug=slug).values_list("slug", "name"))


def has_words(value: str, paths: list[str], language: str) -> Q:
    """Every word stands in some of these texts, in a language that the reader may be shown."""
    codes = written_chain(language)
    return every_word(value, [column(path, code) for path in paths for code in codes])


class MaterialFilter(filters.FilterSet):
    q = filters.CharFilter(label=_("What are you looking for?"), method="by_text", max_length=200)
    network = filters.ChoiceFilter(
        label=_("Network"), field_name="network__slug", empty_label=_("All networks")
    )
    theme = filters.ChoiceFilter(label=_("Theme"), field_name="theme", empty_label=_("All themes"))
    kind = filters.ChoiceFilter(
        label=_("Kind of material"), choices=MaterialKind.choices, empty_label=_("All kinds")
    )
    language = filters.ChoiceFilter(
        label=_("Language"), choices=language_choices, empty_label=_("Any language")
    )

    class Meta:
        model = Material
        fields: list[str] = []

    def __init__(self, data: QueryDict, *, user: User, today: date) -> None:
        super().__init__(data, readable_materials(user, today))
        self.user, self.today = user, today
        networks = named(readable_networks(user, today), current_language())
        self.form.fields["network"].choices = networks
        asked = data.get("network") if data.get("network") in dict(networks) else None
        self.form.fields["theme"].choices = self.theme_choices(asked)
        read_choices_once(self.form)
        speak_plainly(self.form)

    def theme_choices(self, network: str | None) -> Choices:
        """Of the chosen network; before one is chosen each says whose it is."""
        language = current_language()
        themes = Theme.objects.rewrite(False).annotate(
            label=written_expression("name", language), whose=expression("network__name", language)
        )
        if network:
            themes = themes.filter(network__slug=network)
        else:
            shared = readable_materials(self.user, self.today).filter(theme=OuterRef("pk"))
            noted = self.readable_lines().filter(theme=OuterRef("pk"))
            themes = themes.filter(Exists(shared) | Exists(noted))
        return [
            (str(key), label if network else f"{label} · {whose}")
            for key, label, whose in themes.order_by("label", "pk").values_list(
                "pk", "label", "whose"
            )
        ]

    def readable_lines(self) -> QuerySet:
        readable = readable_notes(self.user, self.today)
        return NoteItem.objects.filter(meeting__in=readable.values("pk"))

    def by_text(self, materials: QuerySet, name: str, value: str) -> QuerySet:
        return materials.filter(has_words(value, ["title", "theme__name"], current_language()))

    def notes(self) -> QuerySet:
        """Lines of notes by the same words, without the filters that are not known, as of the
        materials; only these have a kind and a language of theirs."""
        self.form.is_valid()
        chosen = self.form.cleaned_data
        if not chosen.get("q") or chosen.get("kind") or chosen.get("language"):
            return NoteItem.objects.none()
        words = has_words(chosen["q"], ["text", "theme__name"], current_language())
        found = self.readable_lines().filter(words)
        if chosen.get("network"):
            found = found.filter(meeting__network__slug=chosen["network"])
        return found.filter(theme=chosen["theme"]) if chosen.get("theme") else found
