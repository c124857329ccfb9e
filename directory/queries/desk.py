"""An organisation's week as its staff see it: what is on, its state, what they may do to it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Q, QuerySet

from directory import schedule
from directory.enums import HOLIDAY_NAMES, ChangeKindChoices
from directory.holidays import holidays_between
from directory.models import Organisation, ScheduleChange, Slot
from directory.permissions import editable_by
from directory.queries.occurrence import (
    differs,
    is_liftable,
    occurrence_changes,
    one_off_token,
    token,
    with_visibility,
)
from directory.queries.one_offs import cancellation_of
from directory.queries.organisations import approved_names, run_by
from directory.queries.own import (
    SIX_DAYS,
    confirmable_slots,
    coordinated_places,
    kept_places,
    run_services,
    run_slots,
)
from directory.queries.programme import load_slots, programme, slots_at
from directory.queries.session import Session
from directory.queries.week import monday_of

Key = tuple[int, date]


@dataclass(slots=True)
class Line:
    """One session on the desk. `key` is the slot and the day of its rule, for its own changes."""

    session: Session
    may_edit: bool = False
    is_public: bool = True
    is_over: bool = False
    can_restore: bool = False
    whose: str = ""
    seen: str = ""

    @property
    def key(self) -> Key | None:
        slot = self.session.slot
        return (slot.pk, self.session.occurrence.scheduled_day) if slot else None

    @property
    def anchor(self) -> str:
        seen = self.session.occurrence
        kind = f"extra-{seen.change}" if seen.change else f"slot-{seen.series}"
        return f"{kind}-{seen.scheduled_day.isoformat()}{'-gap' if self.session.is_gap else ''}"

    @property
    def held_anchor(self) -> str:
        """Where it went from the day that it was moved from."""
        return self.anchor.removesuffix("-gap")

    @property
    def is_as_usual(self) -> bool:
        seen = self.session.occurrence
        return not (differs(seen) or seen.is_extra or self.session.is_gap)

    @property
    def extra(self) -> ScheduleChange | None:
        """The row of a one-off."""
        return self.session.change if self.session.is_extra else None


@dataclass(slots=True)
class DeskDay:
    date: date
    is_today: bool
    holiday: str
    lines: list[Line] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class DeskWeek:
    number: int
    first: date
    last: date
    days: list[DeskDay]
    closures: list[ScheduleChange]
    confirmable: int
    unconfirmed: int

    @property
    def coming(self) -> list[DeskDay]:
        """Today first; all days of a week that today is not in."""
        return self.days[self.today_at :]

    @property
    def has_more(self) -> bool:
        """Whether anything is still to be held."""
        lines = [line for day in self.coming for line in day.lines]
        return any(not (line.is_over or line.session.is_cancelled) for line in lines)

    @property
    def earlier(self) -> list[DeskDay]:
        return self.days[: self.today_at]

    @property
    def today_at(self) -> int:
        return next((at for at, day in enumerate(self.days) if day.is_today), 0)

    @property
    def lines(self) -> list[Line]:
        return [line for day in self.days for line in day.lines]


def shown_slots(organisation: Organisation, first: date, last: date) -> QuerySet:
    """Its own, public or not, and what families may see at the places that it coordinates."""
    places = list(coordinated_places(organisation).values_list("pk", flat=True))
    guests = slots_at(places, first, last).values("pk")
    own = run_slots(organisation).values("pk")
    shown = Slot.objects.filter(Q(pk__in=own) | Q(pk__in=guests)).touching(first, last)
    return with_visibility(shown)


def desk_week(
    organisation: Organisation, user: AbstractBaseUser, monday: date, now: datetime, language: str
) -> DeskWeek:
    last, today = monday + SIX_DAYS, now.date()
    slots = load_slots(shown_slots(organisation, monday, last), language)
    services = run_services(organisation).values("pk")
    places = coordinated_places(organisation).values("pk")
    sessions = programme(
        slots,
        first=monday,
        last=last,
        language=language,
        today=today,
        extras=Q(service__in=services) | Q(place__in=places) | Q(new_place__in=places),
    )
    lines = desk_lines(sessions, user, organisation)
    for line in lines:
        line.is_over = line.session.is_over(now)
    return DeskWeek(
        number=monday.isocalendar().week,
        first=monday,
        last=last,
        days=days_of(monday, today, lines),
        closures=closures_in_force(organisation, max(monday, today), last),
        **confirmation(organisation, user, monday, today),
    )


def confirmation(
    organisation: Organisation, user: AbstractBaseUser, monday: date, today: date
) -> dict[str, int]:
    """How many lines are in season, and how many of them nobody has confirmed today."""
    if monday < monday_of(today):
        return {"confirmable": 0, "unconfirmed": 0}
    confirmed = confirmable_slots(organisation, user, monday).values_list("confirmed_on", flat=True)
    days = list(confirmed)
    return {"confirmable": len(days), "unconfirmed": sum(day != today for day in days)}


def days_of(monday: date, today: date, lines: Iterable[Line]) -> list[DeskDay]:
    holidays = holidays_between(monday, monday + SIX_DAYS)
    by_day: defaultdict[date, list[Line]] = defaultdict(list)
    for line in lines:
        by_day[line.session.day].append(line)
    dates = [monday + timedelta(days=ahead) for ahead in range(7)]
    return [
        DeskDay(
            date=day,
            is_today=day == today,
            holiday=str(HOLIDAY_NAMES[holidays[day]]) if day in holidays else "",
            lines=by_day[day],
        )
        for day in dates
    ]


def closures_in_force(organisation: Organisation, first: date, last: date) -> list[ScheduleChange]:
    """Times without sessions that the organisation itself has announced, until the last day."""
    about = Q(organisation=organisation) | Q(place__in=kept_places(organisation).values("pk"))
    covering = Q(last__isnull=True) | Q(last__gte=first)
    closures = ScheduleChange.objects.filter(
        about, covering, kind=ChangeKindChoices.CANCELLED, first__lte=last
    )
    return list(closures.select_related("place", "organisation").order_by("first", "pk"))


def desk_lines(
    sessions: Sequence[Session], user: AbstractBaseUser, organisation: Organisation | None
) -> list[Line]:
    """Four queries: the slots and changes that the user may edit, and what is said of each."""
    lines = [Line(session) for session in sessions]
    slots = {session.slot for session in sessions if session.slot}
    editable = editable_keys(user, Slot, {slot.pk for slot in slots})
    own, one_offs = own_changes(lines), one_off_rows(lines)
    changes = editable_keys(user, ScheduleChange, shaping_changes(sessions))
    run = own_run(organisation, slots) if organisation else editable
    for line in lines:
        complete(line, editable, changes, own, run)
        if line.extra:
            line.seen = one_off_token(one_offs[line.extra.pk], own.get(line.key, []))
            cancelled_by = cancellation_of(one_offs[line.extra.pk], sessions)
            line.can_restore = bool(cancelled_by and cancelled_by.pk in changes)
    return lines


def editable_keys(user: AbstractBaseUser, model: Any, keys: Collection[int]) -> set[int]:
    rows = model._default_manager.filter(pk__in=keys)
    return set(editable_by(user, rows).order_by().values_list("pk", flat=True))


def own_run(organisation: Organisation, slots: Collection[Slot]) -> set[int]:
    """Keys of those that the organisation runs; without an activity, what its places are open."""
    return {slot.pk for slot in slots if organisation.pk in run_by(slot)}


def shaping_changes(sessions: Iterable[Session]) -> set[int]:
    occurrences = [session.occurrence for session in sessions]
    words = (one for seen in occurrences for one in (*seen.changes, seen.cause))
    return {one.key for one in words if isinstance(one, schedule.Change)}


def own_changes(lines: Iterable[Line]) -> dict[Key, list[ScheduleChange]]:
    """What is said of each single occurrence."""
    keys = [line.key for line in lines if line.key]
    found: defaultdict[Key, list[ScheduleChange]] = defaultdict(list)
    if keys:
        days = [day for _slot, day in keys]
        rows = occurrence_changes({slot for slot, _day in keys}, min(days), max(days))
        for row in rows.rewrite(False):
            found[row.slot_id, row.first].append(row)
    return found


def one_off_rows(lines: Iterable[Line]) -> dict[int, ScheduleChange]:
    """With every column that a token stands for."""
    keys = [line.extra.pk for line in lines if line.extra]
    return ScheduleChange.objects.rewrite(False).in_bulk(keys)


def complete(
    line: Line,
    editable: set[int],
    changes: set[int],
    own: dict[Key, list[ScheduleChange]],
    run: set[int],
) -> None:
    session = line.session
    if line.key is None:
        line.may_edit = session.change.pk in changes
        return
    said = own.get(line.key, [])
    line.seen = token(said)
    line.may_edit = session.slot.pk in editable
    line.is_public = session.slot.is_seen
    line.can_restore = line.may_edit and (
        is_liftable(session, [row.pk for row in said], changes)
        or (bool(said) and differs(session.occurrence))
    )
    if session.slot.pk not in run or not line.may_edit:
        line.whose = ", ".join(approved_names(session.slot.organiser_rows))
