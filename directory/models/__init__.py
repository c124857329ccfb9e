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
from directory.models.organisation import Membership, Organisation
from directory.models.place import Place
from directory.models.service import Service
from directory.models.slot import Slot, SlotVisitor
from directory.models.taxonomy import Category
from directory.models.version import ContentRenewal, ContentVersion

__all__ = [
    "Area",
    "BreakCalendar",
    "BreakPeriod",
    "Category",
    "Contact",
    "ContentRenewal",
    "ContentVersion",
    "Membership",
    "Organisation",
    "Place",
    "PlacePartner",
    "ScheduleChange",
    "Service",
    "ServiceArea",
    "ServiceCategory",
    "ServiceOrganiser",
    "ServicePlace",
    "Slot",
    "SlotOrganiser",
    "SlotVisitor",
]
