import uuid
from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory.forms.typed_fields import TypedDateField, label_of
from directory.localized import column, current_language
from directory.models import Category, Organisation, Place, Service
from meetings.actions.action_items import NewAction
from meetings.actions.notes import Choice, Writing
from meetings.actions.participation import Change
from meetings.enums import ActionState, Audience, NoteKind
from meetings.forms.fields import NamedField, NamedFields, TextField, WrittenForm, set_today
from meetings.localized import written
from meetings.models import Action, AgendaItem, Meeting, NoteItem, Theme
from meetings.queries.writing import NOBODY, Came

LONGEST_LINE = 5000
MOST_UNSURE = 3
MOST_CAME = 2000


class StillThereField(NamedField):
    """What somebody removed meanwhile counts as none: a line is not refused for that."""

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except ValidationError:
            return None


class AgendaItemField(StillThereField):
    def label_from_instance(self, row: AgendaItem) -> str:
        return str(written(row, "title", current_language()))


class LineForm(WrittenForm):
    """One line of notes."""

    uid = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    version = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=label_of(NoteItem, "kind"), choices=NoteKind.choices)
    text = TextField(
        label=gettext_lazy("Line"),
        max_length=LONGEST_LINE,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("Write something, or remove the line.")},
    )
    theme = StillThereField(
        label=label_of(NoteItem, "theme"), queryset=Theme.objects.none(), required=False
    )
    agenda_item = AgendaItemField(
        label=gettext_lazy("Item of the agenda"),
        queryset=AgendaItem.objects.none(),
        required=False,
    )

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["theme"].queryset = meeting.network.themes.all()
        self.fields["agenda_item"].queryset = meeting.agenda.all()

    @property
    def writing(self) -> Writing:
        data = self.cleaned_data
        names = ("uid", "kind", "text", "language", "theme", "agenda_item")
        values = {name: data[name] for name in names}
        return Writing(seen=data["version"], unsure=self.unsure, **values)

    @property
    def unsure(self) -> frozenset[str]:
        """Texts of this line that the writer sent before, without hearing whether they arrived."""
        sent = self.data.getlist("unsure")[:MOST_UNSURE]
        return frozenset(self.fields["text"].to_python(text) for text in sent)


class TiesForm(forms.Form):
    """What a line is about. The choices are those tied already, and those that were found."""

    services = NamedFields(
        label=gettext_lazy("Services"), queryset=Service.objects.none(), required=False
    )
    places = NamedFields(
        label=gettext_lazy("Places"), queryset=Place.objects.none(), required=False
    )
    categories = NamedFields(
        label=gettext_lazy("Kinds of services"), queryset=Category.objects.none(), required=False
    )

    @property
    def shown(self) -> list[tuple[str, int]]:
        """The ties that the page shows, which it sends along."""
        return [(f"shown_{name}", pk) for name in self.fields for pk in self.initial[name]]

    @property
    def choices(self) -> dict[str, Choice]:
        return {
            name: Choice(list(rows), frozenset(self.data.getlist(f"shown_{name}")))
            for name, rows in self.cleaned_data.items()
        }


