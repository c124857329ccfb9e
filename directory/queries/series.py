"""The series of one service: each slot said as a sentence, with its next date."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import Q

from directory.localized import Text
from directory.models import Place, Service, Slot
from directory.queries.ahead import REACH, Outlook, timing, told_ahead
from directory.queries.doubts import told
from directory.queries.listings import LOOK_AHEAD, PlaceCard, place_card, place_rows
from directory.queries.notices import Notice
from directory.queries.programme import Timetable, load_slots, timetable
from directory.queries.session import Session, Visitor, doubted_once, shown_visitor
from directory.schedule import Recurrence, describe
from directory.wording import InterfaceWords

# A closure over a whole season still has a first day after it.
FARTHEST_NEXT = timedelta(days=400)
SOON = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class SeriesLine:
    sentence: str
    place: Place | None
    room: str
    theme: Text
    note: Text
    visitors: list[Visitor]
    is_tentative: bool
    is_stale: bool
    next: Session | None
    # The session that would have been before that, when it is cancelled.
    cancelled: Session | None
    is_unknown: bool


@dataclass(frozen=True, slots=True)
class ServiceSeries:
    lines: list[SeriesLine]
    sessions: list[Session]
    notices: list[Notice]
    slots: list[Slot]

    @property
    def own_texts(self) -> list[Text]:
        """Of the series and their notices."""
        lines = [text for line in self.lines for text in (line.theme, line.note)]
        return [*lines, *(notice.note for notice in self.notices)]

    @property
    def texts(self) -> list[Text]:
        """What organisations wrote themselves."""
        return [*self.own_texts, *(text for one in self.sessions for text in one.texts)]

    @property
    def is_stale(self) -> bool:
        """Whether one warning says more than one on each series."""
        return 2 * sum(line.is_stale for line in self.lines) > len(self.lines)


def service_series(service: Service, language: str, now: datetime) -> ServiceSeries:
    """The slots that are not over, and the sessions of the coming weeks."""
    today = now.date()
    current = Slot.objects.published().not_ended(today).filter(service=service)
    slots = sorted(
        load_slots(current, language, doubted=True),
        key=lambda slot: (slot.weekdays, slot.start or time.max),
    )
    table = timetable(
        slots,
        first=today,
        last=today + FARTHEST_NEXT,
        language=language,
        today=today,
        extras=Q(service=service),
        doubted=True,
    )
    programmed = table.sessions(today, today + LOOK_AHEAD)
    sessions = [session for session in programmed if session.is_gap or not session.is_over(now)]
    words = InterfaceWords(language, today)
    held = first_held_of(slots, sessions, table)
    outlook = Outlook(
        sessions=[session for session in sessions if session.day <= today + REACH],
        since=today,
        near=today + SOON,
        words=words,
        name=place_or_days(slots, words),
    )
    lines = [series_line(slot, sessions, held.get(slot.pk), words) for slot in slots]
    series = ServiceSeries(lines, sessions, told_ahead(outlook), slots)
    doubted_once(sessions, series.own_texts)
    return series


def first_held_of(
    slots: Sequence[Slot], sessions: Sequence[Session], table: Timetable
) -> dict[int, Session]:
    """The next session of each slot that is held; one on request has none."""
    held = by_slot(sessions)
    if any(slot.pk not in held and slot.recurrence != Recurrence.ON_REQUEST for slot in slots):
        later = table.sessions(table.today + LOOK_AHEAD + timedelta(days=1), table.last)
        held = by_slot(later) | held
    return held


def by_slot(sessions: Iterable[Session]) -> dict[int, Session]:
    found: dict[int, Session] = {}
    for session in sessions:
        if session.slot and not session.is_cancelled:
            found.setdefault(session.slot.pk, session)
    return found


def series_line(
    slot: Slot, sessions: Sequence[Session], held: Session | None, words: InterfaceWords
) -> SeriesLine:
    language = words.language
    first = next((session for session in sessions if session.slot is slot), None)
    return SeriesLine(
        sentence=describe(slot.rule, words),
        place=slot.place,
        room=slot.room,
        theme=told(slot, "theme", language),
        note=told(slot, "note", language),
        visitors=[shown_visitor(row) for row in slot.visitor_rows],
        is_tentative=slot.is_tentative,
        is_stale=slot.is_stale(words.today),
        next=held,
        cancelled=first if first and first.occurrence.is_cancelled else None,
        is_unknown=first is not None and held is None,
    )


def place_or_days(slots: Sequence[Slot], words: InterfaceWords) -> Callable[[Session], Text]:
    """What tells the sessions of one service apart: where they are, else when."""
    is_in_many = len({slot.place_id for slot in slots}) > 1

    def name(session: Session) -> Text:
        if is_in_many and session.place_name:
            return Text(session.place_name, words.language)
        return Text(timing(session.slot, words), words.language) if session.slot else session.title

    return name


def places_of_service(service: Service, series: ServiceSeries, language: str) -> list[PlaceCard]:
    ids = {slot.place_id for slot in series.slots if slot.place_id}
    given_at = service.places.values("pk")
    places = Place.objects.published().filter(Q(pk__in=ids) | Q(pk__in=given_at))
    return [place_card(row, language) for row in place_rows(places, language)]
