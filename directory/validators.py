"""Checks that models, forms and loaders share."""

import re
from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator, URLValidator
from django.utils.translation import gettext_lazy as _

# Control characters but tab and new line, marks that turn the direction of all the text after them,
# and what XML can't hold. NUL, which the database doesn't take, is refused by every form already.
UNWRITABLE = re.compile("[\x01-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")

validate_web_url = URLValidator(schemes=["https", "http"])
validate_area_code = RegexValidator(r"^[a-z0-9-]+$", _("Use the official number code."))
validate_postal_code = RegexValidator(r"^\d{5}$", _("A postal code has five digits."))


def writable(text: str) -> str:
    """With plain line ends, and without the characters that no text here may hold."""
    return UNWRITABLE.sub("", re.sub("\r\n?", "\n", text))


def writable_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """The same for the texts among what a form has read."""
    return {
        name: writable(value) if isinstance(value, str) else value for name, value in values.items()
    }


def validate_phone(value: str) -> None:
    """A number people can dial: digits with an optional country code, spaces and hyphens."""
    if not re.fullmatch(r"\+?[\d\s()-]{3,24}", value) or sum(map(str.isdigit, value)) < 3:
        raise ValidationError(_("Write the number with digits, for example 09 310 1234."))


def validate_weekdays(value: list[int]) -> None:
    if sorted(set(value)) != value or not all(1 <= day <= 7 for day in value):
        raise ValidationError(_("Weekdays are numbers from 1 (Monday) to 7, each once, in order."))
