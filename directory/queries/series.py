"""The series of one service: each slot said as a sentence, with its next date."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Q

from directory.localized import Text, pick
from directory.models import Place, Service, Slot
from directory.queries.listings import LOOK_AHEAD, PlaceCard, place_card, place_rows
from directory.queries.programme import load_slots, programme
from directory.queries.session import Session, Visitor, shown_visitor
from directory.schedule import describe
from directory.wording import InterfaceWords


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


def service_series(
    service: Service, language: str, now: datetime
) -> tuple[list[SeriesLine], list[Session], list[PlaceCard]]:
    """The slots that are not over, the sessions of the coming weeks, and where they are."""
    today = now.date()
    current = Slot.objects.published().not_ended(today).filter(service=service)
    slots = sorted(
        load_slots(current, language), key=lambda slot: (slot.weekdays, slot.start or time.max)
    )
    programmed = programme(
        slots,
        first=today,
        last=today + LOOK_AHEAD,
        language=language,
        today=today,
        extras=Q(service=service),
    )
    sessions = [session for session in programmed if session.is_gap or not session.is_over(now)]
    words = InterfaceWords(language)
    lines = [series_line(slot, sessions, words, today) for slot in slots]
    return lines, sessions, places_of_service(service, slots, language)


def series_line(
    slot: Slot, sessions: list[Session], words: InterfaceWords, today: date
) -> SeriesLine:
    language = words.language
    held = (s for s in sessions if s.slot is slot and not s.is_cancelled)
    return SeriesLine(
        sentence=describe(slot.rule, words),
        place=slot.place,
        room=slot.room,
        theme=pick(slot, "theme", language),
        note=pick(slot, "note", language),
        visitors=[shown_visitor(row) for row in slot.visitor_rows],
        is_tentative=slot.is_tentative,
        is_stale=slot.is_stale(today),
        next=next(held, None),
    )


def places_of_service(service: Service, slots: list[Slot], language: str) -> list[PlaceCard]:
    ids = {slot.place_id for slot in slots if slot.place_id}
    given_at = service.places.values("pk")
    places = Place.objects.published().filter(Q(pk__in=ids) | Q(pk__in=given_at))
    return [place_card(row, language) for row in place_rows(places, language)]
