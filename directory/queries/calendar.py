"""What a calendar of some slots holds: its events and their overrides, as families read them."""

from calendar import monthrange
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import F, Q, QuerySet

from directory import schedule
from directory.enums import ChangeKindChoices, RecurrenceChoices
from directory.holidays import holidays_between
from directory.models import Organisation, Place, ScheduleChange, Slot
from directory.queries.keys import among
from directory.queries.listings import programme_of
from directory.queries.organisations import run_by
from directory.queries.programme import (
    Timetable,
    as_series,
    changed_slots,
    counted_from,
    load_slots,
    session_of,
    slots_at,
    timetable,
)
from directory.queries.revisions import Revision, Revisions, Scope
from directory.queries.selection import Selection
from directory.queries.session import Session
from directory.schedule.ical import Strand, strands
from directory.wording import HELSINKI

MOST_SLOTS = 300
MONTHS_AHEAD = 24
Places = Collection[int]
Source = tuple[int | None, int | None]  # a slot, an extra, or an extra of a slot


class TooManySlots(Exception):
    """More than a phone's calendar should take in: the reader must choose less."""


@dataclass(frozen=True, slots=True)
class Window:
    """Whole months, so that a calendar is the same all through `this_month` unless edited."""

    this_month: date
    first: date
    last: date

    @property
    def opens_at(self) -> datetime:
        return datetime.combine(self.this_month, time.min, HELSINKI)


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    uid: str
    strand: Strand
    usual: Session
    overrides: list[Session]
    revision: Revision


@dataclass(frozen=True, slots=True)
class CalendarEvents:
    """`positions`: latitude and longitude of the places where the slots usually are."""

    events: list[CalendarEvent]
    positions: dict[int | None, tuple[float, float]]


def window_around(today: date) -> Window:
    """From the month before to the end of the one two years ahead: under LONGEST_WINDOW days."""
    this_month = today.replace(day=1)
    before = (this_month - timedelta(days=1)).replace(day=1)
    ahead = this_month.year * 12 + this_month.month - 1 + MONTHS_AHEAD
    year, month = ahead // 12, ahead % 12 + 1
    return Window(this_month, before, date(year, month, monthrange(year, month)[1]))


def place_events(place: Place, window: Window, language: str) -> CalendarEvents:
    here = Q(place=place) | Q(new_place=place)
    slots = slots_at([place.pk], window.first, window.last)
    return calendar_events(slots, window, language, here, [place.pk])


def service_events(service: int, window: Window, language: str) -> CalendarEvents:
    slots = Slot.objects.published().filter(service=service)
    return calendar_events(slots, window, language, Q(service=service))


def organisation_events(
    organisation: Organisation, window: Window, language: str
) -> CalendarEvents:
    return selected_events(programme_of(organisation), window, language)


def selected_events(selection: Selection, window: Window, language: str) -> CalendarEvents:
    slots = selection.slots
    if selection.places is not None:
        touching = ScheduleChange.objects.touching(window.first, window.last)
        brought = changed_slots(touching.filter(new_place__in=list(selection.places)))
        others = Slot.objects.published().filter(selection.offered, among(brought))
        keys = slots.values("pk").union(others.values("pk"))
        slots = Slot.objects.filter(among(keys))
    return calendar_events(slots, window, language, selection.extras(), selection.places)


def calendar_events(
    slots: QuerySet, window: Window, language: str, extras: Q, places: Places | None = None
) -> CalendarEvents:
    """The events of the slots and extras; only what concerns one of the places when given."""
    bounded = in_window(slots, window).order_by().values("pk")[: MOST_SLOTS + 1]
    located = Slot.objects.filter(among(bounded)).annotate(
        latitude=F("place__latitude"), longitude=F("place__longitude")
    )
    rows = load_slots(located, language)
    if len(rows) > MOST_SLOTS:
        raise TooManySlots
    table = timetable(
        rows,
        first=window.first,
        last=window.last,
        language=language,
        today=window.this_month,
        extras=extras,
    )
    positions = {
        slot.place_id: (slot.latitude, slot.longitude) for slot in rows if slot.latitude is not None
    }
    return CalendarEvents(Drafting(table, window).events(places), positions)


