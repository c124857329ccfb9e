"""The vocabulary of facts: each label is translated once, so that listings need not be."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from directory.schedule import ChangeKind, DayPart, Recurrence


class OrganisationKind(TextChoices):
    CITY = "city", _("City")
    COUNTY = "county", _("Wellbeing services county")
    PARISH = "parish", _("Parish")
    NGO = "ngo", _("Association")
    OTHER = "other", _("Other organisation")


class Role(TextChoices):
    EDITOR = "editor", _("Editor")
    MANAGER = "manager", _("Manager")


class ReportKind(TextChoices):
    TIME = "time", _("The time is wrong")
    CLOSED = "closed", _("It was closed")
    CONTACT = "contact", _("I can't reach them")
    OTHER = "other", _("Something else")


class ReportState(TextChoices):
    NEW = "new", _("New")
    FIXED = "fixed", _("Mended")
    NO_CHANGE = "no_change", _("No change needed")


class MailLanguage(TextChoices):
    # Each in itself: whoever chooses may not read the page's language.
    FINNISH = "fi", "Suomi"
    SWEDISH = "sv", "Svenska"
    ENGLISH = "en", "English"


class TranslationOrigin(TextChoices):
    PERSON = "person", _("By a person")
    MACHINE = "machine", _("By a machine")


class AreaKind(TextChoices):
    COUNTY = "county", _("Wellbeing services county")
    MUNICIPALITY = "municipality", _("Municipality")
    DISTRICT = "district", _("District")


class PlaceKind(TextChoices):
    MEETING_PLACE = "meeting_place", _("Open meeting place")
    OPEN_DAYCARE = "open_daycare", _("Open daycare")
    FAMILY_CAFE = "family_cafe", _("Family café")
    OTHER = "other", _("Place")


class State(TextChoices):
    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    ARCHIVED = "archived", _("Archived")


class Delivery(TextChoices):
    PLACE = "place", _("At a place")
    ONLINE = "online", _("Online")
    PHONE = "phone", _("By phone")
    HOME = "home", _("At your home")


class Access(TextChoices):
    DROP_IN = "drop_in", _("Just come")
    REGISTER = "register", _("Sign up first")
    REFERRAL = "referral", _("By referral")


class Food(TextChoices):
    NONE = "none", _("No food")
    COFFEE = "coffee", _("Coffee or tea")
    SNACK = "snack", _("Snack")
    MEAL = "meal", _("Meal")


class Accessibility(TextChoices):
    STEP_FREE = "step_free", _("Step-free")
    LIFT = "lift", _("Lift")
    ACCESSIBLE_TOILET = "accessible_toilet", _("Accessible toilet")
    CHANGING_TABLE = "changing_table", _("Changing table")
    PRAM_SPACE = "pram_space", _("Room for prams")
    QUIET = "quiet", _("Quiet space")
    HEARING_LOOP = "hearing_loop", _("Hearing loop")
    ACCESSIBLE_PARKING = "accessible_parking", _("Accessible parking")
    SERVICE_DOG_WELCOME = "service_dog_welcome", _("Assistance dogs welcome")


class ContactKind(TextChoices):
    PHONE = "phone", pgettext_lazy("contact", "Phone")
    EMAIL = "email", _("E-mail")
    CHAT = "chat", _("Chat")


class VisitorRole(TextChoices):
    PUBLIC_HEALTH_NURSE = "public_health_nurse", _("Public-health nurse")
    MIDWIFE = "midwife", _("Midwife")
    FAMILY_COUNSELLOR = "family_counsellor", _("Family counsellor")
    EARLY_EDUCATOR = "early_educator", _("Early-childhood teacher")
    SPEECH_THERAPIST = "speech_therapist", _("Speech therapist")
    SOCIAL_WORKER = "social_worker", _("Social worker")
    YOUTH_WORKER = "youth_worker", _("Youth worker")
    DEACON = "deacon", _("Deacon")
    INTERPRETER = "interpreter", _("Interpreter")
    ORAL_HYGIENIST = "oral_hygienist", _("Oral hygienist")
    PSYCHOLOGIST = "psychologist", _("Psychologist")
    INTEGRATION_ADVISER = "integration_adviser", _("Adviser for newcomers")
    VOLUNTEER = "volunteer", _("Volunteer")
    LIBRARIAN = "librarian", _("Librarian")
    NUTRITIONIST = "nutritionist", _("Nutritionist")
    PEER_PARENT = "peer_parent", _("Peer parent")


class Reason(TextChoices):
    ILLNESS = "illness", _("Illness")
    STAFF_SHORTAGE = "staff_shortage", _("Not enough staff")
    BREAK = "break", _("Break")
    EVENT = "event", _("Another event")
    RENOVATION = "renovation", _("Building work")
    WEATHER = "weather", _("Weather")
    FEW_PARTICIPANTS = "few_participants", _("Too few participants")
    OTHER = "other", pgettext_lazy("reason", "Other reason")


class BreakKind(TextChoices):
    AUTUMN = "autumn", _("Autumn break")
    CHRISTMAS = "christmas", _("Christmas break")
    WINTER = "winter", _("Winter break")
    EASTER = "easter", _("Easter break")
    SUMMER = "summer", _("Summer break")
    OTHER = "other", pgettext_lazy("break", "Break")


class RecurrenceChoices(TextChoices):
    WEEKLY = Recurrence.WEEKLY.value, _("Every week")
    ODD_WEEKS = Recurrence.ODD_WEEKS.value, _("Odd weeks")
    EVEN_WEEKS = Recurrence.EVEN_WEEKS.value, _("Even weeks")
    EVERY_N_WEEKS = Recurrence.EVERY_N_WEEKS.value, _("Every n weeks")
    MONTHLY = Recurrence.MONTHLY.value, _("On a weekday of the month")
    DATES = Recurrence.DATES.value, _("On listed dates")
    ON_REQUEST = Recurrence.ON_REQUEST.value, _("Ask for the dates")


class DayPartChoices(TextChoices):
    MORNING = DayPart.MORNING.value, _("Morning")
    MIDDAY = DayPart.MIDDAY.value, _("Midday")
    AFTERNOON = DayPart.AFTERNOON.value, _("Afternoon")
    EVENING = DayPart.EVENING.value, _("Evening")
    ALL_DAY = DayPart.ALL_DAY.value, _("All day")


class ChangeKindChoices(TextChoices):
    CANCELLED = ChangeKind.CANCELLED.value, _("Cancelled")
    OTHER_TIME = ChangeKind.OTHER_TIME.value, _("Other time")
    OTHER_PLACE = ChangeKind.OTHER_PLACE.value, _("Other place")
    EXTRA = ChangeKind.EXTRA.value, _("Extra")
    AS_USUAL = ChangeKind.AS_USUAL.value, _("As usual")


HOLIDAY_NAMES = {
    "new_year": _("New Year's Day"),
    "epiphany": _("Epiphany"),
    "good_friday": _("Good Friday"),
    "easter_sunday": _("Easter Sunday"),
    "easter_monday": _("Easter Monday"),
    "may_day": _("May Day"),
    "ascension_day": _("Ascension Day"),
    "pentecost": _("Whit Sunday"),
    "midsummer_eve": _("Midsummer Eve"),
    "midsummer_day": _("Midsummer Day"),
    "all_saints": _("All Saints' Day"),
    "independence_day": _("Independence Day"),
    "christmas_eve": _("Christmas Eve"),
    "christmas_day": _("Christmas Day"),
    "second_christmas_day": _("Boxing Day"),
}
