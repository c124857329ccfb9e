"""What each choice of the services' list would hold: one reading of them all, then arithmetic.

An option is the set of services it holds, kept as the bits of one number: the n-th bit is the n-th
service. So a count is an `and` and a count of bits, and it always is what the list would hold: the
list asks the same sets.
"""

from collections import OrderedDict, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from threading import Lock
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from directory.queries.facet_rows import read_rows

NO_DAY, NO_TIME = "0", ""
MOMENT = ("day", "time")
# A day and a language a version, and some of a version that is just being replaced.
MOST_KEPT = 20
Choices = Mapping[str, Sequence[str]]


class Named(NamedTuple):
    """An area or a category; `parent` is a slug."""

    slug: str
    label: str
    parent: str


@dataclass(frozen=True, slots=True)
class Names:
    """In the alphabetical order of a language."""

    areas: list[Named]
    categories: list[Named]

    def wider(self, area: str) -> Iterator[Named]:
        """The areas that it lies in, the nearest first."""
        by_slug = {one.slug: one for one in self.areas}
        while area := by_slug[area].parent:
            yield by_slug[area]


@dataclass(frozen=True, slots=True)
class Sets:
    """Of services by `keys`. `moments` are of a weekday and a time of day at once, so that who asks
    for Tuesday evenings does not get what is on Tuesday mornings and Friday evenings."""

    keys: Sequence[int]
    options: Mapping[str, Mapping[str, int]]
    moments: Mapping[tuple[str, str], int]

    @property
    def all(self) -> int:
        return (1 << len(self.keys)) - 1

    def of_keys(self, keys: Iterable[int]) -> int:
        positions = {key: n for n, key in enumerate(self.keys)}
        return bits((positions[key] for key in keys if key in positions), len(self.keys))

    def held_then(self, days: Sequence[str], times: Sequence[str]) -> int:
        wanted = 0
        for (day, time), held in self.moments.items():
            if (not days or day in days) and (not times or time in times):
                wanted |= held
        return wanted

    def either(self, facet: str, chosen: Sequence[str]) -> int:
        options, wanted = self.options.get(facet, {}), 0
        for option in chosen:
            wanted |= options.get(option, 0)
        return wanted


@dataclass(frozen=True, slots=True)
class Narrowed:
    """The services of `among` that answer every facet with one of its chosen options."""

    sets: Sets
    chosen: Choices
    among: int

    @property
    def count(self) -> int:
        return self.count_with({})

    @property
    def is_all(self) -> bool:
        return self.count == len(self.sets.keys)

    def keys(self) -> list[int]:
        held = reversed(bin(self.holding(self.chosen))[2:])
        return [key for key, bit in zip(self.sets.keys, held, strict=False) if bit == "1"]

    def count_with(self, other: Choices) -> int:
        """What the list would hold with these facets chosen otherwise."""
        return self.holding({**self.chosen, **other}).bit_count()

    def count_of_none(self) -> int:
        return self.among.bit_count()

    def holding(self, chosen: Choices) -> int:
        found = self.among
        for facet, options in chosen.items():
            if options and facet not in MOMENT:
                found &= self.sets.either(facet, options)
        days, times = (chosen.get(facet, ()) for facet in MOMENT)
        return found & self.sets.held_then(days, times) if days or times else found


@dataclass(slots=True)
class Kept:
    """The latest found for each key, in this process."""

    found: OrderedDict[tuple, Any] = field(default_factory=OrderedDict)
    lock: Lock = field(default_factory=Lock)
    reading: Lock = field(default_factory=Lock)

    def get(self, key: tuple) -> Any:
        with self.lock:
            return self.found.get(key)

    def put(self, key: tuple, value: Any) -> Any:
        with self.lock:
            self.found[key] = value
            while len(self.found) > MOST_KEPT:
                self.found.popitem(last=False)
        return value


kept = Kept()