class ActionForm(WrittenForm):
    uid = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    text = TextField(label=label_of(Action, "text"), max_length=500)
    organisation = NamedField(
        label=gettext_lazy("Who does it"), queryset=Organisation.objects.none(), required=False
    )
    due = TypedDateField(label=label_of(Action, "due"), required=False)

    def __init__(self, *args: Any, today: date, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        set_today(self, today)
        self.fields["organisation"].queryset = organisations

    def clean_due(self) -> date | None:
        """One that has passed since it was written may stay."""
        due = self.cleaned_data["due"]
        if due and due < self.today and "due" in self.changed_data:
            raise ValidationError(_("That day is past. Choose today or a day to come."))
        return due

    def new(self, theme: Theme | None = None) -> NewAction:
        data = self.cleaned_data
        names = ("uid", "text", "language", "organisation", "due")
        return NewAction(theme=theme, **{name: data[name] for name in names})


class ActionEditForm(ActionForm):
    version = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    state = forms.ChoiceField(label=label_of(Action, "state"), choices=ActionState.choices)
    theme = NamedField(
        label=label_of(Action, "theme"), queryset=Theme.objects.none(), required=False
    )

    def __init__(self, *args: Any, themes: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["theme"].queryset = themes
        # Somebody else may change it meanwhile: what was shown tells whether this writer did.
        self.fields["due"].show_hidden_initial = True
        self.fields["due"].hidden_widget = ShownValue

    @property
    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        kept = {name: data[name] for name in ("organisation", "due", "state", "theme")}
        return {**kept, column("text", data["language"]): data["text"]}


class ShownValue(forms.HiddenInput):
    """What was shown goes along; nothing that only the page says is said of it."""

    def build_attrs(self, base_attrs: Any, extra_attrs: Any = None) -> dict[str, Any]:
        attrs = super().build_attrs(base_attrs, extra_attrs)
        return {name: value for name, value in attrs.items() if not name.startswith("aria-")}


class CountField(forms.IntegerField):
    hidden_widget = ShownValue

    def __init__(self, label: str) -> None:
        widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
        super().__init__(
            label=label,
            required=False,
            min_value=0,
            max_value=MOST_CAME,
            widget=widget,
            show_hidden_initial=True,
        )


class ParticipationForm(forms.Form):
    """A number for each organisation; empty means that nobody came from there. What was shown goes
    along, so that only what its writer changed is saved."""

    def __init__(
        self, *args: Any, organisations: dict[Organisation, str], came: dict[int | None, Came],
        **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.organisations = organisations
        for organisation, name in organisations.items():
            self.fields[f"from_{organisation.pk}"] = CountField(name)
        self.fields["who"] = TextField(
            label=_("Others, in words"),
            required=False,
            max_length=150,
            help_text=_("Such as: families, students. No names of people."),
            show_hidden_initial=True,
        )
        self.fields["who"].hidden_widget = ShownValue
        self.fields["others"] = CountField(_("How many others"))
        for one in (*organisations, None):
            self.initial |= self.values_of(one, came.get(one.pk if one else None, NOBODY))

    def clean(self) -> None:
        is_unnamed = not self.errors.get("who") and not self.cleaned_data.get("who")
        if is_unnamed and self.cleaned_data.get("others") is not None:
            self.add_error("who", _("Say in words who the others were."))

    @property
    def changes(self) -> dict[Organisation | None, Change]:
        """Under None are those that no organisation sent."""
        found = {
            one: Change(self.came(one, self.shown), self.came(one, self.cleaned_data.get))
            for one in (*self.organisations, None)
        }
        return {one: change for one, change in found.items() if change.seen != change.new}

    def shown(self, name: str) -> Any:
        try:
            return self.fields[name].to_python(self.data.get(self[name].html_initial_name))
        except ValidationError:
            return None

    @staticmethod
    def came(organisation: Organisation | None, value: Callable[[str], Any]) -> Came:
        if organisation:
            return Came(value(f"from_{organisation.pk}"))
        return Came(value("others"), value("who") or "")

    @staticmethod
    def values_of(organisation: Organisation | None, came: Came) -> dict[str, Any]:
        if organisation:
            return {f"from_{organisation.pk}": came.count}
        return {"who": came.who, "others": came.count}

    def show_theirs(self, present: dict[Organisation | None, Came]) -> None:
        """Beside each field what somebody else noted meanwhile; sent again it counts as seen."""
        self.data = self.data.copy()
        for one, came in present.items():
            values = self.values_of(one, came)
            for name, value in values.items():
                self.data[self[name].html_initial_name] = "" if value is None else value
            self.add_error(next(iter(values)), meanwhile(came))


def meanwhile(came: Came) -> str:
    theirs = [str(part) for part in (came.who, came.count) if part not in ("", None)]
    if not theirs:
        return _("Somebody else emptied this meanwhile. Save again to keep yours.")
    return _("Somebody else noted meanwhile: %(theirs)s. Save again to keep yours.") % {
        "theirs": ", ".join(theirs)
    }


class PublishForm(forms.Form):
    audience = forms.ChoiceField(
        label=gettext_lazy("Who may read the notes"),
        choices=Audience.choices,
        widget=forms.RadioSelect,
    )
