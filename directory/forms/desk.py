"""What staff fill in on the desk: why, when, where; each form small enough for a thumb."""

import uuid
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory.actions.one_offs import OneOff
from directory.actions.programme import Explanation, Timing, scope_of
from directory.enums import Reason
from directory.forms.place import PlaceForm
from directory.forms.read_back import ReadBack, ReadBackForm, mind_midnight
from directory.forms.typed_fields import TypedDateField, TypedTimeField
from directory.localized import current_language, pick
from directory.models import Place, ScheduleChange, Service, Slot
from directory.queries.one_offs import is_there
from directory.queries.session import Session
from directory.schedule.typed import Notice, NoticeKind
from directory.validators import writable
from directory.wording import clock_range, day_long

LONGEST_NOTE = ScheduleChange._meta.get_field("note").max_length
FARTHEST = timedelta(days=300)
DOUBTFUL = {NoticeKind.AMBIGUOUS_TIME, NoticeKind.AMBIGUOUS_DATE, NoticeKind.WEEKDAY_MISMATCH}


class NoteField(forms.CharField):
    def __init__(self, label: Any) -> None:
        widget = forms.Textarea(attrs={"rows": 2})
        super().__init__(label=label, required=False, max_length=LONGEST_NOTE, widget=widget)

    def to_python(self, value: Any) -> str:
        return writable(super().to_python(value))


def reason_choices() -> list[tuple[str, Any]]:
    return [("", _("No reason")), *Reason.choices]


class ToldForm(forms.Form):
    """Why: a phrase that every language knows, or words of one's own."""

    reason = forms.ChoiceField(label=gettext_lazy("Reason"), choices=reason_choices, required=False)
    note_fi = NoteField(gettext_lazy("Note in Finnish"))
    note_sv = NoteField(gettext_lazy("Note in Swedish"))
    note_en = NoteField(gettext_lazy("Note in English"))

    @property
    def explanation(self) -> Explanation:
        names = ("reason", "note_fi", "note_sv", "note_en")
        return Explanation(**{name: self.cleaned_data[name] for name in names})

    @property
    def phrases(self) -> list[tuple[str, Any]]:
        """The reasons, each of which is a button."""
        return list(Reason.choices)


class Versioned(forms.Form):
    """`version` stands for what was on the screen when it was filled in."""

    version = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)


class CancelForm(ToldForm, Versioned):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # It stands on a page with the form that moves, whose fields have the same names.
        super().__init__(*args, **{"auto_id": "cancel_%s", **kwargs})

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        said = [cleaned.get(name) for name in ("reason", "note_fi", "note_sv", "note_en")]
        if not any(said) and not self.errors:
            self.add_error("reason", _("Choose a reason, or write one."))
        return cleaned


class WhenForm(ReadBackForm):
    """A time that is saved at once, and shown afterwards; only a doubtful one is asked about."""

    start = TypedTimeField(label=gettext_lazy("Starts at"), required=False)
    end = TypedTimeField(label=gettext_lazy("Ends at"), required=False)
    day = TypedDateField(label=gettext_lazy("Day"))

    signed_fields = ("start", "end", "day")
    present_day: date | None = None  # of what is changed, and may be over already

    def told(self, notices: Iterable[Notice]) -> list[str]:
        return super().told(one for one in notices if one.kind in DOUBTFUL)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self.warnings += mind_midnight(cleaned)
        day = cleaned.get("day")
        if day and abs(day - self.today) > FARTHEST:
            self.add_error("day", _("That day is too far away."))
        elif day and day < self.today and day != self.present_day:
            self.add_error("day", _("That day is past. Choose today or a day to come."))
        if not (cleaned.get("start") or cleaned.get("end") or self.errors):
            self.warnings += self.without_clock()
        return cleaned

    def without_clock(self) -> list[str]:
        """What to ask of who has given no time."""
        return []

    def what_was_read(self) -> ReadBack:
        data = self.cleaned_data
        when = [day_long(data["day"], self.language), clock_range(data["start"], data["end"])]
        return ReadBack(sentence=" ".join(filter(None, when)), warnings=tuple(self.warnings))


class MoveForm(ToldForm, PlaceForm, WhenForm, Versioned):
    """Where and when the occurrence is held this time; what is as usual changes nothing."""

    @property
    def no_place(self) -> str:
        return _("The usual place")

    def of_session(self, session: Session) -> None:
        self.session, self.present_day = session, session.occurrence.day

    def without_clock(self) -> list[str]:
        slot = self.session.slot
        usual = clock_range(slot.start, slot.end)
        message = _("No clock time is given. It is held at its usual time, %(time)s.")
        return [message % {"time": usual}] if usual else []

    @property
    def timing(self) -> Timing:
        data, slot, seen = self.cleaned_data, self.session.slot, self.session.occurrence
        usual = (slot.start, slot.end)
        clock = (data.get("start"), data.get("end"))
        day, place = data["day"], data.get("place")
        has_moved = day != seen.scheduled_day
        is_elsewhere = place is not None and place.pk != slot.place_id
        start, end = clock if clock != usual or has_moved else (None, None)
        return Timing(
            start=start,
            end=end,
            ends_next_day=bool(end and data.get("ends_next_day")),
            new_date=day if has_moved else None,
            new_place=place if is_elsewhere else None,
        )


