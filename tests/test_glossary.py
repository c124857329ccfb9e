"""The same word for the same thing everywhere: each catalogue against locale/*/glossary.toml."""

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from functools import cache

import pytest
from babel.messages.pofile import read_po
from django.conf import settings
from django.utils.translation import to_locale

LANGUAGES = [code for code, _name in settings.LANGUAGES if code != "en"]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")
# Vowel signs that Arabic may leave out, and the dot that lower-casing leaves on a Turkish İ.
OPTIONAL_MARKS = re.compile("[\u064b-\u0652\u0307]")
KEYS = {"use", "finnish", "stems", "never", "why", "except"}


def glossary(language: str) -> dict[str, dict]:
    path = settings.BASE_DIR / "locale" / to_locale(language) / "glossary.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


ENGLISH = glossary("en")
TERM_OF = {form: term for term, entry in ENGLISH.items() for form in entry["forms"]}
# The longest first: "open meeting place" is neither a meeting nor a place.
FORM = re.compile(
    rf"(?<!\w)(?:{'|'.join(map(re.escape, sorted(TERM_OF, key=len, reverse=True)))})(?!\w)"
)


@cache
def messages(language: str) -> list[tuple[str, tuple[str, ...]]]:
    """The English text, the plural if there is one, and each form of its translation."""
    path = settings.BASE_DIR / "locale" / to_locale(language) / "LC_MESSAGES" / "django.po"
    with path.open("rb") as file:
        found = [message for message in read_po(file) if message.id]
    return [(several(message.id)[-1], several(message.string)) for message in found]


def several(text: str | tuple[str, ...]) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text)


def plain(text: str) -> str:
    text = unicodedata.normalize("NFC", text).casefold().replace("’", "'")
    return OPTIONAL_MARKS.sub("", text)


@cache
def terms_in(english: str) -> set[str]:
    found = {TERM_OF[form] for form in FORM.findall(plain(PLACEHOLDER.sub("", english)))}
    return {term for term in found if english not in ENGLISH[term].get("except", [])}


@cache
def pattern(stem: str) -> re.Pattern[str]:
    """A space at its beginning is the beginning of a word, … any letters between."""
    parts = ".*".join(re.escape(part) for part in plain(stem.strip()).split(" … "))
    return re.compile(rf"(?<!\w){parts}" if stem.startswith(" ") else parts)


def has(text: str, stem: str) -> bool:
    return pattern(stem).search(plain(PLACEHOLDER.sub("", text))) is not None


def faults(entry: dict, translation: str) -> Iterator[str]:
    if not any(has(translation, stem) for stem in entry["stems"]):
        yield f"lacks {' / '.join(entry['stems'])}"
    for word in entry.get("never", []):
        if has(translation, word):
            yield f"has {word}"


def report(language: str, texts: list[tuple[str, str]]) -> list[str]:
    words = glossary(language)
    return [
        f"{english!r} → {translation!r}: {fault} ({term}: {words[term]['use']})"
        for english, translation in texts
        for term in sorted(terms_in(english))
        if english not in words[term].get("except", [])
        for fault in faults(words[term], translation)
    ]


def told(lines: list[str]) -> str:
    return "\n".join(["", *lines, f"{len(lines)} in all; the words are in locale/*/glossary.toml"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_a_word_for_every_term(language):
    words = glossary(language)
    assert words.keys() == ENGLISH.keys()
    for term, entry in words.items():
        assert entry.keys() <= KEYS, term
        assert entry["why"], term
        assert not list(faults(entry, entry["use"])), term


@pytest.mark.parametrize("language", LANGUAGES)
def test_messages_use_the_words_of_the_glossary(language):
    texts = [(english, form) for english, forms in messages(language) for form in forms if form]
    lines = report(language, texts)
    assert not lines, told(lines)


@pytest.mark.parametrize("language", LANGUAGES)
def test_labels_keep_the_finnish_word(language):
    """What signs and letters say stays beside the translation where the term stands alone."""
    kept = {term: entry.get("finnish", "") for term, entry in glossary(language).items()}
    lines = [
        f"{english!r} → {form!r}: lacks {word}"
        for english, forms in messages(language)
        if (word := kept.get(plain(english)))
        for form in forms
        if form and word not in form
    ]
    assert not lines, told(lines)


@pytest.mark.parametrize("language", LANGUAGES)
def test_exceptions_are_messages_that_have_the_term(language):
    known = {english: terms_in(english) for english, _forms in messages(language)}
    stale = [
        f"{term}: {english!r}"
        for term, entry in glossary(language).items()
        for english in entry.get("except", [])
        if term not in known.get(english, ())
    ]
    assert not stale, told(stale)


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_of_the_demos_categories_use_the_words_of_the_glossary(language):
    path = settings.BASE_DIR / "fixtures" / "demo" / "categories.toml"
    names = [category["name"] for category in tomllib.loads(path.read_text())["category"]]
    field = language.replace("-", "_")
    lines = report(language, [(name["en"], name[field]) for name in names])
    assert not lines, told(lines)


def test_english_messages_hold_none_of_the_words_not_to_be_used():
    lines = [
        f"{english!r} has {word} ({term}: {entry['use']})"
        for english, _forms in messages("fi")
        for term, entry in ENGLISH.items()
        for word in entry.get("never", [])
        if has(english, f" {word}")
    ]
    assert not lines, told(lines)
