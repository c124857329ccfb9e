"""Sums of what families open and look for in vain: added to, and deleted in time."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from urllib.parse import parse_qs

from django.db import connection, transaction

from directory.counted import Counted, FoundNothing, Opened
from directory.models import EmptySearchCount, UnmetNeed, ViewCount

# What somebody makes up by trying all choices must not fill the database.
MOST_SEARCHES_A_DAY = 1000
MOST_NEEDS_A_DAY = 5000
ADD_VIEWS = """
    INSERT INTO directory_viewcount (day, language, kind, listing, views)
    SELECT * FROM unnest(%s::date[], %s::text[], %s::text[], %s::bigint[], %s::int[])
    ON CONFLICT (kind, listing, day, language)
    DO UPDATE SET views = directory_viewcount.views + EXCLUDED.views
"""
ADD_SEARCHES = """
    INSERT INTO directory_emptysearchcount
        (day, language, kind, area, filters, with_words, searches)
    SELECT seen.* FROM unnest(
        %s::date[], %s::text[], %s::text[], %s::text[], %s::text[], %s::bool[], %s::int[]
    ) AS seen (day, language, kind, area, filters, with_words, searches)
    WHERE %s > (SELECT count(*) FROM directory_emptysearchcount kept WHERE kept.day = seen.day)
        OR EXISTS (
            SELECT 1 FROM directory_emptysearchcount kept
            WHERE (kept.day, kept.language, kept.kind, kept.area, kept.filters, kept.with_words)
                = (seen.day, seen.language, seen.kind, seen.area, seen.filters, seen.with_words)
        )
    ON CONFLICT (day, language, kind, area, filters, with_words)
    DO UPDATE SET searches = directory_emptysearchcount.searches + EXCLUDED.searches
"""
ADD_NEEDS = """
    INSERT INTO directory_unmetneed (day, language, area, concept, searches)
    SELECT seen.* FROM unnest(%s::date[], %s::text[], %s::text[], %s::text[], %s::int[])
        AS seen (day, language, area, concept, searches)
    WHERE %s > (SELECT count(*) FROM directory_unmetneed kept WHERE kept.day = seen.day)
        OR EXISTS (
            SELECT 1 FROM directory_unmetneed kept
            WHERE (kept.day, kept.language, kept.area, kept.concept)
                = (seen.day, seen.language, seen.area, seen.concept)
        )
    ON CONFLICT (day, language, area, concept)
    DO UPDATE SET searches = directory_unmetneed.searches + EXCLUDED.searches
"""
Row = tuple[date | str | int | bool, ...]


@transaction.atomic
def add_counts(*, counts: Mapping[Counted, int]) -> None:
    """In one order, so that processes which add at the same time never wait in a circle."""
    views: Counter[Row] = Counter()
    searches: Counter[Row] = Counter()
    needs: Counter[Row] = Counter()
    for one, number in counts.items():
        start = (one.day, one.language)
        if isinstance(one.what, Opened):
            views[*start, str(one.what.kind), one.what.listing] += number
        else:
            searches[*start, *choices(one.what)] += number
            needs.update({(*start, *need): number for need in needs_of(one.what)})
    with connection.cursor() as cursor:
        if views:
            cursor.execute(ADD_VIEWS, columns(views))
        if searches:
            cursor.execute(ADD_SEARCHES, [*columns(searches), MOST_SEARCHES_A_DAY])
        if needs:
            cursor.execute(ADD_NEEDS, [*columns(needs), MOST_NEEDS_A_DAY])


def choices(search: FoundNothing) -> Row:
    return (str(search.kind), search.area, search.filters, search.with_words)


def needs_of(search: FoundNothing) -> Iterator[Row]:
    area = search.area or " ".join(parse_qs(search.filters).get("area", ()))
    return ((area, concept) for concept in search.needs)


def columns(sums: Mapping[Row, int]) -> list[list]:
    rows = sorted((*row, number) for row, number in sums.items())
    return [list(column) for column in zip(*rows, strict=True)]


@transaction.atomic
def purge_counts(*, today: date) -> int:
    """Those that are 400 days old."""
    models = (ViewCount, EmptySearchCount, UnmetNeed)
    return sum(model.objects.expired(today).delete()[0] for model in models)
