"""One line of the poster of a season: when, what, for whom, and what is unusual about it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from directory import schedule, wording
from directory.enums import Access, DayPartChoices, RecurrenceChoices
from directory.localized import Text, pick
from directory.models import ScheduleChange, Slot
from directory.queries.facts import age_label
from directory.queries.organisations import approved_names
from directory.queries.poster import Detail, Entry, Line, capitalised, people_details
from directory.queries.poster_changes import Absence, Coming, told_elsewhere, told_ended
from directory.queries.session import shown_visitor
from directory.schedule import Recurrence

# Their days are told by themselves, not by weekday.
WITHOUT_WEEKDAY = (RecurrenceChoices.DATES, RecurrenceChoices.ON_REQUEST)
Dates = tuple[date | None, date | None]


@dataclass(frozen=True, slots=True)
class Season:
    """What the lines of one season share in one language."""

    coming: Mapping[int, Coming]
    closures: Sequence[ScheduleChange]
    dates: Dates
    absences: Sequence[Absence]
    marks: Mapping[int, str]
    host: str
    words: wording.InterfaceWords


def entry(slot: Slot, season: Season, weekday: int) -> Entry:
    language, coming = season.words.language, season.coming[slot.pk]
    ended = coming.ended_by
    line = Line(
        language=language,
        title=pick(slot.service, "name", language) if slot.service else Text(_("Open"), language),
        when=str(DayPartChoices(slot.day_part).label) if slot.day_part else "",
        mark=season.marks.get(slot.pk, ""),
        alerts=told_ended(ended, season.closures, season.words) if ended else alerts(slot, season),
        details=() if ended else list(details(slot, season, weekday)),
    )
    return Entry(slot.pk, wording.clock_range(*coming.clock), line, bool(ended))


def alerts(slot: Slot, season: Season) -> list[Detail]:
    own = [one for one in season.absences if one.is_own and slot.pk in one.slots]
    absent = [Detail("change", Text(one.words, season.words.language)) for one in own]
    return [*absent, *told_elsewhere(season.coming[slot.pk], season.words)]


def details(slot: Slot, season: Season, weekday: int) -> Iterator[Detail]:
    language, coming = season.words.language, season.coming[slot.pk]
    if theme := pick(slot, "theme", language):
        yield Detail("theme", theme)
    for kind, words in told_of(slot, season, weekday):
        if words:
            yield Detail(kind, Text(words, language))
    if slot.room and not coming.new_place:
        yield Detail("room", name=slot.room)
    there, others = people_details(
        [shown_visitor(row) for row in slot.visitor_rows],
        approved_names(slot.organiser_rows) if slot.service else [],
        season.host,
        wording.clock_range(*coming.clock),
        language,
    )
    yield from there
    if note := pick(slot, "note", language):
        yield Detail("note", note)
    yield from others


def told_of(slot: Slot, season: Season, weekday: int) -> Iterator[tuple[str, str]]:
    yield "rule", often(slot, season, weekday)
    yield "season", own_dates(slot, season, weekday)
    yield "age", age_label(slot.age_from, slot.age_to, bool(slot.expecting))
    if slot.service and slot.service.access != Access.DROP_IN:
        yield "access", str(Access(slot.service.access).label)
    if slot.is_tentative:
        yield "change", _("Not certain yet")


def often(slot: Slot, season: Season, weekday: int) -> str:
    """ "every other Wednesday"; nothing for what is held every week."""
    rule = slot.rule
    if rule.recurrence is Recurrence.ON_REQUEST:
        return ""
    if rule.recurrence is Recurrence.WEEKLY and rule.times is None:
        return ""
    # A list of dates leaves those behind us out; a number of times is counted from its first.
    is_listed = rule.recurrence is Recurrence.DATES
    first = season.words.today if is_listed else rule.first if rule.times else None
    plain = replace(
        rule,
        weekdays=(weekday,) if weekday else (),
        start=None,
        end=None,
        ends_next_day=False,
        day_part=None,
        first=first,
        last=None,
    )
    return capitalised(schedule.describe(plain, season.words))


def own_dates(slot: Slot, season: Season, weekday: int) -> str:
    """The season of a line where it is not the common one, or where weeks are counted from it."""
    rule, today = slot.rule, season.words.today
    if rule.recurrence in WITHOUT_WEEKDAY or rule.times:
        return ""
    if rule.recurrence is Recurrence.EVERY_N_WEEKS and rule.interval > 1:
        return wording.season(next_date(slot, season, weekday), rule.last, today)
    if (rule.first, rule.last) == season.dates:
        return ""
    return wording.season(rule.first, rule.last, today)


def next_date(slot: Slot, season: Season, weekday: int) -> date | None:
    days = (one.day for one in season.coming[slot.pk].held if one.day.isoweekday() == weekday)
    return next(days, slot.first)
