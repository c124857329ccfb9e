"""How what was found is ordered: all that counts, in one place.

A search is some words. For each, the best that stands in an item answers it: how like the two words
are (`matching.LIKENESS`) times the weight of where it stands (the SQL of the index: a name 100, a
kind of service 60, a summary 50, a description 25, the area where it is held 80). A category that
the word leads to and a fact that it names (worths in `asked`) answer beside the text, and together
they are surer than either: 1 - (1 - text) × (1 - category) × (1 - fact). Rare words count more than
common ones. What answers less than `LEAST` of the best is left out. Of what answers alike, what is
on this week comes before what is not, confirmed before stale, near before far.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from directory.models import Indexed
from directory.models.listing import LISTING_STAYS_FRESH
from directory.queries.nearby import Position
from directory.search.asked import Asked
from directory.search.matching import Like
from directory.search.patience import rows_within_patience

LEAST = 0.4
# Of the whole question: what answers less of it answers by chance.
FEWEST = 0.12
ON_TODAY, ON_THIS_WEEK, FRESH, NEAR = 0.02, 0.04, 0.03, 0.25
NEAR_KM = 5
MOST_FOUND = 600
# So many are put into their final order; who comes later is seldom looked at.
MOST_COMPARED = 100
MOST_READ = 12_000
# A word that answers in a tenth of so many is common. Its exact size matters little.
EXPECTED_SERVICES = 1000

ORDERED = """
WITH asked AS MATERIALIZED (
    SELECT * FROM unnest(%(groups)s::int[], %(words)s::bigint[], %(worths)s::float[],
        %(evidence)s::int[]) AS asked (part, word_id, worth, evidence)
), hits AS MATERIALIZED (
    SELECT p.kind, p.item, asked.part,
        1 - (1 - coalesce(max(worth * weight / 100) FILTER (WHERE evidence = 0), 0))
          * (1 - coalesce(max(worth * weight / 100) FILTER (WHERE evidence = 1), 0))
          * (1 - coalesce(max(worth * weight / 100) FILTER (WHERE evidence = 2), 0))
          * (1 - coalesce(max(worth * weight / 100) FILTER (WHERE evidence = 3), 0)) AS answer
    FROM asked JOIN directory_searchposting AS p USING (word_id)
    WHERE p.kind = ANY (%(kinds)s)
    GROUP BY p.kind, p.item, asked.part
), parts AS (
    SELECT part, ln(1 + %(services)s / (1 + sum(answer))) AS rarity
    FROM hits WHERE kind = %(main)s GROUP BY part
), whole AS (
    -- A word that stands nowhere is the rarest of all.
    SELECT coalesce(sum(rarity), 0) + (%(parts)s - count(*)) * ln(1 + %(services)s) AS rarity
    FROM parts
), scores AS MATERIALIZED (
    SELECT kind, item, sum(answer * coalesce(parts.rarity, ln(1 + %(services)s)))
        / (SELECT rarity FROM whole) AS score
    FROM hits LEFT JOIN parts USING (part) GROUP BY kind, item
), bests AS (
    SELECT kind, max(score) AS best FROM scores GROUP BY kind
), most AS (
    SELECT kind, item, score FROM scores JOIN bests USING (kind)
    WHERE score >= %(least)s * best AND score >= %(fewest)s
    ORDER BY score DESC, kind, item LIMIT %(most)s
), enough AS (
    SELECT *, row_number() OVER (ORDER BY score DESC, kind, item) AS rank FROM most
)
SELECT enough.kind, enough.item,
    score * CASE enough.kind WHEN {service} THEN {served} WHEN {place} THEN {at} ELSE 1 END
