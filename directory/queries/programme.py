"""What is on: the slots of a window, their changes and breaks, as sessions for people.

Three queries whatever the number of slots: slots (with visitors and organisers), changes, breaks.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import (
    BooleanField,
    Case,
    ExpressionWrapper,
    OuterRef,
    Q,
    QuerySet,
    TextField,
    Value,
    When,
)
from django.db.models.functions import JSONObject

from directory import schedule
from directory.holidays import holidays_between
from directory.localized import columns, expression
from directory.models import BreakPeriod, ScheduleChange, Slot, SlotVisitor
from directory.models.listing import published
from directory.queries.doubts import with_doubts
from directory.queries.keys import among
from directory.queries.organisations import organisation_rows, run_by
from directory.queries.session import Session

SLOT_FIELDS = [
    "uid", "service", "place", "room", "recurrence", "weekdays", "start", "end", "ends_next_day",
    "day_part", "interval", "anchor", "nth", "dates", "first", "last", "times", "break_calendar",
    "follows_holidays", "is_tentative", "confirmed_on",
]  # fmt: skip
FARTHEST_MOVE = timedelta(days=300)
LONGEST_COURSE = timedelta(days=5 * 366)
FIRST_LOOK = timedelta(days=14)
MOST_EXTRAS = 50
PLACE_FIELDS = ["slug", "name", "street", "postal_code", "city"]


def with_programme_columns(slots: QuerySet, language: str) -> QuerySet:
    """Just the columns that sessions in this language need, with visitors and organisers."""
    employer = expression("organisation__name", language)
    visitors = SlotVisitor.objects.filter(slot=OuterRef("pk")).values(
        row=JSONObject(
            role="role",
            start="start",
            end="end",
            organisation=Case(
                When(organisation__is_approved=True, then=employer),
                default=Value(""),
                output_field=TextField(),
            ),
        )
    )
    service = ["slug", "access", *columns(["name"], language)]
    return (
        slots.rewrite(False)
        .select_related("service", "place")
        .only(
            *SLOT_FIELDS,
            *columns(["theme", "note"], language),
            *[f"service__{name}" for name in service],
            *[f"place__{name}" for name in [*PLACE_FIELDS, "owner", "coordinator"]],
        )
        .annotate(
            visitor_rows=ArraySubquery(visitors),
            own_organisers=organisation_rows("slots", language),
            service_organisers=organisation_rows("services", language, "service_id"),
        )
        .order_by("start", "pk")
    )


def load_slots(
    slots: QuerySet, language: str, most: int | None = None, *, doubted: bool = False
) -> list[Slot]:
    """Those for the pages of families `doubted`: with the doubts about their texts."""
    columned = with_programme_columns(slots, language)
    rows = with_doubts(columned[:most], language) if doubted else list(columned[:most])
    for slot in rows:
        slot.organiser_rows = slot.own_organisers or slot.service_organisers
    return rows


def changed_slots(changes: QuerySet) -> QuerySet:
    """Keys of the slots that the changes bear on, whatever their scope.

    A union of keys uses an index on each side, where OR across the tables reads every slot.
    """
    scopes = {
        name: changes.filter(**{f"{name}__isnull": False}).values(name)
        for name in ("slot", "service", "place", "organisation")
    }
    plain = Slot.objects.filter(service__isnull=True, organisers__isnull=True)
    return scopes["slot"].union(
        Slot.objects.filter(service__in=scopes["service"]).values("pk"),
        Slot.objects.filter(place__in=scopes["place"]).values("pk"),
        Slot.objects.filter(organisers__in=scopes["organisation"]).values("pk"),
        Slot.objects.filter(service__organisers__in=scopes["organisation"]).values("pk"),
        plain.filter(place__owner__in=scopes["organisation"]).values("pk"),
        plain.filter(place__coordinator__in=scopes["organisation"]).values("pk"),
    )


def slots_at(places: Collection[int], first: date, last: date) -> QuerySet:
    """Slots of the places, and those that a change brings there in these days."""
    brought = ScheduleChange.objects.touching(first, last).filter(new_place__in=places)
    own = Slot.objects.filter(place__in=places).values("pk")
    return Slot.objects.published().filter(among(own.union(changed_slots(brought))))


def as_series(slot: Slot) -> schedule.Series:
    return schedule.Series(
        key=slot.pk,
        rule=slot.rule,
        service=slot.service_id,
        place=slot.place_id,
        organisations=tuple(run_by(slot)),
    )


def load_changes(
    slots: Sequence[Slot],
    first: date,
    last: date,
    extras: Q | None,
    language: str,
    *,
    doubted: bool,
) -> list[ScheduleChange]:
    """The changes that bear on these slots, and the extras without a slot that `extras` picks."""
    every = ScheduleChange.objects
    touching = every.touching(first, last)
    mine = (
        Q(slot__in=[slot.pk for slot in slots])
        | Q(service__in={slot.service_id for slot in slots if slot.service_id})
        | Q(place__in={slot.place_id for slot in slots if slot.place_id})
        | Q(organisation__in={key for slot in slots for key in run_by(slot)})
    )
    moves = touching.filter(mine, new_place__isnull=False)
    about = [every.filter(mine), every.filter(place__in=moves.values("new_place"))]
    slotless_extra = Q(kind=schedule.ChangeKind.EXTRA.value, slot__isnull=True)
    picked = Q(pk__in=[])
    if extras is not None:
        added = extras_shown(slotless_extra & extras, first, last)
        picked = Q(pk__in=added.values("pk"))
        about += [every.filter(place__in=added.values(path)) for path in ("place", "new_place")]
        about.append(every.filter(service__in=added.values("service")))
    # A union of keys uses an index on each side, where OR across subqueries reads every change.
    keys = about[0].values("pk").union(*(rows.values("pk") for rows in about[1:]))
    wanted = (~slotless_extra & Q(among(keys))) | picked
    related = [f"{path}__{name}" for path in ("place", "new_place") for name in PLACE_FIELDS]
    service = [f"service__{name}" for name in ["slug", "access", *columns(["name"], language)]]
    own = [
        "uid", "slot", "organisation", "kind", "first", "last", "start", "end", "ends_next_day",
        "new_date", "reason",
    ]  # fmt: skip
    rows = (
        touching.filter(wanted)
        .rewrite(False)
        .annotate(
            new_place_is_public=ExpressionWrapper(published("new_place"), BooleanField()),
            organiser_rows=organisation_rows("services", language, "service_id"),
        )
        .select_related("service", "place", "new_place")
        .only(*own, *columns(["note"], language), *service, *related)
    )
    return with_doubts(rows, language) if doubted else list(rows)


def extras_shown(picked: Q, first: date, last: date) -> QuerySet:
    """The picked extras of these days, so many as a page can hold, that families may see."""
    seen = published("service") & published("place") & published("new_place")
    on_these_days = ScheduleChange.objects.filter(first__lte=last, last__gte=first)
    shown = on_these_days.filter(picked, seen).order_by("first", "pk")[:MOST_EXTRAS]
    return ScheduleChange.objects.filter(pk__in=shown.values("pk"))


@dataclass(frozen=True, slots=True)
class Timetable:
    """Slots with all that bears on them from `first` to `last`, for any window between."""

    slots: Sequence[Slot]
    changes: dict[int, ScheduleChange]
    breaks: dict[int, BreakPeriod]
    first: date
    last: date
    language: str
    today: date

    def sessions(self, first: date, last: date) -> list[Session]:
        """Every session from `first` to `last`, cancelled ones included, in order."""
        # A session moved out of the window still leaves a gap to be told of inside it.
        moved = [
            row.new_date
            for row in self.changes.values()
            if first <= row.first <= last and is_near(row.new_date, first)
        ]
        occurrences = schedule.expand(
            [as_series(slot) for slot in self.slots],
            first=min([first, *moved]),
            last=max([last, *moved]),
            changes=[row.as_rule for row in self.changes.values()],
            breaks=[row.as_rule for row in self.breaks.values()],
            holidays=holidays_between(counted_from(self.slots, first), max([last, *moved])),
        )
        by_key = {slot.pk: slot for slot in self.slots}
        sessions = [
            session_of(occurrence, by_key, self.changes, self.breaks, self.language, self.today)
            for occurrence in occurrences
        ]
        gaps = [s.moved_away() for s in sessions if s.occurrence.scheduled_day != s.day]
        shown = [session for session in [*sessions, *gaps] if first <= session.day <= last]
        return sorted(shown, key=lambda session: (session.day, session.begins))

    def first_held(self, since: date, is_meant: Callable[[Session], bool]) -> Session | None:
        """The first session from the day on that is held and meant."""
        length = FIRST_LOOK
        while since <= self.last:
            until = min(self.last, since + length)
            held = (one for one in self.sessions(since, until) if not one.is_cancelled)
            if (found := next(filter(is_meant, held), None)) is not None:
                return found
            since, length = until + timedelta(days=1), 2 * length
        return None


def timetable(
    slots: Sequence[Slot],
    *,
    first: date,
    last: date,
    language: str,
    today: date,
    extras: Q | None = None,
    doubted: bool = False,
) -> Timetable:
    """Two queries: the changes and the breaks of these days."""
    rows = load_changes(slots, first, last, extras, language, doubted=doubted)
    changes = {row.pk: row for row in rows}
    calendars = {slot.break_calendar_id for slot in slots if slot.break_calendar_id}
    breaks = {row.pk: row for row in breaks_between(calendars, counted_from(slots, first), last)}
    return Timetable(slots, changes, breaks, first, last, language, today)


def programme(
    slots: Sequence[Slot],
    *,
    first: date,
    last: date,
    language: str,
    today: date,
    extras: Q | None = None,
    doubted: bool = False,
) -> list[Session]:
    """Every session of the slots from `first` to `last`, cancelled ones included, in order."""
    table = timetable(
        slots,
        first=first,
        last=last,
        language=language,
        today=today,
        extras=extras,
        doubted=doubted,
    )
    return table.sessions(first, last)


def counted_from(slots: Sequence[Slot], first: date) -> date:
    """A series that ends after so many times is counted from its own beginning."""
    begun = [slot.first for slot in slots if slot.times and slot.first]
    # A mistyped year must not read centuries of breaks and holidays.
    return max(min([first, *begun]), first - LONGEST_COURSE)


def is_near(new_date: date | None, first: date) -> bool:
    """A mistyped year must not make the page expand half a century."""
    return new_date is not None and abs(new_date - first) <= FARTHEST_MOVE


def breaks_between(calendars: set[int], first: date, last: date) -> Iterable[BreakPeriod]:
    if not calendars:
        return []
    return BreakPeriod.objects.filter(calendar__in=calendars, first__lte=last, last__gte=first)


def session_of(
    occurrence: schedule.Occurrence,
    slots: dict[int, Slot],
    changes: dict[int, ScheduleChange],
    breaks: dict[int, BreakPeriod],
    language: str,
    today: date,
) -> Session:
    cause = occurrence.cause
    cause_row: ScheduleChange | BreakPeriod | None = None
    if isinstance(cause, schedule.Change):
        cause_row = changes[cause.key]
    elif isinstance(cause, schedule.Break):
        cause_row = breaks[cause.key]
    shaping = [changes[change.key] for change in occurrence.changes]
    mover = next((row for row in shaping if row.new_place_id), None)
    return Session(
        occurrence,
        slot=slots.get(occurrence.series) if occurrence.series else None,
        change=shaping[0] if shaping else None,
        cause=cause_row,
        new_place=mover.new_place if mover and mover.new_place_is_public else None,
        language=language,
        today=today,
    )


def mark_open(sessions: Iterable[Session], now: datetime) -> None:
    for session in sessions:
        session.is_open_now = not session.is_gap and schedule.is_open(session.occurrence, now)
