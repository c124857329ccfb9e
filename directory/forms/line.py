"""A line of an organisation's own programme, typed in one go or filled in field by field."""

import uuid
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory.forms.desk import NamedChoiceField, PlaceForm, Versioned
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
    uid = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    service = NamedChoiceField(
        label=gettext_lazy("Service"), queryset=Service.objects.none(), required=False
    )

    signed_fields = (*RULE_FIELDS, "service", "place")

    class Meta(SlotForm.Meta):
        fields = [
            "service", "place", "room", "theme_fi", "note_fi", "note_sv", "note_en", *RULE_FIELDS,
            "is_tentative",
        ]  # fmt: skip

    def offer_services(self, services: Any, homes: Counter[tuple[int, int]]) -> None:
        """`homes` counts how often each (service, place) is in the programme."""
        self.homes = homes
        self.fields["service"].queryset = services
        self.services = list(services)
        self.fields["service"].choices = [
            ("", _("No service: the place is open")),
            *((one.pk, self.fields["service"].label_from_instance(one)) for one in self.services),
        ]

    def _hear(self, words: str, cleaned: dict[str, Any]) -> None:
        super()._hear(words, cleaned)
        if self.errors or not self.reading:
            return
        rest = self.reading.rest
        self.warnings = [one for one in self.warnings if not self._is_about(one, rest)]
        if rest:
            self._find(rest, cleaned)

    def _is_about(self, warning: str, rest: str) -> bool:
        return bool(rest) and warning == _("Not read: “%(words)s”.") % {"words": rest}

    def _find(self, rest: str, cleaned: dict[str, Any]) -> None:
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
