"""Brings a listing back to one of its versions; that, too, is kept in the history."""

import hashlib
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime

import pghistory
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.db.models import Field, ForeignKey, Model
from django.utils.translation import gettext as _
from psycopg import errors

from directory.actions.programme import Overtaken, lock
from directory.actions.undo import plain_rows, write_row
from directory.models import (
    Organisation,
    Place,
    PlacePartner,
    Service,
    ServiceArea,
    ServiceCategory,
    ServiceOrganiser,
    ServicePlace,
    Slot,
    SlotOrganiser,
)
from directory.permissions import DECIDED_BY_SITE, choosable_by, may_edit
from directory.queries.history import TIES, Entry, Step, Values
from directory.queries.versions import Version, current_version, steps_between, version_at

# Publishing and archiving are not versions of a text; they have their own ways back.
KEPT = {
    Service: {"id", "state", "archived_at"},
    Place: {"id", "state", "archived_at"},
    Slot: {"id", "uid", "archived_at"},
    Organisation: {"id"},
}
TIED = {
    ServiceOrganiser: Service.organisers,
    ServiceCategory: Service.categories,
    ServiceArea: Service.areas,
    ServicePlace: Service.places,
    PlacePartner: Place.partners,
    SlotOrganiser: Slot.organisers,
}


class CannotRestore(Exception):
    """Says in words why; nothing has been restored."""


@dataclass(frozen=True, slots=True)
class Plan:
    """`held` is what differs too but stays: the user may not choose it, or it is gone."""

    steps: list[Step]
    held: list[Step]
    seen: str


def plan_restoring(row: Model, at: datetime, user: AbstractBaseUser) -> Plan:
    """What leads to the version of that time, and a token of how the listing is now."""
    now, wanted = current_version(row), version_at(row, at)
    if wanted is None:
        raise CannotRestore(_("There is no such version."))
    keep(now, wanted, user)
    then = deepcopy(wanted)
    for model in then:
        if model in TIED:
            hold_ties(model, now, then, user)
        else:
            hold_keys(model, row, now, then, user)
    return Plan(steps_between(now, then), steps_between(then, wanted), token(now))


def keep(now: Version, then: Version, user: AbstractBaseUser) -> None:
    for model, kept in KEPT.items():
        names = kept if user.is_superuser else kept | decided_columns(model)
        for pk, values in then.get(model, {}).items():
            present = now[model][pk]
            values.update({name: present[name] for name in names & present.keys()})


def decided_columns(model: type[Model]) -> set[str]:
    return {model._meta.get_field(name).attname for name in DECIDED_BY_SITE.get(model, ())}


def hold_ties(model: type[Model], now: Version, then: Version, user: AbstractBaseUser) -> None:
    column = TIES[model]
    present = {values[column] for values in now[model].values()}
    new = {values[column] for values in then[model].values()} - present
    choosable = choosable_by(user, TIED[model].field).filter(pk__in=new) if new else []
    allowed = present | {one.pk for one in choosable}
    then[model] = {pk: row for pk, row in then[model].items() if row[column] in allowed}


def hold_keys(
    model: type[Model], row: Model, now: Version, then: Version, user: AbstractBaseUser
) -> None:
    to_listing = f"{row._meta.model_name}_id" if model is not type(row) else ""
    keys = [one for one in model._meta.concrete_fields if isinstance(one, ForeignKey)]
    for pk, values in then[model].items():
        present = now[model].get(pk, {})
        for field in keys:
            if field.attname != to_listing and not may_put(user, field, values, present):
                values[field.attname] = present.get(field.attname)


def may_put(user: AbstractBaseUser, field: Field, values: Values, present: Values) -> bool:
    value = values[field.attname]
    if value is None or value == present.get(field.attname):
        return True
    return choosable_by(user, field).filter(pk=value).exists()


def token(version: Version) -> str:
    rows = [(model._meta.label, sorted(found.items())) for model, found in version.items()]
    return hashlib.sha256(repr(rows).encode()).hexdigest()[:16]


def restore_version(*, row: Model, at: datetime, user: AbstractBaseUser, seen: str) -> list[Step]:
    """What was done; nothing when it is so already. All of it is restored, or none."""
    try:
        with transaction.atomic(), pghistory.context(restored=Entry(at, None, {}).moment):
            return restored(row, at, user, seen)
    except IntegrityError as error:
        raise CannotRestore(reason(error, type(row))) from error


def restored(row: Model, at: datetime, user: AbstractBaseUser, seen: str) -> list[Step]:
    lock(row)
    plan = plan_restoring(row, at, user)
    if plan.steps and seen != plan.seen:
        raise Overtaken
    for step in plan.steps:
        take(step)
    # Foreign keys are checked at the end of a transaction, where it would be too late to tell.
    connection.check_constraints()
    if not may_edit(user, row):
        raise PermissionDenied
    return plan.steps


def take(step: Step) -> None:
    if step.after is None:
        plain_rows(step.model, step.pk).delete()
    elif step.model in TIES:
        step.model(**{name: value for name, value in step.after.items() if name != "id"}).save()
    else:
        write_row(step.model, step.after)


def reason(error: IntegrityError, model: type[Model]) -> str:
    if isinstance(error.__cause__, errors.UniqueViolation):
        return _("The address of its page belongs to another listing now.")
    if isinstance(error.__cause__, errors.ForeignKeyViolation):
        return _("Something that it refers to is there no more.")
    diagnosis = getattr(error.__cause__, "diag", None)
    name = getattr(diagnosis, "constraint_name", "")
    told = {one.name: one.get_violation_error_message() for one in model._meta.constraints}
    return str(told.get(name, _("It would not be right any more.")))
