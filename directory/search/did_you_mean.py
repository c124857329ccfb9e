"""What may have been meant by words that found nothing: others that find something."""

import re
from collections.abc import Iterator, Sequence
from itertools import chain, islice

from directory.models import Indexed, SearchPosting
from directory.search.asked import LONGEST_SEARCH, asked, telling_words
from directory.search.corrections import Correction, corrections
from directory.search.keyboards import on_other_keyboards
from directory.search.matching import LIKENESS, kept_likes
from directory.search.naming import named
from directory.search.needs import SURE
from directory.search.normal import words_of

MOST = 1
MOST_UNKNOWN = 1
BETWEEN = re.compile(r"([\s/,;:()\"“”„«»–—-]+)")


def did_you_mean(text: str, language: str) -> list[str]:
    """At most one, the likeliest, and none where all is known. To be asked after the search."""
    text = " ".join(text[:LONGEST_SEARCH].split())
    unknown = unknown_words(text, language)[:MOST_UNKNOWN]
    if not unknown:
        return []
    offered = chain(other_keyboards(text), corrected(text, unknown, language))
    tried = islice(dict.fromkeys(offered), MOST)
    return [one for one in tried if finds(one)]


def unknown_words(text: str, language: str) -> list[str]:
    """The words that name nothing surely, and are not those of anything listed."""
    typed = [one for one in asked(telling_words(text)) if one.is_typed]
    sure = {n for one in named(telling_words(text)) if one.sureness >= SURE for n in one.positions}
    listed = {one.group for one in typed if is_listed(kept_likes(one, language))}
    return [word for n, word in enumerate(telling_words(text)) if n not in sure | listed]


def is_listed(alike: Sequence) -> bool:
    return any(like.worth >= LIKENESS["inside"] for like in alike)


def other_keyboards(text: str) -> list[str]:
    """Nobody types so by chance: only what names something is offered, the surest first."""
    readings = {written: named(telling_words(written)) for written in on_other_keyboards(text)}
    sure = {
        written: of[0].order for written, of in readings.items() if of and of[0].sureness >= SURE
    }
    return sorted(sure, key=lambda written: sure[written])


def corrected(text: str, unknown: list[str], language: str) -> Iterator[str]:
    """Each unknown word replaced by the word likest to it, then by the next one."""
    of_word = {word: corrections(word, language) for word in unknown}
    for n in range(max(map(len, of_word.values()), default=0)):
        yield replaced(text, {word: at(offer, n) for word, offer in of_word.items() if offer})


def at(offer: list[Correction], n: int) -> str:
    return offer[min(n, len(offer) - 1)].written


def replaced(text: str, written: dict[str, str]) -> str:
    return "".join(written.get(word_in(part), part) for part in BETWEEN.split(text))


def word_in(part: str) -> str:
    words = words_of(part)
    return words[0] if len(words) == 1 else ""


def finds(text: str) -> bool:
    """Something of what it leads to stands in some service."""
    wanted = {one.text for one in asked(telling_words(text))}
    return SearchPosting.objects.filter(kind=Indexed.SERVICE, word__word__in=wanted).exists()
