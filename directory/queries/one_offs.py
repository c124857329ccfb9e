"""Single sessions beside the programme, for staff to change, cancel and copy."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from directory import wording
from directory.enums import ChangeKindChoices
from directory.localized import Text, pick
from directory.models import Organisation, Place, ScheduleChange, Service, Slot
from directory.permissions import editable_by
from directory.queries.occurrence import (
    closed_by_others,
    occurrence_changes,
    one_off_token,
    with_visibility,
)
from directory.queries.own import (
    SIX_DAYS,
    allowed_places,
    kept_places,
    run_services,
    run_slots,
)
from directory.queries.programme import load_slots, programme
from directory.queries.session import Session

ONE_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Copyable:
    """A one-off of the week before; `why_not` says what keeps it out of this one."""

    change: ScheduleChange
    title: Text
    day: date
    time: str
    place: str
    is_there: bool
    why_not: str

    @property
    def may_be_copied(self) -> bool:
        return not (self.is_there or self.why_not)


def one_offs(organisation: Organisation, user: AbstractBaseUser) -> QuerySet:
    """Those of the organisation that the user may change."""
    of_own = (
        Q(slot__in=run_slots(organisation).values("pk"))
        | Q(service__in=run_services(organisation).values("pk"))
        | Q(place__in=kept_places(organisation).values("pk"))
    )
    extras = ScheduleChange.objects.filter(of_own, kind=ChangeKindChoices.EXTRA)
    return editable_by(user, extras)


def is_there(about: Slot | Service | Place, day: date, clock: Mapping[str, Any], uid: UUID) -> bool:
    """Whether another row says the same: about the same, on the same day at the same time."""
    what = {type(about)._meta.model_name: about, "kind": ChangeKindChoices.EXTRA}
    same = ScheduleChange.objects.filter(**what, **clock, first=day)
    return same.exclude(uid=uid).exists()


def one_offs_to_copy(
    organisation: Organisation, user: AbstractBaseUser, monday: date, language: str, today: date
) -> list[Copyable]:
    before = monday - ONE_WEEK
    rows = one_offs(organisation, user).select_related(
        "slot__service", "slot__place", "service", "place", "new_place"
    )
    found = list(rows.filter(first__range=(before, before + SIX_DAYS)).order_by("first", "start"))
    there = rows.filter(first__range=(monday, monday + SIX_DAYS))
    known = {what_and_when(row, timedelta(0)) for row in there}
    refused = refusals(found, organisation, user)
    return [
        copyable(row, what_and_when(row, ONE_WEEK) in known, refused.get(row.pk, ""), language)
        for row in found
    ]


def refusals(
    rows: list[ScheduleChange], organisation: Organisation, user: AbstractBaseUser
) -> dict[int, str]:
    """Why some of them cannot be held again a week later, by the key of the one-off."""
    held = {row.pk: place_of(row) for row in rows}
    keys = {place.pk for place in held.values() if place}
    allowed = set(allowed_places(organisation).filter(pk__in=keys).values_list("pk", flat=True))
    days = {row.pk: row.first + ONE_WEEK for row in rows}
    closed = closed_by_others(user, ((place.pk, days[key]) for key, place in held.items() if place))
    found = {}
    for key, place in held.items():
        if place and place.pk not in allowed:
            found[key] = _("The place can no longer be chosen")
        elif place and (place.pk, days[key]) in closed:
            found[key] = _("The place is closed that day")
    return found


def place_of(row: ScheduleChange) -> Place | None:
    """Where a one-off is held."""
    return row.new_place or (row.slot.place if row.slot else row.place)


def what_and_when(row: ScheduleChange, later: timedelta) -> tuple[Any, ...]:
    about = (row.slot_id, row.service_id, row.place_id, row.new_place_id)
    return (*about, row.first + later, row.last + later, row.start, row.end)


def copyable(row: ScheduleChange, is_there: bool, why_not: str, language: str) -> Copyable:
    slot, place = row.slot, place_of(row)
    service = slot.service if slot else row.service
    start, end = row.start, row.end
    if slot and not (start or end):
        start, end = slot.start, slot.end
    return Copyable(
        change=row,
        title=title_of(service, language),
        day=row.first + ONE_WEEK,
        time=wording.clock_range(start, end),
        place=place.name if place else "",
        is_there=is_there,
        why_not=why_not,
    )


def title_of(service: Service | None, language: str) -> Text:
    return pick(service, "name", language) if service else Text(_("Open"), language)


def sessions_beside(extra: ScheduleChange, language: str, today: date) -> list[Session]:
    """On the day of the one-off: all of the same slot or service, itself among them."""
    if extra.slot_id:
        slots, extras = Slot.objects.filter(pk=extra.slot_id), None
    elif extra.service_id:
        slots = Slot.objects.filter(service=extra.service_id, archived_at__isnull=True)
        extras = Q(service=extra.service_id)
    else:
        slots, extras = Slot.objects.none(), Q(pk=extra.pk)
    day = extra.first
    shown = load_slots(with_visibility(slots.touching(day, day)), language)
    return programme(shown, first=day, last=day, language=language, today=today, extras=extras)


def is_alone(extra: ScheduleChange, sessions: list[Session]) -> bool:
    """Whether cancelling its slot or service that day cancels just this one-off."""
    is_of_programme = bool(extra.slot_id or extra.service_id)
    is_single = [session.occurrence.change for session in sessions] == [extra.pk]
    return is_of_programme and extra.first == extra.last and is_single


def cancellation_of(extra: ScheduleChange, sessions: list[Session]) -> ScheduleChange | None:
    """What cancels the one-off and none of the other sessions."""
    cancelled = [one for one in sessions if one.is_cancelled and one.cause]
    cause = next((one.cause for one in cancelled if one.occurrence.change == extra.pk), None)
    if not isinstance(cause, ScheduleChange) or not is_said_of(cause, extra):
        return None
    by_it = [one for one in cancelled if one.cause == cause and not one.is_gap]
    return cause if len(by_it) == 1 else None


def is_said_of(cause: ScheduleChange, extra: ScheduleChange) -> bool:
    """It is about the very day, and the slot or service, of the one-off."""
    days = {cause.first, cause.last, extra.first, extra.last}
    about = (cause.slot_id, cause.service_id)
    is_same = about == (extra.slot_id, extra.service_id) and any(about)
    return is_same and len(days) == 1


def version_of(extra: ScheduleChange) -> str:
    """Stands for what was seen of it: itself, and what is said of its slot that day."""
    slots = [extra.slot_id] if extra.slot_id else []
    return one_off_token(extra, occurrence_changes(slots, extra.first, extra.first))
