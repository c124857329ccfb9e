"""What parents ask for, by the words they have for it in every language: `words/*.toml`.

A file is named after the category that its concepts lead to; `signs.toml` has the words for facts
of a listing, such as the languages spoken there, and `stop.toml` the words that tell nothing.
"""

import tomllib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from directory.search.normal import words_of
from directory.search.transliteration import (
    in_latin,
    in_ukrainian_latin,
    without_article,
)

HERE = Path(__file__).parent
OTHER_WAYS = (in_latin, in_ukrainian_latin, without_article)
NOT_LANGUAGES = {"also", "seek", "visitors", "own", "wide"}


@dataclass(frozen=True, slots=True)
class Concept:
    """`categories` the most fitting first; `seek` are Finnish words to look for in listings, and
    `signs` facts of them, such as who visits."""

    key: str
    categories: tuple[str, ...] = ()
    seek: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()
    is_wide: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    words: tuple[str, ...]
    concept: Concept


@dataclass(slots=True)
class Vocabulary:
    """Phrases by each word in them; `stop` are the words that tell nothing in any language."""

    stop: frozenset[str]
    phrases: dict[str, list[Phrase]] = field(default_factory=lambda: defaultdict(list))

    def add(self, concept: Concept, text: str) -> None:
        written = tuple(words_of(text))
        for words in dict.fromkeys([written, *(tuple(map(way, written)) for way in OTHER_WAYS)]):
            telling = tuple(word for word in words if word not in self.stop) or words
            phrase = Phrase(telling, concept)
            for word in dict.fromkeys(telling):
                self.phrases[word].append(phrase)


@cache
def vocabulary() -> Vocabulary:
    """All of it, read once a process."""
    known = list(concepts())
    alone = {words[0] for _, text in known if len(words := words_of(text)) == 1}
    found = Vocabulary(frozenset(stop_words() - alone))
    for concept, text in known:
        found.add(concept, text)
    return found


def concepts() -> Iterator[tuple[Concept, str]]:
    """Each concept with each of its phrases, as written."""
    for path in sorted((HERE / "words").glob("*.toml")):
        for key, entry in read(path).items():
            concept = Concept(
                key=key,
                categories=(*([path.stem] if entry.get("own", True) else []), *entry["also"]),
                seek=tuple(" ".join(words_of(word)) for word in entry["seek"]),
                signs=tuple(f"@visitor:{role}" for role in entry.get("visitors", ())),
                is_wide=entry.get("wide", False),
            )
            yield from ((concept, text) for text in texts(entry))
    for sign, entry in read(HERE / "signs.toml").items():
        yield from ((Concept(key=sign, signs=(f"@{sign}",)), text) for text in texts(entry))


def stop_words() -> set[str]:
    listed = read(HERE / "stop.toml").values()
    return {word for words in listed for text in words for word in words_of(text)}


def texts(entry: dict) -> Iterator[str]:
    for name, written in entry.items():
        if name not in NOT_LANGUAGES:
            yield from written


def read(path: Path) -> dict:
    with path.open("rb") as file:
        return tomllib.load(file)
