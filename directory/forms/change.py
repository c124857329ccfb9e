"""A departure from the programme: cancelled, another time or place, extra."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from directory.enums import ChangeKindChoices
from directory.forms.coming import coming_dates, organisers_of, session_line, sessions_of
from directory.forms.read_back import ReadBack, ReadBackForm, mind_midnight
from directory.forms.typed_fields import TypedDateField, TypedTimeField, label_of
from directory.models import ScheduleChange, Slot
from directory.queries.session import Session
from directory.wording import clock_range, day_range

LOOK_AHEAD = timedelta(days=400)
FAR_AWAY = timedelta(days=2 * 366)
MOST_SHOWN = 5


class ScheduleChangeForm(ReadBackForm, forms.ModelForm):
    first = TypedDateField(label=label_of(ScheduleChange, "first"), takes_range=True)
    last = TypedDateField(
        label=label_of(ScheduleChange, "last"),
        required=False,
        help_text=ScheduleChange._meta.get_field("last").help_text,
    )
    new_date = TypedDateField(label=label_of(ScheduleChange, "new_date"), required=False)
    start = TypedTimeField(label=label_of(ScheduleChange, "start"), required=False)
    end = TypedTimeField(label=label_of(ScheduleChange, "end"), required=False)

    signed_fields = (
        "slot", "service", "place", "organisation", "kind", "first", "last", "start", "end",
        "ends_next_day", "new_date", "new_place",
    )  # fmt: skip

    class Meta:
        model = ScheduleChange
        fields = [
            "slot", "service", "place", "organisation", "kind", "first", "last", "start", "end",
            "ends_next_day", "new_date", "new_place", "reason", "note",
        ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if slot := self._slot_so_far():
            self.fields["first"].help_text = self._next_dates(slot)

    def _slot_so_far(self) -> Slot | None:
        """The slot that the page is about, before anything is sent or checked."""
        if self.instance.slot_id:
            return self.instance.slot
        asked = str(self.data.get(self.add_prefix("slot")) or self.initial.get("slot") or "")
        is_key = asked.isascii() and asked.isdigit()
        return self.fields["slot"].queryset.filter(pk=asked).first() if is_key else None

    def _next_dates(self, slot: Slot) -> str:
        dates = coming_dates(slot, organisers_of(slot), self.today, self.language)
        if not dates:
            return _("This gives no dates to come.")
        return _("The next dates: %(dates)s.") % {"dates": ", ".join(dates)}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("first") and not cleaned.get("last"):
            cleaned["last"] = self.fields["first"].last_day(self.typed("first"))
        self.warnings += mind_midnight(cleaned)
        return cleaned

    def must_be_shown(self) -> bool:
        if any(name in self.changed_data for name in self.signed_fields):
            self.warnings += self._doubts()
        return super().must_be_shown()

    def _doubts(self) -> Iterable[str]:
        change = self.instance
        if (
            change.last is not None
            and max(change.last, change.new_date or change.last) < self.today
        ):
            yield _("It is already over.")
        if change.last is None and change.kind != ChangeKindChoices.EXTRA:
            yield _("No last day is given, so this holds until further notice.")
        if max(change.first, change.new_date or change.first) > self.today + FAR_AWAY:
            yield _("That is more than two years away.")
        if change.kind == ChangeKindChoices.EXTRA:
            yield from self._extra_doubts(change)
        elif change.slot_id and not self._touched():
            yield _("The slot is not held then. %(next)s") % {"next": self._next_dates(change.slot)}

    def _extra_doubts(self, change: ScheduleChange) -> Iterable[str]:
        if change.slot_id is not None:
            return
        if change.start is None:
            yield _("No time is given for the extra session.")
        if change.place_id is None and change.new_place_id is None:
            yield _("No place is given for the extra session.")

    def _touched(self) -> list[Session]:
        """Sessions of the slot that its own rule has in these days."""
        change = self.instance
        last = min(change.last or date.max, change.first + LOOK_AHEAD)
        slot = change.slot
        days = sessions_of(slot, organisers_of(slot), change.first, last, self.today, self.language)
        return [
            session
            for session in days
            if not session.occurrence.is_extra
            and change.first <= session.occurrence.scheduled_day <= last
        ]

    def what_was_read(self) -> ReadBack:
        change = self.instance
        dates = day_range(change.first, change.last)
        if change.new_date:
            dates += f" → {day_range(change.new_date, change.new_date)}"
        parts = [change.get_kind_display(), dates, clock_range(change.start, change.end)]
        is_about_slot = change.slot_id and change.kind != ChangeKindChoices.EXTRA
        touched = self._touched()[:MOST_SHOWN] if is_about_slot else []
        return ReadBack(
            sentence=" ".join(part for part in parts if part),
            dates_label=_("The sessions it is about"),
            dates=tuple(session_line(session) for session in touched),
            warnings=tuple(self.warnings),
        )
