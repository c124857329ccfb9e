"""What a reader has saved, named by the address alone: the server keeps nobody's list."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from directory.localized import current_language
from directory.queries.saved import saved_cards
from directory.views.listing import section_crumbs

MOST_SAVED = 60
SLUG = re.compile(r"[-\w]{1,80}", re.ASCII)
KINDS = ("services", "places")


@dataclass(frozen=True, slots=True)
class Asked:
    """The slugs that an address names, and how many of its words can't be or are too many."""

    named: list[tuple[str, str]]
    unreadable: int
    left_out: int

    @classmethod
    def of(cls, query: QueryDict) -> "Asked":
        words = [(kind, word) for kind in KINDS for word in words_of(query.getlist(kind))]
        readable = [(kind, word) for kind, word in words if is_slug(word)]
        return cls(
            named=readable[:MOST_SAVED],
            unreadable=len(words) - len(readable),
            left_out=len(readable[MOST_SAVED:]),
        )

    @property
    def is_any(self) -> bool:
        return bool(self.named or self.unreadable)

    def slugs(self, kind: str) -> list[str]:
        return [word for named, word in self.named if named == kind]

    def missing(self, found: int) -> int:
        return len(self.named) - found + self.unreadable


def words_of(values: Iterable[str]) -> list[str]:
    """Each word once, in its order; commas stand between words."""
    words = (word.strip() for value in values for word in value.split(","))
    return list(dict.fromkeys(word for word in words if word))


def is_slug(word: str) -> bool:
    return SLUG.fullmatch(word) is not None


@require_safe
def my_list(request: HttpRequest) -> HttpResponse:
    asked = Asked.of(request.GET)
    slugs = (asked.slugs(kind) for kind in KINDS)
    services, places = saved_cards(*slugs, current_language(), timezone.localtime())
    title = _("A list by link") if asked.is_any else _("My list")
    return render(
        request,
        "directory/my_list.html",
        {
            "is_link": asked.is_any,
            "services": services,
            "places": places,
            "missing": asked.missing(len(services) + len(places)),
            "left_out": asked.left_out,
            "most": MOST_SAVED,
            "title": title,
            "breadcrumbs": section_crumbs((title, None)),
        },
    )


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """What the worker shows in place of a page that this browser has not kept."""
    return render(request, "directory/offline.html")
