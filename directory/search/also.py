"""What a search finds beside services: a few links of each other kind, in one query together."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import FloatField, Func, QuerySet, Value, Window
from django.db.models.functions import JSONObject, RowNumber
from django.urls import reverse
from django.utils.translation import pgettext

from directory.localized import EMPTY, ORIGINAL, Text, columns, pick
from directory.models import Indexed, Organisation, Place
from directory.permissions import User
from directory.queries.keys import one_of, place_among
from directory.search.ranking import Found
from directory.search.search import Answer

MOST_OF_A_KIND = 3
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Also:
    """`kind` says what it is, in the reader's language, and `within` what it is a part of."""

    label: Text
    kind: str
    url: str
    within: Text = EMPTY
    day: date | None = None
    is_cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Provider:
    """`rows` are those that the user may see, with what `also` needs as JSON in `shown`; `then` is
    the order of those that answer alike."""

    rows: Callable[[User, date, str], QuerySet]
    also: Callable[[Row, str], Also]
    then: Sequence[str] = ("pk",)


def place_rows(user: User, today: date, language: str) -> QuerySet:
    rows = Place.objects.published().rewrite(False)
    return rows.annotate(shown=JSONObject(slug="slug", name="name"))


def place_link(row: Row, language: str) -> Also:
    url = reverse("place_detail", args=[row["slug"]])
    return Also(Text(row["name"], ORIGINAL), pgettext("suggestion", "Place"), url)


def organisation_rows(user: User, today: date, language: str) -> QuerySet:
    names = {name: name for name in columns(["name"], language)}
    rows = Organisation.objects.published().rewrite(False)
    return rows.annotate(shown=JSONObject(slug="slug", **names))


def organisation_link(row: Row, language: str) -> Also:
    url = reverse("organisation_detail", args=[row["slug"]])
    return Also(pick(row, "name", language), pgettext("suggestion", "Organisation"), url)


# In the order in which they are shown; other apps add theirs.
PROVIDERS = {
    Indexed.PLACE: Provider(place_rows, place_link),
    Indexed.ORGANISATION: Provider(organisation_rows, organisation_link),
}


def register(kind: Indexed, provider: Provider) -> None:
    PROVIDERS[kind] = provider


def kinds_sought() -> tuple[Indexed, ...]:
    """For `search`, whose answer is to be shown with `also_found`."""
    return (Indexed.SERVICE, *PROVIDERS)


def also_found(answer: Answer, user: User, today: date, language: str) -> list[Also]:
    """At most three of each kind, the best first. One query, and none when nothing was found."""
    found = {kind: [one for one in answer.found if one.kind == kind] for kind in PROVIDERS}
    parts = [rows_of(kind, found[kind], user, today, language) for kind in found if found[kind]]
    if not parts:
        return []
    rows = parts[0].union(*parts[1:], all=True)
    order = list(PROVIDERS)
    return [
        PROVIDERS[order[at]].also(shown, language)
        for at, _rank, shown in sorted(rows, key=lambda row: row[:2])
    ]


def rows_of(
    kind: Indexed, found: Sequence[Found], user: User, today: date, language: str
) -> QuerySet:
    """Rows of (where their kind comes, where they come in it, what is shown)."""
    provider = PROVIDERS[kind]
    rows = provider.rows(user, today, language).filter(one_of([one.item for one in found]))
    rank = Window(RowNumber(), order_by=[score_of(found).desc(), *provider.then])
    at = Value(list(PROVIDERS).index(kind))
    named = rows.annotate(at=at, rank=rank).order_by("rank")
    return named.values_list("at", "rank", "shown")[:MOST_OF_A_KIND]


def score_of(found: Sequence[Found]) -> Func:
    scores = Value([one.score for one in found], output_field=ArrayField(FloatField()))
    return Func(
        scores,
        place_among([one.item for one in found]),
        template="((%(expressions)s])",
        arg_joiner=")[",
        output_field=FloatField(),
    )
