"""The one search over everything families look for."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import OperationalError
from psycopg.errors import QueryCanceled

from directory.models import Indexed
from directory.queries.nearby import Position
from directory.search.asked import asked, telling_words
from directory.search.matching import likes
from directory.search.ranking import Found, ordered

EVERYTHING = (Indexed.SERVICE, Indexed.PLACE, Indexed.ORGANISATION)


@dataclass(frozen=True, slots=True)
class Answer:
    """Keys of what was found, the best first; `is_late` when looking took too long."""

    found: list[Found] = field(default_factory=list)
    is_late: bool = False

    def keys(self, kind: Indexed) -> list[int]:
        return [one.item for one in self.found if one.kind == kind]


def search(
    text: str,
    language: str,
    today: date,
    *,
    kinds: Sequence[Indexed] = EVERYTHING,
    position: Position | None = None,
) -> Answer:
    """Two queries, three after a new word, and none without a word in the text.

    How rare a word is is told from services, so `kinds` holds them unless all words are alike.
    """
    words = telling_words(text)
    if not words:
        return Answer()
    try:
        return Answer(ordered(likes(asked(words), language), kinds, today, position))
    except OperationalError as error:
        if isinstance(error.__cause__, QueryCanceled):
            return Answer(is_late=True)
        raise
