"""Which concepts the words of a search name, however they are spelt and in whatever order."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from directory.search.concepts import Concept, Phrase, vocabulary
from directory.search.transliteration import without_article

INFLECTED, DERIVED, COMPOUND, TYPED, MISSPELT = 0.9, 0.7, 0.6, 0.75, 0.95
SAME_WORD, SAME_ROOT = 0.66, 0.58
SHORTEST_STEM = 4
SHORTEST_TYPED, SHORTEST_PART, SHORTEST_MISSPELT, SURELY_LONG = 4, 5, 5, 8
# Of a concept whose words all lie within a longer phrase of another one.
OVERSHADOWED = 0.4


@dataclass(frozen=True, slots=True)
class Named:
    """The words at `positions` name the concept, with `sureness` from 0 to 1."""

    concept: Concept
    sureness: float
    positions: frozenset[int]

    @property
    def order(self) -> tuple[float, str]:
        return (-self.sureness * (1 + len(self.positions)), self.concept.key)


def named(words: tuple[str, ...]) -> list[Named]:
    """The surest reading for each concept at each set of positions."""
    found: dict[tuple[str, frozenset[int]], Named] = {}
    for phrase in near_phrases(words):
        if one := reading(phrase, words):
            key = (phrase.concept.key, one.positions)
            if key not in found or found[key].sureness < one.sureness:
                found[key] = one
    return sorted(dimmed(list(found.values())), key=lambda one: one.order)


def near_phrases(words: Iterable[str]) -> set[Phrase]:
    phrases = vocabulary().phrases
    return {phrase for word in words for known in alike(word) for phrase in phrases[known]}


def reading(phrase: Phrase, words: tuple[str, ...]) -> Named | None:
    """Every word of the phrase must be like one of the words, and no two like the same."""
    sureness, positions = 1.0, set()
    for wanted in phrase.words:
        likeness = [
            (alike(word).get(wanted, 0), -n) for n, word in enumerate(words) if n not in positions
        ]
        best, position = max(likeness, default=(0, 0))
        if not best:
            return None
        sureness = min(sureness, best)
        positions.add(-position)
    return Named(phrase.concept, sureness, frozenset(positions))


def dimmed(readings: list[Named]) -> list[Named]:
    sure = [one.positions for one in readings if len(one.positions) > 1 and one.sureness > 0.8]
    return [
        Named(one.concept, one.sureness * OVERSHADOWED, one.positions)
        if any(one.positions < positions for positions in sure)
        else one
        for one in readings
    ]


@lru_cache(maxsize=4096)
def alike(word: str) -> dict[str, float]:
    """The known words that the word may be, with likeness from 0 to 1."""
    return alike_as_written(without_article(word)) | alike_as_written(word)


def alike_as_written(word: str) -> dict[str, float]:
    endings = {word[n:] for n in range(1, len(word) - SHORTEST_PART + 1)}
    near = by_start().get(word[:3], set()) | (endings & vocabulary().phrases.keys())
    return misspelt(word) | {one: value for one in near if (value := likeness(word, one))}


def misspelt(word: str) -> dict[str, float]:
    """None for a word that is known: it is hardly another one."""
    known = vocabulary().phrases
    if len(word) < SHORTEST_MISSPELT or word in known:
        return {}
    mistakes = 1 if len(word) < SURELY_LONG else 2
    near = process.extract(word, known.keys(), scorer=OSA.distance, score_cutoff=mistakes, limit=20)
    return {
        one: MISSPELT * (1 - distance / len(word))
        for one, distance, _n in near
        if len(one) >= SHORTEST_MISSPELT
    }


@cache
def by_start() -> dict[str, set[str]]:
    starts: dict[str, set[str]] = defaultdict(set)
    for word in vocabulary().phrases:
        starts[word[:3]].add(word)
    return starts


def likeness(word: str, known: str) -> float:
    """By how much of the longer word both begin with, so that any language's endings may differ."""
    if word == known:
        return 1.0
    shared = shared_start(word, known)
    part = shared / max(len(word), len(known))
    if shared == len(word) >= SHORTEST_TYPED:
        return max(TYPED * max(0.6, part), INFLECTED if part >= SAME_WORD else 0)
    if shared >= SHORTEST_STEM and part >= SAME_WORD:
        return INFLECTED
    if shared > SHORTEST_STEM and part >= SAME_ROOT:
        return DERIVED
    if len(known) >= SHORTEST_PART and (shared == len(known) or word.endswith(known)):
        return COMPOUND
    return 0.0


def shared_start(one: str, other: str) -> int:
    same = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        same += 1
    return same
