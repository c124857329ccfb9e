"""Gaps of the shared picture: the question that each asks, and which are taken up already."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol
from uuid import UUID, uuid5

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _

from meetings.enums import ActionState, MeetingKind
from meetings.models import Action, AgendaItem, Meeting, Network
from meetings.queries.picture import Cell, Head, Row, Table
from meetings.queries.picture_notes import Returning, term_of

ACTION = "action"
MOST_MEETINGS = 6
NAMESPACE = UUID("6f0c2b1e-6f1d-5f0e-9a5b-3d1f6c0a7e42")
# An empty row is the same gap in each of these.
ROWS_OF = {
    "organisations": "forms",
    "languages": "forms",
    "ages": "forms",
    "days": "times",
    "hours": "times",
}


@dataclass(frozen=True, slots=True)
class Gap:
    """`place` is where in the picture it is, in words that never change; `anchor` where on its
    page."""

    place: str
    anchor: str
    question: str
    theme: int | None = None


@dataclass(frozen=True, slots=True)
class Agenda:
    """Of a coming meeting, which its uid stands for."""

    uid: str
    kind_label: str
    day: date


def ahead(network: Any, today: date) -> QuerySet:
    """The meetings whose agendas a gap can go to, the next one first."""
    rows = Meeting.objects.rewrite(False).filter(network=network).ahead(today)
    return rows.order_by("date", "start", "pk")


def coming_meetings(network: int, today: date) -> list[Meeting]:
    named = ahead(network, today).only("uid", "date", "start", "kind", "network_id")
    return list(named[:MOST_MEETINGS])


def gap_uid(network: int, target: str, place: str, today: date) -> UUID:
    """The same for the same gap, so that it is taken up once a term by each meeting, or as an
    action."""
    return uuid5(NAMESPACE, f"{network}/{target}/{term_of(today).key}/{place}")


def place_of(name: str, row: Row, cell: Cell, form: str) -> str:
    """The week's cells are of one form or of all."""
    if name == "week":
        return f"{cell.id}/{form}"
    return f"{ROWS_OF[name]}/{cell.value}" if cell is row.total else cell.id


def with_agendas(networks: QuerySet, today: date) -> QuerySet:
    """Each network with its coming meetings, and with all that is on their agendas or is open."""
    row = JSONObject(uid="uid", kind="kind", date="date")
    items = AgendaItem.objects.rewrite(False).filter(
        meeting__network=OuterRef("pk"), meeting__in=Meeting.objects.ahead(today)
    )
    actions = Action.objects.rewrite(False).filter(network=OuterRef("pk"), state=ActionState.OPEN)
    return networks.annotate(
        coming_rows=ArraySubquery(ahead(OuterRef("pk"), today).values(row=row)[:MOST_MEETINGS]),
        agenda_uids=ArraySubquery(items.order_by().values("uid")),
        action_uids=ArraySubquery(actions.order_by().values("uid")),
    )


def agendas(network: Network) -> list[Agenda]:
    return [
        Agenda(row["uid"], str(MeetingKind(row["kind"]).label), date.fromisoformat(row["date"]))
        for row in network.coming_rows
    ]


class Takeable(Protocol):
    """What is no cell of a table and is taken up like one."""

    id: str
    is_taken: bool


def mark_taken(
    network: Network, tables: Iterable[Table], others: Iterable[Takeable], form: str, today: date
) -> None:
    """Of a network with its agendas."""
    targets = [ACTION, *(row["uid"] for row in network.coming_rows)]
    taken = {*network.agenda_uids, *network.action_uids}

    def is_taken(place: str) -> bool:
        return any(gap_uid(network.pk, target, place, today) in taken for target in targets)

    for one in tables if taken else ():
        for row, cell in one.cells():
            cell.is_taken = cell.is_gap and is_taken(place_of(one.key, row, cell, form))
    for other in others if taken else ():
        other.is_taken = is_taken(other.id)


def gap_of(found: Table, value: str, form: Head | None) -> Gap | None:
    """The gap that a form names; None when there is none any more."""
    for row, cell in found.cells():
        if cell.value == value and cell.is_gap:
            place = place_of(found.key, row, cell, form.key if form else "")
            column = cell.column if cell is not row.total else None
            return Gap(place, cell.id, question(found.key, row.head, column, form))
    return None


def theme_gap(themes: Iterable[Returning], value: str) -> Gap | None:
    for one in themes:
        if one.value == value:
            words = _("A concern that returns: %(theme)s") % {"theme": one.theme.label}
            return Gap(one.id, one.id, words, int(one.theme.key))
    return None


def question(name: str, row: Head, column: Head | None, form: Head | None) -> str:
    """What the network is to talk about, in one sentence. Without a column it is of all a row."""
    if name == "week":
        return question_of_week(row, column, form)
    if column is None:
        words = {
            "forms": _("%(form)s: nobody offers this in the area"),
            "times": _("%(form)s: nothing is held at regular times"),
        }[ROWS_OF[name]]
        return words % {"form": row.label}
    words = {
        "organisations": _("%(form)s: could %(column)s offer this?"),
        "languages": _("%(form)s: nothing in this language: %(column)s"),
        "ages": _("%(form)s: nothing for this age: %(column)s"),
        "days": _("%(form)s: nothing on this day: %(column)s"),
        "hours": _("%(form)s: nothing at this time of day: %(column)s"),
    }[name]
    return words % {"form": row.label, "column": column.label}


def question_of_week(part: Head, day: Head | None, form: Head | None) -> str:
    names = {
        "form": form.label if form else _("All kinds of services"),
        "time": f"{day.label}, {part.label}" if day else part.label,
    }
    return _("%(form)s: nothing at this time: %(time)s") % names
