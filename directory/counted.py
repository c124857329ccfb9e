"""What a page that was shown counts as: no word of the reader's, and nothing about the reader."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.http import HttpResponse

from directory.models.counts import LONGEST_FILTERS, CountedKind
from directory.search.needs import needs


@dataclass(frozen=True, slots=True)
class Opened:
    """The page of a listing, by the listing's key."""

    kind: CountedKind
    listing: int


@dataclass(frozen=True, slots=True)
class FoundNothing:
    """A search of listings; `filters` as `EmptySearchCount` has them.

    One area has a column of its own, several are among the filters; of the words it is told only
    that there were some, and in a search for services what they were about.
    """

    kind: CountedKind
    area: str
    filters: str
    with_words: bool
    needs: tuple[str, ...] = ()

    @classmethod
    def of(cls, kind: CountedKind, chosen: Mapping[str, object]) -> "FoundNothing | None":
        """Of a form's cleaned data; None where nothing was chosen, or very much."""
        held = {name: values_of(value) for name, value in chosen.items() if value}
        areas = held.get("area", [])
        area = areas[0] if len(areas) == 1 else ""
        apart = {"q", "area"} if area else {"q"}
        named = {name: values for name, values in sorted(held.items()) if name not in apart}
        filters = urlencode(named, doseq=True)
        if not held or len(filters) > LONGEST_FILTERS:
            return None
        words = str(chosen["q"]) if "q" in held and kind == CountedKind.SERVICE else ""
        return cls(kind, area, filters, "q" in held, needs(words))


def values_of(value: object) -> list[str]:
    """As in an address."""
    if isinstance(value, list):
        return sorted(value)
    return ["on" if value is True else str(value)]


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
