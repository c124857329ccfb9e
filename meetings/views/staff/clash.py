"""What somebody else wrote meanwhile, beside what is about to be saved."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Field, Model
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from directory.localized import current_language
from directory.queries.edits import Clash
from directory.views.staff.differences import Piece, compared, label_of, said
from meetings.forms.fields import name_of
from meetings.queries.versions import clashes_with, version_of

OVERTAKEN = "overtaken"


@dataclass(frozen=True, slots=True)
class Difference:
    """Each side against what its writer began from. Where `is_touched` is not, `mine` is what was
    shown and left as it was."""

    label: str
    theirs: list[Piece]
    mine: list[Piece]
    is_touched: bool


def take_in(form: forms.BaseForm, row: Model, values: dict[str, Any]) -> list[Difference]:
    """What others changed of the form's values. Where its writer changed nothing, the form has
    theirs from now on; saved once more, the rest is saved over what is shown now."""
    version = version_of(row)
    found = clashes_with(row, values, form.data.get("version", ""))
    ask_again(form, version)
    for one in found:
        if not one.is_touched:
            put(form, one)
    return [difference(row._meta.get_field(one.name), one) for one in found]


def page_status(form: forms.BaseForm) -> int:
    if form.has_error(NON_FIELD_ERRORS, OVERTAKEN):
        return 409
    return 400 if form.errors else 200


def ask_again(form: forms.BaseForm, version: str) -> None:
    form.data = form.data.copy()
    form.data["version"] = version
    told = _("Somebody else changed this meanwhile. Save again to keep yours.")
    form.add_error(None, ValidationError(told, code=OVERTAKEN))


def put(form: forms.BaseForm, clash: Clash) -> None:
    """Into the column's field, or into that of a text in the language that the form is in."""
    name = clash.name if clash.name in form.fields else clash.name.rpartition("_")[0]
    is_list = isinstance(clash.theirs, list)
    form.data.setlist(name, clash.theirs if is_list else [clash.theirs])


def difference(field: Field, clash: Clash) -> Difference:
    sides = (clash.before, clash.theirs, clash.mine)
    before, theirs, mine = (shown(field, value) for value in sides)
    return Difference(
        label=capfirst(label_told(field)),
        theirs=compared(before, theirs),
        mine=compared(before, mine),
        is_touched=clash.is_touched,
    )


def label_told(field: Field) -> str:
    if field.many_to_many:
        return str(field.related_model._meta.verbose_name_plural)
    return label_of(field, current_language())


def shown(field: Field, value: Any) -> str:
    if not field.related_model:
        return said(field, {field.attname: value}, {}, current_language())
    keys = value if isinstance(value, list) else [value]
    rows = field.related_model._default_manager.filter(pk__in=[key for key in keys if key])
    return ", ".join(name_of(row) or str(row) for row in rows)
