"""A listing becomes public. How it is archived and comes back is in `archive`."""

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from directory.enums import State
from directory.models import Place, Service


class NotApprovedError(Exception):
    """A site administrator has not agreed to the organisation yet."""


class ArchivedError(Exception):
    """It has to be brought back first."""


@transaction.atomic
def publish(*, listing: Place | Service, by: AbstractBaseUser) -> None:
    """Families see it at once. A new organisation's first listing waits for the site."""
    rows = type(listing)._default_manager.select_related("owner")
    found = rows.select_for_update(of=["self"]).get(pk=listing.pk)
    if found.state == State.ARCHIVED:
        raise ArchivedError
    if not found.owner.is_approved and not by.is_superuser:
        raise NotApprovedError
    rows.filter(pk=listing.pk, state=State.DRAFT).update(state=State.PUBLISHED)
    listing.state = State.PUBLISHED
