"""A line of an organisation's own programme, typed in one go or filled in field by field."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory.forms.desk import Versioned
from directory.forms.place import NamedChoiceField, PlaceForm
from directory.forms.read_back import ReadBack
from directory.forms.slot import RULE_FIELDS, SlotForm
from directory.localized import current_language, pick
from directory.models import Place, Service

NAMED_IN = ("fi", "sv", "en")
SHORTEST_WORD = 3
COMMON_ENDING = 4
RARE = (
    "ends_next_day", "day_part", "interval", "anchor", "nth", "dates", "times", "break_calendar",
    "follows_holidays", "is_tentative", "note_fi", "note_sv", "note_en",
)  # fmt: skip


class LineForm(PlaceForm, SlotForm, Versioned):
    words = forms.CharField(
        label=gettext_lazy("The line in your own words"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "typed-words"}),
        help_text=gettext_lazy("For example: Tue 9.30–11 baby café. The name finds the service."),
    )
    service = NamedChoiceField(
        label=gettext_lazy("Service"), queryset=Service.objects.none(), required=False
    )

    signed_fields = (*RULE_FIELDS, "service", "place")

    class Meta(SlotForm.Meta):
        fields = [
            "service", "place", "room", "theme_fi", "note_fi", "note_sv", "note_en", *RULE_FIELDS,
            "is_tentative",
        ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.held_before = (self.instance.service_id, self.instance.place_id)

    def offer_services(self, services: QuerySet, homes: Counter[tuple[int, int]]) -> None:
        """`homes` counts how often each (service, place) is in the programme."""
        self.homes, field = homes, self.fields["service"]
        own = self.held_before[0]
        field.queryset = services | Service.objects.rewrite(False).filter(pk=own)
        self.services = list(field.queryset)
        names = ((one.pk, field.label_from_instance(one)) for one in self.services)
        field.choices = [("", _("No service: the place is open")), *names]

    def _hear_rest(self, rest: str, cleaned: dict[str, Any]) -> None:
        """The name of the service."""
        found = services_named(rest, self.services)
        if len(found) == 1:
            cleaned["service"] = found[0]
            cleaned["place"] = cleaned.get("place") or self._usual_place(found[0])
            return
        message = (
            _("Several of your services could be “%(words)s”. Choose one.")
            if found
            else _("None of your services is called “%(words)s”. Choose one, or leave it empty.")
        )
        if not cleaned.get("service"):
            self.add_error("service", message % {"words": rest})

    def _usual_place(self, service: Service) -> Place | None:
        counted = [
            (count, place) for (one, place), count in self.homes.items() if one == service.pk
        ]
        if not counted:
            return None
        return self.fields["place"].queryset.filter(pk=max(counted)[1]).first()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not (cleaned.get("service") or cleaned.get("place") or self.errors):
            self.add_error("service", _("Give a service, a place or both."))
        return cleaned

    def must_be_shown(self) -> bool:
        has_moved = (self.instance.service_id, self.instance.place_id) != self.held_before
        return super().must_be_shown() or has_moved

    @property
    def confirmed_on(self) -> date | None:
        """Set when saving it confirms it."""
        return self.cleaned_data.get("confirmed_on")

    @property
    def rare(self) -> list[forms.BoundField]:
        return [self[name] for name in RARE]

    @property
    def rare_errors(self) -> bool:
        return any(name in self.errors for name in RARE)

    def what_was_read(self) -> ReadBack:
        read = super().what_was_read()
        slot = self.instance
        name = pick(slot.service, "name", current_language()) if slot.service else _("Open")
        parts = [str(name), read.sentence, slot.place.name if slot.place else ""]
        return replace(read, sentence=" · ".join(filter(None, parts)))


def services_named(words: str, services: Iterable[Service]) -> list[Service]:
    """Those whose name is just that, else begins with it, else has all its words."""
    asked = words.casefold().strip()
    for matches in (is_name, begins, has_words):
        found = [one for one in services if any(matches(name, asked) for name in names_of(one))]
        if found:
            return found
    return []


def names_of(service: Service) -> Collection[str]:
    names = (getattr(service, f"name_{code}") or "" for code in NAMED_IN)
    return [name.casefold() for name in names if name]


def is_name(name: str, asked: str) -> bool:
    return name == asked


def begins(name: str, asked: str) -> bool:
    return len(asked) >= SHORTEST_WORD and name.startswith(asked)


def has_words(name: str, asked: str) -> bool:
    """Each word is in the name, an ending of the word in its place aside: "kahvilan"."""
    words = [word for word in asked.split() if len(word) >= SHORTEST_WORD]
    return bool(words) and all(word in name or stem(word) in name for word in words)


def stem(word: str) -> str:
    return word[: max(COMMON_ENDING, len(word) - 2)]
