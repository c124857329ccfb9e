"""Sums of what families open and look for in vain: added to, and deleted in time."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.db import connection, transaction

from directory.counted import Counted, FoundNothing, Opened
from directory.models import EmptySearchCount, ViewCount

# What somebody makes up by trying all choices must not fill the database.
MOST_SEARCHES_A_DAY = 1000
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


@transaction.atomic
def add_counts(*, counts: Mapping[Counted, int]) -> None:
    """In one order, so that processes which add at the same time never wait in a circle."""
    views = [
        (one.day, one.language, str(one.what.kind), one.what.listing, number)
        for one, number in counts.items()
        if isinstance(one.what, Opened)
    ]
    searches = [
        (one.day, one.language, str(one.what.kind), one.what.area, one.what.filters,
         one.what.with_words, number)
        for one, number in counts.items()
        if isinstance(one.what, FoundNothing)
    ]  # fmt: skip
    with connection.cursor() as cursor:
        if views:
            cursor.execute(ADD_VIEWS, columns(views))
        if searches:
            cursor.execute(ADD_SEARCHES, [*columns(searches), MOST_SEARCHES_A_DAY])


def columns(rows: Sequence[tuple]) -> list[list]:
    return [list(column) for column in zip(*sorted(rows), strict=True)]


@transaction.atomic
def purge_counts(*, today: date) -> int:
    """Those that are 400 days old."""
    rows = (ViewCount.objects.expired(today), EmptySearchCount.objects.expired(today))
    return sum(expired.delete()[0] for expired in rows)
