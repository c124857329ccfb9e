"""A listing's life: a draft, public, archived, and for 90 days restored."""

from datetime import date, datetime, timedelta

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import QuerySet

from directory.enums import State
from directory.models import Place, Service

RESTORED_WITHIN = timedelta(days=90)


class NotApprovedError(Exception):
    """A site administrator has not agreed to the organisation yet."""


class TooLateError(Exception):
    """It was archived too long ago."""


@transaction.atomic
def publish(*, listing: Place | Service, by: AbstractBaseUser) -> None:
    """Families see it at once. A new organisation's first listing waits for the site."""
    found = locked(listing)
    if not found.owner.is_approved and not by.is_superuser:
        raise NotApprovedError
    write(listing, state=State.PUBLISHED, archived_at=None)


@transaction.atomic
def archive(*, listing: Place | Service, now: datetime) -> None:
    """Done a second time it keeps the moment of the first."""
    if locked(listing).state != State.ARCHIVED:
        write(listing, state=State.ARCHIVED, archived_at=now)


@transaction.atomic
def restore(*, listing: Place | Service, by: AbstractBaseUser, now: datetime) -> None:
    """As a draft: whoever restores it looks at it, then publishes it."""
    found = locked(listing)
    if found.state != State.ARCHIVED:
        return
    if not is_restorable(found, now) and not by.is_superuser:
        raise TooLateError
    write(listing, state=State.DRAFT, archived_at=None)


def is_restorable(listing: Place | Service, now: datetime) -> bool:
    return listing.archived_at is None or now - listing.archived_at <= RESTORED_WITHIN


@transaction.atomic
def confirm_listings(*, listings: QuerySet, today: date) -> int:
    """How many were not confirmed that day yet."""
    keys = list(listings.order_by("pk").values_list("pk", flat=True))
    rows = listings.model._default_manager.filter(pk__in=keys)
    return rows.exclude(confirmed_on=today).update(confirmed_on=today)


def locked(listing: Place | Service) -> Place | Service:
    rows = type(listing)._default_manager.select_related("owner")
    return rows.select_for_update(of=["self"]).get(pk=listing.pk)


def write(listing: Place | Service, **values: object) -> None:
    type(listing)._default_manager.filter(pk=listing.pk).update(**values)
    for name, value in values.items():
        setattr(listing, name, value)
