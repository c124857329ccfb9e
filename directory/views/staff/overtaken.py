"""Somebody else has changed the row meanwhile: what saving one's own would change of theirs."""

from typing import Any

from django.db.models import Model
from django.forms import Form
from django.utils.translation import gettext_lazy

from directory.queries.history import Step
from directory.views.staff.differences import ShownStep, in_words

OVERTAKEN = gettext_lazy(
    "Somebody else changed this meanwhile. Below is how it is now. Do you still want yours?"
)


def would_change(stored: Model, wanted: Model, language: str) -> list[ShownStep]:
    step = Step(type(stored), stored.pk, values_of(stored), values_of(wanted))
    return in_words([step], language)


def values_of(row: Model) -> dict[str, Any]:
    return {one.attname: getattr(row, one.attname) for one in row._meta.concrete_fields}


def renew(form: Form, version: str) -> None:
    """What was typed stays; saved once more it is saved over what is shown now."""
    form.data = form.data.copy()
    form.data["version"] = version
