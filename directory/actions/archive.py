"""Deleting is archiving: out of sight at once, back at will for 90 days, and then really gone."""

from collections import Counter
from datetime import datetime
from functools import partial

import pghistory
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Exists, Model, OuterRef, QuerySet

from directory.actions import listing_state
from directory.actions.listing_state import RESTORED_WITHIN, TooLateError
from directory.actions.programme import lock
from directory.actions.undo import plain_rows
from directory.enums import State
from directory.models import Photo, Place, ScheduleChange, Service, Slot

Archivable = Service | Place | Slot


@transaction.atomic
def archive(*, row: Archivable, now: datetime) -> None:
    """The lines of a listing need nothing of their own: nobody sees them without it."""
    if isinstance(row, Slot):
        lock(row)
        plain_rows(Slot, row.pk).filter(archived_at__isnull=True).update(archived_at=now)
    else:
        listing_state.archive(listing=row, now=now)


@transaction.atomic
def bring_back(*, row: Archivable, by: AbstractBaseUser, now: datetime) -> None:
    """As it was before; public again if it was."""
    lock(row)
    if isinstance(row, Slot):
        bring_back_slot(row, now)
        return
    before = state_before(row)
    row.refresh_from_db(fields=["state"])
    if row.state != State.ARCHIVED:
        return
    listing_state.restore(listing=row, by=by, now=now)
    if before == State.PUBLISHED and row.owner.is_approved:
        listing_state.publish(listing=row, by=by)


def bring_back_slot(slot: Slot, now: datetime) -> None:
    rows = plain_rows(Slot, slot.pk).filter(archived_at__isnull=False)
    if rows.filter(archived_at__lt=now - RESTORED_WITHIN).exists():
        raise TooLateError
    rows.update(archived_at=None)


def state_before(row: Service | Place) -> str:
    events = type(row).pgh_event_model.objects.filter(pgh_obj_id=row.pk)
    before = events.exclude(state=State.ARCHIVED).order_by("-pgh_id")
    return before.values_list("state", flat=True).first() or State.DRAFT


def purge(*, now: datetime) -> Counter[str]:
    """Deletes for ever what has been in the archive long enough and nothing refers to.

    What was deleted, by name of the model. Each goes, or stays, by itself; the history stays.
    """
    for model in (Service, Place):
        mark_archived_elsewhere(model, now)
    deleted: Counter[str] = Counter()
    with pghistory.context(command="purge_archive"):
        for model in (Slot, Service, Place):
            for key in list(expired(model, now).values_list("pk", flat=True)):
                deleted[model._meta.model_name] += delete_expired(model, key, now)
    return +deleted


def mark_archived_elsewhere(model: type[Model], now: datetime) -> None:
    """The admin sets just the state; its 90 days begin when it is first seen here."""
    rows = QuerySet(model)
    rows.filter(state=State.ARCHIVED, archived_at__isnull=True).update(archived_at=now)
    rows.exclude(state=State.ARCHIVED).exclude(archived_at=None).update(archived_at=None)


def expired(model: type[Model], now: datetime) -> QuerySet:
    before = now - RESTORED_WITHIN
    rows = QuerySet(model).filter(archived_at__lte=before)
    if model is Slot:
        return rows
    lived = model.pgh_event_model.objects.filter(
        pgh_obj_id=OuterRef("pk"), pgh_created_at__gt=before
    ).exclude(state=State.ARCHIVED)
    return rows.filter(~Exists(lived), state=State.ARCHIVED)


@transaction.atomic
def delete_expired(model: type[Model], key: int, now: datetime) -> bool:
    row = expired(model, now).select_for_update(of=("self",)).filter(pk=key).first()
    if row is None or (isinstance(row, Place) and is_referred_to(row)):
        return False
    if isinstance(row, Place):
        QuerySet(Slot).filter(place=row).delete()
    delete_files(row)
    row.delete()
    return True


def delete_files(row: Model) -> None:
    """When the rows are really gone."""
    if isinstance(row, Slot):
        return
    for photo in Photo.objects.filter(**{row._meta.model_name: row}):
        transaction.on_commit(partial(photo.image.delete, save=False))


def is_referred_to(place: Place) -> bool:
    """By others' programme; its own opening lines go with it, as a service's lines do."""
    lines = QuerySet(Slot).filter(place=place, service__isnull=False)
    moved = ScheduleChange.objects.filter(new_place=place)
    return lines.exists() or moved.exists() or place.services.exists()
