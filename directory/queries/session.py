"""One happening as a family sees it: its title, time, place and what is special this time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from directory import schedule, wording
from directory.enums import (
    HOLIDAY_NAMES,
    Access,
    BreakKind,
    DayPartChoices,
    Reason,
    VisitorRole,
)
from directory.localized import EMPTY, Text
from directory.models import BreakPeriod, ScheduleChange, Slot
from directory.queries.doubts import told, told_elsewhere
from directory.queries.organisations import approved_names

DAY_PART_BEGINS = {
    schedule.DayPart.ALL_DAY: time.min,
    schedule.DayPart.MORNING: time(8),
    schedule.DayPart.MIDDAY: time(11),
    schedule.DayPart.AFTERNOON: time(13),
    schedule.DayPart.EVENING: time(17),
}


@dataclass(frozen=True, slots=True)
class Visitor:
    role: str
    organisation: str
    time: str


class Session:
    """One occurrence of a slot, or an extra without one, as a family sees it."""

    def __init__(
        self,
        occurrence: schedule.Occurrence,
        *,
        slot: Slot | None,
        change: ScheduleChange | None,
        cause: ScheduleChange | BreakPeriod | None,
        new_place: Any,
        language: str,
        today: date,
    ) -> None:
        self.occurrence = occurrence
        self.slot = slot
        self.change = change
        self.cause = cause
        self.language = language
        self.today = today
        self.new_place = new_place
        self.source = slot or change
        self.day = occurrence.day
        self.is_cancelled = occurrence.is_cancelled
        self.is_extra = occurrence.is_extra
        self.is_open_now: bool | None = None
        self.is_reason_told = False

    def moved_away(self) -> "Session":
        """The gap that it leaves on the day when it would have been."""
        gap = Session(
            self.occurrence,
            slot=self.slot,
            change=self.change,
            cause=self.cause,
            new_place=self.new_place,
            language=self.language,
            today=self.today,
        )
        gap.day = self.occurrence.scheduled_day
        gap.is_cancelled = True
        return gap

    @property
    def begins(self) -> time:
        """For ordering a day; without a clock time, where the engine put it among the others."""
        seen = self.occurrence
        at = seen.scheduled_start if self.is_gap else seen.start
        return at or DAY_PART_BEGINS.get(seen.day_part, time.max)

    def is_over(self, now: datetime) -> bool:
        ends = self.occurrence.ends_at(wording.HELSINKI)
        return self.is_gap or (ends is not None and ends <= now)

    @property
    def is_gap(self) -> bool:
        return self.day != self.occurrence.day

    @property
    def service(self) -> Any:
        return self.source.service

    @property
    def place(self) -> Any:
        """Where it is; None when that is at nobody's place, or at one without a public page."""
        if self.occurrence.is_moved:
            return self.new_place
        return self.new_place or self.source.place

    @cached_property
    def title(self) -> Text:
        if self.service:
            return told(self.service, "name", self.language)
        return Text(_("Open"), self.language)

    @property
    def url(self) -> str:
        """Of the service; plain opening hours have only their place's address."""
        return self.service.get_absolute_url() if self.service else ""

    @property
    def is_round_the_clock(self) -> bool:
        seen = self.occurrence
        return seen.ends_next_day and seen.start is not None and seen.start == seen.end

    @property
    def time(self) -> str:
        if self.is_round_the_clock:
            return ""
        if self.is_gap:
            return wording.clock_range(
                self.occurrence.scheduled_start, self.occurrence.scheduled_end
            )
        return wording.clock_range(self.occurrence.start, self.occurrence.end)

    @property
    def day_part_label(self) -> str:
        if self.is_round_the_clock:
            return str(DayPartChoices.ALL_DAY.label)
        part = self.occurrence.day_part
        return "" if self.time or not part else str(DayPartChoices(part.value).label)

    @property
    def place_name(self) -> str:
        return self.place.name if self.place else ""

    @property
    def place_url(self) -> str:
        return self.place.get_absolute_url() if self.place else ""

    @property
    def room(self) -> str:
        at_home = self.slot and self.occurrence.place == self.slot.place_id
        return self.slot.room if at_home else ""

    @cached_property
    def theme(self) -> Text:
        return told(self.slot, "theme", self.language) if self.slot else EMPTY

    @cached_property
    def note(self) -> Text:
        """What is special this time, else what is always so."""
        for row in (self.change, self.slot):
            if row and (text := told(row, "note", self.language)):
                return text
        return EMPTY

    @cached_property
    def visitors(self) -> list[Visitor]:
        return [shown_visitor(row) for row in self.slot.visitor_rows] if self.slot else []

    @property
    def organisers(self) -> list[str]:
        """Who runs the activity; plain opening hours are the place's own."""
        return approved_names(self.source.organiser_rows) if self.service else []

    @property
    def reason(self) -> str:
        cause = self.occurrence.cause
        if isinstance(cause, schedule.Holiday):
            return str(HOLIDAY_NAMES[cause.name])
        if isinstance(self.cause, BreakPeriod):
            return str(BreakKind(self.cause.kind).label)
        return str(Reason(self.cause.reason).label) if self.cause and self.cause.reason else ""

    @property
    def held_on(self) -> str:
        """On the day it was moved from: when it is instead."""
        if not self.is_gap or self.occurrence.is_cancelled:
            return ""
        return _("Held on %(day)s") % {"day": wording.day_long(self.occurrence.day, self.language)}

    @cached_property
    def reason_note(self) -> Text:
        if isinstance(self.cause, ScheduleChange):
            return told(self.cause, "note", self.language)
        return EMPTY

    @property
    def texts(self) -> list[Text]:
        return [getattr(self, name) for name in self.shown]

    @property
    def shown(self) -> list[str]:
        return ["title", "theme", "reason_note" if self.is_cancelled else "note"]

    @property
    def moved_to(self) -> str:
        return self.place_name if self.occurrence.is_moved and not self.is_cancelled else ""

    @property
    def was_time(self) -> str:
        """The usual time, when this one differs; with the day when that differs too."""
        seen = self.occurrence
        if not seen.is_retimed or self.is_cancelled:
            return ""
        usual = wording.clock_range(seen.scheduled_start, seen.scheduled_end)
        if seen.scheduled_day == seen.day:
            return usual
        weekday = wording.weekday_short(seen.scheduled_day.isoweekday(), self.language)
        return f"{weekday} {wording.day_and_month(seen.scheduled_day)} {usual}".strip()

    @property
    def is_tentative(self) -> bool:
        return bool(self.slot and self.slot.is_tentative)

    @property
    def is_stale(self) -> bool:
        return bool(self.slot and self.slot.is_stale(self.today))

    @property
    def access(self) -> Access:
        return Access(self.service.access) if self.service else Access.DROP_IN

    @property
    def is_drop_in(self) -> bool:
        return self.access == Access.DROP_IN

    @property
    def access_label(self) -> str:
        return str(self.access.label)


def shown_visitor(row: dict[str, Any]) -> Visitor:
    start, end = (time.fromisoformat(row[key]) if row[key] else None for key in ("start", "end"))
    role = str(VisitorRole(row["role"]).label)
    return Visitor(role, row["organisation"] or "", wording.clock_range(start, end))


def doubted_once(sessions: Iterable[Session], told_before: Iterable[Text] = ()) -> None:
    """A text that comes again in a programme need not repeat its doubt."""
    found = set(told_before)
    for session in sessions:
        for name in session.shown:
            text = getattr(session, name)
            if text.doubt and text in found:
                setattr(session, name, told_elsewhere(text))
            found.add(text)
