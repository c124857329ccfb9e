"""What one action did to the lines of the desk, by the history that the database kept of it."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from directory.enums import ChangeKindChoices
from directory.models import ScheduleChange, Slot
from directory.queries.desk import Line
from directory.queries.organisations import run_by

MOST_TOUCHED = 200
SCOPES = ("slot_id", "service_id", "place_id", "organisation_id")
TOLD = ("pgh_obj_id", "kind", *SCOPES, "first", "last")


def history_of(row: Slot | ScheduleChange, current: UUID) -> UUID:
    """The current action; for one that was repeated and wrote nothing, the one before it."""
    events = type(row).pgh_event_model.objects.filter(pgh_obj_id=row.pk).order_by("pgh_id")
    latest = events.values_list("pgh_context_id", flat=True).last()
    return latest or current


def touched_by(history: UUID, lines: Iterable[Line]) -> tuple[bool, list[Line]]:
    """Whether the action can be taken back, and what it did to the lines that are shown.

    Of those in the past, only what nothing to come was done beside.
    """
    changes = ScheduleChange.pgh_event_model.objects.filter(pgh_context_id=history)
    told = list(changes.values(*TOLD)[:MOST_TOUCHED])
    slots = Slot.pgh_event_model.objects.filter(pgh_context_id=history)
    edited = set(slots.values_list("pgh_obj_id", flat=True)[:MOST_TOUCHED])
    shown = edited if len(edited) == 1 else set()
    found = [
        line
        for line in lines
        if (line.key and line.key[0] in shown) or any(bears_on(change, line) for change in told)
    ]
    coming = [line for line in found if not line.is_over]
    return bool(told or edited), coming or found


def bears_on(change: Mapping[str, Any], line: Line) -> bool:
    seen, session = line.session.occurrence, line.session
    if change["kind"] == ChangeKindChoices.EXTRA:
        return seen.change == change["pgh_obj_id"]
    if change["slot_id"]:
        return line.key == (change["slot_id"], change["first"])
    is_then = change["first"] <= session.day <= (change["last"] or date.max)
    organisations = run_by(session.slot) if session.slot else []
    return is_then and (
        (change["place_id"] or 0) in (seen.place, seen.scheduled_place)
        or (change["service_id"] or 0) == seen.service
        or change["organisation_id"] in organisations
    )
