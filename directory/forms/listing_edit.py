"""A listing as it is mended on the desk, from a phone: its texts, for whom, how, and contacts."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from directory import wording
from directory.enums import Accessibility, ContactKind
from directory.forms.typed_fields import (
    AgeField,
    PriceField,
    TypedDateField,
    TypedField,
    label_of,
)
from directory.localized import column, current_language
from directory.models import Contact, Place, Service
from directory.queries.edits import CONTACT_COLUMNS
from directory.queries.facts import age
from directory.validators import writable_values

WRITTEN_IN = ("fi", "sv", "en")
MOST_CONTACTS = 12
NOT_COLUMNS = ("version", "seen", "is_small")
Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Group:
    title: str
    fields: list[forms.BoundField]
    is_open: bool


def language_choices(held: Collection[str]) -> list[tuple[str, str]]:
    """Those of the site, and what the listing has already."""
    known = [code for code, _name in settings.LANGUAGES if code != "fi-selko"]
    shown = current_language()
    codes = [*known, *(code for code in held if code not in known)]
    return [(code, wording.language_name(code, shown)) for code in codes]


def ticked(label: Any, choices: Any, help_text: Any = "") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label,
        required=False,
        choices=choices,
        help_text=help_text,
        widget=forms.CheckboxSelectMultiple,
    )


class ListingEditForm(forms.ModelForm):
    """`taken` are fields in which the other's text is chosen over what was typed."""

    texts: tuple[str, ...]
    facts: dict[str, tuple[str, ...]]
    # What it was filled in from, and the latest that its writer was shown of others' changes.
    version = forms.CharField(required=False, max_length=50, widget=forms.HiddenInput)
    seen = forms.CharField(required=False, max_length=50, widget=forms.HiddenInput)
    is_small = forms.BooleanField(
        label=gettext_lazy("Only a small correction: the translations stay valid"),
        required=False,
        help_text=gettext_lazy(
            "For a typing mistake, say. Otherwise the translations are marked as out of date."
        ),
    )

    def __init__(self, *args: Any, today: date, taken: Collection[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in taken:
            self.fields[name].disabled = True
        for field in self.fields.values():
            if isinstance(field, TypedField):
                field.today = today
            if isinstance(field.widget, forms.Textarea):
                field.widget.attrs["rows"] = 4
        self.mark_languages()

    def mark_languages(self) -> None:
        for text in self.texts:
            for code in WRITTEN_IN:
                field = self.fields[column(text, code)]
                field.label = label_of(self._meta.model, text)
                field.widget.attrs["lang"] = code

    @property
    def columns(self) -> list[str]:
        return [name for name in self.fields if name not in NOT_COLUMNS]

    def clean(self) -> Values:
        return writable_values(super().clean() or self.cleaned_data)

    def forgive(self, names: Collection[str]) -> None:
        """What is wrong in fields that will not be used is not told."""
        for name in names:
            self.errors.pop(name, None)

    @property
    def groups(self) -> list[Group]:
        titles = {
            "fi": _("Texts in Finnish"), "sv": _("Texts in Swedish"), "en": _("Texts in English")
        }  # fmt: skip
        texts = [
            self.group(titles[code], [column(text, code) for text in self.texts], code == "fi")
            for code in WRITTEN_IN
        ]
        return [*texts, *(self.group(title, names) for title, names in self.facts_titled())]

    def facts_titled(self) -> list[tuple[str, tuple[str, ...]]]:
        titles = {
            "whom": _("For whom"), "access": _("Getting in"), "price": _("Price"),
            "where": _("Where it is"),
        }  # fmt: skip
        return [(titles[key], names) for key, names in self.facts.items()]

    def group(self, title: str, names: Collection[str], is_open: bool = False) -> Group:
        is_open = is_open or any(self.wants_a_look(name) for name in names)
        return Group(title, [self[name] for name in names], is_open)

    def wants_a_look(self, name: str) -> bool:
        return name in self.errors


def columns_of(texts: Collection[str]) -> list[str]:
    return [column(text, code) for text in texts for code in WRITTEN_IN]


class ServiceEditForm(ListingEditForm):
    texts = ("name", "summary", "description", "access_note", "fee_note")
    facts = {
        "whom": ("age_from", "age_to", "expecting", "languages"),
        "access": ("access", "registration_url", "registration_from", "registration_until"),
        "price": ("is_free", "price"),
    }
    age_from = AgeField(label=label_of(Service, "age_from"), required=False)
    age_to = AgeField(label=label_of(Service, "age_to"), required=False)
    registration_from = TypedDateField(label=label_of(Service, "registration_from"), required=False)
    registration_until = TypedDateField(
        label=label_of(Service, "registration_until"), required=False
    )
    price = PriceField(
        label=label_of(Service, "price"),
        required=False,
        max_digits=7,
        decimal_places=2,
        min_value=0,
        help_text=gettext_lazy("For example 2,50."),
    )

    class Meta:
        model = Service
        fields = [
            *columns_of(("name", "summary", "description", "access_note", "fee_note")),
            "age_from", "age_to", "expecting", "languages", "access", "registration_url",
            "registration_from", "registration_until", "is_free", "price",
        ]  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tick_languages(self, self.instance.languages)
        self.read_ages_back()
        if is_price_unclear(self.instance):
            self.fields["price"].help_text = price_unclear()

    def read_ages_back(self) -> None:
        for name in ("age_from", "age_to"):
            months = getattr(self.instance, name)
            if months and months >= 24:
                parts = [age(months - months % 12), *([age(months % 12)] if months % 12 else [])]
                words = {"months": months, "age": " ".join(parts)}
                told = _("%(months)d months = %(age)s.") % words
                self.fields[name].help_text = f"{self.fields[name].help_text} {told}"

    def wants_a_look(self, name: str) -> bool:
        is_unclear = name == "price" and is_price_unclear(self.instance)
        return is_unclear or super().wants_a_look(name)


def is_price_unclear(service: Service) -> bool:
    """Free entry with a priced extra, and nobody has said what the price is for."""
    return bool(service.is_free and service.price and not service.fee_note_fi)


def price_unclear() -> str:
    return _(
        "“Free” is ticked too, so families see this as the price of something optional. Say in"
        " “More about the price” what it is for."
    )


class PlaceEditForm(ListingEditForm):
    texts = ("summary", "description", "arrival")
    facts = {"where": ("name", "street", "postal_code", "city", "website", "accessibility")}
    accessibility = ticked(label_of(Place, "accessibility"), Accessibility.choices)

    class Meta:
        model = Place
        fields = [
            *columns_of(("summary", "description", "arrival")),
            "name", "street", "postal_code", "city", "website", "accessibility",
        ]  # fmt: skip


def tick_languages(form: forms.BaseForm, held: Collection[str]) -> None:
    label = form.fields["languages"].label
    is_disabled = form.fields["languages"].disabled
    form.fields["languages"] = ticked(label, language_choices(held))
    form.fields["languages"].disabled = is_disabled


class ContactEditForm(forms.Form):
    """One way to reach the listing; without a number or an address it is none."""

    key = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=1)
    kind = forms.ChoiceField(label=label_of(Contact, "kind"), choices=ContactKind.choices)
    value = forms.CharField(label=label_of(Contact, "value"), required=False, max_length=200)
    label_fi = forms.CharField(required=False, max_length=150)
    label_sv = forms.CharField(required=False, max_length=150)
    label_en = forms.CharField(required=False, max_length=150)
    languages = ticked(label_of(Contact, "languages"), ())
    remove = forms.BooleanField(label=gettext_lazy("Remove this contact"), required=False)

    def __init__(self, *args: Any, held: Collection[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tick_languages(self, held)
        for code in WRITTEN_IN:
            language = wording.language_name(code, current_language())
            label = f"{label_of(Contact, 'label')} ({language})"
            self.fields[f"label_{code}"].label = label
            self.fields[f"label_{code}"].widget.attrs["lang"] = code

    def clean(self) -> Values:
        cleaned = writable_values(super().clean())
        if cleaned.get("value") and cleaned.get("kind") and not cleaned.get("remove"):
            try:
                Contact(kind=cleaned["kind"], value=cleaned["value"]).clean()
            except forms.ValidationError as error:
                self.add_error(None, error)
        return cleaned

    @property
    def heading(self) -> str:
        return self["value"].value() or pgettext("to call or write to", "New contact")


ContactFormSet = forms.formset_factory(
    ContactEditForm, extra=1, max_num=MOST_CONTACTS, absolute_max=MOST_CONTACTS + 1,
    validate_max=True,
)  # fmt: skip


def contacts_in(formset: Any) -> list[Values]:
    """In order, with `key` where it is one that was there before."""
    rows = [form.cleaned_data for form in formset]
    filled = [row for row in rows if row.get("value") and not row.get("remove")]
    return [{name: row[name] for name in ("key", *CONTACT_COLUMNS)} for row in filled]
