from datetime import date, timedelta
from typing import Self
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from meetings.models.network import Network

OFFER_KEPT = timedelta(days=90)


class OfferQuerySet(models.QuerySet):
    def expired(self, today: date) -> Self:
        """Those that are 90 days old, counted so that none ever gets older."""
        return self.filter(created_at__date__lte=today - OFFER_KEPT)

    def kept(self, today: date) -> Self:
        return self.filter(created_at__date__gt=today - OFFER_KEPT)


class Offer(models.Model):
    """A parent wants to help develop. Kept for 90 days, or until the parent takes it back."""

    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    network = models.ForeignKey(
        Network, models.CASCADE, null=True, blank=True, related_name="offers"
    )
    place = models.ForeignKey(
        "directory.Place", models.CASCADE, null=True, blank=True, related_name="offers"
    )
    language = models.CharField(_("language"), max_length=10)
    contact = models.CharField(_("how to reach you"), max_length=200)
    message = models.TextField(_("message"), blank=True, max_length=1000)
    consented_at = models.DateTimeField(editable=False)
    created_at = models.DateTimeField(editable=False)
    answered_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = OfferQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("offer to help develop")
        verbose_name_plural = _("offers to help develop")
        constraints = [
            models.CheckConstraint(
                condition=Q(network__isnull=False, place__isnull=True)
                | Q(network__isnull=True, place__isnull=False),
                name="offer_is_to_a_network_or_a_place",
            )
        ]

    def __str__(self) -> str:
        return str(self.uid)
