"""What one chooses before a programme is shown elsewhere."""

from typing import Self

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import get_language_info, gettext
from django.utils.translation import gettext_lazy as _

from directory.queries.screen import MOST_LANGUAGES


def native_names() -> list[tuple[str, str]]:
    return [(code, get_language_info(code)["name_local"]) for code, _name in settings.LANGUAGES]


class ShareForm(forms.Form):
    lang = forms.ChoiceField(label=_("Language"), choices=native_names)
    theme = forms.ChoiceField(
        label=_("Colours"),
        choices=[
            ("", _("As the reader has chosen")),
            ("light", _("Light")),
            ("dark", _("Dark")),
        ],
        required=False,
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages, shown in turn"),
        choices=native_names,
        widget=forms.CheckboxSelectMultiple,
    )
    also = forms.ChoiceField(label=_("Second language"), required=False)

    def __init__(self, data: QueryDict, language: str) -> None:
        super().__init__(data)
        self.language = language
        others = [choice for choice in native_names() if choice[0] != language]
        self.fields["also"].choices = [("", _("None, one language only")), *others]
        self.is_valid()

    @classmethod
    def asked(cls, query: QueryDict, language: str) -> Self:
        """The choices in the address; what is not chosen is the page's own language."""
        data = query.copy()
        for name in ("lang", "languages"):
            if name not in data:
                data[name] = language
        return cls(data, language)

    def clean_languages(self) -> list[str]:
        chosen = self.cleaned_data["languages"]
        if len(chosen) > MOST_LANGUAGES:
            message = gettext("Only %(most)s languages are shown in turn.")
            raise forms.ValidationError(message % {"most": MOST_LANGUAGES})
        return chosen

    @property
    def chosen(self) -> dict[str, list[str]]:
        """The choices that are valid, each as a list, as they stand in an address."""
        held = {name: value for name, value in self.cleaned_data.items() if value}
        return {name: v if isinstance(v, list) else [v] for name, v in held.items()}

    @property
    def frame_language(self) -> str:
        return self.one("lang", self.language)

    def one(self, name: str, default: str = "") -> str:
        return self.chosen.get(name, [default])[0]