class OneOffForm(ToldForm, PlaceForm, WhenForm, Versioned):
    """One session beside the programme."""

    uid = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    about = forms.ChoiceField(label=gettext_lazy("What"))

    field_order = ("about", "day", "start", "end", "place", "other_place")
    signed_fields = (*WhenForm.signed_fields, "about", "place")

    def offer_subjects(self, services: Iterable[Service], places: Iterable[Place]) -> None:
        self.subjects = {subject_key(one): one for one in (*services, *places)}
        self._offer_subjects()

    def of_extra(self, extra: ScheduleChange) -> None:
        self.present_day = extra.first
        self.offer_present(getattr(extra, extra.scope))

    def offer_present(self, about: Slot | Service | Place) -> None:
        """What an extra session is about already, be it nobody's here to choose."""
        self.subjects = {subject_key(about): about} | self.subjects
        self._offer_subjects()

    def _offer_subjects(self) -> None:
        names = [(key, subject_name(about)) for key, about in self.subjects.items()]
        self.fields["about"].choices = names if len(names) == 1 else [("", _("Choose")), *names]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if not self.errors and self.says_when:
            wanted = self.one_off
            if is_there(wanted.about, wanted.day, wanted.timing.clock, cleaned["uid"]):
                self.warnings.append(_("There is one like it that day already, at the same time."))
        return cleaned

    @property
    def says_when(self) -> bool:
        """It is new, or its time is: what has been stored was shown before."""
        is_changed = {"about", "day", "start", "end"} & set(self.changed_data)
        return self.present_day is None or bool(is_changed)

    def without_clock(self) -> list[str]:
        is_of_line = isinstance(self.subjects.get(self.cleaned_data.get("about", "")), Slot)
        if is_of_line or not self.says_when:
            return []
        return [_("No clock time is given. Families see: ask for the time.")]

    @property
    def one_off(self) -> OneOff:
        data = self.cleaned_data
        about = self.subjects[data["about"]]
        timing = Timing(
            start=data.get("start"),
            end=data.get("end"),
            ends_next_day=bool(data.get("ends_next_day")),
            new_place=self._elsewhere(about, data.get("place")),
        )
        return OneOff(about=about, day=data["day"], timing=timing, told=self.explanation)

    @staticmethod
    def _elsewhere(about: Slot | Service | Place, place: Place | None) -> Place | None:
        """A place has its own sessions at itself; so has a slot, unless it says otherwise."""
        if isinstance(about, Place) or (isinstance(about, Slot) and about.place == place):
            return None
        return place


def subject_key(about: Slot | Service | Place) -> str:
    return f"{scope_of(about)}-{about.pk}"


def subject_name(about: Slot | Service | Place) -> str:
    if isinstance(about, Place):
        return _("Open: %(place)s") % {"place": about.name}
    if isinstance(about, Service):
        return str(pick(about, "name", current_language()))
    return str(about)


class ClosureForm(ToldForm, forms.Form):
    """No sessions from one day to another, at a place or of the whole organisation.

    `asked` stands for the sessions that were shown to stay on; `also` are those to cancel too.
    """

    asked = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    uid = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    about = forms.ChoiceField(label=gettext_lazy("What is closed"), widget=forms.RadioSelect)
    first = TypedDateField(label=gettext_lazy("Closed from"))
    last = TypedDateField(label=gettext_lazy("Last closed day"))

    def __init__(self, *args: Any, today: date, subjects: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.subjects = today, subjects
        self.fields["about"].choices = [(key, label) for key, (label, _row) in subjects.items()]
        for name in ("first", "last"):
            self.fields[name].today = today

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        first, last = cleaned.get("first"), cleaned.get("last")
        if first and self.today - first > FARTHEST:
            self.add_error("first", _("That day is too far away."))
        if first and last and last < first:
            self.add_error("last", _("The last day is before the first one."))
        elif last and last < self.today:
            self.add_error("last", _("It is already over."))
        elif last and last - self.today > FARTHEST:
            self.add_error("last", _("That day is too far away."))
        return cleaned

    @property
    def subject(self) -> Any:
        return self.subjects[self.cleaned_data["about"]][1]

    @property
    def also(self) -> set[str]:
        return set(self.data.getlist("also"))

    def ask(self, version: str) -> None:
        self.data = self.data.copy()
        self.data["asked"] = version


class EndForm(Versioned):
    last = TypedDateField(label=gettext_lazy("Last day"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["last"].today = today


class CopyForm(forms.Form):
    chosen = forms.TypedMultipleChoiceField(
        coerce=int, widget=forms.CheckboxSelectMultiple, label=gettext_lazy("Sessions to copy")
    )


class UndoForm(forms.Form):
    history = forms.UUIDField()