def in_window(slots: QuerySet, window: Window) -> QuerySet:
    """Those that may have an occurrence in the window; the engine decides."""
    adds = Q(kind=ChangeKindChoices.EXTRA, first__lte=window.last, last__gte=window.first)
    moves = Q(new_date__range=(window.first, window.last))
    changed = ScheduleChange.objects.filter(adds | moves, slot__isnull=False).values("slot")
    in_season = (Q(first__isnull=True) | Q(first__lte=window.last)) & (
        Q(last__isnull=True) | Q(last__gte=window.first)
    )
    regular = ~Q(recurrence=RecurrenceChoices.ON_REQUEST) & in_season
    return slots.filter(regular | Q(pk__in=changed))


class Drafting:
    """Turns what the engine says of a timetable into events with a UID and a revision."""

    def __init__(self, table: Timetable, window: Window) -> None:
        self.table = table
        self.window = window
        self.slots = {slot.pk: slot for slot in table.slots}

    def events(self, places: Places | None) -> list[CalendarEvent]:
        by_source: dict[Source, list[schedule.Occurrence]] = {}
        for one in self.occurrences():
            if places is None or concerns(one, places):
                by_source.setdefault((one.series, one.change), []).append(one)
        scopes = {source: self.scopes(*source, found) for source, found in by_source.items()}
        revisions = Revisions(set().union(*scopes.values()), self.window.opens_at)
        return [
            event
            for source, found in by_source.items()
            for event in self.of_source(*source, found, revisions.of(scopes[source]))
        ]

    def occurrences(self) -> list[schedule.Occurrence]:
        first, last = self.window.first, self.window.last
        return schedule.expand(
            [as_series(slot) for slot in self.table.slots],
            first=first,
            last=last,
            changes=[row.as_rule for row in self.table.changes.values()],
            breaks=[row.as_rule for row in self.table.breaks.values()],
            holidays=holidays_between(counted_from(self.table.slots, first), last),
        )

    def of_source(
        self,
        series: int | None,
        extra: int | None,
        occurrences: list[schedule.Occurrence],
        revision: Revision,
    ) -> Iterator[CalendarEvent]:
        slot = None if series is None else self.slots[series]
        source = slot if extra is None else self.table.changes[extra]
        for strand in strands(None if slot is None else slot.rule, occurrences):
            yield CalendarEvent(
                uid="-".join(filter(None, [str(source.uid), strand.name])),
                strand=strand,
                usual=self.session(strand.usual),
                overrides=[self.session(one) for one in strand.overrides],
                revision=revision,
            )

    def session(self, one: schedule.Occurrence) -> Session:
        table = self.table
        return session_of(one, self.slots, table.changes, table.breaks, table.language, table.today)

    def scopes(
        self, series: int | None, extra: int | None, occurrences: Iterable[schedule.Occurrence]
    ) -> set[Scope]:
        """All that the occurrences depend on."""
        found: set[tuple[str, int | None]] = {("change", extra)}
        for one in occurrences:
            found |= {
                ("service", one.service),
                ("place", one.place),
                ("place", one.scheduled_place),
            }
        if series is not None:
            slot = self.slots[series]
            found |= {("slot", series), ("calendar", slot.break_calendar_id)}
            found |= {("organisation", key) for key in run_by(slot)}
        return {(scope, key) for scope, key in found if key is not None}


def concerns(one: schedule.Occurrence, places: Places) -> bool:
    """Held at one of the places, or usually there; what is held nowhere concerns all."""
    where = {one.place, one.scheduled_place} - {None}
    return not where or any(place in places for place in where)
