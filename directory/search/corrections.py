"""Words that are like one which nothing knows: of the concepts' phrases, and of what is listed."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from django.db import connection
from django.db.models import QuerySet
from rapidfuzz import process
from rapidfuzz.distance import OSA

from directory.localized import ORIGINAL, column
from directory.models import Area, Category, Indexed, Service
from directory.search.normal import words_of
from directory.search.phrases import phrases

SHORTEST, MOST = 4, 5
# Wider than what is understood without asking (`naming.py`, `matching.py`).
LEAST_LIKE, LEAST_LIKE_LISTED, FEWEST_ALIKE = 0.7, 0.6, 0.3
# A word that is in another language only is hardly meant.
LEAST_LIKE_FOREIGN = 0.8
# So much more a word is worth in the page's language, and in Finnish.
OWN, FINNISH = 0.1, 0.05
TOKEN = re.compile(r"[\s/,;:()\"“”„«»–—-]+")
FIELDS = {
    Indexed.SERVICE: ("name", "summary"),
    Indexed.AREA: ("name",),
    Indexed.CATEGORY: ("name",),
}
NEAR = """
    SELECT near.word, listed.kind, listed.item
    FROM (
        SELECT id, word FROM directory_searchword
        WHERE word %% %(asked)s AND similarity(word, %(asked)s) >= %(fewest)s
            AND word NOT LIKE '@%%'
        ORDER BY similarity(word, %(asked)s) DESC, word LIMIT %(most)s
    ) AS near,
    LATERAL (
        SELECT kind, item FROM directory_searchposting
        WHERE word_id = near.id AND kind = ANY (%(kinds)s)
        ORDER BY weight DESC, kind, item LIMIT %(most)s
    ) AS listed
"""


@dataclass(frozen=True, slots=True)
class Correction:
    """`written` as it stands in a phrase or a listing; `word` its normal form."""

    word: str
    written: str
    likeness: float


def corrections(word: str, language: str) -> list[Correction]:
    """The likest first, each word once; at most four queries."""
    if len(word) < SHORTEST:
        return []
    found: dict[str, Correction] = {}
    for one in (*of_phrases(word, language), *of_listings(word, language)):
        if one.word not in found or found[one.word].likeness < one.likeness:
            found[one.word] = one
    others = [one for one in found.values() if one.word != word]
    return sorted(others, key=lambda one: (-one.likeness, one.word))[:MOST]


def of_phrases(word: str, language: str) -> Iterator[Correction]:
    known = written_words()
    near = process.extract(
        word, known.keys(), scorer=OSA.normalized_similarity, score_cutoff=LEAST_LIKE, limit=20
    )
    for one, likeness, _n in near:
        yield from best(one, known[one], language, likeness)


def best(
    word: str, written: dict[str, str], language: str, likeness: float
) -> Iterator[Correction]:
    """As it is written in the page's language, else in Finnish, else in any."""
    for code, worth in ((language, OWN), (ORIGINAL, FINNISH)):
        if code in written:
            yield Correction(word, written[code], likeness + worth)
            return
    if likeness >= LEAST_LIKE_FOREIGN:
        yield Correction(word, next(iter(written.values())), likeness)


@cache
def written_words() -> dict[str, dict[str, str]]:
    """By the normal form, then by language."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for by_language in phrases().values():
        for code, texts in by_language.items():
            for word, written in tokens(texts):
                found[word].setdefault(code, written)
    return dict(found)


def tokens(texts: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Each word of the texts in its normal form and as written; none of Chinese, which has no
    words between spaces."""
    for token in (token for text in texts for token in TOKEN.split(text)):
        if len(words := words_of(token)) == 1:
            yield words[0], token.strip(".!?'’")


def of_listings(word: str, language: str) -> Iterator[Correction]:
    near = near_listings(word)
    for code, text in texts_of(near, language):
        for known, written in tokens([text]) if text else ():
            likeness = OSA.normalized_similarity(word, known)
            if known in near and likeness >= LEAST_LIKE_LISTED:
                yield Correction(known, written, likeness + (OWN if code == language else FINNISH))


def near_listings(word: str) -> dict[str, list[tuple[Indexed, int]]]:
    """The listed words that are like it, each with some of what it stands in."""
    kinds = [int(kind) for kind in FIELDS]
    values = {"asked": word, "fewest": FEWEST_ALIKE, "most": 2 * MOST, "kinds": kinds}
    found: dict[str, list[tuple[Indexed, int]]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(NEAR, values)
        for known, kind, item in cursor.fetchall():
            found[known].append((Indexed(kind), item))
    return found


def texts_of(
    near: dict[str, list[tuple[Indexed, int]]], language: str
) -> Iterator[tuple[str, str]]:
    """In the page's language and in Finnish, each with its language."""
    listed = {one for items in near.values() for one in items}
    codes = list(dict.fromkeys((language, ORIGINAL)))
    for kind, fields in FIELDS.items():
        if keys := [item for known, item in listed if known == kind]:
            names = [column(field, code) for code in codes for field in fields]
            of_columns = [code for code in codes for _field in fields]
            for row in rows(kind).filter(pk__in=keys).order_by("pk").values_list(*names):
                yield from zip(of_columns, row, strict=True)


def rows(kind: Indexed) -> QuerySet:
    if kind == Indexed.SERVICE:
        return Service.objects.published().rewrite(False)
    return (Area if kind == Indexed.AREA else Category).objects.rewrite(False)
