"""A text in the reader's language, or in the next one of the chain, always saying which it is.

modeltranslation falls back in Python only: ordering and filtering in SQL go through `expression`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import CheckConstraint, F, Model, Q, TextField, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils.translation import get_language, get_language_info, override
from django.utils.translation import gettext_lazy as _

ORIGINAL = "fi"
HTML_TAGS = {"fi-selko": "fi", "zh-hans": "zh-Hans"}


class InLanguage:
    """What has a `language`, and so the attributes that HTML marks it with."""

    __slots__ = ()
    language: str

    @property
    def tag(self) -> str:
        return html_tag(self.language)

    @property
    def dir(self) -> str:
        return direction(self.language)


@dataclass(frozen=True, slots=True)
class Text(InLanguage):
    """`original` is the Finnish that it may be a translation of; `doubt` why to look at that."""

    value: str
    language: str
    is_fallback: bool = False
    original: str = ""
    doubt: str = ""

    def __str__(self) -> str:
        return self.value

    def __bool__(self) -> bool:
        return bool(self.value)


EMPTY = Text("", "fi")


def html_tag(language: str) -> str:
    """BCP 47 tag for `lang` and hreflang: easy Finnish is Finnish to a screen reader."""
    return HTML_TAGS.get(language, language)


def direction(language: str) -> str:
    return "rtl" if get_language_info(language)["bidi"] else "ltr"


def current_language() -> str:
    return get_language() or settings.LANGUAGE_CODE


def in_turn(languages: Iterable[str]) -> Iterator[str]:
    """Each of the languages, active while it is at hand."""
    for code in languages:
        with override(code):
            yield code


def chain(language: str) -> tuple[str, ...]:
    """The asked language, then English, then Finnish; easy Finnish goes straight to Finnish."""
    fallbacks = settings.MODELTRANSLATION_FALLBACK_LANGUAGES
    rest = (*fallbacks.get(language, ()), *fallbacks["default"])
    return tuple(dict.fromkeys((language, *rest)))


def column(field: str, language: str) -> str:
    return f"{field}_{language.replace('-', '_')}"


def columns(fields: Iterable[str], *languages: str) -> list[str]:
    """The columns that showing these fields in these languages can need, and no others."""
    codes = dict.fromkeys(code for language in languages for code in chain(language))
    return [column(field, code) for field in fields for code in codes]


def pick(row: Model | dict[str, Any], field: str, language: str) -> Text:
    """The first filled text of the chain. `row` is an object or a dict of the columns."""
    read = row.get if isinstance(row, dict) else lambda name: getattr(row, name)
    for code in chain(language):
        if value := read(column(field, code)):
            original = "" if code == ORIGINAL else read(column(field, ORIGINAL)) or ""
            is_fallback = html_tag(code) != html_tag(language)
            return Text(value, code, is_fallback, original if original != value else "")
    return EMPTY


def expression(field: str, language: str) -> Coalesce:
    """The same choice in SQL, for ordering and searching. `field` may cross relations."""
    names = [F(column(field, code)) for code in chain(language)]
    filled = [NullIf(name, Value(""), output_field=TextField()) for name in names]
    return Coalesce(*filled, Value(""), output_field=TextField())


def finnish_required(model: str, *fields: str) -> list[CheckConstraint]:
    """Every listing can be read in Finnish; the other languages may be missing."""
    return [
        CheckConstraint(
            condition=Q(**{f"{field}_fi__gt": ""}),
            name=f"{model}_{field}_in_finnish",
            violation_error_message=_("Write this in Finnish at least."),
        )
        for field in fields
    ]
