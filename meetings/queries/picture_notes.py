"""What the notes said, counted: concerns and good practices by theme and term, and actions."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import (
    BooleanField,
    Count,
    ExpressionWrapper,
    F,
    IntegerField,
    Q,
    QuerySet,
    Value,
)
from django.db.models.functions import ExtractYear
from django.utils.translation import gettext as _

from directory.localized import Text
from directory.permissions import User
from meetings.enums import ActionState, NoteKind
from meetings.localized import written
from meetings.models import Network, NoteItem
from meetings.permissions import readable_actions, readable_notes
from meetings.queries.picture import ALL, NOT_TOLD, Head, Plan, Table, table

FIRST_OF_AUTUMN = 8
MOST_TERMS = 6
EARLIER = "earlier"
KINDS = {
    NoteKind.CONCERN: "concerns",
    NoteKind.WORKS: "good",
    NoteKind.GOOD_PRACTICE: "good",
}
Numbers = dict[tuple[str, str], int]


@dataclass(frozen=True, order=True, slots=True)
class Term:
    """A half of a year: the spring until July, the autumn from August."""

    year: int
    is_autumn: bool

    @property
    def key(self) -> str:
        return f"{self.year}-{2 if self.is_autumn else 1}"

    @property
    def label(self) -> str:
        words = _("Autumn %(year)s") if self.is_autumn else _("Spring %(year)s")
        return words % {"year": self.year}

    @property
    def before(self) -> "Term":
        return Term(self.year - (not self.is_autumn), not self.is_autumn)


@dataclass(slots=True)
class Returning:
    """A theme of which people were worried in more than one term."""

    theme: Head
    terms: int
    last: Text
    open_actions: int
    # As of a cell of a table.
    id: str
    value: str
    is_taken: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    concerns: Table
    good: Table
    actions: Table
    returning: list[Returning]

    @property
    def is_empty(self) -> bool:
        return not any(one.total.total.count for one in self.tables.values())

    @property
    def tables(self) -> dict[str, Table]:
        return {"concerns": self.concerns, "good": self.good, "actions": self.actions}


@dataclass(frozen=True, slots=True)
class Tally:
    """By theme and term: `concerns` and `good`; `actions` by theme and state."""

    concerns: dict[tuple[str, Term], int]
    good: dict[tuple[str, Term], int]
    actions: Numbers


def term_of(day: date) -> Term:
    return Term(day.year, day.month >= FIRST_OF_AUTUMN)


def said(network: Network, user: User, today: date, language: str) -> Said:
    """Of what `user` may read. `network` comes with its `theme_rows`."""
    tally = tallied(network.pk, user, today)
    themes = theme_heads(network.theme_rows, language)
    unnamed = Head(NOT_TOLD, Text(_("No theme"), language))
    heads = [*themes, unnamed]
    terms = terms_of((*tally.concerns, *tally.good), today)
    tables = {
        key: term_table(key, getattr(tally, key), heads, terms, language)
        for key in ("concerns", "good")
    }
    actions = action_table(tally.actions, heads, language)
    return Said(**tables, actions=actions, returning=returning(tally, themes, language))


def theme_heads(rows: Iterable[dict[str, Any]], language: str) -> list[Head]:
    return [Head(str(row["id"]), written(row, "name", language)) for row in rows]


def tallied(network: int, user: User, today: date) -> Tally:
    concerns: dict[tuple[str, Term], int] = defaultdict(int)
    good: dict[tuple[str, Term], int] = defaultdict(int)
    actions: Numbers = defaultdict(int)
    for theme, what, year, is_autumn, number in rows(network, user, today):
        key = str(theme or NOT_TOLD)
        if what in KINDS:
            found = concerns if KINDS[NoteKind(what)] == "concerns" else good
            found[key, Term(year, is_autumn)] += number
        else:
            for pair in ((key, what), (key, ALL), (ALL, what), (ALL, ALL)):
                actions[pair] += number
    return Tally(concerns, good, actions)


def rows(network: int, user: User, today: date) -> QuerySet:
    """(theme, kind or state, year, is autumn, how many) of notes and of actions, in one query."""
    meetings = readable_notes(user, today).filter(network=network).values("pk")
    is_autumn = ExpressionWrapper(
        Q(meeting__date__month__gte=FIRST_OF_AUTUMN), output_field=BooleanField()
    )
    names = ("theme_id", "what", "year", "is_autumn")
    notes = (
        NoteItem.objects.rewrite(False)
        .filter(meeting__in=meetings, kind__in=KINDS)
        .annotate(what=F("kind"), year=ExtractYear("meeting__date"), is_autumn=is_autumn)
    )
    actions = (
        readable_actions(user, today)
        .rewrite(False)
        .filter(network=network)
        .annotate(
            what=F("state"),
            year=Value(0, output_field=IntegerField()),
            is_autumn=Value(False, output_field=BooleanField()),
        )
    )
    parts = [
        one.order_by().values(*names).annotate(number=Count("pk")).values_list(*names, "number")
        for one in (notes, actions)
    ]
    return parts[0].union(parts[1], all=True)


def terms_of(keys: Iterable[tuple[str, Term]], today: date) -> list[Term]:
    """From the first that anything was said in to the present one, without a hole between, and
    not more than the last few."""
    known = {term_of(today), *(term for _theme, term in keys)}
    first, terms = min(known), [max(known)]
    while terms[0] > first and len(terms) < MOST_TERMS:
        terms.insert(0, terms[0].before)
    return terms


def term_table(
    key: str,
    found: dict[tuple[str, Term], int],
    themes: list[Head],
    terms: list[Term],
    language: str,
) -> Table:
    columns = [Head(term.key, Text(term.label, language)) for term in terms]
    counts: Numbers = defaultdict(int)
    for (theme, term), number in found.items():
        column = term.key if term >= terms[0] else EARLIER
        for pair in ((theme, column), (theme, ALL), (ALL, column), (ALL, ALL)):
            counts[pair] += number
    if counts[ALL, EARLIER]:
        columns.insert(0, Head(EARLIER, Text(_("Earlier"), language)))
    return table(notes_plan(key, themes, columns, counts), language)


def notes_plan(key: str, themes: list[Head], columns: list[Head], counts: Numbers) -> Plan:
    """Of the themes; of what has none only when there is something."""
    there = [one for one in themes if one.key != NOT_TOLD or counts.get((NOT_TOLD, ALL))]
    return Plan(key=key, corner=_("Theme"), rows=there, columns=columns, counts=counts)


def action_table(counts: Numbers, themes: list[Head], language: str) -> Table:
    columns = [Head(state.value, Text(str(state.label), language)) for state in ActionState]
    return table(notes_plan("actions", themes, columns, counts), language)


def returning(tally: Tally, themes: list[Head], language: str) -> list[Returning]:
    found = []
    for theme in themes:
        terms = sorted(term for key, term in tally.concerns if key == theme.key)
        if len(terms) > 1:
            value = f"{theme.key}/{ALL}"
            last = Text(terms[-1].label, language)
            opened = tally.actions.get((theme.key, ActionState.OPEN), 0)
            found.append(Returning(theme, len(terms), last, opened, f"returning/{value}", value))
    return sorted(found, key=lambda one: -one.terms)
