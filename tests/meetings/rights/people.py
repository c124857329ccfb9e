"""Who comes to the doors, and what each of them may know of the first network."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

NOW = datetime(2026, 11, 25, 8, 30, tzinfo=ZoneInfo("Europe/Helsinki"))
# Who has no way in at all, and who is signed in without an organisation.
STRANGERS = {"stranger", "deactivated"}
WITHOUT_DESK = {*STRANGERS, "reader", "removed"}
OUTSIDERS = {"outsider_editor", "outsider_manager"}
PEOPLE = (
    "stranger", "deactivated", "reader", "removed", *sorted(OUTSIDERS), "former", "future",
    "other", "member", "editor", "manager", "superuser",
)  # fmt: skip
WITH_DESK = {*PEOPLE} - WITHOUT_DESK
SITE = {"superuser"}
COORDINATORS = {"editor", "manager", *SITE}
MEMBERS = {"member", *COORDINATORS}
counted = {"checks": 0}
# Each secret of the first network, or of what its name says.
KNOWN_BY: dict[str, set[str]] = {
    "planned": COORDINATORS,
    "called-off": COORDINATORS,
    "unpublished": COORDINATORS,
    "members-only": MEMBERS,
    "remote": MEMBERS,
    "invited": COORDINATORS,
    "offered": COORDINATORS,
    "unapproved": COORDINATORS,
    "secret-house": COORDINATORS,
    "draft": MEMBERS,
    "neighbour": {"other", *SITE},
    "house-offer": OUTSIDERS | SITE,
    "tied": SITE,
    "nobody-approved": SITE,
}
# Days of the meetings that nobody has been told of, as pages and files write them.
DAYS: dict[date, str] = {date(2026, 11, 27): "planned", date(2026, 11, 30): "called-off"}
# The other network's are next month.
NEXT = list(enumerate(DAYS, 1))


def secret(name: str) -> str:
    return f"kanarialintu-{name}"


def spelled(day: date) -> list[str]:
    return [
        day.isoformat(), f"{day:%Y%m%d}", f"{day.day}.{day.month}.",
        f"{day.day} {day:%B}", f"{day.day}. marraskuuta",
    ]  # fmt: skip


def kept_from(person: str) -> list[str]:
    """The words and the days that no answer may say to them."""
    kept = [name for name, known in KNOWN_BY.items() if person not in known]
    days = [day for day, name in DAYS.items() if name in kept]
    return [*map(secret, kept), *(one for day in days for one in spelled(day))]
