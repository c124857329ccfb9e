"""A form that shows how it read what was typed, and saves only what has been shown."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.datastructures import MultiValueDict
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from directory import schedule
from directory.forms.notices import told
from directory.forms.typed_fields import TypedField
from directory.localized import current_language
from directory.schedule.typed import Notice
from directory.wording import InterfaceWords, clock, day_numeric, day_range, joined

READ_BACK = "read_back"
LONGEST_SIGNATURE = 64

F = TypeVar("F", bound=type[forms.BaseForm])


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadBack:
    """What the person is asked to check: in words, with dates, with what to be careful of."""

    sentence: str
    heard: str = ""
    dates_label: str = ""
    dates: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


class YearWords(InterfaceWords):
    """Rules in full: the year is what is guessed most often."""

    def date_range(self, first: date | None, last: date | None) -> str:
        return day_range(first, last)

    def date_list(self, dates: Iterable[date]) -> str:
        return joined([day_numeric(day) for day in dates], self.language)


def in_words(rule: schedule.Rule, language: str) -> str:
    return capfirst(schedule.describe(rule, YearWords(language)))


def dated(form: F, today: date) -> F:
    """The form for a day: everything typed without a year is read from there."""
    return type(form)(form.__name__, (form,), {"today": today, "__module__": form.__module__})


class UnlabelledInput(forms.HiddenInput):
    """The admin writes a label for each field: one of a hidden field may name nothing."""

    def id_for_label(self, id_: str) -> str:
        return ""


class ReadBackForm(forms.Form):
    """Comes back once with `read_back` when something was guessed or is worth a second look.

    Bind it to a day with `dated`. A subclass says what it read with `what_was_read`, and adds
    to `warnings` in its `clean`. The reading that was shown is signed in the field `seen`.
    """

    today: date
    read_back: ReadBack | None = None
    signed_fields: tuple[str, ...] = ()

    seen = forms.CharField(
        required=False, max_length=LONGEST_SIGNATURE, widget=UnlabelledInput
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.warnings: list[str] = []
        for field in self.fields.values():
            if isinstance(field, TypedField):
                field.today = self.today

    @property
    def language(self) -> str:
        return current_language()

    def full_clean(self) -> None:
        self.warnings = []
        super().full_clean()
        if not self.is_bound or self.errors_found or not self.cleaned_data:
            return
        self.warnings = [*self.typed_warnings(), *self.warnings]
        if self.must_be_shown() and not self.was_shown():
            self.show_reading()

    @property
    def errors_found(self) -> bool:
        return bool(self._errors)

    def typed_warnings(self) -> list[str]:
        """Of the fields that were changed: what has been stored was shown before."""
        notices: list[Notice] = []
        for name in self.changed_data:
            field = self.fields[name]
            if isinstance(field, TypedField):
                notices += field.notices(self.typed(name))
        return self.told(notices)

    def told(self, notices: Iterable[Notice]) -> list[str]:
        sentences = [told(notice, self.language) for notice in notices]
        return list(dict.fromkeys(filter(None, sentences)))

    def typed(self, name: str) -> str:
        """The text as it came from the browser."""
        return self[name].data or ""

    def must_be_shown(self) -> bool:
        return bool(self.warnings)

    def was_shown(self) -> bool:
        return constant_time_compare(self.typed("seen"), self.signature())

    def signature(self) -> str:
        """Of the values that are about to be saved."""
        text = json.dumps(self.signed(), default=plain, sort_keys=True)
        return salted_hmac(f"read back {type(self).__name__}", text).hexdigest()

    def signed(self) -> dict[str, Any]:
        return {name: self.cleaned_data.get(name) for name in self.signed_fields}

    def show_reading(self) -> None:
        # Before the fields are filled in anew: it may tell what was typed.
        self.read_back = self.what_was_read()
        self.fill_in({**self.signed(), "seen": self.signature()})
        self.add_error(None, ValidationError(self.read_back_message(), code=READ_BACK))

    def read_back_message(self) -> str:
        return _("Nothing is saved yet. Read how this was understood, then save again.")

    def what_was_read(self) -> ReadBack:
        return ReadBack(sentence="", warnings=tuple(self.warnings))

    def fill_in(self, values: Mapping[str, Any]) -> None:
        """As if the person had typed it."""
        data = MultiValueDict(self.data if isinstance(self.data, MultiValueDict) else {})
        if not isinstance(self.data, MultiValueDict):
            data.update(self.data)
        for name, value in values.items():
            if name in self.fields:
                set_value(data, self.add_prefix(name), self.fields[name], value)
        self.data = data


def mind_midnight(cleaned: dict[str, Any]) -> list[str]:
    """No session is longer than a day: the clock itself says whether it ends on the next one."""
    start, end = cleaned.get("start"), cleaned.get("end")
    if start is None or end is None:
        return []
    is_over_midnight, was_said = end <= start, cleaned.get("ends_next_day")
    cleaned["ends_next_day"] = is_over_midnight
    if was_said or not is_over_midnight:
        return []
    message = _("The end %(time)s is before the start, so it is read as ending on the next day."
                " Is that right?")  # fmt: skip
    return [message % {"time": clock(end)}]


def plain(value: Any) -> str:
    return str(getattr(value, "pk", value))


def set_value(data: MultiValueDict, key: str, field: forms.Field, value: Any) -> None:
    shown = field.prepare_value(value)
    if isinstance(field.widget, forms.CheckboxInput):
        data.setlist(key, ["on"] if value else [])
    elif isinstance(field.widget, forms.CheckboxSelectMultiple):
        data.setlist(key, [str(one) for one in shown or []])
    else:
        data[key] = "" if shown is None else str(shown)


def is_only_read_back(form: forms.BaseForm) -> bool:
    """Nothing is wrong with it: it waits for a second look."""
    codes = {error.code for errors in form.errors.as_data().values() for error in errors}
    return codes == {READ_BACK}
