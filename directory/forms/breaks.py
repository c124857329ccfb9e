"""Breaks of a municipality: "syysloma vk 42" in one field, for everyone who follows it."""

from itertools import pairwise
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory.enums import BreakKind
from directory.forms.read_back import ReadBack, ReadBackForm
from directory.forms.typed_fields import TypedDateField, label_of
from directory.models import BreakPeriod
from directory.schedule.typed import read_dates
from directory.wording import day_range

LONGEST_WORDS = 100
KINDS = {
    "syys": BreakKind.AUTUMN, "höst": BreakKind.AUTUMN, "autumn": BreakKind.AUTUMN,
    "joulu": BreakKind.CHRISTMAS, "jul": BreakKind.CHRISTMAS, "christmas": BreakKind.CHRISTMAS,
    "talvi": BreakKind.WINTER, "hiihto": BreakKind.WINTER, "sport": BreakKind.WINTER,
    "vinter": BreakKind.WINTER, "winter": BreakKind.WINTER,
    "pääsiäi": BreakKind.EASTER, "påsk": BreakKind.EASTER, "easter": BreakKind.EASTER,
    "kesä": BreakKind.SUMMER, "sommar": BreakKind.SUMMER, "summer": BreakKind.SUMMER,
}  # fmt: skip


def kind_in(words: str) -> str:
    """The break that the words name, in Finnish, Swedish or English."""
    found = (kind for stem, kind in KINDS.items() if stem in words.lower())
    return next(found, "")


class BreakPeriodForm(ReadBackForm, forms.ModelForm):
    words = forms.CharField(
        label=gettext_lazy("In your own words"),
        required=False,
        max_length=LONGEST_WORDS,
        help_text=gettext_lazy("For example: autumn break week 42, or 12.–18.10."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "typed"}),
    )
    kind = forms.ChoiceField(
        label=label_of(BreakPeriod, "kind"),
        required=False,
        choices=[("", "---------"), *BreakKind.choices],
    )
    first = TypedDateField(label=label_of(BreakPeriod, "first"), required=False, takes_range=True)
    last = TypedDateField(label=label_of(BreakPeriod, "last"), required=False)

    signed_fields = ("kind", "first", "last")

    class Meta:
        model = BreakPeriod
        fields = ["kind", "first", "last"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if words := cleaned.get("words"):
            self._hear(words, cleaned)
        elif cleaned.get("first") and not cleaned.get("last"):
            cleaned["last"] = self.fields["first"].last_day(self.typed("first"))
        for name in self.signed_fields:
            if not cleaned.get(name) and not self.errors.get(name) and not self.errors.get("words"):
                self.add_error(name, self.fields[name].error_messages["required"])
        return cleaned

    def _hear(self, words: str, cleaned: dict[str, Any]) -> None:
        found = read_dates(words, self.today)
        days = sorted(found.dates)
        first, last = (days[0], days[-1]) if len(days) == 1 else (found.first, found.last)
        if not found.is_understood or first is None or last is None:
            self.add_error("words", _("Write a week or days such as week 42 or 12.–18.10.2026."))
            return
        if first > last:
            self.add_error("words", self.told(found.notices))
            return
        cleaned |= {"first": first, "last": last}
        cleaned["kind"] = kind_in(found.rest) or cleaned.get("kind") or BreakKind.OTHER.value
        self.warnings += self.told(found.notices)
        if found.rest and not kind_in(found.rest):
            self.warnings.append(_("Not read: “%(words)s”.") % {"words": found.rest})

    def must_be_shown(self) -> bool:
        return bool(self.cleaned_data.get("words")) or super().must_be_shown()

    def what_was_read(self) -> ReadBack:
        label = BreakKind(self.cleaned_data["kind"]).label
        dates = day_range(self.cleaned_data["first"], self.cleaned_data["last"])
        return ReadBack(
            sentence=f"{label} {dates}",
            heard=self.cleaned_data.get("words") or "",
            warnings=tuple(self.warnings),
        )

    def show_reading(self) -> None:
        super().show_reading()
        self.fill_in({"words": ""})


class BreakPeriodFormSet(forms.BaseInlineFormSet):
    """Breaks of a calendar that is new have nothing in the database to be compared with."""

    def clean(self) -> None:
        super().clean()
        kept = [
            form.cleaned_data
            for form in self.forms
            if form not in self.deleted_forms and getattr(form, "cleaned_data", None)
        ]
        periods = sorted(
            (row["first"], row["last"]) for row in kept if row.get("first") and row.get("last")
        )
        if any(later[0] <= earlier[1] for earlier, later in pairwise(periods)):
            raise ValidationError(_("Another break of this calendar is on at that time."))
