"""What was opened of an organisation's own, and what was looked for in vain where it works."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import parse_qs

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Exists, F, Model, OuterRef, Q, QuerySet, Sum, Value
from django.db.models.functions import Concat, StrIndex
from django.utils.translation import get_language_info

from directory.localized import Text, columns, pick
from directory.models import (
    Area,
    CountedKind,
    EmptySearchCount,
    Organisation,
    Place,
    Service,
    ViewCount,
)
from directory.permissions import editable_by
from directory.queries.own import kept_places, run_services
from directory.wording import language_name

FEWEST = 5
FOUR_WEEKS = timedelta(weeks=4)
MOST_ROWS = 200
NO_AREA = r"^(?!.*(^|&)area=)"
MOST_SEARCHES = 50
MODELS: dict[str, type[Model]] = {
    CountedKind.SERVICE: Service,
    CountedKind.PLACE: Place,
    CountedKind.ORGANISATION: Organisation,
}


@dataclass(frozen=True, slots=True)
class LanguageViews:
    """`views` is None where they are too few to be told; the language by its name."""

    language: str
    views: int | None


@dataclass(frozen=True, slots=True)
class ListingViews:
    """No sum of the languages: it would tell the one that is too small."""

    name: Text
    parts: list[LanguageViews]

    @property
    def sum_told(self) -> int:
        return sum(part.views or 0 for part in self.parts)


@dataclass(frozen=True, slots=True)
class EmptySearch:
    kind: str
    area: str
    filters: dict[str, list[str]]
    with_words: bool
    times: int | None


def whole_weeks(today: date) -> tuple[date, date]:
    """The first and the last day of the four weeks that are over: who looks at the numbers of
    today again and again could tell one visit from the next."""
    last = today - timedelta(days=today.isoweekday())
    return last - FOUR_WEEKS + timedelta(days=1), last


def at_least_five(number: int) -> int | None:
    return number if number >= FEWEST else None


def opened(
    organisation: Organisation, user: AbstractBaseUser, language: str, days: tuple[date, date]
) -> list[ListingViews]:
    """The most opened first, as far as the numbers are told; four queries."""
    found: defaultdict[tuple[str, int], list[LanguageViews]] = defaultdict(list)
    for row in view_sums(organisation, user, days):
        part = LanguageViews(name_of(row["language"], language), at_least_five(row["sum"]))
        found[row["kind"], row["listing"]].append(part)
    names = listing_names(found, language)
    rows = [ListingViews(name, by_number(found[key])) for key, name in names.items()]
    return sorted(rows, key=lambda row: (-row.sum_told, str(row.name)))[:MOST_ROWS]


def name_of(code: str, language: str) -> str:
    """CLDR has no name for easy Finnish."""
    known = language_name(code, language)
    return get_language_info(code)["name_local"] if known == code else known


def by_number(parts: Iterable[LanguageViews]) -> list[LanguageViews]:
    return sorted(parts, key=lambda part: (-(part.views or 0), part.language))


def view_sums(
    organisation: Organisation, user: AbstractBaseUser, days: tuple[date, date]
) -> QuerySet:
    own = {
        CountedKind.SERVICE: run_services(organisation),
        CountedKind.PLACE: kept_places(organisation),
        CountedKind.ORGANISATION: Organisation.objects.filter(pk=organisation.pk),
    }
    mine = Q()
    for kind, rows in own.items():
        mine |= Q(kind=kind, listing__in=editable_by(user, rows).values("pk"))
    counted = ViewCount.objects.between(*days).filter(mine)
    return counted.order_by().values("kind", "listing", "language").annotate(sum=Sum("views"))


def listing_names(keys: Iterable[tuple[str, int]], language: str) -> dict[tuple[str, int], Text]:
    """One query a kind. A place has one name in all languages."""
    of_kind: dict[str, list[int]] = {kind: [] for kind in MODELS}
    for kind, listing in keys:
        of_kind[kind].append(listing)
    names = {}
    for kind, model in MODELS.items():
        fields = ["name"] if model is Place else columns(["name"], language)
        rows = model._default_manager.rewrite(False).filter(pk__in=of_kind[kind])
        for row in rows.values("pk", *fields):
            name = Text(row["name"], "fi") if model is Place else pick(row, "name", language)
            names[kind, row["pk"]] = name
    return names


def areas_of(organisation: Organisation, user: AbstractBaseUser) -> QuerySet:
    """Where it keeps places or offers services, with what lies in these and around them."""
    places = editable_by(user, kept_places(organisation))
    services = editable_by(user, run_services(organisation))
    held = Area.objects.filter(
        Q(pk__in=places.values("area"))
        | Q(pk__in=Service.areas.through.objects.filter(service__in=services).values("area"))
        | Q(places__services__in=services)
    ).values("pk")
    inside = Q(pk__in=held) | Q(parent__in=held) | Q(parent__parent__in=held)
    around = Q(children__in=held) | Q(children__children__in=held)
    return Area.objects.filter(inside | around)


def several(areas: QuerySet) -> Exists:
    """One of the areas is among several that were chosen at once."""
    query = Concat(Value("&"), OuterRef("filters"), Value("&"))
    choice = Concat(Value("&area="), F("slug"), Value("&"))
    return Exists(areas.annotate(at=StrIndex(query, choice)).filter(at__gt=0))


def empty_searches(
    organisation: Organisation, user: AbstractBaseUser, days: tuple[date, date]
) -> list[EmptySearch]:
    """In its areas and without an area, the most frequent first; one query."""
    areas = areas_of(organisation, user)
    names = ["kind", "area", "filters", "with_words"]
    rows = (
        EmptySearchCount.objects.between(*days)
        .filter(
            Q(area="", filters__regex=NO_AREA) | Q(area__in=areas.values("slug")) | several(areas)
        )
        .order_by()
        .values(*names)
        .annotate(sum=Sum("searches"))
    )
    searches = [
        EmptySearch(
            kind=row["kind"],
            area=row["area"],
            filters=parse_qs(row["filters"]),
            with_words=row["with_words"],
            times=at_least_five(row["sum"]),
        )
        for row in rows.order_by("-sum", *names)[:MOST_SEARCHES]
    ]
    # Not by their sums: the order would tell those that are too small to be told.
    return sorted(
        searches, key=lambda one: (-(one.times or 0), one.kind, one.area, str(one.filters))
    )
