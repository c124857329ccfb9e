"""The lines of an organisation's programme, in season or not, and what is left of one."""

from dataclasses import dataclass
from datetime import date, time, timedelta

from django.contrib.auth.models import AbstractBaseUser

from directory.localized import Text
from directory.models import Organisation, Slot
from directory.queries.occurrence import with_visibility
from directory.queries.one_offs import title_of
from directory.queries.own import own_slots
from directory.queries.programme import load_slots, programme
from directory.queries.session import Session
from directory.schedule import describe
from directory.wording import InterfaceWords

LOOK_AHEAD = timedelta(days=400)
SHOWN = 5


@dataclass(frozen=True, slots=True)
class ProgrammeLine:
    slot: Slot
    title: Text
    sentence: str
    place: str
    is_public: bool
    is_stale: bool
    is_over: bool


@dataclass(frozen=True, slots=True)
class Remains:
    """The last sessions before the end, and the first that then are no more.

    An end too far ahead to count up to has no `count`, and the next sessions instead.
    """

    last: date
    count: int | None
    kept: list[Session]
    lost: list[Session]


def programme_lines(
    organisation: Organisation, user: AbstractBaseUser, language: str, today: date
) -> list[ProgrammeLine]:
    slots = load_slots(with_visibility(own_slots(organisation, user)), language)
    words = InterfaceWords(language)
    slots.sort(key=lambda slot: (slot.weekdays or [8], slot.start or time.max, slot.pk))
    return [programme_line(slot, words, today) for slot in slots]


def one_line(slot: Slot, language: str, today: date) -> ProgrammeLine:
    rows = load_slots(with_visibility(Slot.objects.filter(pk=slot.pk)), language)
    return programme_line(rows[0], InterfaceWords(language), today)


def programme_line(slot: Slot, words: InterfaceWords, today: date) -> ProgrammeLine:
    return ProgrammeLine(
        slot=slot,
        title=title_of(slot.service, words.language),
        sentence=describe(slot.rule, words),
        place=slot.place.name if slot.place else "",
        is_public=slot.is_seen,
        is_stale=slot.is_stale(today),
        is_over=slot.last is not None and slot.last < today,
    )


def what_remains(slot: Slot, last: date, language: str, today: date) -> Remains:
    slots = load_slots(Slot.objects.filter(pk=slot.pk), language)
    for row in slots:
        row.last = row.last and max(row.last, last)
    sessions = programme(
        slots, first=today, last=today + LOOK_AHEAD, language=language, today=today
    )
    held = [session for session in sessions if not session.is_cancelled]
    kept = [session for session in held if session.occurrence.scheduled_day <= last]
    lost = [session for session in held if session.occurrence.scheduled_day > last]
    is_known = last <= today + LOOK_AHEAD
    return Remains(
        last=last,
        count=len(kept) if is_known else None,
        kept=kept[-SHOWN:] if is_known else kept[:SHOWN],
        lost=lost[:SHOWN],
    )
