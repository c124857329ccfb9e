"""A card that a parent shows to a worker: the same few things in both of their languages."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from directory import wording
from directory.localized import Text, in_turn
from directory.models import Place, Service
from directory.queries.doubts import told, told_beneath
from directory.queries.listings import LOOK_AHEAD, PlaceCard
from directory.queries.series import places_of_service, service_series
from directory.queries.session import Session, doubted_once
from directory.queries.week import place_sessions

MOST_TIMES = 2
Texts = list[Text]

LANGUAGE = _("My language: %(language)s")
QUESTIONS = {
    "room": _("I would like to come to this. Is there room?"),
    "when": _("When can I come here with my child?"),
    "help": _("I need help for my family. Whom can I ask?"),
    "interpreter": _("I need an interpreter. My language: %(language)s."),
    "where": _("Where do I go?"),
    "baby": _("Can I come with a baby?"),
    "cost": _("How much does it cost?"),
    "slowly": _("Please speak slowly."),
    "write": _("Please write it down for me."),
}
ABOUT_SERVICE = ("room", "interpreter", "where", "baby", "cost", "slowly", "write")
ABOUT_PLACE = ("when", "interpreter", "where", "baby", "cost", "slowly", "write")
FOR_ANYONE = ("help", "interpreter", "where", "cost", "slowly", "write")


@dataclass(frozen=True, slots=True)
class Question:
    key: str
    texts: Texts


@dataclass(frozen=True, slots=True)
class Where:
    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Time:
    """`title` of what is on at a place, `where` when not every time is at the same."""

    when: Texts
    title: Texts = field(default_factory=list)
    where: Where | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """Each list of texts has one in each language, or one alone where they would be alike."""

    questions: list[Question]
    language: Texts
    name: Texts = field(default_factory=list)
    summary: Texts = field(default_factory=list)
    times: list[Time] = field(default_factory=list)
    places: list[Where] = field(default_factory=list)
    stale: Texts = field(default_factory=list)


def general_card(languages: Sequence[str], family: str) -> Card:
    return Card(questions(FOR_ANYONE, languages, family), spoken(languages, family))


def service_card(service: Service, now: datetime, languages: Sequence[str], family: str) -> Card:
    series = service_series(service, languages[0], now)
    coming = [one for one in series.sessions if is_coming(one, now)][:MOST_TIMES]
    usual = places_of_service(service, series, languages[0])
    name, summary = headings(service, languages)
    return Card(
        questions=questions(ABOUT_SERVICE, languages, family),
        language=spoken(languages, family),
        name=name,
        summary=summary,
        stale=staleness(service, coming, now, languages),
        **times_and_places(coming, usual, languages),
    )


def place_card(place: Place, now: datetime, languages: Sequence[str], family: str) -> Card:
    """The titles of what comes stand in each language, so each reads the programme."""
    coming = [coming_at(place, now, code) for code in languages]
    alike = [dict(zip(languages, one, strict=True)) for one in zip(*coming, strict=False)]
    return Card(
        questions=questions(ABOUT_PLACE, languages, family),
        language=spoken(languages, family),
        name=[Text(place.name, "fi")],
        summary=in_each(languages, lambda code: told(place, "summary", code)),
        times=[
            Time(
                when=in_each(languages, lambda code, one=one: when(one[code], code)),
                title=in_each(languages, lambda code, one=one: one[code].title),
            )
            for one in alike
        ],
        places=[where(place)],
        stale=staleness(place, coming[0], now, languages),
    )


def headings(service: Service, languages: Sequence[str]) -> tuple[Texts, Texts]:
    """The name and the summary, with one doubt for both."""
    both = {
        code: told_beneath(told(service, "name", code), told(service, "summary", code))
        for code in languages
    }
    return (
        in_each(languages, lambda code: both[code][0]),
        in_each(languages, lambda code: both[code][1]),
    )


def times_and_places(
    coming: Sequence[Session], usual: Sequence[PlaceCard], languages: Sequence[str]
) -> dict[str, Any]:
    """One place for all the times, or each time with its own."""
    held = [where(one.place) if one.place else None for one in coming]
    is_alike = len(set(held)) == 1
    times = [
        Time(
            when=in_each(languages, lambda code, one=one: when(one, code)),
            where=None if is_alike else at,
        )
        for one, at in zip(coming, held, strict=True)
    ]
    if is_alike and held[0]:
        return {"times": times, "places": [held[0]]}
    is_elsewhere = any(held) or any(one.occurrence.is_moved for one in coming)
    return {"times": times, "places": [] if is_elsewhere else [where(one) for one in usual[:1]]}


def staleness(
    listing: Service | Place, coming: Iterable[Session], now: datetime, languages: Sequence[str]
) -> Texts:
    if listing.is_stale(now.date()) or any(one.is_stale for one in coming):
        return in_each(languages, lambda code: str(_("Not confirmed lately")))
    return []


def coming_at(place: Place, now: datetime, language: str) -> list[Session]:
    today = now.date()
    sessions = place_sessions(place, today, today + LOOK_AHEAD, now, language)
    here = (one for one in sessions if one.occurrence.place == place.pk)
    coming = [one for one in here if is_coming(one, now)][:MOST_TIMES]
    doubted_once(coming)
    return coming


def is_coming(session: Session, now: datetime) -> bool:
    return not (session.is_cancelled or session.is_over(now))


def when(session: Session, language: str) -> str:
    day = wording.day_long(session.day, language)
    told_time = f"{day} {session.time or session.day_part_label}".strip()
    parts = [told_time]
    if session.occurrence.is_moved and not session.place:
        parts.append(str(_("Other place")))
    if session.is_tentative:
        parts.append(str(_("Not certain yet")))
    return " – ".join(parts)


def where(place: Place | PlaceCard) -> Where:
    return Where(place.name, place.address)


def questions(asked: Sequence[str], languages: Sequence[str], family: str) -> list[Question]:
    """The one that names the family's language only when that is known."""
    return [
        Question(
            key, in_each(languages, lambda code, key=key: filled(QUESTIONS[key], family, code))
        )
        for key in asked
        if family or key != "interpreter"
    ]


def spoken(languages: Sequence[str], family: str) -> Texts:
    return in_each(languages, lambda code: filled(LANGUAGE, family, code)) if family else []


def filled(words: object, family: str, language: str) -> str:
    name = wording.language_name(family, language) if family else ""
    return str(words) % {"language": name}


def in_each(languages: Sequence[str], words: Callable[[str], str | Text]) -> Texts:
    """What `words` gives while each of the languages is active, without what is said twice."""
    found: dict[str, Text] = {}
    for code in in_turn(languages):
        said = words(code)
        text = said if isinstance(said, Text) else Text(said, code)
        if text:
            found.setdefault(text.value, text)
    return list(found.values())
