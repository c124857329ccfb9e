"""Takes one action back, by the history that the database kept of it.

All that one request or `pghistory.context` wrote is one action. Undoing it is an action too, so
that it can be undone in its turn.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Max, Min, Model, QuerySet

from directory.actions.programme import take_turn
from directory.models import ScheduleChange, Slot
from directory.permissions import editable_by
from directory.translation import FIELDS

UNDOABLE: tuple[type[Model], ...] = (Slot, ScheduleChange)


class CannotUndo(Exception):
    """It is undone already, or somebody has gone on from there."""


@dataclass(frozen=True, slots=True)
class Step:
    """A row that the action wrote, and the values that it had before; None when it was not."""

    model: type[Model]
    pk: int
    before: dict[str, Any] | None


@transaction.atomic
def undo(*, history: UUID, user: AbstractBaseUser, now: datetime) -> list[Step]:
    """Each row is again as it was before the action."""
    take_turn(history)
    lock_rows(history)
    steps = [step for model in UNDOABLE for step in steps_of(model, history)]
    if not steps:
        raise CannotUndo
    refuse_others(steps, user)
    for step in steps:
        take_back(step, now)
    refuse_others([step for step in steps if step.before], user)
    return steps


def events_of(model: type[Model]) -> QuerySet:
    return model.pgh_event_model.objects.order_by("pgh_id")


def lock_rows(history: UUID) -> None:
    """Slots first: one who changes an occurrence locks its slot, and then may lock the change."""
    slots = events_of(Slot).filter(pgh_context_id=history)
    changes = events_of(ScheduleChange).filter(pgh_context_id=history)
    keys = {Slot: set(slots.values_list("pgh_obj_id", flat=True)), ScheduleChange: set()}
    for slot, change in changes.values_list("slot_id", "pgh_obj_id"):
        keys[Slot].add(slot)
        keys[ScheduleChange].add(change)
    for model, found in keys.items():
        rows = QuerySet(model).select_for_update().filter(pk__in=found - {None})
        list(rows.order_by("pk").values("pk"))


def steps_of(model: type[Model], history: UUID) -> Iterable[Step]:
    events = events_of(model)
    spans = (
        events.filter(pgh_context_id=history)
        .order_by("pgh_obj_id")
        .values("pgh_obj_id")
        .annotate(first=Min("pgh_id"), last=Max("pgh_id"))
    )
    for span in spans:
        of_row = events.filter(pgh_obj_id=span["pgh_obj_id"])
        if of_row.filter(pgh_id__gt=span["last"]).exists():
            raise CannotUndo
        yield Step(model, span["pgh_obj_id"], state_before(of_row, span["first"]))


def state_before(events: QuerySet, first: int) -> dict[str, Any] | None:
    """An insertion was preceded by nothing; a deletion's event tells what the row was."""
    event = events.get(pgh_id=first)
    if event.pgh_label == "insert":
        return None
    if event.pgh_label == "update":
        event = events.filter(pgh_id__lt=first).last()
        if event is None:
            raise CannotUndo
    fields = event.pgh_tracked_model._meta.concrete_fields
    return {field.attname: getattr(event, field.attname) for field in fields}


def refuse_others(steps: Iterable[Step], user: AbstractBaseUser) -> None:
    for model in UNDOABLE:
        keys = {step.pk for step in steps if step.model is model}
        rows = model._default_manager.filter(pk__in=keys)
        if rows.count() != editable_by(user, rows).count():
            raise PermissionDenied


def take_back(step: Step, now: datetime) -> None:
    if step.before is not None:
        write_row(step.model, step.before)
    elif step.model is Slot:
        plain_rows(step.model, step.pk).update(archived_at=now)
    else:
        plain_rows(step.model, step.pk).delete()


def plain_rows(model: type[Model], pk: int) -> QuerySet:
    """The translated manager would write another language's column."""
    return QuerySet(model).filter(pk=pk)


def write_row(model: type[Model], values: dict[str, Any]) -> None:
    """The row with just these values, made again when it has gone."""
    rows = plain_rows(model, values["id"])
    if not rows.exists():
        originals = FIELDS.get(model, ())
        plain = {name: value for name, value in values.items() if name not in originals}
        model(**plain).save(force_insert=True)
    rows.update(**{name: value for name, value in values.items() if name != "id"})
