"""How well the search answers a set of questions whose right answers people have written down."""

import tomllib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import mean

from directory.models import Indexed, Service
from directory.search.search import search

SHOWN = 5


@dataclass(frozen=True, slots=True)
class Judged:
    """`right` are the slugs of the services that answer; none where nothing may be found."""

    language: str
    words: str
    right: frozenset[str]


@dataclass(frozen=True, slots=True)
class Result:
    """`found` are slugs in the order of the search."""

    judged: Judged
    found: list[str]

    @property
    def recall(self) -> float:
        """Of the right ones, or of five where there are more, how many are among the first five."""
        right = self.judged.right.intersection(self.found[:SHOWN])
        return len(right) / min(SHOWN, len(self.judged.right))

    @property
    def reciprocal_rank(self) -> float:
        """1 when the first one is right, 1/2 when the second is the first right one, else less."""
        places = (n for n, slug in enumerate(self.found, 1) if slug in self.judged.right)
        return 1 / next(places, float("inf"))


@dataclass(frozen=True, slots=True)
class Score:
    queries: int
    recall: float
    reciprocal_rank: float


def read_judged(path: Path) -> list[Judged]:
    """A file of `[[query]]` with `language`, `words` and `right`."""
    with path.open("rb") as file:
        rows = tomllib.load(file)["query"]
    return [Judged(row["language"], row["words"], frozenset(row["right"])) for row in rows]


def judge(judged: Iterable[Judged], today: date) -> list[Result]:
    slugs = dict(Service.objects.values_list("pk", "slug"))
    return [Result(one, [slugs[key] for key in keys(one, today)]) for one in judged]


def keys(judged: Judged, today: date) -> list[int]:
    answer = search(judged.words, judged.language, today, kinds=[Indexed.SERVICE])
    return answer.keys(Indexed.SERVICE)


def scores(results: Iterable[Result]) -> dict[str, Score]:
    """By language, and all together under "all"; questions without a right answer left out."""
    groups: dict[str, list[Result]] = defaultdict(list)
    for result in results:
        if result.judged.right:
            groups[result.judged.language].append(result)
            groups["all"].append(result)
    return {language: score(group) for language, group in groups.items()}


def score(results: list[Result]) -> Score:
    return Score(
        len(results),
        mean(result.recall for result in results),
        mean(result.reciprocal_rank for result in results),
    )
