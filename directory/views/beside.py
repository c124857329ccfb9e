"""A second language beside the page's: whose, and how one chooses it or the Finnish original."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from directory.addresses import LONGEST_QUERY, with_query
from directory.localized import ORIGINAL, Text, current_language, direction, html_tag


@dataclass(frozen=True, slots=True)
class Pair:
    """The page's language and the one beside it, "" until somebody chooses one."""

    own: str
    also: str
    error: str = ""

    @property
    def languages(self) -> list[str]:
        return [self.own, self.also] if self.also else [self.own]

    @property
    def family(self) -> str:
        """The family's language: the one that is not Finnish; "" when that is not known."""
        spoken = (code for code in self.languages if html_tag(code) != ORIGINAL)
        return next(spoken, "")


def pair_asked(value: str | None) -> Pair:
    """Finnish stands beside every other language; beside Finnish, the one that is asked for."""
    own = current_language()
    usual = "" if html_tag(own) == ORIGINAL else ORIGINAL
    if not value or value == own:  # as after changing the language of the page
        return Pair(own, usual)
    if value not in dict(settings.LANGUAGES):
        return Pair(own, usual, _("That second language is not here. Choose another."))
    return Pair(own, value)


def choices(request: HttpRequest, name: str, pair: Pair) -> list[dict[str, Any]]:
    """The same page with each language beside its own."""
    return [
        {
            "tag": html_tag(code),
            "dir": direction(code),
            "label": get_language_info(code)["name_local"],
            "url": with_query(request.path, {name: code}),
            "is_chosen": code == pair.also,
        }
        for code, _name in settings.LANGUAGES
        if code != pair.own
    ]


def original_asked(request: HttpRequest) -> dict[str, str]:
    """What the addresses of a page's other weeks and pages keep of it."""
    return {"original": "1"} if request.GET.get("original") == "1" else {}


def original_switch(request: HttpRequest, shown: Iterable[object]) -> dict[str, Any]:
    """Whether the Finnish stands beneath the translated texts, and the address to turn it."""
    if not any(isinstance(one, Text) and one.original for one in shown):
        return {}
    is_on = bool(original_asked(request))
    others = [(name, value) for name, value in kept_pairs(request.GET) if name != "original"]
    query = urlencode(others if is_on else [*others, ("original", "1")])
    return {
        "shows_original": is_on,
        "original_url": f"{request.path}?{query}" if query else request.path,
    }


def kept_pairs(query: QueryDict) -> list[tuple[str, str]]:
    """Not more than an address can hold."""
    pairs = [(name, value) for name in query for value in query.getlist(name)]
    return pairs if len(query.urlencode()) <= LONGEST_QUERY else []
