"""Checks that models, forms and loaders share."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator, URLValidator
from django.utils.translation import gettext_lazy as _

validate_web_url = URLValidator(schemes=["https", "http"])
validate_area_code = RegexValidator(r"^[a-z0-9-]+$", _("Use the official number code."))
validate_postal_code = RegexValidator(r"^\d{5}$", _("A postal code has five digits."))


def validate_phone(value: str) -> None:
    """A number people can dial: digits with an optional country code, spaces and hyphens."""
    if not re.fullmatch(r"\+?[\d\s()-]{3,24}", value) or sum(map(str.isdigit, value)) < 3:
        raise ValidationError(_("Write the number with digits, for example 09 310 1234."))


def validate_weekdays(value: list[int]) -> None:
    if sorted(set(value)) != value or not all(1 <= day <= 7 for day in value):
        raise ValidationError(_("Weekdays are numbers from 1 (Monday) to 7, each once, in order."))
