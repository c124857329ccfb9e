"""The rows from which the sets of services by facet are made, in one query."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import BooleanField, ExpressionWrapper, F, Q, QuerySet

from directory.enums import Access, Delivery
from directory.localized import expression
from directory.models import Area, Category, Place, Service, Slot
from directory.models.listing import published
from directory.queries.keys import one_of
from directory.queries.matching import AGES, for_age

COMING_DAYS = 60
FLAGS = {
    "drop_in": Q(access=Access.DROP_IN),
    "free": Q(is_free=True),
    "online": Q(delivery__contains=[Delivery.ONLINE]),
}
ON = "on"
# Yes-or-no columns of a service, each with the facet and the option that it answers.
ANSWERS = {
    **{f"flag_{name}": (name, ON, condition) for name, condition in FLAGS.items()},
    **{f"age_{age}": ("age", age, for_age(age)) for age in AGES},
}


class Row(NamedTuple):
    """`members` are positions of services, or in the part "keys" their keys by position."""

    part: str
    id: int | None
    slug: str
    label: str
    parent: int | None
    members: list[int] | None


NAMES = "SELECT '{part}', id, slug, label, parent_id, NULL::bigint[] FROM ({rows}) AS {part}"
ANSWER = """
    SELECT 'option', NULL, '{option}', '{facet}', NULL, coalesce(array_agg(n), '{{}}')
    FROM services WHERE {name}
"""
SETS = """
    WITH services AS MATERIALIZED (
        SELECT row_number() OVER () - 1 AS n, found.* FROM ({services}) AS found
    ), lines AS MATERIALIZED (
        SELECT n, line.* FROM ({lines}) AS line JOIN services ON services.id = line.service_id
    ), moments AS (
        SELECT n, day, time FROM lines, LATERAL (
            SELECT unnest(weekdays) AS day UNION SELECT extract(isodow FROM held)::smallint
            FROM unnest(dates) AS held WHERE held BETWEEN %s AND %s
            UNION SELECT 0 WHERE recurrence = 'on_request'
        ) AS days, unnest(CASE
            WHEN start < '12:00' OR day_part = 'morning' THEN ARRAY['morning']
            WHEN start < '16:00' OR day_part IN ('midday', 'afternoon') THEN ARRAY['afternoon']
            WHEN start >= '16:00' OR day_part = 'evening' THEN ARRAY['evening']
            WHEN day_part = 'all_day' THEN ARRAY['morning', 'afternoon', 'evening']
            ELSE ARRAY[''] END
        ) AS time WHERE first IS NULL OR first <= %s
    ), accessible AS (
        SELECT id, unnest(accessibility) AS way FROM ({places}) AS place
    )
    SELECT 'keys' AS part, NULL::bigint AS id, '' AS slug, '' AS label, NULL::bigint AS parent,
        coalesce(array_agg(id ORDER BY n), '{{}}') AS members FROM services
    UNION ALL
    SELECT 'held', area, '', '', NULL, array_agg(n) FROM lines
    WHERE area IS NOT NULL GROUP BY area
    UNION ALL
    SELECT 'meant', area_id, '', '', NULL, array_agg(n) FROM services
    JOIN directory_service_areas AS meant ON meant.service_id = services.id GROUP BY area_id
    UNION ALL
    SELECT 'meets', 0, '', '', NULL, coalesce(array_agg(n), '{{}}') FROM services
    JOIN ({meets}) AS met ON met.service_id = services.id
    UNION ALL
    SELECT 'tied', category_id, '', '', NULL, array_agg(n) FROM services
    JOIN directory_service_categories AS tied ON tied.service_id = services.id GROUP BY category_id
    UNION ALL
    SELECT 'option', NULL, spoken, 'language', NULL, array_agg(n)
    FROM services, unnest(languages) AS spoken GROUP BY spoken
    UNION ALL
    SELECT 'option', NULL, way, 'accessibility', NULL, array_agg(n) FROM (
        SELECT n, unnest(accessibility) AS way FROM services
        UNION ALL
        SELECT n, way FROM lines JOIN accessible ON accessible.id = place_id
        UNION ALL
        SELECT n, way FROM services
        JOIN directory_service_places AS given ON given.service_id = services.id
        JOIN accessible ON accessible.id = given.place_id
    ) AS own_or_of_a_place GROUP BY way
    UNION ALL
    SELECT 'moment', NULL, day::text, time, NULL, array_agg(n) FROM moments GROUP BY day, time
    UNION ALL
    {answers}
    UNION ALL
"""


def read_rows(
    today: date, language: str, keys: list[int] | None, *, with_sets: bool
) -> Sequence[Row]:
    """Names of areas and categories, in the alphabetical order of the language; and with the sets
    what belongs in each. One query."""
    sql, values = names(language)
    if with_sets:
        sets, more = set_parts(today, keys)
        sql, values = sets + sql, [*more, *values]
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} ORDER BY 4, 3", values)
        return [Row(*row) for row in cursor.fetchall()]


def names(language: str) -> tuple[str, list[Any]]:
    parts, values = [], []
    for part, model in (("area", Area), ("category", Category)):
        rows = model.objects.rewrite(False).order_by().annotate(label=expression("name", language))
        sql, more = compiled(rows.values("id", "slug", "label", "parent_id"))
        parts.append(NAMES.format(part=part, rows=sql))
        values += more
    return " UNION ALL ".join(parts), values


def set_parts(today: date, keys: list[int] | None) -> tuple[str, list[Any]]:
    last = today + timedelta(days=COMING_DAYS - 1)
    services, service_values = compiled(service_columns(keys))
    lines, line_values = compiled(coming_lines(today, keys))
    meets, meets_values = compiled(meeting_lines(today, keys))
    places, place_values = compiled(published_places())
    answers = " UNION ALL ".join(
        ANSWER.format(name=f'"{name}"', facet=facet, option=option)
        for name, (facet, option, _condition) in ANSWERS.items()
    )
    sql = SETS.format(services=services, lines=lines, meets=meets, places=places, answers=answers)
    in_order = [service_values, line_values, [today, last, last], place_values, meets_values]
    return sql, [value for values in in_order for value in values]


def service_columns(keys: list[int] | None) -> QuerySet:
    services = Service.objects.rewrite(False).published().order_by("pk")
    answers = {
        name: ExpressionWrapper(condition, BooleanField())
        for name, (_facet, _option, condition) in ANSWERS.items()
    }
    return narrowed(services, keys, "pk").values("id", "languages", "accessibility", **answers)


def coming_lines(today: date, keys: list[int] | None) -> QuerySet:
    """Those of `Slot.objects.published()`, which are joined with services that are published."""
    seen = Slot.objects.filter(published("place"), archived_at__isnull=True, service__isnull=False)
    lines = narrowed(seen.not_ended(today).order_by(), keys, "service")
    return lines.values(
        "service_id", "place_id", "recurrence", "weekdays", "dates", "start", "day_part", "first",
        area=F("place__area"),
    )  # fmt: skip


def meeting_lines(today: date, keys: list[int] | None) -> QuerySet:
    meeting = Slot.objects.not_ended(today).order_by().filter(place__isnull=False)
    return narrowed(meeting, keys, "service").values("service_id")


def published_places() -> QuerySet:
    return Place.objects.rewrite(False).published().order_by().values("id", "accessibility")


def narrowed(rows: QuerySet, keys: list[int] | None, field: str) -> QuerySet:
    return rows if keys is None else rows.filter(one_of(keys, field))


def compiled(rows: QuerySet) -> tuple[str, list[Any]]:
    sql, values = rows.query.sql_with_params()
    return sql, list(values)
