"""What a family should know beforehand: breaks, closures, holidays, seasons that begin or end.

Everything is read off the sessions that the engine gives, so that no notice speaks of a break
which takes nothing away, or contradicts the week beside it.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from directory import schedule, wording
from directory.enums import HOLIDAY_NAMES, BreakKind, Reason
from directory.localized import EMPTY, Text
from directory.models import BreakPeriod, ScheduleChange, Slot
from directory.queries.doubts import told, told_elsewhere
from directory.queries.notices import (
    Name,
    Notice,
    Pause,
    Then,
    begins_sentence,
    ends_sentence,
    pause_sentence,
)
from directory.queries.session import Session

REACH = timedelta(days=70)
HOLIDAYS_REACH = timedelta(days=14)
SEASONS_REACH = timedelta(days=28)
# New staff or a new room from January on is no new season to a family.
SAME_SEASON = timedelta(days=14)
# A counted series that gives nothing for so long has been held as many times as it will.
COUNTED_OUT = timedelta(days=42)
DAY = timedelta(days=1)
MOST_NOTICES = 6


def everywhere(session: Session) -> bool:
    return True


def unknown(day: date) -> None:
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """The sessions of a place or a service from `since` on, for REACH.

    Pauses that begin by `near` are told first of all. `name` is how a notice calls a session,
    `resumed` tells what comes first from a day on.
    """

    sessions: Sequence[Session]
    since: date
    near: date
    words: wording.InterfaceWords
    name: Callable[[Session], Text]
    is_here: Callable[[Session], bool] = everywhere
    resumed: Callable[[date], Then | None] = unknown
    slots: Sequence[Slot] = ()
    closures: Sequence[ScheduleChange] = ()

    def held(self, first: date, last: date | None) -> list[Session]:
        return [
            one
            for one in self.sessions
            if first <= one.day <= (last or one.day) and not one.is_cancelled and self.is_here(one)
        ]


def told_ahead(outlook: Outlook) -> list[Notice]:
    """The notices in order of urgency, and not more of them than anyone reads."""
    whole, partial = split_pauses(pauses(outlook), outlook)
    rest = [one for one in holidays(outlook) if not any(other.contains(one) for other in whole)]
    paused = [pause_notice(pause, outlook) for pause in [*whole, *partial, *rest]]
    found = [*paused, *seasons(outlook)]
    found.sort(key=lambda notice: (not notice.is_near, max(notice.begins, outlook.since)))
    return found[:MOST_NOTICES]


def split_pauses(found: list[Pause], outlook: Outlook) -> tuple[list[Pause], list[Pause]]:
    """Those that leave nothing, and those that leave something; each told once."""
    whole: list[Pause] = []
    partial: list[Pause] = []
    for pause in sorted(found, key=lambda one: (one.first, -(one.last or date.max).toordinal())):
        if any(other.contains(pause) for other in whole):
            continue
        if outlook.held(max(pause.first, outlook.since), pause.last):
            partial.append(pause)
        else:
            whole.append(pause)
    return whole, [pause for pause in partial if pause.missed]


def pauses(outlook: Outlook) -> list[Pause]:
    """Breaks and longer cancellations; calendars that break on the same days count as one."""
    causes: dict[BreakPeriod | ScheduleChange, list[Session]] = {
        closure: [] for closure in outlook.closures
    }
    for session in outlook.sessions:
        if session.is_cancelled and is_pause(session.cause):
            causes.setdefault(session.cause, []).append(session)
    found: dict[tuple[date, date | None, str, bool], Pause] = {}
    for cause, missed in causes.items():
        closes = cause in outlook.closures
        key = (cause.first, cause.last, reason_of(cause), closes)
        note = EMPTY if isinstance(cause, BreakPeriod) else note_of(cause, outlook)
        pause = found.setdefault(key, Pause(*key[:3], note, closes))
        pause.missed += missed
    return list(found.values())


def is_pause(cause: BreakPeriod | ScheduleChange | None) -> bool:
    """One cancelled date of one series is told in its week."""
    if isinstance(cause, ScheduleChange):
        return cause.slot_id is None or cause.first != cause.last
    return cause is not None


def reason_of(cause: BreakPeriod | ScheduleChange) -> str:
    if isinstance(cause, BreakPeriod):
        return str(BreakKind(cause.kind).label)
    told = cause.reason and cause.reason != Reason.OTHER
    return str(Reason(cause.reason).label) if told else ""


def note_of(change: ScheduleChange, outlook: Outlook) -> Text:
    return told(change, "note", outlook.words.language)


def holidays(outlook: Outlook) -> list[Pause]:
    """Public holidays of the coming days; neighbouring ones that take the same are one."""
    found: list[Pause] = []
    for session in outlook.sessions:
        cause = session.occurrence.cause
        if not isinstance(cause, schedule.Holiday) or session.day > outlook.since + HOLIDAYS_REACH:
            continue
        if found and found[-1].last == session.day:
            found[-1].missed.append(session)
            continue
        name = str(HOLIDAY_NAMES[cause.name])
        found.append(Pause(session.day, session.day, name, missed=[session]))
    return neighbours_joined(found, outlook)


def neighbours_joined(found: list[Pause], outlook: Outlook) -> list[Pause]:
    joined: list[Pause] = []
    for pause in found:
        earlier = joined[-1] if joined else None
        if earlier and earlier.last == pause.first - DAY and alike(earlier, pause, outlook):
            earlier.last = pause.last
            earlier.reason = wording.listed([earlier.reason, pause.reason], outlook.words.language)
            earlier.missed += pause.missed
        else:
            joined.append(pause)
    return joined


def alike(one: Pause, other: Pause, outlook: Outlook) -> bool:
    return not outlook.held(one.first, one.last) and not outlook.held(other.first, other.last)


def pause_notice(pause: Pause, outlook: Outlook) -> Notice:
    held = outlook.held(max(pause.first, outlook.since), pause.last)
    told = replace(pause, is_closure=pause.is_closure and not held)
    return Notice(
        icon="calendar-x",
        begins=pause.first,
        sentence=pause_sentence(told, outlook.words),
        names=names_of(pause.missed, held, outlook) if held else (),
        reason=pause.reason,
        note=pause.note,
        then=None if held else after(told, outlook),
        is_near=pause.first <= outlook.near,
    )


def after(pause: Pause, outlook: Outlook) -> Then | None:
    """Of a single day off nobody asks when it goes on."""
    if pause.first == pause.last and not pause.is_closure:
        return None
    return outlook.resumed(pause.last + DAY if pause.last else date.max)


def names_of(
    sessions: Sequence[Session], others: Sequence[Session], outlook: Outlook
) -> list[Name]:
    """Each activity once; with its days when others of the same name are not meant."""
    shared = {str(outlook.name(session)) for session in others}
    found: dict[tuple[str, str], Name] = {}
    for session in sessions:
        text = outlook.name(session)
        days = timing(session.slot, outlook.words) if session.slot and str(text) in shared else ""
        found.setdefault((str(text), days), Name(told_elsewhere(text), days))
    return list(found.values())


def timing(slot: Slot, words: wording.InterfaceWords) -> str:
    """ "Tuesdays at 9.30", without the season."""
    return schedule.describe(replace(slot.rule, first=None, last=None, times=None), words)


def seasons(outlook: Outlook) -> Iterator[Notice]:
    by_slot: dict[int, list[Session]] = {}
    for session in outlook.sessions:
        if session.slot and not session.is_extra and not session.is_gap:
            by_slot.setdefault(session.slot.pk, []).append(session)
    until = outlook.since + SEASONS_REACH
    begin: list[Session] = []
    end: list[Session] = []
    for slot in outlook.slots:
        all_of_it = by_slot.get(slot.pk, [])
        held = [one for one in all_of_it if not one.is_cancelled and outlook.is_here(one)]
        if held and held[0].day <= until and begins(slot, outlook):
            begin.append(held[0])
        elif held and held[-1].day <= until and ends(slot, all_of_it[-1].day, outlook):
            end.append(held[-1])
    yield from season_notices(begin, "calendar-plus", begins_sentence, outlook)
    yield from season_notices(end, "calendar", ends_sentence, outlook)


def begins(slot: Slot, outlook: Outlook) -> bool:
    if slot.first is None or slot.first < outlook.since:
        return False
    return not any(succeeds(slot, other) for other in outlook.slots)


def ends(slot: Slot, last_day: date, outlook: Outlook) -> bool:
    by_date = slot.last is not None and slot.last <= outlook.since + REACH
    by_count = slot.times is not None and last_day <= outlook.since + REACH - COUNTED_OUT
    return (by_date or by_count) and not any(succeeds(other, slot) for other in outlook.slots)


def succeeds(later: Slot, earlier: Slot) -> bool:
    """The same activity at the same hour goes straight on."""
    if later.first is None or earlier.last is None or later.service_id != earlier.service_id:
        return False
    is_alike = later.start == earlier.start and set(later.weekdays) & set(earlier.weekdays)
    return bool(is_alike) and DAY <= later.first - earlier.last <= SAME_SEASON


def season_notices(
    sessions: Sequence[Session],
    icon: str,
    sentence: Callable[[Sequence[date], wording.InterfaceWords], str],
    outlook: Outlook,
) -> Iterator[Notice]:
    """Those of one week in one notice: a whole programme often begins at once."""
    weeks: dict[tuple[int, int], list[Session]] = {}
    for session in sorted(sessions, key=lambda one: (one.day, one.begins)):
        weeks.setdefault(session.day.isocalendar()[:2], []).append(session)
    for group in weeks.values():
        days = [session.day for session in group]
        slots = {session.slot.pk for session in group}
        others = [one for one in outlook.sessions if one.slot and one.slot.pk not in slots]
        shared = group if len(group) == 1 else others
        yield Notice(icon, days[0], sentence(days, outlook.words), names_of(group, shared, outlook))
