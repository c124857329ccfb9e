"""Other ways to write a word: Cyrillic with Latin letters, Arabic without what leans on it."""

import re

LATIN = str.maketrans(
    {
        "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "є": "ie", "ж": "zh",
        "з": "z", "и": "i", "і": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p",
        "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "h", "ц": "ts", "ч": "ch",
        "ш": "sh", "щ": "sch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya",
    }
)  # fmt: skip
# As in Ukrainian passports, where it differs.
UKRAINIAN = LATIN | str.maketrans({"г": "h", "и": "y", "ю": "iu", "я": "ia", "х": "kh"})


def in_latin(word: str) -> str:
    """Of a word in its normal form; what is not Cyrillic stays as it is."""
    return word.translate(LATIN)


def in_ukrainian_latin(word: str) -> str:
    return word.translate(UKRAINIAN)


LEANING = re.compile("^(?:وال|بال|فال|كال|لل|ال|و|ب|ل)(?=.{3})")


def without_article(word: str) -> str:
    """Arabic joins the article and short prepositions to the word."""
    return LEANING.sub("", word)
