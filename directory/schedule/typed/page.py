"""A typed text of which parts are read one after another; what is left is the rest."""

import re
import unicodedata
from collections.abc import Callable, Iterator

LONGEST = 300
READ = "\x00"
DASHES = "-‐‑‒–—―−"
# Words that only bind a time to what is around it: alone at an end of the rest they say nothing.
FILLERS = """
klo kello kl klockan at ja och and samt sekä alkaen alk alkaa lähtien asti saakka från till from to
until on in the av i på den de of for each every joka varje viikko viikon viikot vecka veckor week
weeks fr o m om t tom päättyy slutar ends starting yhteensä vain efter after kuukauden månadens
"""
SAYS_NOTHING = frozenset(FILLERS.split())


class Page:
    """Patterns are matched against `text`: lower case, plain dashes and spaces, read parts NUL.

    `cut` begins what is too long to be looked at.
    """

    def __init__(self, typed: str, longest: int = LONGEST) -> None:
        self.typed = unicodedata.normalize("NFC", typed[:longest])
        self.text = "".join(map(_plain, self.typed))
        self.cut = typed[longest:].strip()[:LONGEST]

    def take(
        self, pattern: re.Pattern[str], accept: Callable[[re.Match[str]], bool] | None = None
    ) -> re.Match[str] | None:
        """The first match that is accepted, marked as read."""
        for found in pattern.finditer(self.text):
            if accept is None or accept(found):
                self.mark(*found.span())
                return found
        return None

    def take_all(
        self, pattern: re.Pattern[str], accept: Callable[[re.Match[str]], bool] | None = None
    ) -> Iterator[re.Match[str]]:
        while (found := self.take(pattern, accept)) is not None:
            yield found

    def mark(self, start: int, end: int) -> None:
        self.text = self.text[:start] + READ * (end - start) + self.text[end:]

    def words(self, found: re.Match[str]) -> str:
        """As they were typed."""
        return self.typed[found.start() : found.end()].strip()

    @property
    def rest(self) -> str:
        chunks = re.finditer(f"[^{READ}]+", self.text)
        kept = (_without_fillers(self.typed[found.start() : found.end()]) for found in chunks)
        return " ".join(chunk for chunk in kept if chunk)


def _plain(letter: str) -> str:
    """One character for one, so that places in the plain text are those in the typed one."""
    if letter in DASHES:
        return "-"
    if letter == READ or letter.isspace():
        return " "
    if letter.isdecimal():
        return str(unicodedata.decimal(letter))
    lower = letter.lower()
    return lower if len(lower) == 1 else letter


def _without_fillers(chunk: str) -> str:
    words = chunk.replace(READ, " ").split()
    while words and _says_nothing(words[0]):
        words.pop(0)
    while words and _says_nothing(words[-1]):
        words.pop()
    return " ".join(words).strip(" ,;:.-–—")


def _says_nothing(word: str) -> bool:
    bare = word.strip(" ,;:.-–—()/+&").lower()
    return not bare or bare in SAYS_NOTHING
