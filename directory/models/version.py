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
from directory.models.translation_record import TranslationRecord

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
    TranslationRecord,  # marks what a machine made until somebody has reviewed it
)


class ContentVersion(models.Model):
    """One row: a random value that an edit replaces, and when that was."""

    version = models.UUIDField()
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.version)


renew_version = pgtrigger.Trigger(
    name="renew_content_version",
    when=pgtrigger.After,
    operation=pgtrigger.Insert,
    timing=pgtrigger.Deferred,
    # The search first: its lock lets one commit at a time pass, so nobody waits in a circle.
    func="""
        PERFORM directory_search_refresh(NEW.xact);
        INSERT INTO directory_contentversion (id, version, changed_at)
        VALUES (1, gen_random_uuid(), clock_timestamp())
        ON CONFLICT (id) DO UPDATE
        SET version = EXCLUDED.version, changed_at = EXCLUDED.changed_at;
        DELETE FROM directory_contentrenewal WHERE xact = NEW.xact;
        RETURN NULL;
    """,
)


class ContentRenewal(models.Model):
    """Asks for a new version at the end of a transaction; gone when it commits.

    Deferred, so that editors wait for each other only while one commits, and never in a circle.
    """

    xact = models.CharField(primary_key=True, max_length=20)

    class Meta:
        triggers = [renew_version]

    def __str__(self) -> str:
        return self.xact


# Once a statement and not a row: deferred events of a hundred thousand rows take minutes.
ask_for_renewal = pgtrigger.Trigger(
    name="ask_for_renewal",
    level=pgtrigger.Statement,
    when=pgtrigger.After,
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    func="""
        INSERT INTO directory_contentrenewal (xact) VALUES (pg_current_xact_id()::text)
        ON CONFLICT DO NOTHING;
        RETURN NULL;
    """,
)

for model in SHOWN_TO_FAMILIES:
    pgtrigger.register(ask_for_renewal)(model)
