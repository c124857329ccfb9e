"""A meeting: when, where and how first; then what it is about."""

import datetime
import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory import wording
from directory.forms.listing_edit import Group, ListingEditForm, columns_of
from directory.forms.place import PlaceForm, named
from directory.forms.typed_fields import TypedDateField, TypedTimeField, label_of
from directory.localized import current_language
from directory.models import Place
from meetings.enums import MeetingKind
from meetings.forms.fields import NamedField, TextField, WrittenForm, set_today
from meetings.models import Meeting, Series

TEXTS = ("theme", "description")
SUMMARY = ("asked", "answered")
WHEN = ("kind", "date", "start", "end")
WHERE = ("attendance", "place", "other_place", "place_text", "room", "remote_link")
SIGNING_UP = ("registration_until", "capacity", "asks_food", "asks_interpreter", "asks_childcare")
REST = ("actual_start", "actual_end", "series", "new_series")


class PastAsked(forms.Form):
    """A past day is asked about once; sent again it is meant so: notes of an earlier meeting."""

    past_day = forms.CharField(required=False, max_length=10, widget=forms.HiddenInput)

    def ask_about_past(self, day: datetime.date | None, today: datetime.date) -> None:
        if not day or day >= today or self.cleaned_data.get("past_day") == day.isoformat():
            return
        self.data = self.data.copy()
        self.data["past_day"] = day.isoformat()
        self.add_error("date", _("This day is past. Save again if that is what you mean."))


class MeetingAddForm(PastAsked, WrittenForm):
    uid = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    date = TypedDateField(label=label_of(Meeting, "date"))
    start = TypedTimeField(label=label_of(Meeting, "start"), required=False)
    end = TypedTimeField(label=label_of(Meeting, "end"), required=False)
    kind = forms.ChoiceField(label=label_of(Meeting, "kind"), choices=MeetingKind.choices)
    theme = TextField(label=label_of(Meeting, "theme"), required=False, max_length=200)

    def __init__(self, *args: Any, today: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        set_today(self, today)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("end") and not cleaned.get("start") and "start" not in self.errors:
            self.add_error("start", _("Write when it begins, too."))
        refuse_backwards(self, "start", "end")
        self.ask_about_past(cleaned.get("date"), self.today)
        return cleaned


class MeetingForm(PastAsked, PlaceForm, ListingEditForm):
    texts = (*TEXTS, *SUMMARY)
    facts = {}
    date = TypedDateField(label=label_of(Meeting, "date"))
    start = TypedTimeField(label=label_of(Meeting, "start"), required=False)
    end = TypedTimeField(label=label_of(Meeting, "end"), required=False)
    actual_start = TypedTimeField(label=label_of(Meeting, "actual_start"), required=False)
    actual_end = TypedTimeField(label=label_of(Meeting, "actual_end"), required=False)
    registration_until = TypedDateField(
        label=label_of(Meeting, "registration_until"), required=False
    )
    series = NamedField(
        label=label_of(Meeting, "series"), queryset=Series.objects.none(), required=False
    )
    new_series = TextField(
        label=gettext_lazy("Or a new series"),
        required=False,
        max_length=150,
        help_text=gettext_lazy("One meeting in several places, or one training on several dates."),
    )

    class Meta:
        model = Meeting
        fields = [
            *WHEN, "attendance", "place", "place_text", "room", "remote_link", *SIGNING_UP,
            "actual_start", "actual_end", "series", *columns_of((*TEXTS, *SUMMARY)),
        ]  # fmt: skip

    def __init__(self, *args: Any, today: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, today=today, **kwargs)
        self.today = today
        self.fields["series"].queryset = self.instance.network.series.all()
        for name in columns_of(SUMMARY):
            code = name.rpartition("_")[2]
            spoken = wording.language_name(code, current_language())
            field = self.fields[name]
            field.label = f"{field.label} ({spoken})"
            field.help_text = f"{field.help_text} {self.who_reads_summary}"

    def offer_places(self, places: Any, allowed: Any) -> None:
        """Its own place stays a choice, whoever keeps it by now."""
        own = Place.objects.filter(pk=self.instance.place_id)
        keys = [*allowed.values_list("pk", flat=True), *own.values_list("pk", flat=True)]
        self.offer(places, Place.objects.filter(pk__in=keys))
        if place := own.first():
            there = {key for key, _label in self.fields["place"].choices}
            extra = [] if place.pk in there else named([place])
            self.fields["place"].choices = [*self.fields["place"].choices, *extra]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        refuse_backwards(self, "start", "end")
        refuse_backwards(self, "actual_start", "actual_end")
        day, until = cleaned.get("date"), cleaned.get("registration_until")
        if day and until and until > day:
            self.add_error("registration_until", _("This is after the day of the meeting."))
        if cleaned.get("place") and cleaned.get("place_text"):
            self.add_error("place_text", _("Choose a place or write where, not both."))
        if "date" in self.changed_data:
            self.ask_about_past(day, self.today)
        return cleaned

    @property
    def who_reads_summary(self) -> str:
        if self.instance.kind == MeetingKind.CO_PLANNING:
            return _("Everyone reads it once the notes are published, to whomever.")
        return _("Whoever may read the notes reads it once they are published.")

    @property
    def groups(self) -> list[Group]:
        of_families = self.instance.kind == MeetingKind.CO_PLANNING
        return [
            self.group(_("When"), WHEN, is_open=True),
            self.group(_("Where"), WHERE, is_open=True),
            self.group(_("What it is about, in Finnish"), in_language("fi"), is_open=True),
            self.group(_("What it is about, in Swedish"), in_language("sv")),
            self.group(_("What it is about, in English"), in_language("en")),
            self.group(_("Signing up"), SIGNING_UP),
            self.group(_("As it was held, and the series"), REST),
            self.group(_("What you asked – what we did"), columns_of(SUMMARY), of_families),
        ]


def refuse_backwards(form: forms.BaseForm, start: str, end: str) -> None:
    """Told beside the end; what was typed stays."""
    begins, ends = form.cleaned_data.get(start), form.cleaned_data.get(end)
    if begins and ends and ends <= begins:
        form.add_error(end, _("It has to end after it begins."))


def in_language(code: str) -> list[str]:
    return [f"{name}_{code}" for name in TEXTS]
