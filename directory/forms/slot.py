"""A line of the weekly programme: the rule in one's own words, or field by field."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from directory.forms.coming import coming_dates, organisers_of
from directory.forms.read_back import (
    ReadBack,
    ReadBackForm,
    UnlabelledInput,
    in_words,
    mind_midnight,
)
from directory.forms.typed_fields import (
    TypedDateField,
    TypedDateListField,
    TypedTimeField,
    label_of,
)
from directory.localized import current_language
from directory.models import Slot, SlotVisitor
from directory.schedule import LAST, Recurrence
from directory.schedule.typed import NoticeKind, Reading, read
from directory.wording import clock_range, weekday_name

LONGEST_WORDS = 300
RULE_FIELDS = (
    "recurrence", "weekdays", "start", "end", "ends_next_day", "day_part", "interval", "anchor",
    "nth", "dates", "first", "last", "times", "break_calendar", "follows_holidays",
)  # fmt: skip
NTH_CHOICES = [
    (1, pgettext_lazy("in the month", "First")),
    (2, pgettext_lazy("in the month", "Second")),
    (3, pgettext_lazy("in the month", "Third")),
    (4, pgettext_lazy("in the month", "Fourth")),
    (5, pgettext_lazy("in the month", "Fifth")),
    (LAST, pgettext_lazy("in the month", "Last")),
]


def weekday_choices() -> list[tuple[int, str]]:
    language = current_language()
    return [(day, weekday_name(day, language)) for day in range(1, 8)]


def ticked(label: Any, choices: Any) -> forms.TypedMultipleChoiceField:
    return forms.TypedMultipleChoiceField(
        label=label,
        required=False,
        choices=choices,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
    )


def without_days(reading: Reading) -> list:
    """A text may speak of the time alone: the days stay as they are."""
    return [notice for notice in reading.notices if notice.kind is not NoticeKind.NO_DAYS]


class SlotForm(ReadBackForm, forms.ModelForm):
    words = forms.CharField(
        label=gettext_lazy("When, in your own words"),
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "typed-words"}),
        help_text=gettext_lazy(
            "For example: every other Wed 9.30–11, 12.8.–16.12. It fills in the fields below."
        ),
    )
    weekdays = ticked(label_of(Slot, "weekdays"), weekday_choices)
    nth = ticked(label_of(Slot, "nth"), NTH_CHOICES)
    start = TypedTimeField(label=label_of(Slot, "start"), required=False)
    end = TypedTimeField(label=label_of(Slot, "end"), required=False)
    anchor = TypedDateField(label=label_of(Slot, "anchor"), required=False)
    dates = TypedDateListField(label=label_of(Slot, "dates"), required=False)
    first = TypedDateField(label=label_of(Slot, "first"), required=False, takes_range=True)
    last = TypedDateField(label=label_of(Slot, "last"), required=False)

    # Comes back with the form and becomes the line's uid, so that sending it twice makes one line.
    form_uid = forms.UUIDField(required=False, initial=uuid4, widget=UnlabelledInput)

    signed_fields = RULE_FIELDS

    class Meta:
        model = Slot
        fields = [
            "service", "place", "room", "organisers", "theme", "note", *RULE_FIELDS,
            "is_tentative", "confirmed_on",
        ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reading: Reading | None = None
        self.rule_before = self.instance.rule if self.instance.pk else None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if words := cleaned.get("words"):
            self._hear(words, cleaned)
        self._close_range(cleaned)
        self.warnings += mind_midnight(cleaned)
        if self.instance.pk is None and cleaned.get("form_uid"):
            self.instance.uid = cleaned["form_uid"]
        return cleaned

    def _hear(self, words: str, cleaned: dict[str, Any]) -> None:
        """The pieces that the words state take the place of what stands in the fields."""
        self.reading = read(words, self.today)
        cleaned.update(stated(self.reading))
        if not self.reading.is_understood:
            self.add_error("words", self.told(self.reading.notices))
            return
        if not stated(self.reading):
            self.add_error("words", _("No day or time was found in this."))
            return
        self.warnings += self.told(without_days(self.reading))
        if self.reading.rest:
            self._hear_rest(self.reading.rest, cleaned)

    def _hear_rest(self, rest: str, cleaned: dict[str, Any]) -> None:
        """Words that are of no rule."""
        self.warnings.append(_("Not read: “%(words)s”.") % {"words": rest})

    def _close_range(self, cleaned: dict[str, Any]) -> None:
        if cleaned.get("first") and not cleaned.get("last") and not self.reading:
            cleaned["last"] = self.fields["first"].last_day(self.typed("first"))

    def must_be_shown(self) -> bool:
        is_changed = self.instance.rule != self.rule_before
        if is_changed:
            self.warnings += self._past()
            self._confirm()
        return is_changed or super().must_be_shown()

    def _confirm(self) -> None:
        """Who has just written the times and read them back knows that they are true."""
        if "confirmed_on" not in self.changed_data:
            self.instance.confirmed_on = self.cleaned_data["confirmed_on"] = self.today

    def _past(self) -> list[str]:
        is_listed = self.instance.recurrence == Recurrence.DATES
        ends = [self.instance.last, *(self.instance.dates[-1:] if is_listed else [])]
        over = any(day is not None and day < self.today for day in ends)
        told_already = self.reading and any(
            notice.kind is NoticeKind.SEASON_OVER for notice in self.reading.notices
        )
        return [_("The season is already over.")] if over and not told_already else []

    def what_was_read(self) -> ReadBack:
        slot = self.instance
        own = self.cleaned_data.get("organisers")
        organisers = [one.pk for one in own] if own else organisers_of(slot)
        dates = coming_dates(slot, organisers, self.today, self.language)
        warnings = list(self.warnings)
        if not dates and slot.recurrence != Recurrence.ON_REQUEST:
            warnings.append(_("This gives no dates to come."))
        return ReadBack(
            sentence=in_words(slot.rule, self.language),
            heard=self.cleaned_data.get("words") or "",
            dates_label=_("The next dates"),
            dates=dates,
            warnings=tuple(warnings),
        )

    def show_reading(self) -> None:
        super().show_reading()
        self.fill_in({"words": ""})


def stated(reading: Reading) -> dict[str, Any]:
    """Values of fields; what the text leaves unsaid is not among them."""
    values: dict[str, Any] = {}
    if reading.recurrence is not None:
        values |= {
            "recurrence": reading.recurrence.value,
            "weekdays": list(reading.weekdays),
            "interval": reading.interval,
            "anchor": reading.anchor,
            "nth": list(reading.nth),
            "dates": list(reading.dates),
        }
    if reading.states_time:
        values |= {
            "start": reading.start,
            "end": reading.end,
            "ends_next_day": reading.ends_next_day,
            "day_part": reading.day_part.value if reading.day_part else "",
        }
    if reading.states_season:
        values |= {"first": reading.first, "last": reading.last}
    if reading.times is not None:
        values["times"] = reading.times
    return values


class SlotVisitorForm(ReadBackForm, forms.ModelForm):
    """Who is there, and when."""

    start = TypedTimeField(label=label_of(SlotVisitor, "start"), required=False)
    end = TypedTimeField(label=label_of(SlotVisitor, "end"), required=False)

    signed_fields = ("role", "start", "end")

    class Meta:
        model = SlotVisitor
        fields = ["role", "organisation", "start", "end"]

    def what_was_read(self) -> ReadBack:
        hours = clock_range(self.instance.start, self.instance.end)
        return ReadBack(
            sentence=f"{self.instance.get_role_display()} {hours}".strip(),
            warnings=tuple(self.warnings),
        )
