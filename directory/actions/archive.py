"""Deleting is archiving: out of sight at once, back at will for 90 days, and then really gone."""

from collections import Counter
from datetime import datetime
from functools import partial

import pghistory
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Model, QuerySet

from directory.actions.programme import lock
from directory.actions.undo import plain_rows
from directory.enums import State
from directory.models import Photo, Place, ScheduleChange, Service, Slot
from directory.models.listing import RESTORED_WITHIN, is_restorable

Archivable = Service | Place | Slot


class TooLateError(Exception):
    """It was archived too long ago."""


@transaction.atomic
def archive(*, row: Archivable, now: datetime) -> None:
    """Done a second time it keeps the moment of the first. The lines of a listing need nothing of
    their own: nobody sees them without it."""
    lock(row)
    state = {} if isinstance(row, Slot) else {"state": State.ARCHIVED}
    current = plain_rows(type(row), row.pk).filter(archived_at__isnull=True)
    current.update(archived_at=now, **state)


@transaction.atomic
def bring_back(*, row: Archivable, by: AbstractBaseUser, now: datetime) -> None:
    """As it was before; public again if it was. After 90 days only a superuser may."""
    lock(row)
    row.refresh_from_db(fields=["archived_at"])
    if row.archived_at is None:
        return
    if not is_restorable(row.archived_at, now) and not by.is_superuser:
        raise TooLateError
    state = {} if isinstance(row, Slot) else {"state": state_before(row)}
    plain_rows(type(row), row.pk).update(archived_at=None, **state)


def state_before(row: Service | Place) -> str:
    """A draft when its organisation may no longer publish."""
    if not row.owner.is_approved:
        return State.DRAFT
    events = type(row).pgh_event_model.objects.filter(pgh_obj_id=row.pk)
    before = events.exclude(state=State.ARCHIVED).order_by("-pgh_id")
    return before.values_list("state", flat=True).first() or State.DRAFT


def purge(*, now: datetime) -> Counter[str]:
    """Deletes for ever what has been in the archive long enough and nothing refers to.

    What was deleted, by name of the model. Each goes, or stays, by itself; the history stays.
    """
    deleted: Counter[str] = Counter()
    with pghistory.context(command="tidy"):
        for model in (Slot, Service, Place):
            for key in list(expired(model, now).values_list("pk", flat=True)):
                deleted[model._meta.model_name] += delete_expired(model, key, now)
    return +deleted


def expired(model: type[Model], now: datetime) -> QuerySet:
    return QuerySet(model).filter(archived_at__lt=now - RESTORED_WITHIN)


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
    keepers = [place.owner_id, place.coordinator_id]
    lines = QuerySet(Slot).filter(place=place)
    guests = Slot.organisers.through.objects.filter(slot__in=lines.values("pk"))
    return (
        lines.filter(service__isnull=False).exists()
        or guests.exclude(organisation__in=keepers).exists()
        or ScheduleChange.objects.filter(new_place=place).exists()
        or place.services.exists()
    )
