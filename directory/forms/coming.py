"""The dates that a rule gives before it is saved, and those that a closure takes away."""

from collections.abc import Iterable
from copy import copy
from datetime import date, timedelta

from django.utils.translation import gettext as _

from directory.models import Place, Slot
from directory.queries.programme import load_slots, programme, slots_at
from directory.queries.session import Session
from directory.schedule import ChangeKind
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
    keys = {place.pk for place in places}
    begins = max(first, today)
    ends = min(last or date.max, begins + CLOSURE_AHEAD)
    if ends < begins:
        return None
    slots = load_slots(slots_at(keys, begins, ends), language)
    found = programme(slots, first=begins, last=ends, language=language, today=today)
    return sum(is_taken(session, keys) for session in found), begins, ends


def is_taken(session: Session, places: set[int]) -> bool:
    """Held at one of the places, and by no word that is stronger than a closure of its place."""
    seen = session.occurrence
    stays = any(
        change.kind in (ChangeKind.AS_USUAL, ChangeKind.EXTRA) or change.names_occurrence
        for change in seen.changes
    )
    return not session.is_cancelled and not session.is_gap and seen.place in places and not stays
