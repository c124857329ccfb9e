"""Times without sessions: at places, or of the whole organisation."""

import uuid
from collections.abc import Collection, Iterable
from dataclasses import asdict
from datetime import date, timedelta

from django.db import transaction

from directory.actions.one_offs import cancel_one_off
from directory.actions.programme import (
    Explanation,
    cancel_occurrence,
    lock,
    retold,
    scope_of,
)
from directory.enums import ChangeKindChoices
from directory.models import Organisation, Place, ScheduleChange
from directory.queries.closed import place_closures
from directory.queries.desk import Line

DAY = timedelta(days=1)


@transaction.atomic
def close(
    *, uid: uuid.UUID, about: Place | Organisation, first: date, last: date, told: Explanation
) -> ScheduleChange:
    """No sessions from `first` to `last`; it ends by itself.

    Closing for the same days again says the reason anew, and adds nothing.
    """
    lock(about)
    what = {scope_of(about): about, "kind": ChangeKindChoices.CANCELLED}
    days = {"first": first, "last": last}
    standing = ScheduleChange.objects.filter(**what, **days).first()
    if standing is not None:
        return retold(standing, told)
    change, _made = ScheduleChange.objects.get_or_create(
        uid=uid, defaults={**what, **days, **asdict(told)}
    )
    return change


@transaction.atomic
def close_with(
    *,
    lines: Iterable[Line],
    uid: uuid.UUID,
    about: Place | Organisation,
    first: date,
    last: date,
    told: Explanation,
    today: date,
) -> ScheduleChange:
    """As `close`, and these sessions are cancelled that would stay on."""
    for line in lines:
        cancel_line(line, told, today)
    return close(uid=uid, about=about, first=first, last=last, told=told)


def cancel_line(line: Line, told: Explanation, today: date) -> None:
    if line.extra:
        cancel_one_off(extra=line.extra, told=told, seen=line.seen, today=today)
        return
    day = line.session.occurrence.scheduled_day
    cancel_occurrence(slot=line.session.slot, day=day, told=told, seen=line.seen)


@transaction.atomic
def close_places(
    *, places: Collection[Place], first: date, last: date | None, told: Explanation
) -> list[ScheduleChange]:
    """As `close`, for each place at once; no `last` is until further notice."""
    locked = lock_places(places)
    same = ScheduleChange.objects.closures().filter(place__in=locked, first=first, last=last)
    standing = {row.place_id: row for row in same}
    missing = [place for place in locked if place.pk not in standing]
    values = {"kind": ChangeKindChoices.CANCELLED, "first": first, "last": last, **asdict(told)}
    added = ScheduleChange.objects.bulk_create(
        ScheduleChange(place=place, **values) for place in missing
    )
    return [*(retold(row, told) for row in standing.values()), *added]


@transaction.atomic
def reopen(*, closure: ScheduleChange, today: date) -> None:
    kept = ScheduleChange.objects.select_for_update(of=("self",)).filter(pk=closure.pk).first()
    if kept is not None and (kept.last is None or kept.last >= today):
        ended(kept, today)


@transaction.atomic
def open_places(*, places: Collection[Place], day: date) -> list[ScheduleChange]:
    """Ends the closures that are in force on the day; gives them back as they stand after it."""
    return [ended(closure, day) for closure in place_closures(lock_places(places), day)]


def ended(closure: ScheduleChange, day: date) -> ScheduleChange:
    """The day before; without ever having been when it began no earlier."""
    if closure.first >= day:
        closure.delete()
        return closure
    closure.last = day - DAY
    closure.save(update_fields=["last"])
    return closure


def lock_places(places: Collection[Place]) -> list[Place]:
    """Two people who close the same places at once must not both find them open."""
    keys = [place.pk for place in places]
    return list(Place.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk"))
