"""What families look for in vain, beside the shared picture; it is taken up as its gaps are."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from directory.queries.counts import whole_weeks
from directory.queries.unmet_need import Need, unmet_needs
from directory.search.needs import OTHER_WORDS
from meetings.models import Network
from meetings.queries.picture_gaps import Gap

NEEDS = "needs"


@dataclass(slots=True)
class Sought:
    """As of a cell of a table; no `value` where there is nothing to take up."""

    need: Need
    id: str
    value: str
    is_taken: bool = False


@dataclass(frozen=True, slots=True)
class SoughtInVain:
    """In the whole weeks from `first` to `last`."""

    first: date
    last: date
    rows: list[Sought]
    is_open: bool = False


def sought_in_vain(
    network: Network, today: date, language: str, *, is_open: bool = False
) -> SoughtInVain:
    """Of a network that comes with its area's slug."""
    first, last = whole_weeks(today)
    found = unmet_needs(network.area_slug or "", language, (first, last))
    rows = [Sought(need, f"{NEEDS}/{need.concept}", need.concept) for need in found]
    return SoughtInVain(first, last, rows, is_open)


def need_gap(rows: Iterable[Sought], value: str) -> Gap | None:
    for one in rows:
        if one.value == value != OTHER_WORDS:
            words = _("Families look for this and find nothing: %(need)s")
            return Gap(one.id, one.id, words % {"need": one.need.title})
    return None


def needs_sheet(found: SoughtInVain) -> Iterator[list[str | int]]:
    yield [_("What it was about"), _("For example"), _("Language of the page"), _("Searches")]
    for one in found.rows:
        start = [str(one.need.label), str(one.need.example)]
        for part in one.need.parts:
            yield [*start, part.language, part.views or 0]
        if one.need.rest:
            yield [*start, _("Several languages"), one.need.rest]
