"""Every model of the admin, and who may do what with its rows."""

import pytest
from django.contrib import admin

from directory.models import (
    BreakCalendar,
    Organisation,
    Place,
    ScheduleChange,
    Service,
    Slot,
    SlotVisitor,
)
from tests.staff.rights.people import OWN, PLACE, SITE, WITH_DESK

# Model → which row of Aalto, and who may change it, add such a row, delete it.
# The models that are not here are the superuser's alone.
PAGES: dict[type, tuple[str, set, set, set]] = {
    Organisation: ("public", OWN, SITE, SITE),
    Place: ("public", PLACE, WITH_DESK, SITE),
    Service: ("own", OWN, WITH_DESK, SITE),
    Slot: ("own", OWN, WITH_DESK, SITE),
    ScheduleChange: ("own", OWN, WITH_DESK, OWN),
    BreakCalendar: ("own", OWN, SITE, SITE),
}
STAFF_MODELS = set(PAGES)


def label(model: type) -> str:
    return model._meta.label


BY_NAME = [pytest.param(model, id=label(model)) for model in sorted(STAFF_MODELS, key=label)]
EVERY = [pytest.param(model, id=label(model)) for model in sorted(admin.site._registry, key=label)]
# Where a neighbour's public rows may be offered: houses to meet in, and who is there.
PUBLIC_CHOICES = {
    (Place, "partners"),
    (Service, "places"),
    (Slot, "place"),
    (Slot, "break_calendar"),
    (SlotVisitor, "organisation"),
    (ScheduleChange, "new_place"),
}
