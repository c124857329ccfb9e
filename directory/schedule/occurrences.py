"""What the engine answers: occurrences, and the order they are shown in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from directory.schedule.rules import Break, Change, DayPart, Holiday


class Status(StrEnum):
    HELD = "held"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """One computed happening. `changes` are those that shaped it, the strongest first."""

    series: int | None
    change: int | None
    day: date
    start: time | None
    end: time | None
    ends_next_day: bool
    day_part: DayPart | None
    place: int | None
    service: int | None
    status: Status
    cause: Change | Break | Holiday | None
    changes: tuple[Change, ...]
    scheduled_day: date
    scheduled_start: time | None
    scheduled_end: time | None
    scheduled_place: int | None

    @property
    def is_cancelled(self) -> bool:
        return self.status is Status.CANCELLED

    @property
    def is_extra(self) -> bool:
        return self.change is not None

    @property
    def is_moved(self) -> bool:
        return self.place != self.scheduled_place

    @property
    def is_retimed(self) -> bool:
        scheduled = (self.scheduled_day, self.scheduled_start, self.scheduled_end)
        return (self.day, self.start, self.end) != scheduled

    def starts_at(self, zone: tzinfo) -> datetime | None:
        return None if self.start is None else datetime.combine(self.day, self.start, zone)

    def ends_at(self, zone: tzinfo) -> datetime | None:
        if self.end is None:
            return None
        day = self.day + timedelta(days=1) if self.ends_next_day else self.day
        return datetime.combine(day, self.end, zone)


# Where an occurrence without a clock time stands among those that have one, in minutes.
NOMINAL_START = {
    DayPart.ALL_DAY: -1,
    DayPart.MORNING: 8 * 60,
    DayPart.MIDDAY: 11 * 60,
    DayPart.AFTERNOON: 13 * 60,
    DayPart.EVENING: 17 * 60,
}
DAY = 24 * 60
UNKNOWN = 2 * DAY


def minutes(clock: time) -> int:
    return clock.hour * 60 + clock.minute


def end_minutes(occurrence: Occurrence) -> int:
    """Minutes from the midnight that begins its day; UNKNOWN when no end is known."""
    if occurrence.end is None:
        return UNKNOWN
    return minutes(occurrence.end) + (DAY if occurrence.ends_next_day else 0)


def start_minutes(occurrence: Occurrence) -> int:
    """Minutes to order by: the clock, else the day part, else the end ("until 11.30")."""
    if occurrence.start is not None:
        return minutes(occurrence.start)
    if occurrence.day_part is not None:
        return NOMINAL_START[occurrence.day_part]
    return end_minutes(occurrence)


def order_key(occurrence: Occurrence) -> tuple[date, int, int, float, date, int]:
    series = float("inf") if occurrence.series is None else occurrence.series
    return (
        occurrence.day,
        start_minutes(occurrence),
        end_minutes(occurrence),
        series,
        occurrence.scheduled_day,
        occurrence.change or 0,
    )


def in_order(occurrences: Iterable[Occurrence]) -> list[Occurrence]:
    return sorted(occurrences, key=order_key)
