from collections.abc import Collection
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from directory.forms.listing_edit import ListingEditForm, columns_of
from directory.forms.typed_fields import TypedDateField, label_of
from directory.models import Area, Organisation
from meetings.forms.fields import NamedField, NamedFields, TextField, WrittenForm, set_today
from meetings.models import Network, NetworkMember, Theme
from meetings.queries.themes import is_removal, names_of

TEXTS = ("name", "purpose", "how_to_join", "rhythm")
LONGEST_NAME = Theme._meta.get_field("name").max_length
NEW_THEMES = 3


class NetworkForm(ListingEditForm):
    texts = TEXTS
    facts = {}
    area = NamedField(
        label=label_of(Network, "area"),
        queryset=Area.objects.order_by("name_fi"),
        required=False,
        help_text=gettext_lazy("Empty means the whole country."),
    )

    class Meta:
        model = Network
        fields = [*columns_of(TEXTS), "is_open", "area", "state"]

    def facts_titled(self) -> list[tuple[str, tuple[str, ...]]]:
        return [(_("How it works"), ("is_open", "area", "state"))]


class NetworkAddForm(forms.Form):
    """What a network can't be without; the rest is written on its own page."""

    name_fi = TextField(label=gettext_lazy("Name in Finnish"), max_length=150)
    purpose_fi = TextField(
        label=gettext_lazy("Purpose in Finnish"),
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("For whom the network works, and to what end."),
    )


class MemberForm(forms.ModelForm):
    version = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    organisation = NamedField(
        label=gettext_lazy("Organisation"), queryset=Organisation.objects.none()
    )
    since = TypedDateField(label=label_of(NetworkMember, "since"), required=False)
    until = TypedDateField(label=label_of(NetworkMember, "until"), required=False)
    themes = NamedFields(
        label=gettext_lazy("Theme groups"), queryset=Theme.objects.none(), required=False
    )

    class Meta:
        model = NetworkMember
        fields = ["organisation", "email", "since", "until", "themes"]

    def __init__(self, *args: Any, today: date, organisations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_today(self, today)
        self.fields["organisation"].queryset = organisations
        self.fields["themes"].queryset = self.instance.network.themes.all()
        if self.instance.pk:
            del self.fields["organisation"]
        else:
            del self.fields["version"]
            self.initial.setdefault("since", today)

    @property
    def theme_keys(self) -> list[int]:
        return sorted(theme.pk for theme in self.cleaned_data["themes"])

    @property
    def values(self) -> dict[str, Any]:
        columns = {name: self.cleaned_data[name] for name in ("email", "since", "until")}
        return {**columns, "themes": self.theme_keys}


class ThemeForm(WrittenForm):
    key = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=1)
    # The name that its writer was shown.
    seen = TextField(required=False, widget=forms.HiddenInput, max_length=LONGEST_NAME)
    name = TextField(
        label=pgettext_lazy("of a network", "Theme"), required=False, max_length=LONGEST_NAME
    )
    remove = forms.BooleanField(label=gettext_lazy("Remove"), required=False)

    def has_changed(self) -> bool:
        """A form left empty is valid, and says so by its empty name."""
        return True


class ThemesFormSet(forms.BaseFormSet):
    """`present` are the themes as they stand."""

    def __init__(self, *args: Any, present: Collection[Theme], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.present = present

    @property
    def rows(self) -> list[dict[str, Any]]:
        return [form.cleaned_data for form in self.forms]

    def clean(self) -> None:
        """A new one that is there already may have been sent before, and is not made again."""
        read = [form for form in self.forms if form.is_valid()]
        keys = {form.cleaned_data["key"] for form in read}
        elsewhere = [names_of(theme) for theme in self.present if theme.pk not in keys]
        others, names = set().union(*elsewhere), set()
        for form in read:
            row = form.cleaned_data
            name = row["name"].casefold()
            if is_removal(row):
                continue
            if name in names or (row["key"] is not None and name in others):
                form.add_error("name", _("Another theme has this name."))
            names.add(name)


ThemeFormSet = forms.formset_factory(
    ThemeForm,
    formset=ThemesFormSet,
    extra=NEW_THEMES,
    max_num=60,
    absolute_max=80,
    validate_max=True,
)
