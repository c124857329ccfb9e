import uuid
from datetime import date
from typing import Any

from django import forms

from directory.forms.typed_fields import TypedTimeField, label_of
from directory.localized import column
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
