"""The poster of a season: every weekly line once, and when it is not held."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from directory import wording
from directory.enums import Access, RecurrenceChoices
from directory.localized import Text
from directory.models import Place, ScheduleChange, Slot
from directory.queries.poster import (
    Column,
    Part,
    Poster,
    assemble,
    capitalised,
    host_of,
    shares,
    side_of,
)
from directory.queries.poster_changes import (
    MOST_NOTES,
    Coming,
    absences_of,
    closure_words,
    coming_sessions,
    holiday_absence,
    marked,
    whole_closures,
)
from directory.queries.poster_lines import WITHOUT_WEEKDAY, Dates, Season, entry
from directory.queries.programme import load_slots, timetable

LOOK_AHEAD = timedelta(days=200)
# A weekday, or 0 and what else the lines have in common.
Heading = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Programme:
    """The slots in each language, and what is known of them in all; `left_out` counts lines."""

    slots: Mapping[str, Sequence[Slot]]
    left_out: int
    dates: Dates
    coming: Mapping[int, Coming]
    closures: Sequence[ScheduleChange]


def season_poster(
    place: Place, now: datetime, languages: Sequence[str], absolute: Callable[[str], str]
) -> Poster:
    today = now.date()
    programme = programme_of(place, today, languages)

    def column(language: str) -> Column:
        own = programme.slots[language]
        words = wording.InterfaceWords(language, today)
        running = [slot for slot in own if not programme.coming[slot.pk].ended_by]
        absences = list(absences_of(programme.coming, programme.closures, words))
        shared = [one for one in absences if not one.is_own]
        told = [*shared[:MOST_NOTES], *holiday_absence(running)]
        marks, footnotes = marked(told, {slot.pk for slot in running})
        closed = [closure_words(one, words) for one in programme.closures]
        season = Season(
            programme.coming,
            programme.closures,
            programme.dates,
            absences,
            marks,
            host_of(place, language),
            words,
        )
        parts = list(parts_of(own, season))
        untold = len(shared[MOST_NOTES:]) + len(closed[MOST_NOTES:])
        side = side_of(
            place,
            language,
            now,
            absolute,
            kicker=_("Weekly programme"),
            span="",
            facts=common_facts(running),
            parts=parts,
            footnotes=[*closed[:MOST_NOTES], *footnotes],
            left_out=programme.left_out + untold,
        )
        return Column(side, parts, any(slot.is_stale(today) for slot in own))

    return assemble(place, wording.day_range(*programme.dates), languages, column)


def programme_of(place: Place, today: date, languages: Sequence[str]) -> Programme:
    current = Slot.objects.published().not_ended(today).filter(place=place)
    keys, left_out = chosen_slots(current, today)
    slots = {code: season_slots(keys, code) for code in languages}
    own, until = slots[languages[0]], today + LOOK_AHEAD
    table = timetable(own, first=today, last=until, language=languages[0], today=today)
    coming = coming_sessions(table)
    return Programme(
        slots={code: [one for one in rows if one.pk in coming] for code, rows in slots.items()},
        left_out=left_out,
        dates=common_dates(own),
        coming=coming,
        closures=whole_closures(place, today, until, coming.values()),
    )


def chosen_slots(current: QuerySet, today: date) -> tuple[set[int], int]:
    """Keys of the slots for which there is room, and how many lines the others have."""
    by_heading: dict[Heading, list[int]] = {}
    rows = current.order_by("start", "pk").values_list("pk", "recurrence", "weekdays", "dates")
    coming = (row for row in rows if is_coming(row[1], row[3], today))
    for key, recurrence, weekdays, _dates in coming:
        for heading in headings(recurrence, weekdays):
            by_heading.setdefault(heading, []).append(key)
    lines = list(by_heading.values())
    room = shares([len(keys) for keys in lines])
    chosen = {key for keys, share in zip(lines, room, strict=True) for key in keys[:share]}
    return chosen, sum(key not in chosen for keys in lines for key in keys)


def season_slots(keys: Iterable[int], language: str) -> list[Slot]:
    service = {
        name: F(f"service__{name}") for name in ("age_from", "age_to", "expecting", "is_free")
    }
    return load_slots(Slot.objects.filter(pk__in=keys).annotate(**service), language)


def headings(recurrence: str, weekdays: Sequence[int]) -> list[Heading]:
    """Under which a slot stands."""
    if recurrence in WITHOUT_WEEKDAY:
        return [(0, recurrence)]
    return [(weekday, "") for weekday in weekdays]


def is_coming(recurrence: str, dates: Sequence[date], today: date) -> bool:
    """A list of dates may be over although nobody wrote when the season ends."""
    return recurrence != RecurrenceChoices.DATES or any(day >= today for day in dates)


def common_dates(slots: Iterable[Slot]) -> Dates:
    """The season that most lines have: it is said once, above."""
    found = Counter((slot.first, slot.last) for slot in slots)
    return found.most_common(1)[0][0] if found else (None, None)


def parts_of(slots: Sequence[Slot], season: Season) -> Iterator[Part]:
    by_heading: dict[Heading, list[Slot]] = {}
    for slot in slots:
        for heading in headings(slot.recurrence, slot.weekdays):
            by_heading.setdefault(heading, []).append(slot)
    # Those without a weekday come last.
    for heading in sorted(by_heading, key=lambda one: (not one[0], one)):
        yield part(heading, by_heading[heading], season)


def part(heading: Heading, slots: Sequence[Slot], season: Season) -> Part:
    weekday, recurrence = heading
    language = season.words.language
    name = (
        wording.weekday_name(weekday, language)
        if weekday
        else str(RecurrenceChoices(recurrence).label)
    )
    coming = season.coming
    in_order = sorted(slots, key=lambda slot: (coming[slot.pk].clock[0] or time.max, slot.pk))
    return Part(
        key=heading,
        heading=Text(capitalised(name), language),
        entries=[entry(slot, season, weekday) for slot in in_order],
    )


def common_facts(slots: Sequence[Slot]) -> list[str]:
    """Said once for the whole sheet, and only when it holds for every line."""
    services = [slot for slot in slots if slot.service]
    facts = []
    if services and all(slot.is_free for slot in services):
        facts.append(_("Free"))
    if slots and all(not s.service or s.service.access == Access.DROP_IN for s in slots):
        facts.append(_("Just come, no sign-up"))
    return facts
