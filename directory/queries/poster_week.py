"""The poster of one week: what is on each day, with what is special this time."""

from collections.abc import Callable, Hashable, Sequence
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from directory import wording
from directory.localized import Text
from directory.models import Place
from directory.queries.poster import (
    Column,
    Detail,
    Entry,
    Line,
    Part,
    Poster,
    assemble,
    capitalised,
    host_of,
    people_details,
    side_of,
)
from directory.queries.session import Session
from directory.queries.week import Day, days_of, place_sessions


def week_poster(
    place: Place,
    monday: date,
    now: datetime,
    languages: Sequence[str],
    absolute: Callable[[str], str],
) -> Poster:
    last = monday + timedelta(days=6)

    def column(language: str) -> Column:
        sessions = place_sessions(place, monday, last, now, language)
        parts = [part(day, language, place) for day in days_of(monday, last, now.date(), sessions)]
        side = side_of(
            place,
            language,
            now,
            absolute,
            kicker=_("Programme"),
            span=_("Week %(number)s") % {"number": monday.isocalendar().week},
            facts=common_facts(place, sessions),
            parts=parts,
        )
        return Column(side, parts, any(session.is_stale for session in sessions))

    return assemble(place, wording.day_range(monday, last), languages, column)


def part(day: Day, language: str, place: Place) -> Part:
    weekday = wording.weekday_name(day.date.isoweekday(), language)
    return Part(
        key=day.date,
        heading=Text(capitalised(weekday), language),
        date=wording.day_and_month(day.date),
        note=Text(" · ".join(filter(None, [day.holiday, day.break_name])), language),
        entries=[entry(session, place) for session in day.sessions],
    )


def entry(session: Session, place: Place) -> Entry:
    is_off = session.is_cancelled
    line = Line(
        language=session.language,
        title=session.title,
        when=when(session),
        alerts=told_off(session) if is_off else told_changed(session),
        details=() if is_off else details(session, place),
    )
    return Entry(key(session), session.time, line, is_off)


def key(session: Session) -> Hashable:
    seen = session.occurrence
    at = (seen.scheduled_day, seen.scheduled_start, seen.scheduled_end)
    return (seen.series, seen.change, at, session.is_gap)


def when(session: Session) -> str:
    if session.time or session.is_cancelled:
        return session.day_part_label
    return session.day_part_label or _("Ask for the time")


def told_off(session: Session) -> list[Detail]:
    """Why it is not held, or on which day it is instead."""
    own = [session.held_on] if session.held_on else [_("Cancelled"), session.reason]
    alerts = [Detail("cancelled", Text(words, session.language)) for words in own if words]
    note = session.reason_note
    return [*alerts, Detail("reason", note)] if note else alerts


def told_changed(session: Session) -> list[Detail]:
    language = session.language
    alerts = []
    if session.is_extra:
        alerts.append(_("Extra"))
    if session.was_time:
        alerts.append(_("New time, was %(time)s") % {"time": session.was_time})
    if session.is_tentative:
        alerts.append(_("Not certain yet"))
    told = [Detail("change", Text(words, language)) for words in alerts]
    if session.occurrence.is_moved:
        told.append(Detail("change", Text(_("Other place"), language), session.moved_to))
    return told


def details(session: Session, place: Place) -> list[Detail]:
    language = session.language
    there, others = people_details(
        session.visitors, session.organisers, host_of(place, language), session.time, language
    )
    found = [Detail("theme", session.theme)] if session.theme else []
    if session.room:
        found.append(Detail("room", name=session.room))
    found += there
    if not session.is_drop_in:
        found.append(Detail("access", Text(session.access_label, language)))
    if session.note:
        found.append(Detail("note", session.note))
    return found + others


def common_facts(place: Place, sessions: Sequence[Session]) -> list[str]:
    """Said once for the whole sheet, and only when it holds for all that is on."""
    held = [one for one in sessions if not one.is_cancelled]
    services = {one.service.pk for one in held if one.service}
    facts = []
    if services and services <= set(place.free_services):
        facts.append(_("Free"))
    if held and all(one.is_drop_in for one in held):
        facts.append(_("Just come, no sign-up"))
    return facts
