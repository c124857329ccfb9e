"""A material: a file that is what it says it is, or a link."""

import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from directory import wording
from directory.forms.listing_edit import columns_of, language_choices
from directory.forms.typed_fields import label_of
from directory.localized import current_language
from directory.validators import validate_web_url, writable_values
from meetings.actions.materials import MaterialFile
from meetings.forms.fields import NamedField
from meetings.forms.file_contents import ACCEPTED, contents_of
from meetings.forms.file_names import safe_name
from meetings.models import Material, Meeting, Network, Theme

LARGEST_FILE = 20 * 1024 * 1024
MOST_MEETINGS = 60
TITLES = columns_of(("title",))


class MaterialFileField(forms.FileField):
    """Gives a MaterialFile, or nothing."""

    widget = forms.FileInput(attrs={"accept": ",".join(ACCEPTED), "data-most": LARGEST_FILE})

    def to_python(self, data: Any) -> MaterialFile | None:
        if data and data.size > LARGEST_FILE:
            message = _("The file is %(size)s. It may be at most %(most)s.")
            sizes = {"size": filesizeformat(data.size), "most": filesizeformat(LARGEST_FILE)}
            raise ValidationError(message % sizes)
        upload = super().to_python(data)
        if upload is None:
            return None
        found = contents_of(upload)
        return MaterialFile(
            content=found.content,
            suffix=found.suffix,
            filename=safe_name(upload.name, found.suffix),
            content_type=found.content_type,
        )


class MeetingField(forms.ModelChoiceField):
    def label_from_instance(self, row: Meeting) -> str:
        return f"{row.get_kind_display()} {wording.day_numeric(row.date)}"


class MaterialForm(forms.ModelForm):
    uid = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    version = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    # Not `file`: the form must not put what was sent into the row by itself.
    upload = MaterialFileField(
        label=gettext_lazy("File"),
        required=False,
        help_text=gettext_lazy(
            "A PDF, a document, slides, a sheet or a picture; at most 20 MB. No names of families."
        ),
    )
    link = forms.URLField(
        label=label_of(Material, "link"),
        required=False,
        max_length=200,
        assume_scheme="https",
        validators=[validate_web_url],
        help_text=gettext_lazy("Instead of a file: a page or a video elsewhere."),
    )
    language = forms.ChoiceField(label=label_of(Material, "language"))
    theme = NamedField(
        label=pgettext_lazy("of a network", "Theme"), queryset=Theme.objects.none(), required=False
    )
    meeting = MeetingField(
        label=gettext_lazy("From which meeting"), queryset=Meeting.objects.none(), required=False
    )
    field_order = ("upload", "link", *TITLES, "language", "kind", "audience", "licence")

    class Meta:
        model = Material
        fields = [
            *TITLES, "link", "language", "kind", "audience", "licence", "theme", "meeting"
        ]  # fmt: skip

    def __init__(self, *args: Any, network: Network, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["theme"].queryset = network.themes.all()
        self.offer_meetings(network)
        self.offer_languages()
        for name in TITLES:
            self.name_language(name)

    def offer_meetings(self, network: Network) -> None:
        latest = network.meetings.values_list("pk", flat=True)[:MOST_MEETINGS]
        keys = {*latest, self.instance.meeting_id}
        self.fields["meeting"].queryset = network.meetings.filter(pk__in=keys - {None})

    def offer_languages(self) -> None:
        held = [self.instance.language] if self.instance.language else []
        self.fields["language"].choices = language_choices(held)
        if self.instance.pk is None:
            self.initial.setdefault("language", current_language())

    def name_language(self, name: str) -> None:
        code = name.rpartition("_")[2]
        spoken = wording.language_name(code, current_language())
        self.fields[name].label = f"{capfirst(label_of(Material, 'title'))} ({spoken})"
        self.fields[name].widget.attrs["lang"] = code

    def clean(self) -> dict[str, Any]:
        cleaned = writable_values(super().clean())
        if not any(cleaned.get(name) for name in TITLES) and not set(TITLES) & set(self.errors):
            self.add_error(self.first_title, _("Write a title in one of these languages."))
        self.choose_one(cleaned)
        return cleaned

    @property
    def first_title(self) -> str:
        own = f"title_{current_language()}"
        return own if own in TITLES else TITLES[0]

    def choose_one(self, cleaned: dict[str, Any]) -> None:
        if {"upload", "link"} & set(self.errors):
            return
        has_file = cleaned.get("upload") or (self.instance.file and not cleaned["link"])
        if cleaned.get("upload") and cleaned["link"]:
            self.add_error("link", _("Give a file or a link, not both."))
        elif not has_file and not cleaned["link"]:
            self.add_error("upload", _("Choose a file, or write a link."))

    def _get_validation_exclusions(self) -> set[str]:
        """What `choose_one` and `clean` tell beside a field is not told once more by the row: its
        file is not in it yet."""
        return super()._get_validation_exclusions() | {"link", *TITLES}

    def ask_for_file_again(self) -> None:
        """Browsers give back what was typed, but no file."""
        if self.errors and self.files and "upload" not in self.errors:
            self.add_error("upload", _("Nothing is saved yet: choose the file once more."))

    @property
    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self._meta.fields}
