"""What families are offered in an area: forms of activity by organisation, language, age and time.

All is counted in the database, each kind of numbers in one query, by form and over all forms.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    BooleanField,
    Case,
    CharField,
    Count,
    ExpressionWrapper,
    F,
    Func,
    PositiveSmallIntegerField,
    Q,
    QuerySet,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from directory.enums import DayPartChoices
from directory.localized import Text, columns, expression, pick
from directory.models import Area, Category, Place, Service, Slot
from directory.models.slot import NEEDS_WEEKDAYS
from directory.queries.matching import AGES, for_age, held_or_meant
from meetings.queries.picture import ALL, NOT_TOLD, Head

# Plain opening hours are no service, so they are of no form; no slug has a dot.
OPEN = ".open"
NO_WEEKDAY = 0
PARTS = {
    DayPartChoices.MORNING: (time(0), time(11), time(1)),
    DayPartChoices.MIDDAY: (time(11), time(13), time(12)),
    DayPartChoices.AFTERNOON: (time(13), time(17), time(14)),
    DayPartChoices.EVENING: (time(17), time.max, time(18)),
}


@dataclass(frozen=True, slots=True)
class Tray:
    forms: list[Head]
    organisations: list[Head]
    # Numbers of services.
    by_age: dict[tuple[str, str], int]
    by_language: dict[tuple[str, str], int]
    by_organisation: dict[tuple[str, str], int]
    times: "Times"

    def total(self, form: str = ALL) -> int:
        return self.by_age.get((form, ALL), 0)


@dataclass(frozen=True, slots=True)
class Times:
    """How many times a week something begins that is held every week or so."""

    days: dict[tuple[str, str], int]
    hours: dict[tuple[str, str], int]
    # For each form, by part of the day and weekday.
    weeks: dict[str, dict[tuple[str, str], int]]


def tray(area: str, today: date, language: str, *, with_organisations: bool) -> Tray:
    """`area` is a slug; empty is the whole country."""
    services = services_in(area, today)
    by_key, organisations = counted_by_key(services, language, with_organisations)
    return Tray(
        forms=forms(language),
        organisations=organisations,
        by_age=counted_by_age(services),
        by_language=by_key["languages"],
        by_organisation=by_key["organisations"],
        times=counted_times(services, area, today),
    )


def services_in(area: str, today: date) -> QuerySet:
    """Those that the public list shows, to which the numbers lead."""
    services = Service.objects.published().rewrite(False).order_by()
    return services.filter(pk__in=held_or_meant(area, today)) if area else services


def forms(language: str) -> list[Head]:
    """The kinds of services at the top of their tree; each stands for those inside it, too."""
    rows = Category.objects.rewrite(False).filter(parent=None)
    named = rows.only("slug", *columns(["name"], language))
    return [Head(row.slug, pick(row, "name", language)) for row in named]


def form_of(path: str) -> Coalesce:
    return Coalesce(f"{path}parent__slug", f"{path}slug")


def tied(services: QuerySet) -> QuerySet:
    """Each service once for each of its kinds."""
    ties = Service.categories.through.objects.filter(service__in=services.values("pk"))
    return ties.annotate(form=form_of("category__"))


def overall(rows: QuerySet) -> QuerySet:
    return rows.annotate(form=Value(ALL, output_field=CharField()))


def counted_by_age(services: QuerySet) -> dict[tuple[str, str], int]:
    names = {f"age_{band}": band for band in AGES} | {"every": ALL, "no_age": NOT_TOLD}
    found = {}
    parts = [
        rows.values("form").annotate(**age_counts(service)).values_list("form", *names)
        for rows, service in ((tied(services), "service__"), (overall(services), ""))
    ]
    for form, *numbers in parts[0].union(parts[1], all=True):
        found |= {(form, key): n for key, n in zip(names.values(), numbers, strict=True) if n}
    return found


def age_counts(service: str) -> dict[str, Count]:
    key = service.removesuffix("__") or "pk"
    limits = ("age_from__isnull", "age_to__isnull")
    no_age = Q(**{f"{service}{name}": True for name in limits}, **{f"{service}expecting": False})
    bands = {
        f"age_{band}": Count(key, distinct=True, filter=for_age(band, service)) for band in AGES
    }
    every = Count(key, distinct=True)
    return bands | {"every": every, "no_age": Count(key, distinct=True, filter=no_age)}


def counted_by_key(
    services: QuerySet, language: str, with_organisations: bool
) -> tuple[dict[str, dict[tuple[str, str], int]], list[Head]]:
    """Both in one query; the organisations as heads, the greatest first."""
    sides = ((tied(services), "service__"), (overall(services), ""))
    parts = [languages_of(rows, service) for rows, service in sides]
    if with_organisations:
        parts += [organisations_of(rows, service, language) for rows, service in sides]
    found: dict[str, dict[tuple[str, str], int]] = {"languages": {}, "organisations": {}}
    named: dict[str, str] = {}
    for field, form, key, label, number in parts[0].union(*parts[1:], all=True):
        found[field][form, key] = number
        if field == "organisations":
            named[key] = label
    return found, organisation_heads(named, found["organisations"], language)


def counted(rows: QuerySet, field: str, service: str) -> QuerySet:
    number = Count(service.removesuffix("__") or "pk", distinct=True)
    return (
        rows.annotate(field=Value(field, output_field=CharField()))
        .values("field", "form", "key", "label")
        .annotate(number=number)
        .values_list("field", "form", "key", "label", "number")
    )


def languages_of(rows: QuerySet, service: str) -> QuerySet:
    nothing = Value([NOT_TOLD], output_field=ArrayField(CharField()))
    told = Case(
        When(**{f"{service}languages__len": 0}, then=nothing), default=F(f"{service}languages")
    )
    key = Func(told, function="unnest", output_field=CharField())
    return counted(
        rows.annotate(key=key, label=Value("", output_field=TextField())), "languages", service
    )


def organisations_of(rows: QuerySet, service: str, language: str) -> QuerySet:
    """Only approved organisations are named anywhere."""
    known = rows.filter(**{f"{service}organisers__is_approved": True})
    key, label = F(f"{service}organisers__slug"), expression(f"{service}organisers__name", language)
    return counted(known.annotate(key=key, label=label), "organisations", service)


def organisation_heads(
    named: dict[str, str], counts: dict[tuple[str, str], int], language: str
) -> list[Head]:
    by_name = sorted(named.items(), key=lambda one: one[1].casefold())
    heads = [Head(slug, Text(name, language)) for slug, name in by_name]
    return sorted(heads, key=lambda head: -counts.get((ALL, head.key), 0))


def spoken_languages(counts: Iterable[tuple[str, str]]) -> list[str]:
    """Those that the site speaks, and any other that somebody is served in."""
    codes = [code for code, _name in settings.LANGUAGES if code != "fi-selko"]
    others = {key for _form, key in counts} - {*codes, NOT_TOLD, ALL}
    return [*codes, *sorted(others)]


def lines_in(services: QuerySet, area: str, today: date) -> QuerySet:
    """The programme in the area, of these services and of places that are simply open."""
    slots = Slot.objects.published().rewrite(False).not_ended(today).order_by()
    offered = Q(service__in=services.values("pk")) | Q(service__isnull=True)
    if not area:
        return slots.filter(offered)
    inside = Area.objects.within(area).values("pk")
    here = Place.objects.filter(area__in=inside).values("pk")
    return slots.filter(offered, Q(place__in=here) | Q(place__isnull=True))


def counted_times(services: QuerySet, area: str, today: date) -> Times:
    lines = lines_in(services, area, today)
    own = form_of("service__categories__")
    opening = When(service__isnull=True, then=Value(OPEN))
    by_form = lines.annotate(form=Case(opening, default=own, output_field=CharField()))
    parts = [timed(rows) for rows in (by_form, overall(lines))]
    return folded(parts[0].union(parts[1], all=True))


def timed(lines: QuerySet) -> QuerySet:
    """(form, weekday, is in each part of the day…, how many)."""
    names = [part.value for part in PARTS]
    at = {part.value: ExpressionWrapper(in_part(part), BooleanField()) for part in PARTS}
    return (
        lines.annotate(weekday=each_weekday(), **at)
        .values("form", "weekday", *names)
        .annotate(number=Count("pk", distinct=True))
        .values_list("form", "weekday", *names, "number")
    )


def each_weekday() -> Func:
    """What is held on listed dates or on request has no day of its own."""
    number = PositiveSmallIntegerField()
    none = Value([NO_WEEKDAY], output_field=ArrayField(number))
    days = Case(When(recurrence__in=NEEDS_WEEKDAYS, then=F("weekdays")), default=none)
    return Func(days, function="unnest", output_field=number)


def in_part(part: DayPartChoices) -> Q:
    """It begins then, or lasts there for an hour; or nothing but the part of the day is told."""
    since, until, an_hour_on = PARTS[part]
    begins = Q(start__gte=since, start__lt=until)
    lasts = Q(start__lt=since) & (Q(end__gte=an_hour_on) | Q(ends_next_day=True))
    ends = Q(start__isnull=True, end__gt=since, end__lte=until)
    return begins | lasts | ends | Q(day_part__in=[part, DayPartChoices.ALL_DAY])


def folded(rows: Iterable[tuple[Any, ...]]) -> Times:
    days: dict[tuple[str, str], int] = defaultdict(int)
    hours: dict[tuple[str, str], int] = defaultdict(int)
    weeks: dict[str, dict[tuple[str, str], int]] = defaultdict(lambda: defaultdict(int))
    for form, weekday, *in_parts, number in rows:
        if form is None:  # a service that has lost its kind
            continue
        day = str(weekday or NOT_TOLD)
        told = [part.value for part, is_in in zip(PARTS, in_parts, strict=True) if is_in]
        for key in (day, ALL):
            days[form, key] += number
        for key in (*(told or [NOT_TOLD]), ALL):
            hours[form, key] += number
            weeks[form][key, day] += number
            weeks[form][key, ALL] += number
    return Times(days, hours, dict(weeks))