FROM enough LEFT JOIN LATERAL (
    SELECT bool_or(weekdays <> '{{}}' OR dates && %(week)s::date[]) AS this_week,
        bool_or(weekdays @> %(weekday)s::smallint[] OR dates @> %(today)s::date[]) AS today,
        min({distance}) AS km
    FROM directory_slot AS slot
    LEFT JOIN directory_place AS place ON place.id = slot.place_id AND place.state = 'published'
    LEFT JOIN directory_organisation AS owner ON owner.id = place.owner_id AND owner.is_approved
    WHERE rank <= %(compared)s AND enough.kind = {service}
        AND slot.service_id = enough.item AND slot.archived_at IS NULL
        AND (slot.place_id IS NULL OR owner.id IS NOT NULL)
        AND (first IS NULL OR first <= (%(week)s::date[])[7])
        AND (last IS NULL OR last >= (%(week)s::date[])[1])
) AS held ON true
ORDER BY 3 DESC, enough.kind, enough.item
"""
# Looked up row by row: as a condition it would be read for all services at once.
CONFIRMED = """coalesce((
    SELECT CASE WHEN s.confirmed_on >= %(fresh)s THEN %(fresh_worth)s ELSE 0 END
    FROM directory_service AS s WHERE s.id = enough.item), 0)"""
SERVED = f"""(1 + CASE WHEN held.today THEN %(on_today)s ELSE 0 END
    + CASE WHEN held.this_week THEN %(on_week)s ELSE 0 END + {CONFIRMED}
    + coalesce(%(near)s * exp(-held.km / %(near_km)s), 0))"""
AT = """(1 + coalesce((SELECT %(near)s * exp(-({distance}) / %(near_km)s)
    FROM directory_place AS place WHERE place.id = enough.item), 0))"""
# In kilometres, exact enough within a town; nothing without a position.
DISTANCE = """111.2 * sqrt((place.latitude - %(latitude)s) ^ 2
    + ((place.longitude - %(longitude)s) * cos(radians(%(latitude)s))) ^ 2)"""


class Wanted(NamedTuple):
    """A word of the index that answers a part of the question, and how well."""

    part: int
    word: int
    worth: float
    evidence: int


class Found(NamedTuple):
    kind: int
    item: int
    score: float


def ordered(
    likes: Mapping[Asked, Sequence[Like]],
    kinds: Sequence[Indexed],
    today: date,
    position: Position | None,
) -> list[Found]:
    """The items that answer, the best first. Raises OperationalError when it takes too long."""
    wanted = affordable(likes)
    if not wanted:
        return []
    parts = 1 + max(one.group for one in likes)
    distance = DISTANCE if position else "NULL::float"
    sql = ORDERED.format(
        distance=distance,
        served=SERVED,
        at=AT.format(distance=distance),
        service=int(Indexed.SERVICE),
        place=int(Indexed.PLACE),
    )
    rows = rows_within_patience(sql, {**values(wanted, parts, kinds, today), **where(position)})
    return [Found(*row) for row in rows]


def affordable(likes: Mapping[Asked, Sequence[Like]]) -> list[Wanted]:
    """For each part its best words, and of the rest no more than can be read in time.

    Only where thousands of items have the same words is anything left out.
    """
    costs = {like.word: like.items for alike in likes.values() for like in alike}
    found = [
        Wanted(one.group, like.word, like.worth * one.worth, int(one.evidence))
        for one, alike in likes.items()
        for like in alike
    ]
    parts = {one.part for one in found}
    left = dict.fromkeys(parts, MOST_READ // max(len(parts), 1))
    kept: list[Wanted] = []
    for one in sorted(found, key=lambda one: (-one.worth, one.part, one.word)):
        left[one.part] -= costs[one.word]
        if left[one.part] >= 0 or not any(other.part == one.part for other in kept):
            kept.append(one)
        else:
            left[one.part] += costs[one.word]
    return kept


def values(
    rows: Sequence[Wanted], parts: int, kinds: Sequence[Indexed], today: date
) -> dict[str, Any]:
    """`parts` is of how many words the question is, found or not."""
    groups, words, worths, evidence = map(list, zip(*rows, strict=True))
    return {
        "groups": groups,
        "words": words,
        "worths": worths,
        "evidence": evidence,
        "parts": parts,
        "main": int(Indexed.SERVICE),
        "kinds": [int(kind) for kind in kinds],
        "services": EXPECTED_SERVICES,
        "least": LEAST,
        "fewest": FEWEST,
        "most": MOST_FOUND,
        "compared": MOST_COMPARED,
        "week": [today + timedelta(days=n) for n in range(7)],
        "weekday": [today.isoweekday()],
        "today": [today],
        "fresh": today - LISTING_STAYS_FRESH,
        "fresh_worth": FRESH,
        "on_today": ON_TODAY,
        "on_week": ON_THIS_WEEK,
        "near": NEAR,
        "near_km": NEAR_KM,
    }


def where(position: Position | None) -> dict[str, float]:
    return position._asdict() if position else {}
