"""The poster of a season: every weekly line once, and when it is not held."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from directory import schedule, wording
from directory.enums import Access, BreakKind, DayPartChoices, Reason, RecurrenceChoices
from directory.localized import Text, pick
from directory.models import BreakPeriod, Place, ScheduleChange, Slot
from directory.queries.facts import age_label
from directory.queries.organisations import approved_names
from directory.queries.poster import (
    MOST_ROWS,
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
from directory.queries.programme import as_series, breaks_between, load_slots
from directory.queries.session import shown_visitor
from directory.schedule import Recurrence

LOOK_AHEAD = timedelta(days=200)
MOST_NOTES = 6
# Their days are told by themselves, not by weekday.
WITHOUT_WEEKDAY = (Recurrence.DATES, Recurrence.ON_REQUEST)
Dates = tuple[date | None, date | None]


@dataclass(frozen=True, slots=True)
class Absence:
    """Days on which some of the slots are not held, in words."""

    words: str
    slots: frozenset[int]


@dataclass(frozen=True, slots=True)
class Season:
    """What the lines of one season share."""

    dates: Dates
    marks: dict[int, str]
    host: str
    today: date
    language: str


def season_poster(
    place: Place, now: datetime, languages: Sequence[str], absolute: Callable[[str], str]
) -> Poster:
    today = now.date()
    closures = list(closures_of(place, today, today + LOOK_AHEAD))
    loaded = {code: season_slots(place, today, code) for code in languages}
    slots = loaded[languages[0]]
    calendars = {slot.break_calendar_id for slot in slots if slot.break_calendar_id}
    breaks = list(breaks_between(calendars, today, today + LOOK_AHEAD))
    dates = common_dates(slots)

    def column(language: str) -> Column:
        own = loaded[language]
        absences = [*absences_of(own, breaks), *holiday_absence(own)]
        marks, footnotes = marked(absences, {slot.pk for slot in own})
        season = Season(dates, marks, host_of(place, language), today, language)
        parts = list(parts_of(own, season))
        side = side_of(
            place,
            language,
            now,
            absolute,
            kicker=_("Weekly programme"),
            span="",
            facts=common_facts(own),
            parts=parts,
            footnotes=[*map(closure_words, closures), *footnotes],
        )
        return Column(side, parts, any(slot.is_stale(today) for slot in own))

    return assemble(place, wording.day_range(*dates), languages, column)


def season_slots(place: Place, today: date, language: str) -> list[Slot]:
    current = Slot.objects.published().not_ended(today).filter(place=place)
    service = {
        name: F(f"service__{name}") for name in ("age_from", "age_to", "expecting", "is_free")
    }
    rows = load_slots(current.annotate(**service), language, MOST_ROWS + 1)
    return [slot for slot in rows if is_coming(slot, today)]


def is_coming(slot: Slot, today: date) -> bool:
    """A list of dates may be over although nobody wrote when the season ends."""
    is_listed = slot.recurrence == RecurrenceChoices.DATES
    return not is_listed or any(day >= today for day in slot.dates)


def closures_of(place: Place, first: date, last: date) -> QuerySet:
    """Days when the whole place is closed."""
    return (
        ScheduleChange.objects.touching(first, last)
        .filter(place=place, kind=schedule.ChangeKind.CANCELLED.value)
        .only("first", "last", "reason")
        .order_by("first")[:MOST_NOTES]
    )


def closure_words(change: ScheduleChange) -> str:
    closed = _("Closed %(days)s") % {"days": wording.day_range(change.first, change.last)}
    return f"{closed}: {Reason(change.reason).label}" if change.reason else closed


def common_dates(slots: Iterable[Slot]) -> Dates:
    """The season that most lines have: it is said once, above."""
    found = Counter((slot.first, slot.last) for slot in slots)
    return found.most_common(1)[0][0] if found else (None, None)


def parts_of(slots: Sequence[Slot], season: Season) -> Iterator[Part]:
    by_weekday: dict[int, list[Slot]] = {}
    for slot in slots:
        for weekday in () if slot.rule.recurrence in WITHOUT_WEEKDAY else slot.rule.weekdays:
            by_weekday.setdefault(weekday, []).append(slot)
    for weekday in sorted(by_weekday):
        heading = wording.weekday_name(weekday, season.language)
        yield part(weekday, heading, by_weekday[weekday], season)
    for recurrence in WITHOUT_WEEKDAY:
        others = [slot for slot in slots if slot.rule.recurrence is recurrence]
        if others:
            heading = str(RecurrenceChoices(recurrence.value).label)
            yield part(0, heading, others, season)


def part(weekday: int, heading: str, slots: Sequence[Slot], season: Season) -> Part:
    """`weekday` is 0 for what has none."""
    in_order = sorted(slots, key=lambda slot: (slot.start or time.max, slot.pk))
    return Part(
        key=(weekday, slots[0].recurrence if not weekday else ""),
        heading=Text(capitalised(heading), season.language),
        entries=[
            Entry(slot.pk, wording.clock_range(slot.start, slot.end), line(slot, season, weekday))
            for slot in in_order
        ],
    )


def line(slot: Slot, season: Season, weekday: int) -> Line:
    language = season.language
    return Line(
        language=language,
        title=pick(slot.service, "name", language) if slot.service else Text(_("Open"), language),
        when=str(DayPartChoices(slot.day_part).label) if slot.day_part else "",
        mark=season.marks.get(slot.pk, ""),
        details=list(details(slot, season, weekday)),
    )


def details(slot: Slot, season: Season, weekday: int) -> Iterator[Detail]:
    language = season.language
    if theme := pick(slot, "theme", language):
        yield Detail("theme", theme)
    for kind, words in told_of(slot, season, weekday):
        if words:
            yield Detail(kind, Text(words, language))
    if slot.room:
        yield Detail("room", name=slot.room)
    there, others = people_details(
        [shown_visitor(row) for row in slot.visitor_rows],
        approved_names(slot.organiser_rows) if slot.service else [],
        season.host,
        wording.clock_range(slot.start, slot.end),
        language,
    )
    yield from there
    if note := pick(slot, "note", language):
        yield Detail("note", note)
    yield from others


def told_of(slot: Slot, season: Season, weekday: int) -> Iterator[tuple[str, str]]:
    yield "rule", often(slot, season, weekday)
    yield "season", own_dates(slot, season)
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
    first = season.today if is_listed else rule.first if rule.times else None
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
    words = wording.InterfaceWords(season.language, season.today)
    return capitalised(schedule.describe(plain, words))


def own_dates(slot: Slot, season: Season) -> str:
    """The season of a line where it is not the common one, or where weeks are counted from it."""
    rule = slot.rule
    if rule.recurrence in WITHOUT_WEEKDAY or rule.times:
        return ""
    if rule.recurrence is Recurrence.EVERY_N_WEEKS and rule.interval > 1:
        return wording.season(next_date(slot, season.today), rule.last, season.today)
    if (rule.first, rule.last) == season.dates:
        return ""
    return wording.season(rule.first, rule.last, season.today)


def next_date(slot: Slot, today: date) -> date | None:
    since = max(today, slot.first or today)
    found = schedule.expand(
        [as_series(slot)], first=since, last=since + timedelta(weeks=slot.interval)
    )
    return found[0].day if found else slot.first


def absences_of(slots: Sequence[Slot], breaks: Iterable[BreakPeriod]) -> Iterator[Absence]:
    """The coming breaks that take something away; the same days of two calendars are one."""
    alike: dict[tuple[date, date, str], set[int]] = {}
    for period in breaks:
        for slot in slots:
            if slot.break_calendar_id == period.calendar_id and meets(slot, period):
                days = (period.first, period.last, period.kind)
                alike.setdefault(days, set()).add(slot.pk)
    for (first, last, kind), missing in sorted(alike.items())[:MOST_NOTES]:
        yield Absence(absence_words(first, last, str(BreakKind(kind).label)), frozenset(missing))


def meets(slot: Slot, period: BreakPeriod) -> bool:
    return bool(schedule.expand([as_series(slot)], first=period.first, last=period.last))


def absence_words(first: date, last: date, reason: str) -> str:
    days = wording.day_range(first, last)
    is_week = first.weekday() == 0 and last.weekday() >= 4 and (last - first).days < 7
    if not is_week:
        return _("Not %(days)s: %(reason)s") % {"days": days, "reason": reason}
    words = {"number": first.isocalendar().week, "days": days, "reason": reason}
    return _("Not in week %(number)s (%(days)s): %(reason)s") % words


def holiday_absence(slots: Sequence[Slot]) -> Iterator[Absence]:
    following = frozenset(slot.pk for slot in slots if slot.follows_holidays)
    if following:
        yield Absence(_("Not on public holidays"), following)


def marked(absences: Iterable[Absence], everything: set[int]) -> tuple[dict[int, str], list[str]]:
    """Asterisks by slot, and the footnotes; what holds for all needs no mark."""
    alike: dict[frozenset[int], list[str]] = {}
    for absence in absences:
        alike.setdefault(absence.slots, []).append(absence.words)
    marks: dict[int, str] = {}
    footnotes = []
    sign = ""
    for slots, told in alike.items():
        sign = sign if slots == everything else f"{sign}*"
        for slot in () if slots == everything else slots:
            marks[slot] = f"{marks.get(slot, '')} {sign}".strip()
        footnotes.append(f"{'' if slots == everything else sign} {' · '.join(told)}".strip())
    return marks, footnotes


def common_facts(slots: Sequence[Slot]) -> list[str]:
    """Said once for the whole sheet, and only when it holds for every line."""
    services = [slot for slot in slots if slot.service]
    facts = []
    if services and all(slot.is_free for slot in services):
        facts.append(_("Free"))
    if slots and all(not s.service or s.service.access == Access.DROP_IN for s in slots):
        facts.append(_("Just come, no sign-up"))
    return facts