def sets_and_names(
    today: date, language: str, *, version: UUID | None, keys: list[int] | None = None
) -> tuple[Sets, Names]:
    """At most one query, and none while this version of the content is known here.

    With `keys` of services the sets need not hold others, which is much less to read.
    """
    # A transaction may see rows that it takes back.
    if version is None or connection.in_atomic_block:
        rows = rows_by_part(today, language, keys)
        return made_sets(rows), made_names(rows)
    if keys is None:
        with kept.reading:  # else all who come at once would read it all
            return kept_or_read(today, language, version, None)
    return kept_or_read(today, language, version, keys)


def kept_or_read(
    today: date, language: str, version: UUID, keys: list[int] | None
) -> tuple[Sets, Names]:
    sets, names = kept.get((version, today)), kept.get((version, language))
    if sets is None or names is None:
        rows = rows_by_part(today, language, keys, with_sets=sets is None)
        names = kept.put((version, language), made_names(rows))
        if sets is None:
            sets = made_sets(rows)
            if keys is None:
                kept.put((version, today), sets)
    return sets, names


def rows_by_part(
    today: date, language: str, keys: list[int] | None, *, with_sets: bool = True
) -> Mapping[str, list[Any]]:
    found: defaultdict[str, list[Any]] = defaultdict(list)
    for row in read_rows(today, language, keys, with_sets=with_sets):
        found[row.part].append(row)
    return found


def made_names(rows: Mapping[str, list[Any]]) -> Names:
    slugs = {(row.part, row.id): row.slug for row in rows["area"] + rows["category"]}
    areas, categories = (
        [Named(row.slug, row.label, slugs.get((part, row.parent), "")) for row in rows[part]]
        for part in ("area", "category")
    )
    return Names(areas, categories)


def made_sets(rows: Mapping[str, list[Any]]) -> Sets:
    keys = [key for row in rows["keys"] for key in row.members]
    options: defaultdict[str, dict[str, int]] = defaultdict(dict)
    moments: dict[tuple[str, str], int] = {}
    for row in rows["option"]:
        options[row.label][row.slug] = bits(row.members, len(keys))
    for row in rows["moment"]:
        moments[row.slug, row.label] = bits(row.members, len(keys))
    options["area"] = area_sets(rows, len(keys))
    options["category"] = category_sets(rows, len(keys))
    return Sets(keys, dict(options), moments)


def bits(positions: Iterable[int], size: int) -> int:
    packed = bytearray(size // 8 + 1)
    for n in positions:
        packed[n >> 3] |= 1 << (n & 7)
    return int.from_bytes(packed, "little")


def sets_by_id(rows: Iterable[Any], size: int) -> defaultdict[int, int]:
    return defaultdict(int, {row.id: bits(row.members, size) for row in rows})


def category_sets(rows: Mapping[str, list[Any]], size: int) -> dict[str, int]:
    """With what is of a kind inside the kind."""
    tied = sets_by_id(rows["tied"], size)
    whole = defaultdict(int, tied)
    for row in rows["category"]:
        whole[row.parent] |= tied[row.id]
    return {row.slug: whole[row.id] for row in rows["category"]}


def area_sets(rows: Mapping[str, list[Any]], size: int) -> dict[str, int]:
    """What is held in the area or meant for it; what is meant for the whole that the area belongs
    to counts too, unless it meets somewhere else in that whole."""
    held, meant = (sets_by_id(rows[part], size) for part in ("held", "meant"))
    meets = sets_by_id(rows["meets"], size)[0]
    parents = {row.id: row.parent for row in rows["area"]}
    found = {key: held[key] | meant[key] for key in parents}
    for key in parents:
        for whole in around(key, parents):
            found[whole] |= held[key] | meant[key]
            found[key] |= meant[whole] & ~meets
    return {row.slug: found[row.id] for row in rows["area"]}


def around(key: int, parents: Mapping[int, int | None]) -> Iterator[int]:
    while (key := parents[key]) is not None:
        yield key
