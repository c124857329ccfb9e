"""The version of everything that families may see, new with each committed edit.

The database itself writes it, at the end of the transaction that edits, so that no way of saving
can forget to: what was rendered from one version may be shown for as long as the version stands.
"""

import pgtrigger
from django.db import models

from directory.models.area import Area
from directory.models.breaks import BreakCalendar, BreakPeriod
from directory.models.change import ScheduleChange
from directory.models.contact import Contact
from directory.models.links import (
    PlacePartner,
    ServiceArea,
    ServiceCategory,
    ServiceOrganiser,
    ServicePlace,
    SlotOrganiser,
)
from directory.models.organisation import Organisation
from directory.models.photo import Photo
from directory.models.place import Place
from directory.models.service import Service
from directory.models.slot import Slot, SlotVisitor
from directory.models.taxonomy import Category

SHOWN_TO_FAMILIES = (
    Area,
    BreakCalendar,
    BreakPeriod,
    Category,
    Contact,
    Organisation,
    Photo,
    Place,
    PlacePartner,
    ScheduleChange,
    Service,
    ServiceArea,
    ServiceCategory,
    ServiceOrganiser,
    ServicePlace,
    Slot,
    SlotOrganiser,
    SlotVisitor,
)


class ContentVersion(models.Model):
    """One row: a random value that an edit replaces, and when that was."""

    version = models.UUIDField()
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.version)


# Deferred to the end of the transaction, so that editors wait for each other only while it commits
# and never in a circle. The setting, which ends with the transaction, lets a thousand rows write
# the version once.
renew_version = pgtrigger.Trigger(
    name="renew_content_version",
    when=pgtrigger.After,
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    timing=pgtrigger.Deferred,
    func="""
        IF current_setting('perhepalvelut.renewed', true)
            IS DISTINCT FROM pg_current_xact_id()::text THEN
            PERFORM set_config('perhepalvelut.renewed', pg_current_xact_id()::text, true);
            INSERT INTO directory_contentversion (id, version, changed_at)
            VALUES (1, gen_random_uuid(), clock_timestamp())
            ON CONFLICT (id) DO UPDATE
            SET version = EXCLUDED.version, changed_at = EXCLUDED.changed_at;
        END IF;
        RETURN NULL;
    """,
)

for model in SHOWN_TO_FAMILIES:
    pgtrigger.register(renew_version)(model)
