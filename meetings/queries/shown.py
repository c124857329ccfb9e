"""A list as far as a page shows it; the page says when there is more."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet


@dataclass(frozen=True, slots=True)
class Shown:
    lines: list[Any]
    is_cut: bool


NOTHING = Shown([], is_cut=False)


def first(rows: QuerySet, most: int, line: Callable[[Any], Any]) -> Shown:
    found = list(rows[: most + 1])
    return Shown([line(row) for row in found[:most]], len(found) > most)
