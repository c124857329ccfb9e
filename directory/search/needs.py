"""What a search was about, where its words themselves may not be kept."""

from directory.search.asked import telling_words
from directory.search.naming import named

SURE = 0.7
OTHER_WORDS = ""


def needs(text: str) -> tuple[str, ...]:
    """Keys of the concepts that the words surely name; `OTHER_WORDS` alone where they name none."""
    words = telling_words(text)
    surely = {one.concept.key for one in named(words) if one.sureness >= SURE}
    return tuple(sorted(surely)) or ((OTHER_WORDS,) if words else ())
