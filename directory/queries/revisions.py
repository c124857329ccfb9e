"""How often and when what a calendar event says was last changed, by the kept history."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from django.apps import apps
from django.db.models import Count, F, Max, QuerySet, Value

EPOCH = datetime(2026, 1, 1, tzinfo=UTC)

# What the event tables are read by: a change bears on a slot through any of its scopes, and its
# deletion, too, is kept there.
SOURCES = [
    ("slot", "SlotEvent", "pgh_obj_id"),
    ("slot", "SlotVisitorEvent", "slot_id"),
    ("slot", "SlotOrganiserEvent", "slot_id"),
    ("slot", "ScheduleChangeEvent", "slot_id"),
    ("service", "ServiceEvent", "pgh_obj_id"),
    ("service", "ServiceOrganiserEvent", "service_id"),
    ("service", "ScheduleChangeEvent", "service_id"),
    ("place", "PlaceEvent", "pgh_obj_id"),
    ("place", "ScheduleChangeEvent", "place_id"),
    ("organisation", "OrganisationEvent", "pgh_obj_id"),
    ("organisation", "ScheduleChangeEvent", "organisation_id"),
    ("calendar", "BreakPeriodEvent", "calendar_id"),
    ("change", "ScheduleChangeEvent", "pgh_obj_id"),
]

Scope = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Revision:
    """Each change makes `sequence` greater.

    A mere count would fall when a slot moves to a place of which less has been written, so the
    second of the latest change is added to it.
    """

    count: int
    at: datetime

    @property
    def sequence(self) -> int:
        return int((self.at - EPOCH).total_seconds()) + self.count


class Revisions:
    """The history of all that some events depend on, in one query."""

    def __init__(self, scopes: Iterable[Scope], at_least: datetime) -> None:
        self.at_least = at_least
        keys: dict[str, list[int]] = {}
        for scope, key in scopes:
            keys.setdefault(scope, []).append(key)
        parts = [written(*source, keys[source[0]]) for source in SOURCES if source[0] in keys]
        self.found: dict[Scope, list[Revision]] = {}
        for scope, key, count, latest in parts[0].union(*parts[1:], all=True) if parts else []:
            self.found.setdefault((scope, key), []).append(Revision(count, latest))

    def of(self, scopes: Iterable[Scope]) -> Revision:
        found = [one for scope in scopes for one in self.found.get(scope, ())]
        latest = max((one.at for one in found), default=self.at_least)
        return Revision(sum(one.count for one in found), max(latest, self.at_least))


def written(scope: str, model: str, field: str, keys: Collection[int]) -> QuerySet:
    return (
        apps.get_model("directory", model)
        .objects.filter(**{f"{field}__in": keys})
        .order_by()
        .values(scope=Value(scope), key=F(field))
        .annotate(count=Count("pgh_id"), latest=Max("pgh_created_at"))
        .values_list("scope", "key", "count", "latest")
    )
