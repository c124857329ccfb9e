"""Somebody has checked that the times are true."""

from datetime import date

from django.db import transaction
from django.db.models import QuerySet

from directory.models import Slot


@transaction.atomic
def confirm_slots(*, slots: QuerySet, today: date) -> int:
    """How many were not confirmed that day yet."""
    keys = list(slots.order_by("pk").values_list("pk", flat=True))
    unconfirmed = Slot.objects.filter(pk__in=keys).exclude(confirmed_on=today)
    return unconfirmed.update(confirmed_on=today)
