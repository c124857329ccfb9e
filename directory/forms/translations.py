"""Translations as people write them, files of them, and what each state and problem is called."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import MaxLengthValidator
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from directory.localized import current_language
from directory.machine_translation import Trouble
from directory.models.translation_record import SOURCE_LANGUAGES, digest
from directory.queries.translation_states import TranslatedText, TranslationState
from directory.validators import writable
from directory.wording import language_name
from directory.xliff import Document, Problem, XliffError, read

LARGEST_FILE = 2_000_000
STATE_LABELS = {
    TranslationState.OUTDATED: gettext_lazy("Out of date"),
    TranslationState.MISSING: pgettext_lazy("a translation", "Missing"),
    TranslationState.MACHINE: gettext_lazy("Machine-made, not reviewed"),
    TranslationState.CURRENT: gettext_lazy("Up to date"),
}
PROBLEM_LABELS = {
    Problem.NOT_XML: gettext_lazy("The file can't be read: it is not whole XML."),
    Problem.DOCTYPE: gettext_lazy(
        "The file has a document type, which is not taken in for safety."
    ),
    Problem.NOT_XLIFF: gettext_lazy("This is not an XLIFF file."),
    Problem.VERSION: gettext_lazy(
        "This is XLIFF version %(version)s; version 2.0 or 2.1 is needed."
    ),
    Problem.LANGUAGE: gettext_lazy("The file is not for any of the languages here."),
    Problem.INLINE_CODE: gettext_lazy("It has inline codes, which these texts can't hold."),
    Problem.PARTLY: gettext_lazy("Only a part of it is translated."),
    Problem.ORDER: gettext_lazy("Its segments are in another order."),
    Problem.STATE: gettext_lazy("Its state is not one that XLIFF knows."),
    Problem.CHARACTER: gettext_lazy("It has a character that a text can't hold."),
    Problem.UNKNOWN: gettext_lazy("There is no such text of yours."),
    Problem.SOURCE_LANGUAGE: gettext_lazy(
        "The file says that its source is in another language than the text here."
    ),
    Problem.TWICE: gettext_lazy("It is in the file more than once."),
    Problem.TOO_LONG: gettext_lazy("It is too long: at most %(limit)s characters."),
}
TROUBLE_LABELS = {
    Trouble.UNREACHABLE: gettext_lazy("The translation server doesn't answer. Try again later."),
    Trouble.REFUSED: gettext_lazy(
        "The translation server doesn't know us. Tell the site's keeper."
    ),
    Trouble.BUSY: gettext_lazy("The translation server takes no more now. Try again later."),
    Trouble.LANGUAGE: gettext_lazy("The translation server doesn't know this language."),
    Trouble.ANSWER: gettext_lazy("The translation server gave an answer that can't be used."),
}


def file_problem(error: XliffError) -> str:
    label = str(PROBLEM_LABELS[error.problem])
    return label % {"version": error.found[:10]} if error.problem == Problem.VERSION else label


def shown_language(code: str, language: str) -> str:
    """As it begins a line or stands in a list."""
    if code == "fi-selko":
        return _("Easy Finnish")
    return capfirst(language_name(code, language))


class LinesField(forms.CharField):
    """A text of one or more lines, counted as the browser counts them."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return writable(super().to_python(value))


class VersionedText(forms.Form):
    """`version` stands for what was on the screen."""

    version = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)

    def keep_typed(self, version: str) -> None:
        """Somebody was faster: the text stays, and the next press is about what is there now."""
        self.data = self.data.copy()
        self.data["version"] = version


class TranslationForm(VersionedText):
    text = LinesField(required=False)

    def __init__(self, *args: Any, text: TranslatedText, **kwargs: Any) -> None:
        start = {"text": text.text, "version": text.version}
        super().__init__(*args, initial=start, **kwargs)
        self.shown = text
        field = self.fields["text"]
        set_up(field, text, text.text or text.source, text.tag, text.dir)
        field.label = shown_language(text.language, current_language())

    def clean_text(self) -> str:
        typed = self.cleaned_data["text"]
        if not typed and not self.shown.text and "draft" not in self.data:
            raise forms.ValidationError(_("Write the translation."))
        return typed


class SourceForm(VersionedText):
    text = LinesField()
    is_small = forms.BooleanField(
        label=gettext_lazy("Small correction, the translations stay valid"),
        required=False,
        help_text=gettext_lazy(
            "For a typing mistake, say. Otherwise the translations are marked as out of date."
        ),
    )

    field_order = ("text", "is_small")

    def __init__(self, *args: Any, text: TranslatedText, **kwargs: Any) -> None:
        start = {"text": text.source, "version": digest(text.source)}
        super().__init__(*args, initial=start, **kwargs)
        set_up(self.fields["text"], text, text.source, text.source_tag, "ltr")
        self.fields["text"].label = capfirst(text.label)


def set_up(field: LinesField, text: TranslatedText, shown: str, tag: str, direction: str) -> None:
    """As long as the database takes; as high as what is in it."""
    field.max_length = text.longest
    if text.longest is not None:
        field.validators.append(MaxLengthValidator(text.longest))
        field.widget.attrs["maxlength"] = text.longest
    rows = min(max(len(shown) // 40 + shown.count("\n") + 1, 3), 18)
    field.widget.attrs |= {"lang": tag, "dir": direction, "rows": rows, "spellcheck": "true"}


def state_choices() -> Iterable[tuple[str, Any]]:
    return [(state.value, label) for state, label in STATE_LABELS.items()]


class ExportForm(forms.Form):
    state = forms.MultipleChoiceField(
        label=gettext_lazy("Which texts"),
        choices=state_choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    source = forms.ChoiceField(choices=[(one, one) for one in SOURCE_LANGUAGES], required=False)
    part = forms.IntegerField(min_value=1, max_value=10_000, required=False)


class ImportForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("The translator's file"),
        help_text=gettext_lazy("XLIFF 2.0 (.xlf), at most 2 MB."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlf,.xliff,application/xliff+xml"}),
    )

    document: Document
    data_read: bytes

    def clean_file(self) -> UploadedFile:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise forms.ValidationError(_("The file is too big: at most 2 MB."))
        self.data_read = file.read()
        try:
            self.document = read(self.data_read)
        except XliffError as error:
            raise forms.ValidationError(file_problem(error)) from error
        return file
