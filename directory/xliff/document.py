"""What a file says, without its markup."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum

FAMILY = "urn:oasis:names:tc:xliff:document:"
CORE = f"{FAMILY}2.0"
METADATA = "urn:oasis:names:tc:xliff:metadata:2.0"
XML = "http://www.w3.org/XML/1998/namespace"
OURS = "perhepalvelut"
# BCP 47 has no tag of its own for easy Finnish; "x" begins what two parties agree on.
TAGS = {"fi-selko": "fi-x-selko", "zh-hans": "zh-Hans"}
CODES = {tag.lower(): code for code, tag in TAGS.items()}
DIGEST = re.compile(r"[0-9a-f]{64}")


class Segment(IntEnum):
    """How far a translator has come; the names are those of the format."""

    INITIAL = 0
    TRANSLATED = 1
    REVIEWED = 2
    FINAL = 3

    @property
    def word(self) -> str:
        return self.name.lower()


class Problem(StrEnum):
    # Of the file
    NOT_XML = "not-xml"
    DOCTYPE = "doctype"
    NOT_XLIFF = "not-xliff"
    VERSION = "version"
    LANGUAGE = "language"
    # Of a unit
    INLINE_CODE = "inline-code"
    PARTLY = "partly"
    ORDER = "order"
    STATE = "state"
    CHARACTER = "character"
    UNKNOWN = "unknown"
    SOURCE_LANGUAGE = "source-language"
    TWICE = "twice"
    TOO_LONG = "too-long"


class XliffError(Exception):
    """`found` is the version that the file says it is of."""

    def __init__(self, problem: Problem, found: str = "") -> None:
        super().__init__(problem.value)
        self.problem = problem
        self.found = found


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One text. The digests are of the source and the target when the file was written."""

    id: str
    source: str = ""
    target: str | None = None
    state: Segment = Segment.INITIAL
    sub_state: str = ""
    notes: Sequence[str] = ()
    source_digest: str = ""
    target_digest: str = ""
    problem: Problem | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The languages are tags, as `language_tag` gives them."""

    source_language: str
    target_language: str
    original: str = ""
    units: Sequence[Unit] = field(default_factory=tuple)


def language_tag(code: str) -> str:
    return TAGS.get(code, code)


def language_code(tag: str) -> str:
    return CODES.get(tag.lower(), tag.lower())


def named(namespace: str, name: str) -> str:
    return f"{{{namespace}}}{name}"
