"""What somebody who is typing may mean: kinds of service, areas, services and places by name."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from directory.localized import ORIGINAL, Text, columns, pick
from directory.models import Area, Category, Indexed, Organisation, Place, Service
from directory.search.asked import asked, telling_words
from directory.search.search import search

FEWEST_LETTERS = 2
# A kind of service that the words do not name but lead to, when they do so surely.
SURE = 0.5


@dataclass(frozen=True, slots=True)
class Offered:
    """How items of one kind are offered: which rows, how many at most, and where they lead."""

    rows: Callable[[], QuerySet]
    most: int
    label: Promise
    address: Callable[[str], str]


def listed(field: str) -> Callable[[str], str]:
    return lambda slug: f"{reverse('service_list')}?{urlencode({field: slug})}"


def page_named(name: str) -> Callable[[str], str]:
    return lambda slug: reverse(name, args=[slug])


OFFERED = {
    Indexed.CATEGORY: Offered(Category.objects.all, 3, _("Kind of service"), listed("category")),
    Indexed.AREA: Offered(Area.objects.all, 2, _("Area"), listed("area")),
    Indexed.SERVICE: Offered(
        Service.objects.published,
        3,
        pgettext_lazy("suggestion", "Service"),
        page_named("service_detail"),
    ),
    Indexed.PLACE: Offered(
        Place.objects.published, 2, pgettext_lazy("suggestion", "Place"), page_named("place_detail")
    ),
    Indexed.ORGANISATION: Offered(
        Organisation.objects.published,
        1,
        pgettext_lazy("suggestion", "Organisation"),
        page_named("organisation_detail"),
    ),
}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`kind` says in the reader's language what `name` is the name of."""

    name: Text
    kind: str
    url: str


def suggestions(typed: str, language: str, today: date) -> list[Suggestion]:
    """At most eleven, kinds of service first; none for a single letter. At most eight queries."""
    if len(typed.strip()) < FEWEST_LETTERS:
        return []
    answer = search(typed, language, today, kinds=list(OFFERED))
    meant = meant_categories(typed)
    return [
        Suggestion(name_of(row, kind, language), str(offered.label), offered.address(row["slug"]))
        for kind, offered in OFFERED.items()
        for row in rows_of(kind, answer.keys(kind), meant, language)
    ]


def meant_categories(typed: str) -> list[str]:
    """Slugs of the kinds of service that the words lead to, the surest first."""
    worths: dict[str, float] = {}
    for one in asked(telling_words(typed)):
        sign, _colon, slug = one.text.partition(":")
        if sign == "@category" and one.worth >= SURE:
            worths[slug] = max(one.worth, worths.get(slug, 0))
    return sorted(worths, key=lambda slug: (-worths[slug], slug))


def rows_of(
    kind: Indexed, keys: Sequence[int], meant: Sequence[str], language: str
) -> list[dict[str, Any]]:
    """Those that are meant, then those that were found, each in their order."""
    offered = OFFERED[kind]
    slugs = meant[: offered.most] if kind == Indexed.CATEGORY else []
    keys = keys[: offered.most]
    if not (keys or slugs):
        return []
    names = ["name"] if kind == Indexed.PLACE else columns(["name"], language)
    wanted = Q(pk__in=keys) | Q(slug__in=slugs)
    found = offered.rows().rewrite(False).filter(wanted).values("pk", "slug", *names)
    order = [*slugs, *keys]
    return sorted(
        found, key=lambda row: min(order.index(one) for one in row.values() if one in order)
    )[: offered.most]


def name_of(row: dict[str, Any], kind: Indexed, language: str) -> Text:
    """A place is called what stands on its door."""
    return Text(row["name"], ORIGINAL) if kind == Indexed.PLACE else pick(row, "name", language)
