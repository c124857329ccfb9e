"""What a page that was shown counts as: no word of the reader's, and nothing about the reader."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import HttpResponse

from directory.models.counts import LONGEST_FILTERS, CountedKind

# The area has a column of its own; of the words it is told only that there were some.
APART = {"area", "q"}


@dataclass(frozen=True, slots=True)
class Opened:
    """The page of a listing, by the listing's key."""

    kind: CountedKind
    listing: int


@dataclass(frozen=True, slots=True)
class FoundNothing:
    """A search of listings; `filters` as `EmptySearchCount` has them."""

    kind: CountedKind
    area: str
    filters: str
    with_words: bool

    @classmethod
    def of(cls, kind: CountedKind, chosen: Mapping[str, object]) -> "FoundNothing | None":
        """Of a form's cleaned data; None where nothing was chosen, or very much."""
        held = {name: value for name, value in chosen.items() if value}
        named = {
            name: "on" if value is True else sorted(value) if isinstance(value, list) else value
            for name, value in sorted(held.items())
            if name not in APART
        }
        filters = urlencode(named, doseq=True)
        if not held or len(filters) > LONGEST_FILTERS:
            return None
        return cls(kind, str(held.get("area", "")), filters, "q" in held)


What = Opened | FoundNothing


@dataclass(frozen=True, slots=True)
class Counted:
    day: date
    language: str
    what: What


def counts_as(response: HttpResponse, what: What | None) -> HttpResponse:
    """The page remembers it for as long as the page is kept."""
    response.counted = what
    return response
