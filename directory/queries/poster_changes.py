"""What breaks and changes do to the lines of a season: ended, at times not held, or elsewhere.

A sheet may hang on its door for months, so that a single date of a weekly line is left to the page.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import date, time

from django.utils.translation import gettext as _

from directory import wording
from directory.enums import ChangeKindChoices, RecurrenceChoices
from directory.localized import Text
from directory.models import BreakPeriod, Place, ScheduleChange, Slot
from directory.queries.ahead import is_pause, reason_of
from directory.queries.notices import Pause, pause_sentence
from directory.queries.poster import Detail
from directory.queries.programme import Timetable
from directory.queries.session import Session
from directory.wording import InterfaceWords

MOST_NOTES = 8


@dataclass(frozen=True, slots=True)
class Absence:
    """Days on which some slots are not held, in words; its own when it is told on its line."""

    words: str
    slots: frozenset[int]
    is_own: bool = False


@dataclass(slots=True)
class Coming:
    """The sessions of a slot that are held, and the first that each break or change bears on."""

    slot: Slot
    held: list[Session] = field(default_factory=list)
    causes: dict[BreakPeriod | ScheduleChange, Session] = field(default_factory=dict)
    retimed: dict[ScheduleChange, Session] = field(default_factory=dict)
    moved: dict[ScheduleChange, Session] = field(default_factory=dict)

    def add(self, session: Session, shaping: Sequence[ScheduleChange]) -> None:
        if session.is_cancelled:
            if session.cause:
                self.causes.setdefault(session.cause, session)
            return
        self.held.append(session)
        for change in shaping:
            if change.kind == ChangeKindChoices.OTHER_TIME and session.occurrence.is_retimed:
                self.retimed.setdefault(change, session)
            if change.kind == ChangeKindChoices.OTHER_PLACE and session.occurrence.is_moved:
                self.moved.setdefault(change, session)

    @property
    def ended_by(self) -> ScheduleChange | None:
        """What took the whole rest of the season away."""
        causes = (one for one in self.causes if isinstance(one, ScheduleChange))
        return None if self.held else next(filter(self.is_outlasted, causes), None)

    @property
    def new_time(self) -> ScheduleChange | None:
        """What gave it another time for the rest of the season."""
        is_whole = all(one.occurrence.is_retimed for one in self.held)
        return next(filter(self.is_outlasted, self.retimed), None) if is_whole else None

    @property
    def new_place(self) -> ScheduleChange | None:
        is_whole = all(one.occurrence.is_moved for one in self.held)
        return next(filter(self.is_outlasted, self.moved), None) if is_whole else None

    @property
    def clock(self) -> tuple[time | None, time | None]:
        """When it is held for the rest of the season."""
        change = self.new_time
        if change is None:
            return self.slot.start, self.slot.end
        seen = self.retimed[change].occurrence
        return seen.start, seen.end

    def is_outlasted(self, change: ScheduleChange) -> bool:
        """The change is still in force when the season ends."""
        last = self.slot.last or date.max
        if self.slot.recurrence == RecurrenceChoices.DATES:
            last = min(last, max(self.slot.dates))
        return change.new_date is None and (change.last or date.max) >= last

    def tells(self, cause: BreakPeriod | ScheduleChange) -> bool:
        """Where dates are listed on the sheet, one of them counts."""
        return is_pause(cause) or self.slot.recurrence == RecurrenceChoices.DATES


def coming_sessions(table: Timetable) -> dict[int, Coming]:
    """By slot, from the first to the last day of the table."""
    found = {slot.pk: Coming(slot) for slot in table.slots}
    whole = replace(table, slots=[with_days(slot) for slot in table.slots])
    for session in whole.sessions(table.first, table.last):
        if session.slot and not session.is_extra and not session.is_gap:
            shaping = [table.changes[change.key] for change in session.occurrence.changes]
            found[session.slot.pk].add(session, shaping)
    return found


def with_days(slot: Slot) -> Slot:
    """What is held on request has no days that could be cancelled: any day stands for them."""
    if slot.recurrence != RecurrenceChoices.ON_REQUEST:
        return slot
    daily = copy(slot)
    daily.recurrence, daily.weekdays = RecurrenceChoices.WEEKLY, list(range(1, 8))
    return daily


def whole_closures(
    place: Place, first: date, last: date, coming: Iterable[Coming]
) -> list[ScheduleChange]:
    """Closures of the place in these days, but those during which something is held there."""
    held = (session for one in coming for session in one.held)
    days = {session.day for session in held if session.occurrence.place == place.pk}
    found = ScheduleChange.objects.closures().filter(place=place).during(first, last)
    rows = found.only("kind", "place", "first", "last", "reason").order_by("first", "pk")
    return [row for row in rows if not any(row.is_during(day, day) for day in days)]


def absences_of(
    coming: Mapping[int, Coming], closures: Collection[ScheduleChange], words: InterfaceWords
) -> Iterator[Absence]:
    """Changes first, since no other sheet tells them; the same days and reason are one."""
    alike: dict[tuple[bool, date, date, str], set[int]] = {}
    for key, one in coming.items():
        told = () if one.ended_by else filter(one.tells, one.causes.keys() - closures)
        for cause in told:
            is_break, last = isinstance(cause, BreakPeriod), cause.last or date.max
            alike.setdefault((is_break, cause.first, last, reason_of(cause)), set()).add(key)
    for (is_break, first, last, reason), slots in sorted(alike.items(), key=lambda one: one[0]):
        pause = Pause(first, None if last == date.max else last, reason)
        is_own = not is_break and len(slots) == 1
        yield Absence(pause_words(pause, words), frozenset(slots), is_own)


def holiday_absence(slots: Iterable[Slot]) -> Iterator[Absence]:
    following = frozenset(slot.pk for slot in slots if slot.follows_holidays)
    if following:
        yield Absence(_("Not on public holidays"), following)


def marked(absences: Iterable[Absence], everything: set[int]) -> tuple[dict[int, str], list[str]]:
    """Asterisks by slot, and the footnotes; what holds for all needs no mark."""
    alike: dict[frozenset[int], list[str]] = {}
    for absence in absences:
        alike.setdefault(absence.slots, []).append(absence.words)
    marks: dict[int, str] = {}
    footnotes = []
    sign = ""
    for slots, told in alike.items():
        sign = sign if slots == everything else f"{sign}*"
        for slot in () if slots == everything else slots:
            marks[slot] = f"{marks.get(slot, '')} {sign}".strip()
        footnotes.append(f"{'' if slots == everything else sign} {' · '.join(told)}".strip())
    return marks, footnotes


def pause_words(pause: Pause, words: InterfaceWords) -> str:
    sentence = pause_sentence(pause, words)
    return f"{sentence} – {pause.reason}" if pause.reason else sentence


def closure_words(change: ScheduleChange, words: InterfaceWords) -> str:
    pause = Pause(change.first, change.last, reason_of(change), is_closure=True)
    return pause_words(pause, words)


def told_ended(
    change: ScheduleChange, closures: Collection[ScheduleChange], words: InterfaceWords
) -> list[Detail]:
    """Why it is not held; what closes the whole place is told at the foot."""
    told = [_("Cancelled")]
    if change not in closures:
        pause = Pause(change.first, change.last, reason_of(change))
        told = [pause_sentence(pause, words), pause.reason]
    return [Detail("cancelled", Text(one, words.language)) for one in told if one]


def told_elsewhere(coming: Coming, words: InterfaceWords) -> Iterator[Detail]:
    """Another time or place, with its days where it is only for some of the season."""
    for change, session in coming.retimed.items():
        if change == coming.new_time:
            if session.was_time:
                new = _("New time, was %(time)s") % {"time": session.was_time}
                yield Detail("change", Text(new, words.language))
        elif coming.tells(change):
            label = with_dates(_("Other time"), change, words)
            yield Detail("change", Text(label, words.language), new_clock(change, session))
    for change, session in coming.moved.items():
        if change == coming.new_place:
            yield Detail("change", Text(_("Other place"), words.language), session.moved_to)
        elif coming.tells(change):
            label = with_dates(_("Other place"), change, words)
            yield Detail("change", Text(label, words.language), session.moved_to)


def new_clock(change: ScheduleChange, session: Session) -> str:
    day = wording.day_and_month(change.new_date) if change.new_date else ""
    return f"{day} {session.time}".strip()


def with_dates(label: str, change: ScheduleChange, words: InterfaceWords) -> str:
    return f"{label} ({wording.season(change.first, change.last, words.today)})"
