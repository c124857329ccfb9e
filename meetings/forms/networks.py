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
        elif self.is_bound is False:
            self.initial.setdefault("since", today)

    def clean(self) -> dict[str, Any]:
        """That the organisation is there already is known by the key that the form leaves out."""
        cleaned = super().clean() or self.cleaned_data
        organisation = cleaned.get("organisation") or self.instance.organisation_id
        open_terms = self.instance.network.members.exclude(pk=self.instance.pk).filter(until=None)
        is_open = cleaned.get("until") is None
        if organisation and is_open and open_terms.filter(organisation=organisation).exists():
            self.add_error(None, _("This organisation is in the network already."))
        return cleaned


class ThemeForm(WrittenForm):
    key = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=1)
    name = TextField(
        label=pgettext_lazy("of a network", "Theme"), required=False, max_length=LONGEST_NAME
    )
    remove = forms.BooleanField(label=gettext_lazy("Remove"), required=False)

    def has_changed(self) -> bool:
        """A form left empty is valid, and says so by its empty name."""
        return True


ThemeFormSet = forms.formset_factory(
    ThemeForm, extra=NEW_THEMES, max_num=60, absolute_max=80, validate_max=True
)
