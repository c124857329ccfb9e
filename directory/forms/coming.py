"""The dates that a rule gives before it is saved, and those that a closure takes away."""

from collections.abc import Iterable
from copy import copy
from dataclasses import replace
from datetime import date, timedelta

from django.db.models import Q
from django.utils.translation import gettext as _

from directory.enums import ChangeKindChoices
from directory.models import Place, ScheduleChange, Slot
from directory.queries.programme import Timetable, load_slots, programme, slots_at, timetable
from directory.queries.session import Session
from directory.wording import day_numeric, weekday_short

SHOWN = 5
MOST_LINES = 10
LOOK_AHEAD = timedelta(days=400)
CLOSURE_AHEAD = timedelta(days=27)
UNSAVED = -1


def sessions_of(
    slot: Slot, organisers: Iterable[int], first: date, last: date, today: date, language: str
) -> list[Session]:
    """Of a slot as it stands in memory, saved or not."""
    seen = copy(slot)
    seen.pk = slot.pk or UNSAVED
    seen.organiser_rows = [{"id": key} for key in organisers]
    return programme([seen], first=first, last=last, language=language, today=today)


def organisers_of(slot: Slot) -> list[int]:
    own = list(slot.organisers.values_list("pk", flat=True)) if slot.pk else []
    if own or slot.service_id is None:
        return own
    return list(slot.service.organisers.values_list("pk", flat=True))


def coming_dates(
    slot: Slot, organisers: Iterable[int], today: date, language: str
) -> tuple[str, ...]:
    """The next five that are held, and between them those that are not, with the reason."""
    first = max(filter(None, [today, slot.first]))
    found = sessions_of(slot, organisers, first, first + LOOK_AHEAD, today, language)
    lines: list[str] = []
    held = 0
    for session in found[: SHOWN * MOST_LINES]:
        if held == SHOWN or len(lines) == MOST_LINES:
            break
        held += not session.is_cancelled
        lines.append(session_line(session))
    return tuple(lines)


def session_line(session: Session) -> str:
    """ "ke 21.10.2026", and why it is not held."""
    day = f"{weekday_short(session.day.isoweekday(), session.language)} {day_numeric(session.day)}"
    if not session.is_cancelled:
        return day
    reason = session.reason or session.held_on
    if reason:
        return _("%(date)s – not held: %(reason)s") % {"date": day, "reason": reason}
    return _("%(date)s – not held") % {"date": day}


def cancelled_by_closure(
    places: Iterable[Place], first: date, last: date | None, today: date, language: str
) -> tuple[int, date, date] | None:
    """How many sessions of the coming weeks the closure takes, and which weeks those are."""
    begins = max(first, today)
    ends = min(last or date.max, begins + CLOSURE_AHEAD)
    if ends < begins:
        return None
    keys = {place.pk for place in places}
    table = timetable(
        load_slots(slots_at(keys, begins, ends), language),
        first=begins,
        last=ends,
        language=language,
        today=today,
        extras=Q(place__in=keys) | Q(new_place__in=keys),
    )
    closed = replace(table, changes=table.changes | closures(table, keys, first, last))
    return cancelled(closed) - cancelled(table), begins, ends


def closures(
    table: Timetable, places: set[int], first: date, last: date | None
) -> dict[int, ScheduleChange]:
    """Those that closing the places would write, newer than all that is known of them."""
    kind = ChangeKindChoices.CANCELLED
    days = {"kind": kind, "first": first, "last": last}
    known = table.changes.values()
    standing = {
        row.place_id for row in known if (row.kind, row.first, row.last) == (kind, first, last)
    }
    missing = sorted(places - standing)
    newest = max(table.changes, default=0) + 1
    return {
        key: ScheduleChange(pk=key, place_id=place, **days)
        for key, place in enumerate(missing, newest)
    }


def cancelled(table: Timetable) -> int:
    return sum(session.is_cancelled for session in table.sessions(table.first, table.last))
