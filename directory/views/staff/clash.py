"""Two people's words for one field side by side, each marked against what both began from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _
from modeltranslation.fields import TranslationField

from directory import wording
from directory.enums import ContactKind
from directory.localized import html_tag
from directory.queries.edits import CONTACTS, Clash
from directory.views.staff.differences import Piece, compared, label_of, said


@dataclass(frozen=True, slots=True)
class ShownClash:
    """`choice` is "mine", "theirs", or empty where nobody can guess."""

    name: str
    label: str
    theirs: list[Piece]
    mine: list[Piece]
    choice: str
    tag: str = ""


def shown_clashes(
    model: type[Model], found: Iterable[Clash], chosen: Mapping[str, str], language: str
) -> list[ShownClash]:
    return [shown_clash(model, clash, chosen, language) for clash in found]


def shown_clash(
    model: type[Model], clash: Clash, chosen: Mapping[str, str], language: str
) -> ShownClash:
    before, theirs, mine = (
        words(model, clash.name, value, language)
        for value in (clash.before, clash.theirs, clash.mine)
    )
    field = None if clash.name == CONTACTS else model._meta.get_field(clash.name)
    return ShownClash(
        name=clash.name,
        label=label_of(field, language) if field else _("Contacts"),
        theirs=compared(before, theirs),
        mine=compared(before, mine),
        choice=chosen.get(clash.name, "") or ("" if clash.is_touched else "theirs"),
        tag=html_tag(field.language) if isinstance(field, TranslationField) else "",
    )


def words(model: type[Model], name: str, value: Any, language: str) -> str:
    if name == CONTACTS:
        return "\n".join(contact_words(one, language) for one in value or [])
    return said(model._meta.get_field(name), {name: value}, {}, language)


def contact_words(contact: Mapping[str, Any], language: str) -> str:
    spoken = [wording.language_name(code, language) for code in contact["languages"]]
    labels = (contact[f"label_{code}"] for code in ("fi", "sv", "en"))
    parts = [ContactKind(contact["kind"]).label, contact["value"], *labels]
    return " · ".join(str(part) for part in (*parts, wording.listed(spoken, language)) if part)
