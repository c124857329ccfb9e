from directory.models.area import Area
from directory.models.breaks import BreakCalendar, BreakPeriod
from directory.models.change import ScheduleChange
from directory.models.contact import Contact
from directory.models.counts import CountedKind, EmptySearchCount, UnmetNeed, ViewCount
from directory.models.invitation import Invitation
from directory.models.links import (
    PlacePartner,
    ServiceArea,
    ServiceCategory,
    ServiceOrganiser,
    ServicePlace,
    SlotOrganiser,
)
from directory.models.mail_choice import MailChoice
from directory.models.organisation import Membership, Organisation
from directory.models.photo import Photo
from directory.models.place import Place
from directory.models.reminder import Reminder
from directory.models.report import Report
from directory.models.search import Indexed, SearchPosting, SearchStale, SearchWord
from directory.models.service import Service
from directory.models.slot import Slot, SlotVisitor
from directory.models.taxonomy import Category
from directory.models.translation_record import TranslationRecord
from directory.models.version import ContentRenewal, ContentVersion

__all__ = [
    "Area",
    "BreakCalendar",
    "BreakPeriod",
    "Category",
    "Contact",
    "ContentRenewal",
    "ContentVersion",
    "CountedKind",
    "EmptySearchCount",
    "Indexed",
    "Invitation",
    "MailChoice",
    "Membership",
    "Organisation",
    "Photo",
    "Place",
    "PlacePartner",
    "Reminder",
    "Report",
    "ScheduleChange",
    "SearchPosting",
    "SearchStale",
    "SearchWord",
    "Service",
    "ServiceArea",
    "ServiceCategory",
    "ServiceOrganiser",
    "ServicePlace",
    "Slot",
    "SlotOrganiser",
    "SlotVisitor",
    "TranslationRecord",
    "UnmetNeed",
    "ViewCount",
]
