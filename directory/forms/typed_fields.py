"""Fields for times, dates, prices and ages as people write them, shown again in one form."""

import re
from abc import ABC, abstractmethod
from collections.abc import Sequence
from datetime import date, time
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, ProhibitNullCharactersValidator
from django.db.models import Model
from django.utils.formats import localize_input
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from directory.schedule.typed import (
    Notice,
    NoticeKind,
    read_date,
    read_dates,
    read_time,
)
from directory.wording import clock, day_numeric

LONGEST = 100
LONGEST_LIST = 3000
YEARS = r"(?P<years>\d{1,3}(?:[.,]\d)?)\s*(?:v|vuotta|vuotias|år|y|years?)\.?"
MONTHS = r"(?P<months>\d{1,4})\s*(?:kk|kuukautta|mån|månader|m|months?)?\.?"
AGE = re.compile(rf"(?:{YEARS})?\s*(?:{MONTHS})?", re.IGNORECASE)
OLDEST = 1200


class TypedField(ABC, forms.Field):
    """A text whose reading is the value.

    `today` is set by the form: a date without a year depends on it.
    """

    widget = forms.TextInput
    empty: Any = None
    input_mode = ""
    today: date

    def __init__(self, *, max_length: int = LONGEST, **kwargs: Any) -> None:
        self.max_length = max_length
        super().__init__(**kwargs)
        self.empty_values = [*self.empty_values, self.empty]

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        attrs = {"autocomplete": "off", "maxlength": str(self.max_length), "class": "typed"}
        return {**attrs, "inputmode": self.input_mode} if self.input_mode else attrs

    def to_python(self, raw: Any) -> Any:
        """A field that is not filled in on the page is given its value itself."""
        if not isinstance(raw, str):
            return self.empty if raw in self.empty_values else raw
        text = raw.strip()
        if not text:
            return self.empty
        MaxLengthValidator(self.max_length)(text)
        ProhibitNullCharactersValidator()(text)
        value, _notices = self.read(text)
        if value is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return value

    def notices(self, raw: Any) -> tuple[Notice, ...]:
        """What is to be told of a text that was read."""
        text = raw.strip() if isinstance(raw, str) else ""
        return self.read(text)[1] if text else ()

    @abstractmethod
    def read(self, text: str) -> tuple[Any, tuple[Notice, ...]]:
        """The value, or None when the text is none, and what was noticed."""


class TypedTimeField(TypedField):
    input_mode = "numeric"
    default_error_messages = {"invalid": _("Write a time such as 9.30.")}

    def read(self, text: str) -> tuple[time | None, tuple[Notice, ...]]:
        found = read_time(text)
        return found.at, found.notices

    def prepare_value(self, value: Any) -> Any:
        return clock(value) if isinstance(value, time) else value


class TypedDateField(TypedField):
    """`takes_range`: the first day of a range will do; `last_day` tells the other end."""

    default_error_messages = {"invalid": _("Write a date such as 12.8.2026.")}

    def __init__(self, *, takes_range: bool = False, **kwargs: Any) -> None:
        self.takes_range = takes_range
        super().__init__(**kwargs)

    def read(self, text: str) -> tuple[date | None, tuple[Notice, ...]]:
        found = read_date(text, self.today)
        if found.day is not None or not self.takes_range:
            return found.day, told_of_one_day(found.notices)
        dates = read_dates(text, self.today)
        is_range = dates.is_understood and not dates.rest and in_order(dates.first, dates.last)
        return dates.first if is_range else None, told_of_one_day(dates.notices)

    def last_day(self, raw: Any) -> date | None:
        """The other end of a range that was typed into this field."""
        dates = read_dates(raw if isinstance(raw, str) else "", self.today)
        return dates.last if in_order(dates.first, dates.last) else None

    def prepare_value(self, value: Any) -> Any:
        return day_numeric(value) if isinstance(value, date) else value


class TypedDateListField(TypedField):
    empty: list[date] = []
    default_error_messages = {"invalid": _("Write dates such as 5.9.2026, 3.10.2026.")}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=LONGEST_LIST, **kwargs)

    def read(self, text: str) -> tuple[list[date] | None, tuple[Notice, ...]]:
        found = read_dates(text, self.today)
        is_list = bool(found.dates) and found.is_understood and not found.rest
        return list(found.dates) if is_list else None, found.notices

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, Sequence) and not isinstance(value, str):
            return ", ".join(day_numeric(day) for day in value)
        return value


class PriceField(forms.DecimalField):
    """With a comma or a point, whatever language the page is in; shown as that language has it."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def to_python(self, value: Any) -> Any:
        return super().to_python(value.replace(",", ".") if isinstance(value, str) else value)

    def prepare_value(self, value: Any) -> Any:
        return localize_input(value) if isinstance(value, Decimal) else value


class AgeField(forms.IntegerField):
    """In months; years are understood when it is said that they are."""

    widget = forms.TextInput(attrs={"autocomplete": "off"})
    default_error_messages = {"invalid": _("Write months, such as 18, or years, such as 8 v.")}

    def __init__(self, **kwargs: Any) -> None:
        help_text = _("In months, or years so: 8 v, 8 år, 1 v 6 kk.")
        super().__init__(min_value=0, max_value=OLDEST, help_text=help_text, **kwargs)

    def to_python(self, value: Any) -> int | None:
        found = AGE.fullmatch(value.strip()) if isinstance(value, str) else None
        if found is None or not found[0]:
            return super().to_python(value)
        years = Decimal((found["years"] or "0").replace(",", "."))
        return round(years * 12) + int(found["months"] or 0)


def label_of(model: type[Model], name: str) -> str:
    return capfirst(model._meta.get_field(name).verbose_name)


def in_order(first: date | None, last: date | None) -> bool:
    return first is not None and last is not None and first <= last


def told_of_one_day(notices: tuple[Notice, ...]) -> tuple[Notice, ...]:
    """That a day is past says little of a season or a change that it only begins."""
    return tuple(one for one in notices if one.kind is not NoticeKind.SEASON_OVER)
