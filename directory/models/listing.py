"""What a place and a service share: who owns it, whether families see it, when it was confirmed."""

from datetime import date, datetime, timedelta
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from directory.enums import Accessibility, State

LISTING_STAYS_FRESH = timedelta(days=180)
RESTORED_WITHIN = timedelta(days=90)


def is_restorable(archived_at: datetime | None, now: datetime) -> bool:
    return archived_at is None or now - archived_at <= RESTORED_WITHIN


def archived_some_day(name: str) -> models.CheckConstraint:
    """For the constraints of the model `name`: its 90 days count from the very day."""
    return models.CheckConstraint(
        condition=Q(state=State.ARCHIVED, archived_at__isnull=False)
        | (~Q(state=State.ARCHIVED) & Q(archived_at__isnull=True)),
        name=f"{name}_archived_some_day",
        violation_error_message=_("What is archived was archived some day."),
    )


def published(path: str) -> Q:
    """The listing at the end of an optional relation may be seen by families, or is not there."""
    seen = {f"{path}__state": State.PUBLISHED, f"{path}__owner__is_approved": True}
    return Q(**{f"{path}__isnull": True}) | Q(**seen)


class ListingQuerySet(models.QuerySet):
    def published(self) -> Self:
        return self.filter(state=State.PUBLISHED, owner__is_approved=True)

    def stale(self, today: date) -> Self:
        """As `Listing.is_stale` says."""
        old = Q(confirmed_on__lt=today - LISTING_STAYS_FRESH)
        return self.filter(old | Q(confirmed_on__isnull=True))


class Listing(models.Model):
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.DRAFT, db_index=True
    )
    owner = models.ForeignKey(
        "directory.Organisation", models.PROTECT, related_name="owned_%(class)ss"
    )
    summary = models.TextField(
        _("summary"), max_length=500, help_text=_("One or two sentences, as you would say it.")
    )
    description = models.TextField(_("description"), blank=True, max_length=10000)
    accessibility = ArrayField(
        models.CharField(max_length=30, choices=Accessibility.choices),
        verbose_name=_("accessibility"),
        default=list,
        blank=True,
    )
    confirmed_on = models.DateField(
        _("last confirmed"),
        null=True,
        blank=True,
        help_text=_("The day when someone last checked that all of this is true."),
    )

    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True

    def is_stale(self, today: date) -> bool:
        return self.confirmed_on is None or today - self.confirmed_on > LISTING_STAYS_FRESH
