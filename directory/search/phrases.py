"""The concepts' phrases as they are written, by language."""

from functools import cache

from directory.localized import EMPTY, Text, chain
from directory.search.concepts import HERE, NOT_LANGUAGES, Concept, concepts, read


@cache
def known_concepts() -> dict[str, Concept]:
    return {concept.key: concept for concept, *_rest in concepts()}


@cache
def phrases() -> dict[str, dict[str, list[str]]]:
    """By the concept's key, then by language."""
    files = [*sorted((HERE / "words").glob("*.toml")), HERE / "signs.toml"]
    return {
        key: {name: texts for name, texts in entry.items() if name not in NOT_LANGUAGES}
        for path in files
        for key, entry in read(path).items()
    }


def example(concept: str, language: str) -> Text:
    """The first phrase in the language, or in the next one of its chain."""
    written = phrases().get(concept, {})
    first = (Text(written[code][0], code) for code in chain(language) if written.get(code))
    return next(first, EMPTY)
