"""Writes across models: each is atomic and gives back what it wrote."""

from collections.abc import Collection, Mapping
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet

from directory.enums import ChangeKindChoices
from directory.localized import column
from directory.models import Place, ScheduleChange

DAY = timedelta(days=1)


def closures_of(places: Collection[Place]) -> QuerySet[ScheduleChange]:
    return ScheduleChange.objects.filter(place__in=places, kind=ChangeKindChoices.CANCELLED)


def closures_in_force(places: Collection[Place], day: date) -> QuerySet[ScheduleChange]:
    not_over = Q(last__isnull=True) | Q(last__gte=day)
    return closures_of(places).filter(not_over, first__lte=day)


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
    standing = {row.place_id: row for row in closures_of(locked).filter(first=first, last=last)}
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
