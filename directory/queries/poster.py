"""A place's programme as one sheet for its door, in one language or two side by side."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from directory import wording
from directory.localized import EMPTY, InLanguage, Text
from directory.models import Place, Service
from directory.queries.organisations import approved_names, organisation_rows
from directory.queries.programme import PLACE_FIELDS
from directory.queries.session import Visitor

MOST_ROWS = 80


@dataclass(frozen=True, slots=True)
class Detail:
    """Words in a language, then a name that keeps its own direction; either may be missing."""

    kind: str
    text: Text = EMPTY
    name: str = ""


@dataclass(frozen=True, slots=True)
class Line(InLanguage):
    """One row in one language. `when` is for those without a clock time."""

    language: str
    title: Text
    when: str = ""
    mark: str = ""
    alerts: Sequence[Detail] = ()
    details: Sequence[Detail] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """A row before its languages are put side by side: `key` is the same in each."""

    key: Hashable
    time: str
    line: Line
    is_cancelled: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    key: Hashable
    heading: Text
    entries: list[Entry]
    date: str = ""
    note: Text = EMPTY


@dataclass(frozen=True, slots=True)
class Row:
    time: str
    is_cancelled: bool
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class Section:
    """A day, or what else rows are grouped by. Headings and notes come in each language."""

    headings: list[Text]
    date: str
    notes: list[Text]
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class Side(InLanguage):
    """What stands on the sheet once in each language."""

    language: str
    kicker: str
    span: str
    url: str
    coordinator: str
    as_of: str
    changes: str
    nothing: str
    facts: list[str]
    footnotes: Sequence[str] = ()
    more: str = ""

    @property
    def address(self) -> str:
        """As people type it."""
        return self.url.split("://", 1)[-1]


@dataclass(frozen=True, slots=True)
class Poster:
    name: str
    address: str
    days: str
    sides: list[Side]
    sections: list[Section]
    is_stale: bool

    @property
    def is_mixed(self) -> bool:
        """One language runs from the left and the other from the right."""
        return len({side.dir for side in self.sides}) > 1

    @property
    def has_footnotes(self) -> bool:
        return any(side.footnotes or side.more for side in self.sides)


@dataclass(frozen=True, slots=True)
class Column:
    """The sheet in one language."""

    side: Side
    parts: list[Part]
    is_stale: bool


def poster_place(places: QuerySet, slug: str, languages: Sequence[str]) -> Place | None:
    """The place, its coordinator's name in each language, and which of its services are free."""
    coordinators = {
        coordinator_column(code): organisation_rows("coordinated_places", code)
        for code in languages
    }
    free = Service.objects.rewrite(False).filter(slots__place=OuterRef("pk"), is_free=True)
    return (
        places.rewrite(False)
        .filter(slug=slug)
        .only(*PLACE_FIELDS)
        .annotate(**coordinators, free_services=ArraySubquery(free.values("pk").distinct()))
        .first()
    )


def coordinator_column(language: str) -> str:
    return f"coordinator_{language.replace('-', '_')}"


def host_of(place: Place, language: str) -> str:
    return next(iter(approved_names(getattr(place, coordinator_column(language)))), "")


def assemble(
    place: Place,
    days: str,
    languages: Iterable[str],
    column: Callable[[str], Column],
) -> Poster:
    """`column` is called for each language while that language is active."""
    columns = []
    for code in languages:
        with override(code):
            columns.append(column(code))
    return Poster(
        name=place.name,
        address=place.address,
        days=days,
        sides=[column.side for column in columns],
        sections=side_by_side([column.parts for column in columns]),
        is_stale=columns[0].is_stale,
    )


def side_of(
    place: Place,
    language: str,
    now: datetime,
    absolute: Callable[[str], str],
    *,
    kicker: str,
    span: str,
    facts: list[str],
    parts: list[Part],
    footnotes: Sequence[str] = (),
    left_out: int = 0,
) -> Side:
    """`left_out`: how much that is not in `parts` and `footnotes` stands on the page only."""
    more = left_out + max(0, sum(len(part.entries) for part in parts) - MOST_ROWS)
    return Side(
        language=language,
        kicker=kicker,
        span=span,
        url=absolute(place.get_absolute_url()),
        coordinator=host_of(place, language),
        as_of=_("As of %(day)s") % {"day": wording.day_numeric(now.date())},
        changes=_("Changes show on this page"),
        nothing=_("No programme"),
        facts=facts,
        footnotes=footnotes,
        more=ngettext("%(count)d more on the page", "%(count)d more on the page", more)
        % {"count": more}
        if more
        else "",
    )


def side_by_side(columns: list[list[Part]]) -> list[Section]:
    """Days and rows in the order of the first language, each with its own in the other one.

    What was saved while the second language was read stands in the first one on both sides.
    """
    parts = [{part.key: part for part in column} for column in columns]
    lines = [
        {(part.key, entry.key): entry.line for part in column for entry in part.entries}
        for column in columns
    ]
    sections = []
    first = columns[0]
    for part, share in zip(first, shares([len(one.entries) for one in first]), strict=True):
        same = [known.get(part.key, part) for known in parts]
        rows = [
            Row(
                entry.time,
                entry.is_cancelled,
                [known.get((part.key, entry.key), entry.line) for known in lines],
            )
            for entry in part.entries[:share]
        ]
        headings, notes = [one.heading for one in same], [one.note for one in same]
        sections.append(Section(headings, part.date, notes, rows))
    return sections


def shares(lengths: Sequence[int]) -> list[int]:
    """How much of each list stands among MOST_ROWS: the longest give way, and none goes empty."""
    left, found = MOST_ROWS, [0] * len(lengths)
    shortest_first = sorted(range(len(lengths)), key=lengths.__getitem__)
    for lists_left, number in zip(range(len(lengths), 0, -1), shortest_first, strict=True):
        found[number] = min(lengths[number], left // lists_left)
        left -= found[number]
    return found


def people_details(
    visitors: Sequence[Visitor], organisers: Sequence[str], host: str, time: str, language: str
) -> tuple[list[Detail], list[Detail]]:
    """Who is there ("public-health nurse 10.00–11.00", sent by whom), and who else organises it.

    Nothing twice: neither the time of the row, nor the host, who stands at the foot.
    """
    there = [
        Detail(
            "visitor",
            Text(f"{one.role} {one.time if one.time != time else ''}".strip(), language),
            one.organisation if one.organisation != host else "",
        )
        for one in visitors
    ]
    named = {detail.name for detail in there}
    others = [] if list(organisers) == [host] else [n for n in organisers if n not in named]
    return there, [Detail("name", name=name) for name in others]


def capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]
