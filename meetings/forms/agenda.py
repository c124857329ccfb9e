import uuid
from datetime import date, time
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from directory.forms.typed_fields import TypedTimeField, label_of
from directory.localized import column
from directory.wording import clock_range
from meetings.enums import AgendaKind
from meetings.forms.fields import NamedField, TextField, WrittenForm, set_today
from meetings.models import AgendaItem, Meeting, Theme


class AgendaItemForm(WrittenForm):
    uid = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    version = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    title = TextField(label=label_of(AgendaItem, "title"), max_length=300)
    kind = forms.ChoiceField(label=label_of(AgendaItem, "kind"), choices=AgendaKind.choices)
    start = TypedTimeField(label=label_of(AgendaItem, "start"), required=False)
    end = TypedTimeField(label=label_of(AgendaItem, "end"), required=False)
    speaker = TextField(label=label_of(AgendaItem, "speaker"), required=False, max_length=200)
    theme = NamedField(
        label=label_of(AgendaItem, "theme"), queryset=Theme.objects.none(), required=False
    )
    is_standing = forms.BooleanField(
        label=label_of(AgendaItem, "is_standing"),
        required=False,
        help_text=AgendaItem._meta.get_field("is_standing").help_text,
    )

    def __init__(self, *args: Any, meeting: Meeting, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_today(self, today)
        self.fields["theme"].queryset = meeting.network.themes.all()
        if not self.fields["theme"].queryset:
            del self.fields["theme"]

    @property
    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        names = ("kind", "start", "end", "speaker", "theme", "is_standing")
        kept = {name: data[name] for name in names if name in data}
        return {**kept, column("title", data["language"]): data["title"]}


class MoveForm(forms.Form):
    uid = forms.UUIDField()
    seen = forms.IntegerField(min_value=0)
    step = forms.TypedChoiceField(choices=[(-1, ""), (1, "")], coerce=int)


def time_warning(meeting: Meeting, start: time | None, end: time | None) -> str:
    """What looks odd beside the meeting's own times; it is saved all the same."""
    if start and end and end <= start:
        return _("It ends before it begins. Is that right?")
    times = [one for one in (start, end) if one]
    is_over_midnight = meeting.start and meeting.end and meeting.end <= meeting.start
    if not times or is_over_midnight:
        return ""
    too_early = meeting.start and min(times) < meeting.start
    too_late = meeting.end and max(times) > meeting.end
    if not (too_early or too_late):
        return ""
    held = clock_range(meeting.start, meeting.end)
    return _("This is outside the meeting's own time, %(time)s.") % {"time": held}
