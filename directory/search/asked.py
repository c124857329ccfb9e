"""What a search asks of the index: for each of its words, which words and signs would answer it."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from directory.search.concepts import vocabulary
from directory.search.naming import Named, named
from directory.search.normal import words_of
from directory.search.transliteration import in_latin

MOST_WORDS = 8
LONGEST_SEARCH = 200
MOST_CONCEPTS = 12
SURE = 0.9
# How far the category answers that a concept leads to: its own, and the others it names.
OWN_CATEGORY, OTHER_CATEGORY = 0.65, 0.25
# How far a fact of a listing answers: much that is for an age is not about it.
FACT = 0.8
FACTS = {"@age": 0.5, "@visitor": 0.5}
SOUGHT, IN_LATIN = 0.8, 0.8
WIDE = 0.5


class Evidence(IntEnum):
    """Each kind answers beside the others: what is found by two is surer than by one."""

    TEXT = 0
    CATEGORY = 1
    OTHER_CATEGORY = 2
    FACT = 3


@dataclass(frozen=True, slots=True)
class Asked:
    """`text` as it would stand in a listing, or a sign; `group` the place of the word searched.

    `is_typed` is of the reader's own words: they are also looked for misspelt and in compounds.
    The last of them may be half typed.
    """

    group: int
    text: str
    worth: float
    is_typed: bool = False
    is_last: bool = False
    evidence: Evidence = Evidence.TEXT


def telling_words(search: str) -> tuple[str, ...]:
    """The words of a search that tell something, or all of them when none does.

    A word that tells nothing by itself may be part of what others name, as in "want to die".
    """
    words = tuple(dict.fromkeys(words_of(search[:LONGEST_SEARCH])))[: 2 * MOST_WORDS]
    naming = {n for one in named(words) if one.sureness >= SURE for n in one.positions}
    stop = vocabulary().stop
    telling = tuple(word for n, word in enumerate(words) if word not in stop or n in naming)
    return (telling or words)[:MOST_WORDS]


def asked(words: tuple[str, ...]) -> list[Asked]:
    typed = [
        Asked(n, word, 1.0, is_typed=True, is_last=n + 1 == len(words))
        for n, word in enumerate(words)
    ]
    # Places have Finnish names, and people write them as they hear them.
    typed += [
        Asked(n, latin, IN_LATIN, is_typed=True)
        for n, word in enumerate(words)
        if (latin := in_latin(word)) != word
    ]
    meant = [one for reading in named(words)[:MOST_CONCEPTS] for one in meant_by(reading)]
    return typed + meant


def meant_by(reading: Named) -> Iterator[Asked]:
    concept = reading.concept
    sureness = reading.sureness * (WIDE if concept.is_wide else 1)
    for group in sorted(reading.positions):
        for word in concept.seek:
            yield Asked(group, word, SOUGHT * sureness)
        for n, slug in enumerate(concept.categories):
            worth = OTHER_CATEGORY if n else OWN_CATEGORY
            text = f"@category:{slug}"
            evidence = Evidence.OTHER_CATEGORY if n else Evidence.CATEGORY
            yield Asked(group, text, worth * sureness, evidence=evidence)
        for sign in concept.signs:
            worth = FACTS.get(sign.partition(":")[0], FACT)
            yield Asked(group, sign, worth * sureness, evidence=Evidence.FACT)
