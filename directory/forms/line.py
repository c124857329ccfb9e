"""A line of an organisation's own programme, typed in one go or filled in field by field."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date
from difflib import get_close_matches
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory.forms.desk import Versioned
from directory.forms.place import NamedChoiceField, PlaceForm
from directory.forms.read_back import ReadBack
from directory.forms.slot import RULE_FIELDS, SlotForm, stated
from directory.localized import current_language, pick
from directory.models import Place, Service

NAMED_IN = ("fi", "sv", "en")
SHORTEST_WORD = 3
COMMON_ENDING = 4
MOST_LIKELY = 3
LIKE_ENOUGH = 0.5
SEPARATORS = " ,.;:·@–-"
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
        self._name_services(self.services)
        self.fields["words"].help_text = self._example()

    def _name_services(self, services: Iterable[Service]) -> None:
        field = self.fields["service"]
        names = ((one.pk, field.label_from_instance(one)) for one in services)
        field.choices = [("", _("No service: the place is open")), *names]

    def _example(self) -> str:
        """Of a service of their own: the one that is held most often."""
        held = [service for (service, _place), _count in self.homes.most_common()]
        own = {one.pk: one for one in self.services}
        known = next((own[key] for key in held if key in own), None) or next(
            iter(own.values()), None
        )
        if known is None:
            return _("For example: Tue 9.30–11.")
        name = self.fields["service"].label_from_instance(known)
        return _("For example: Tue 9.30–11 %(service)s. The name finds the service.") % {
            "service": name
        }

    def full_clean(self) -> None:
        """What was understood of the words stands in the fields, whatever else is amiss."""
        super().full_clean()
        if self.is_bound and self.errors_found and self.reading and not self.read_back:
            heard = {name: self.cleaned_data.get(name) for name in ("service", "place")}
            self.fill_in(stated(self.reading) | {name: row for name, row in heard.items() if row})

    def _hear_rest(self, rest: str, cleaned: dict[str, Any]) -> None:
        """The name of the service, then perhaps that of the place."""
        found = services_named(rest, self.services)
        if not found and (heard := place_named(rest, self.offered)):
            rest, cleaned["place"] = heard
            found = services_named(rest, self.services) if rest else []
        if len(found) == 1:
            cleaned["service"] = found[0]
        elif rest and not cleaned.get("service"):
            self._ask_which(rest, found)

    def _ask_which(self, words: str, found: list[Service]) -> None:
        likely = found or services_like(words, self.services)
        self._name_services([*likely, *(one for one in self.services if one not in likely)])
        label = self.fields["service"].label_from_instance
        values = {"words": words, "names": ", ".join(label(one) for one in likely)}
        if found:
            message = _("Several of your services could be “%(words)s”: %(names)s. Choose one.")
        elif likely:
            message = _("None of your services is called “%(words)s”. Did you mean %(names)s?")
        else:
            message = _(
                "None of your services is called “%(words)s”. Choose one, or leave it empty."
            )
        self.add_error("service", message % values)

    def _usual_place(self, service: Service) -> Place | None:
        """Where it is held most often, or is said to be; None when nobody can tell."""
        counted = Counter({place: n for (one, place), n in self.homes.items() if one == service.pk})
        ranked = counted.most_common(2) or [(key, 1) for key in service_places(service)]
        if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
            return None
        return self.fields["place"].queryset.filter(pk=ranked[0][0]).first()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        is_first_reading = self.instance.pk is None and not self.typed("seen")
        if is_first_reading and cleaned.get("service") and not cleaned.get("place"):
            cleaned["place"] = self._usual_place(cleaned["service"])
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
        placeless = [] if slot.place else [_("No place is given: families don't see where it is.")]
        warnings = (*read.warnings, *placeless)
        return replace(read, sentence=" · ".join(filter(None, parts)), warnings=warnings)


def services_named(words: str, services: Iterable[Service]) -> list[Service]:
    """Those whose name is just that, else begins with it, else has all its words."""
    asked = words.casefold().strip()
    for matches in (is_name, begins, has_words):
        found = [one for one in services if any(matches(name, asked) for name in names_of(one))]
        if found:
            return found
    return []


def services_like(words: str, services: Iterable[Service]) -> list[Service]:
    """The few whose names are nearest to it."""
    by_name = {name: one for one in services for name in names_of(one)}
    near = get_close_matches(words.casefold().strip(), by_name, n=MOST_LIKELY, cutoff=LIKE_ENOUGH)
    return list(dict.fromkeys(by_name[name] for name in near))


def service_places(service: Service) -> list[int]:
    return list(service.places.values_list("pk", flat=True)[:2])


def place_named(words: str, places: Iterable[Place]) -> tuple[str, Place] | None:
    """What comes before the name of a place that the words end with, and the place."""
    typed = words.split()
    found = [(len(place.name.split()), place) for place in places if ends_with(typed, place.name)]
    longest = max((length for length, _place in found), default=0)
    best = [place for length, place in found if length == longest]
    if len(best) != 1:
        return None
    return " ".join(typed[:-longest]).strip(SEPARATORS), best[0]


def ends_with(typed: Sequence[str], name: str) -> bool:
    """Its last word may have an ending: "Beetan talolla"."""
    named = name.casefold().split()
    end = [word.casefold().strip(SEPARATORS) for word in typed[-len(named) :]]
    if len(end) != len(named) or not named:
        return False
    return end[:-1] == named[:-1] and end[-1].startswith(stem(named[-1]))


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
