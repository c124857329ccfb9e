"""Many places closed at once, and opened again."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from directory.actions.programme import Explanation
from directory.enums import Reason
from directory.forms.coming import cancelled_by_closure
from directory.forms.desk import NoteField
from directory.forms.read_back import ReadBack, ReadBackForm
from directory.forms.typed_fields import TypedDateField
from directory.models import Place, ScheduleChange
from directory.queries.closed import place_closures
from directory.wording import day_numeric, day_range

MOST_SHOWN = 20


class AlwaysShownForm(ReadBackForm):
    """It changes many places: nobody saves it without having seen what it does."""

    def __init__(self, *args: Any, places: Collection[Place], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places = places

    def must_be_shown(self) -> bool:
        return True

    def signed(self) -> dict[str, Any]:
        return {**super().signed(), "places": sorted(place.pk for place in self.places)}


class ClosePlacesForm(AlwaysShownForm):
    first = TypedDateField(
        label=gettext_lazy("Closed from"),
        takes_range=True,
        help_text=gettext_lazy("For example: 12.10., week 42 or 12.–18.10."),
    )
    last = TypedDateField(label=gettext_lazy("Last closed day"), required=False)
    until_further_notice = forms.BooleanField(
        label=gettext_lazy("Until further notice"), required=False
    )
    reason = forms.ChoiceField(
        label=gettext_lazy("Reason"), choices=[("", "---------"), *Reason.choices]
    )
    note_fi = NoteField(gettext_lazy("Note in Finnish"))
    note_sv = NoteField(gettext_lazy("Note in Swedish"))
    note_en = NoteField(gettext_lazy("Note in English"))

    signed_fields = (
        "first", "last", "until_further_notice", "reason", "note_fi", "note_sv", "note_en",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        first, is_open = cleaned.get("first"), cleaned.get("until_further_notice")
        if first and not cleaned.get("last") and not is_open and "last" not in self.errors:
            cleaned["last"] = self.fields["first"].last_day(self.typed("first"))
        last = cleaned.get("last")
        if last and is_open:
            self.add_error("last", _("Give the last day or “until further notice”, not both."))
        elif first and not last and not is_open and "last" not in self.errors:
            self.add_error("last", _("Give the last day, or tick “until further notice”."))
        elif first and last and last < first:
            self.add_error("last", _("The last day is before the first one."))
        elif last and last < self.today:
            self.warnings.append(_("It is already over."))
        return cleaned

    @property
    def explanation(self) -> Explanation:
        names = ("reason", "note_fi", "note_sv", "note_en")
        return Explanation(**{name: self.cleaned_data[name] for name in names})

    def what_was_read(self) -> ReadBack:
        first, last = self.cleaned_data["first"], self.cleaned_data["last"]
        message = (
            _("Closed from %(dates)s until further notice: %(reason)s.")
            if last is None
            else _("Closed %(dates)s: %(reason)s.")
        )
        sentence = message % {
            "dates": day_range(first, last or first),
            "reason": Reason(self.cleaned_data["reason"]).label,
        }
        return ReadBack(
            sentence=f"{sentence} {self._sessions(first, last)}".strip(),
            warnings=tuple(self.warnings),
        )

    def _sessions(self, first: date, last: date | None) -> str:
        found = cancelled_by_closure(self.places, first, last, self.today, self.language)
        if found is None:
            return ""
        count, begins, ends = found
        return ngettext(
            "It cancels %(count)d session on %(dates)s.",
            "It cancels %(count)d sessions on %(dates)s.",
            count,
        ) % {"count": count, "dates": day_range(begins, ends)}


class OpenPlacesForm(AlwaysShownForm):
    day = TypedDateField(label=gettext_lazy("Open again from"))

    signed_fields = ("day",)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("day") and not self.ending(cleaned["day"]):
            self.add_error("day", _("None of these places is closed on that day."))
        return cleaned

    def ending(self, day: date) -> Sequence[ScheduleChange]:
        return place_closures(self.places, day).select_related("place")

    def what_was_read(self) -> ReadBack:
        day = self.cleaned_data["day"]
        ending = list(self.ending(day))
        return ReadBack(
            sentence=_("Open again from %(date)s") % {"date": day_numeric(day)},
            dates_label=_("The closures that end"),
            dates=tuple(
                f"{closure.place.name} {day_range(closure.first, closure.last)}"
                for closure in ending[:MOST_SHOWN]
            ),
            warnings=tuple(self.warnings),
        )
