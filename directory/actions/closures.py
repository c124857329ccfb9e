"""Writes across models: each is atomic and gives back what it wrote."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta

from django.db import connection, transaction
from django.db.models import QuerySet

from directory.enums import ChangeKindChoices
from directory.localized import column
from directory.models import Place, ScheduleChange, Slot

DAY = timedelta(days=1)


def closures_in_force(places: Collection[Place], day: date) -> QuerySet[ScheduleChange]:
    return ScheduleChange.objects.closures().filter(place__in=places).during(day, day)


@transaction.atomic
def close_places(
    *,
    places: Collection[Place],
    first: date,
    last: date | None,
    reason: str,
    note: Mapping[str, str],
) -> list[ScheduleChange]:
    """A closure for each place; no `last` is until further notice, `note` is by language.

    Closing for the same days again says the reason and the note anew, and adds nothing.
    """
    locked = lock(places)
    told = {column("note", code): text for code, text in note.items()} | {"reason": reason}
    same = ScheduleChange.objects.closures().filter(place__in=locked, first=first, last=last)
    standing = {row.place_id: row for row in same}
    missing = [place for place in locked if place.pk not in standing]
    kind = ChangeKindChoices.CANCELLED
    added = ScheduleChange.objects.bulk_create(
        ScheduleChange(place=place, kind=kind, first=first, last=last, **told) for place in missing
    )
    for row in standing.values():
        retell(row, told)
    return [*standing.values(), *added]


@transaction.atomic
def open_places(*, places: Collection[Place], day: date) -> list[ScheduleChange]:
    """Ends the closures that are in force on the day; one that begins then is taken back.

    Gives back the closures that ended, as they stand after it.
    """
    ending = list(closures_in_force(lock(places), day))
    for closure in ending:
        closure.last = day - DAY
        if closure.first < day:
            closure.save(update_fields=["last"])
        else:
            closure.delete()
    return ending


def lock(places: Collection[Place]) -> list[Place]:
    """Two people who close the same places at once must not both find them open."""
    keys = [place.pk for place in places]
    return list(Place.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk"))


def retell(closure: ScheduleChange, told: Mapping[str, str]) -> None:
    changed = [name for name, value in told.items() if getattr(closure, name) != value]
    if changed:
        for name in changed:
            setattr(closure, name, told[name])
        closure.save(update_fields=changed)


def is_saved_already(slot: Slot) -> bool:
    """Waits for another request that is saving the same form at this moment."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [str(slot.uid)])
    return Slot.objects.filter(uid=slot.uid).exists()
