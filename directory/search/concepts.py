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

    def add(self, concept: Concept, text: str, stop: frozenset[str]) -> None:
        """`stop` of the text's own language: what tells nothing in one may tell much in another."""
        written = tuple(words_of(text))
        telling = tuple(word for word in written if word not in stop) or written
        for words in dict.fromkeys([telling, *(tuple(map(way, telling)) for way in OTHER_WAYS)]):
            phrase = Phrase(words, concept)
            for word in dict.fromkeys(words):
                self.phrases[word].append(phrase)


@cache
def vocabulary() -> Vocabulary:
    """All of it, read once a process."""
    known = list(concepts())
    alone = {words[0] for *_, text in known if len(words := words_of(text)) == 1}
    stop = {language: words - alone for language, words in stop_words().items()}
    found = Vocabulary(frozenset().union(*stop.values()))
    for concept, language, text in known:
        found.add(concept, text, stop[language])
    return found


def concepts() -> Iterator[tuple[Concept, str, str]]:
    """Each concept with each of its phrases, as written, and the phrase's language."""
    for path in sorted((HERE / "words").glob("*.toml")):
        for key, entry in read(path).items():
            concept = Concept(
                key=key,
                categories=(*([path.stem] if entry.get("own", True) else []), *entry["also"]),
                seek=tuple(word for text in entry["seek"] for word in words_of(text)),
                signs=tuple(f"@visitor:{role}" for role in entry.get("visitors", ())),
                is_wide=entry.get("wide", False),
            )
            yield from ((concept, *one) for one in texts(entry))
    for sign, entry in read(HERE / "signs.toml").items():
        concept = Concept(key=sign, signs=(f"@{sign}",))
        yield from ((concept, *one) for one in texts(entry))


def stop_words() -> dict[str, frozenset[str]]:
    """By language."""
    listed = read(HERE / "stop.toml").items()
    return {
        language: frozenset(word for text in texts for word in words_of(text))
        for language, texts in listed
    }


def texts(entry: dict) -> Iterator[tuple[str, str]]:
    """Each text of all languages, after its language."""
    for name, written in entry.items():
        if name not in NOT_LANGUAGES:
            yield from ((name, text) for text in written)


def read(path: Path) -> dict:
    with path.open("rb") as file:
        return tomllib.load(file)
