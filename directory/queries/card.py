"""A card that a parent shows to a worker: the same few things in both of their languages."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from directory import wording
from directory.localized import Text, pick
from directory.models import Place, Service
from directory.queries.listings import LOOK_AHEAD
from directory.queries.series import places_of_service, service_series
from directory.queries.session import Session
from directory.queries.week import place_sessions

MOST_TIMES = 2
Texts = list[Text]

LANGUAGE = _("My language: %(language)s")
INTERPRETER = {"interpreter": _("I need an interpreter. My language: %(language)s.")}
ABOUT_SERVICE = {
    "room": _("I would like to come to this. Is there room?"),
    **INTERPRETER,
    "where": _("Where do I go?"),
    "baby": _("Can I come with a baby?"),
    "cost": _("How much does it cost?"),
    "write": _("Please write it down for me."),
}
ABOUT_PLACE = {
    "when": _("When can I come here with my child?"),
    **INTERPRETER,
    "where": _("Where do I go?"),
    "baby": _("Can I come with a baby?"),
    "cost": _("How much does it cost?"),
    "write": _("Please write it down for me."),
}
FOR_ANYONE = {
    "help": _("I need help for my family. Whom can I ask?"),
    **INTERPRETER,
    "where": _("Where do I go?"),
    "cost": _("How much does it cost?"),
    "slowly": _("Please speak slowly."),
    "write": _("Please write it down for me."),
}


@dataclass(frozen=True, slots=True)
class Question:
    key: str
    texts: Texts


@dataclass(frozen=True, slots=True)
class Where:
    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Card:
    """Each list of texts has one in each language, or one alone where they would be alike."""

    questions: list[Question]
    language: Texts
    name: Texts = field(default_factory=list)
    summary: Texts = field(default_factory=list)
    times: list[Texts] = field(default_factory=list)
    places: list[Where] = field(default_factory=list)


def general_card(languages: Sequence[str], family: str) -> Card:
    return Card(questions(FOR_ANYONE, languages, family), spoken(languages, family))


def service_card(service: Service, now: datetime, languages: Sequence[str], family: str) -> Card:
    series = service_series(service, languages[0], now)
    coming = [one for one in series.sessions if is_coming(one, now)][:MOST_TIMES]
    places = [one.place for one in coming if one.place]
    return Card(
        questions=questions(ABOUT_SERVICE, languages, family),
        language=spoken(languages, family),
        name=in_each(languages, lambda code: pick(service, "name", code)),
        summary=in_each(languages, lambda code: pick(service, "summary", code)),
        times=[in_each(languages, lambda code, one=one: when(one, code)) for one in coming],
        places=where(places or places_of_service(service, series, languages[0])[:1]),
    )


def place_card(place: Place, now: datetime, languages: Sequence[str], family: str) -> Card:
    """The titles of what comes stand in each language, so each reads the programme."""
    coming = [coming_at(place, now, code) for code in languages]
    alike = [dict(zip(languages, one, strict=True)) for one in zip(*coming, strict=False)]
    return Card(
        questions=questions(ABOUT_PLACE, languages, family),
        language=spoken(languages, family),
        name=[Text(place.name, "fi")],
        summary=in_each(languages, lambda code: pick(place, "summary", code)),
        times=[in_each(languages, lambda code, one=one: titled(one[code], code)) for one in alike],
        places=where([place]),
    )


def coming_at(place: Place, now: datetime, language: str) -> list[Session]:
    today = now.date()
    sessions = place_sessions(place, today, today + LOOK_AHEAD, now, language)
    here = (one for one in sessions if one.occurrence.place == place.pk)
    return [one for one in here if is_coming(one, now)][:MOST_TIMES]


def is_coming(session: Session, now: datetime) -> bool:
    return not (session.is_cancelled or session.is_over(now))


def when(session: Session, language: str) -> str:
    day = wording.day_long(session.day, language)
    return f"{day} {session.time or session.day_part_label}".strip()


def titled(session: Session, language: str) -> str:
    return f"{when(session, language)} – {session.title}"


def where(places: Iterable[Place]) -> list[Where]:
    return list(dict.fromkeys(Where(place.name, place.address) for place in places))


def questions(asked: Mapping[str, object], languages: Sequence[str], family: str) -> list[Question]:
    """The one that names the family's language only when that is known."""
    return [
        Question(key, in_each(languages, lambda code, words=words: named(words, family, code)))
        for key, words in asked.items()
        if family or key not in INTERPRETER
    ]


def spoken(languages: Sequence[str], family: str) -> Texts:
    return in_each(languages, lambda code: named(LANGUAGE, family, code)) if family else []


def named(words: object, family: str, language: str) -> str:
    name = wording.language_name(family, language) if family else ""
    return str(words) % {"language": name}


def in_each(languages: Sequence[str], words: Callable[[str], str | Text]) -> Texts:
    """What `words` gives while each of the languages is active, without what is said twice."""
    found: dict[str, Text] = {}
    for code in languages:
        with override(code):
            said = words(code)
        text = said if isinstance(said, Text) else Text(said, code)
        if text:
            found.setdefault(text.value, text)
    return list(found.values())
