"""The one form in which words are kept and asked: what people leave out or mistype is taken away.

Lower case, without marks (ä is a, й is и), letters of one sound in Arabic script as one letter,
digits as 0–9, no apostrophes. Chinese is cut into pairs of characters, as it has no spaces. The
database does the same in `directory_search_words`; the tests hold the two together.
"""

import re
import unicodedata

LONGEST_TEXT, LONGEST_WORD = 20000, 60
DROPPED = re.compile(
    "[\u00ad\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"
    "\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8"
    "\u06ea-\u06ed\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f'`´\u02bc\u2018\u2019]"
)
ONE_LETTER = str.maketrans(
    "ıłøđæœßςىةۀەکیێۆڕڵھ٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "ilodaosσيهههكييورله01234567890123456789"
)
WORD = re.compile(
    "([\u3400-\u9fff]+)|([0-9a-z\u00df-\u024f\u0370-\u03ff\u0400-\u052f\u0531-\u0587"
    "\u05d0-\u05ea\u0620-\u064a\u0660-\u0669\u066e-\u06d3\u06d5\u06ee-\u06ff\u0900-\u0dff"
    "\u0e00-\u0eff\u10a0-\u10ff\u1200-\u137f\u1780-\u17ff\u3040-\u30ff\uac00-\ud7af]+)"
)


def normal(text: str) -> str:
    lowered = unicodedata.normalize("NFKC", text[:LONGEST_TEXT]).lower()
    return DROPPED.sub("", unicodedata.normalize("NFKD", lowered)).translate(ONE_LETTER)


def words_of(text: str) -> list[str]:
    """The words in their order, each as often as it stands there."""
    found = []
    for chinese, word in WORD.findall(normal(text)):
        pairs = [chinese[n : n + 2] for n in range(max(len(chinese) - 1, 1))]
        found += [word] if word else pairs
    return [word[:LONGEST_WORD] for word in found]
