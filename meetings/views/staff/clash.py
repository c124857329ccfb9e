"""What somebody else wrote meanwhile, beside what is about to be saved."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Model
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from directory.localized import current_language
from directory.views.staff.differences import Piece, compared, label_of, said
from meetings.queries.versions import present_values


@dataclass(frozen=True, slots=True)
class Difference:
    label: str
    theirs: list[Piece]
    mine: list[Piece]


def differences(row: Model, values: dict[str, Any]) -> list[Difference]:
    """Of the fields that are kept otherwise than these values."""
    present, found = present_values(row), []
    for name, mine in values.items():
        field = row._meta.get_field(name)
        theirs = present[field.attname]
        plain = getattr(mine, "pk", mine)
        if (theirs or "") != (plain or ""):
            texts = [shown(field, one) for one in (theirs, plain)]
            label = capfirst(label_of(field, current_language()))
            found.append(Difference(label, compared(texts[1], texts[0]), compared(*texts)))
    return found


def shown(field: Any, value: Any) -> str:
    if field.related_model and value:
        return str(field.related_model._default_manager.filter(pk=value).first() or "")
    return said(field, {field.attname: value, field.name: value}, {}, current_language())


def ask_again(form: forms.BaseForm, version: str) -> None:
    """The form with what was typed; saved once more, it is saved over what is shown now."""
    form.data = form.data.copy()
    form.data["version"] = version
    form.add_error(None, _("Somebody else changed this meanwhile. Save again to keep yours."))
