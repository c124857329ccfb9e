"""Which words of the index are like an asked one, and how like."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from directory.search.asked import Asked
from directory.search.patience import rows_within_patience

LIKENESS = {
    "exact": 1.0,
    "stem": 0.9,
    "start": 0.85,
    "inflected": 0.7,
    "inside": 0.65,
    "part": 0.5,
    "misspelt": 0.75,
}
FEWEST_ALIKE = 0.42
MOST_LIKE, MOST_KEPT = 40, 5000
# The languages whose stems are compared whatever the language of the page.
STEMMED = ("fi", "sv", "en")
STEMMER = {"uk": "ru", "fi-selko": "fi", "fa": "ar", "ckb": "ar"}

LIKE = """
    SELECT asked.n, found.id, max(found.worth), max(found.items)
    FROM unnest(%(words)s::text[], %(typed)s::bool[], %(last)s::bool[], %(languages)s::text[])
        WITH ORDINALITY AS asked (word, typed, last, languages, n),
    LATERAL (
        SELECT id, word, items, %(exact)s AS worth FROM directory_searchword WHERE word = asked.word
        UNION ALL
        SELECT id, word, items, %(stem)s FROM directory_searchword WHERE stems && array(
            SELECT stem::varchar FROM unnest(directory_search_stems(asked.word)) AS stem
            WHERE split_part(stem, ':', 1) = ANY (string_to_array(asked.languages, ' ')))
        UNION ALL
        -- The longer the rest, the less it is the same word.
        SELECT id, word, items, %(start)s - 0.02 * least(length(word) - length(asked.word), 10)
        FROM directory_searchword WHERE length(asked.word) >= CASE WHEN asked.last THEN 3 ELSE 4 END
            AND word ~>=~ asked.word AND word ~<~ (asked.word || chr(1114109))
        UNION ALL
        -- Endings that the stems don't know: most of both words is the same.
        SELECT id, word, items, %(inflected)s FROM directory_searchword
        WHERE asked.typed AND length(asked.word) >= 6
            AND abs(length(word) - length(asked.word)) <= 3
            AND word ~>=~ left(asked.word, greatest(4, length(asked.word) * 2 / 3))
            AND word ~<~ (left(asked.word, greatest(4, length(asked.word) * 2 / 3)) || chr(1114109))
        UNION ALL
        SELECT id, word, items, %(inside)s FROM directory_searchword
        WHERE length(asked.word) >= 5 AND word LIKE ('%%' || asked.word || '%%')
        UNION ALL
        SELECT id, word, items, %(part)s FROM directory_searchword
        WHERE asked.typed AND word = ANY (array(
            SELECT unnest(ARRAY[left(asked.word, size), right(asked.word, size)])
            FROM generate_series(
                greatest(4, length(asked.word) * 2 / 5), length(asked.word) - 3) AS size))
        UNION ALL
        SELECT id, word, items, %(misspelt)s * similarity(word, asked.word)
        FROM directory_searchword WHERE asked.typed AND length(asked.word) >= 4
            AND word %% asked.word AND similarity(word, asked.word) >= %(fewest)s
    ) AS found
    WHERE asked.word NOT LIKE '@%%' AND found.word NOT LIKE '@%%' GROUP BY asked.n, found.id
    UNION ALL
    SELECT asked.n, w.id, 1, w.items
    FROM unnest(%(words)s::text[]) WITH ORDINALITY AS asked (word, n)
    JOIN directory_searchword AS w ON w.word = asked.word WHERE asked.word LIKE '@%%'
    UNION ALL
    SELECT 0, max(id), 0, 0 FROM directory_searchword
"""


class Like(NamedTuple):
    """`worth` from 0 to 1: how much of the asked word the index's word answers."""

    word: int
    worth: float
    items: int


class Key(NamedTuple):
    text: str
    is_typed: bool
    is_last: bool
    languages: str


@dataclass(slots=True)
class Kept:
    """What words are like, while `latest` is the newest word of the index. Only added to, and
    replaced as a whole, so that several threads may use it."""

    latest: int | None = None
    likes: dict[Key, list[Like]] = field(default_factory=dict)


kept = Kept()


def likes(wanted: Iterable[Asked], language: str) -> dict[Asked, list[Like]]:
    """The words of the index that are like each asked one; one query, two after a new word."""
    global kept
    mine = kept
    keys = {one: key_of(one, language) for one in wanted}
    latest, found = read(set(keys.values()) - mine.likes.keys())
    if latest != mine.latest or len(mine.likes) > MOST_KEPT:
        mine = kept = Kept(latest)
        if rest := set(keys.values()) - found.keys():
            found |= read(rest)[1]
    mine.likes.update(found)
    return {one: mine.likes[key] for one, key in keys.items()}


def kept_likes(asked: Asked, language: str) -> list[Like]:
    """What the latest search of the same words has read, without asking again."""
    return kept.likes.get(key_of(asked, language), [])


def key_of(asked: Asked, language: str) -> Key:
    spoken = (*STEMMED, STEMMER.get(language, language)) if asked.is_typed else ("fi",)
    return Key(asked.text, asked.is_typed, asked.is_last, " ".join(spoken))


def read(wanted: Iterable[Key]) -> tuple[int | None, dict[Key, list[Like]]]:
    """The newest word of the index, and what each key is like."""
    keys = sorted(set(wanted))
    rows = rows_within_patience(LIKE, parameters(keys))
    found: dict[int, list[Like]] = defaultdict(list)
    for n, word, worth, items in rows:
        if n:
            found[n].append(Like(word, float(worth), items))
    latest = next(word for n, word, *_rest in rows if n == 0)
    return latest, {key: best(found[n], key) for n, key in enumerate(keys, 1)}


def parameters(keys: list[Key]) -> dict[str, Any]:
    return {
        "words": [key.text for key in keys],
        "typed": [key.is_typed for key in keys],
        "last": [key.is_last for key in keys],
        "languages": [key.languages for key in keys],
        "fewest": FEWEST_ALIKE,
        **LIKENESS,
    }


def best(found: list[Like], key: Key) -> list[Like]:
    """The likest; nothing that is only like a misspelling of a word that does stand there."""
    ordered = sorted(found, key=lambda like: (-like.worth, like.word))
    if ordered and ordered[0].worth >= LIKENESS["stem"]:
        ordered = [like for like in ordered if like.worth >= LIKENESS["part"]]
    return ordered[:MOST_LIKE]
