"""What is on now and later today, the nearest first when the reader's position is known."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    BigIntegerField,
    BooleanField,
    DateField,
    Func,
    IntegerField,
    Q,
    QuerySet,
    Value,
)
from django.utils.translation import gettext as _

from directory.enums import DayPartChoices
from directory.models.slot import CLOCK_ORDER
from directory.queries.nearby import distance_label
from directory.queries.network import Key, clock_key, regular_rows, session_key, sessions_of
from directory.queries.selection import Selection, begins_between, changed_clock
from directory.queries.session import Session, doubted_once
from directory.wording import HELSINKI, clock

ONE_DAY = timedelta(days=1)
MOST_ON_PAGE = 30
# When no end is told, a family can't count on its still being on much later.
LONGEST_WITHOUT_END = timedelta(hours=3)
DAY_PART_ENDS = {
    DayPartChoices.MORNING: time(12),
    DayPartChoices.MIDDAY: time(14),
    DayPartChoices.AFTERNOON: time(17),
    DayPartChoices.EVENING: time(23),
}
Row = tuple[date, bool, int, time | None, time | None, int]


@dataclass(frozen=True, slots=True)
class TodayLine:
    """`says` tells its time in words: "Open now until 15.00", "Begins at 13.00"."""

    session: Session
    says: str
    distance: str


@dataclass(frozen=True, slots=True)
class Today:
    """`others` are cancelled, or nobody has told when they begin or end."""

    open_now: list[TodayLine]
    later: list[TodayLine]
    others: list[TodayLine]
    has_more: bool

    @property
    def lines(self) -> list[TodayLine]:
        return [*self.open_now, *self.later, *self.others]


def network_today(
    selection: Selection,
    now: datetime,
    language: str,
    number: int = 1,
    most: int = MOST_ON_PAGE,
) -> Today | None:
    """One page, counted from 1, of what is not over; None for a page after the last."""
    order = TodayOrder(selection, now)
    rows = order.rows((number - 1) * most, most)
    if not rows and number > 1:
        return None
    since = order.row_key(rows[0]) if number > 1 else ()
    until = order.row_key(rows[most]) if len(rows) > most else None
    yesterday = now.date() - ONE_DAY
    changed = selection.changed(yesterday, now.date(), order.admits(rows, most))
    slots = [row[5] for row in rows[:most]]
    keyed = [
        (order.session_key(session), session)
        for session in sessions_of(changed, slots, yesterday, now.date(), now, language)
        if is_left(session, now)
    ]
    keyed.sort(key=lambda pair: pair[0])
    shown = [one for key, one in keyed if since <= key and (until is None or key < until)]
    doubted_once(shown)
    return grouped(selection, shown, now, language, until is not None)


def grouped(
    selection: Selection, sessions: Iterable[Session], now: datetime, language: str, has_more: bool
) -> Today:
    page = Today([], [], [], has_more)
    for session in sessions:
        distance = distance_of(session, selection, language)
        line = TodayLine(session, in_words(session, now), distance)
        if session.is_open_now:
            page.open_now.append(line)
        elif starts_later(session, now) and not session.is_cancelled:
            page.later.append(line)
        else:
            page.others.append(line)
    return page


def in_words(session: Session, now: datetime) -> str:
    start, end = span(session)
    if session.is_cancelled:
        return ""
    if session.is_open_now:
        until = {"time": clock(end)} if end and not session.is_round_the_clock else None
        return _("Open now until %(time)s") % until if until else _("Open now")
    if start and starts_later(session, now):
        return _("Begins at %(time)s") % {"time": clock(start)}
    return ""


def distance_of(session: Session, selection: Selection, language: str) -> str:
    away = (selection.places or {}).get(session.occurrence.place)
    return "" if away is None else distance_label(away, language)


def span(session: Session) -> tuple[time | None, time | None]:
    """When it is; of a session moved to another day, when it would have been here."""
    seen = session.occurrence
    if session.is_gap:
        return seen.scheduled_start, seen.scheduled_end
    return seen.start, seen.end


def starts_later(session: Session, now: datetime) -> bool:
    start, _end = span(session)
    return session.day == now.date() and start is not None and start > now.time()


def is_left(session: Session, now: datetime) -> bool:
    """On now or later today, or perhaps; what began yesterday only while it is on for sure."""
    if session.day < now.date():
        return bool(session.is_open_now)
    start, end = span(session)
    if end is not None:
        day = session.day + ONE_DAY if session.occurrence.ends_next_day else session.day
        return datetime.combine(day, end, HELSINKI) > now
    if start is not None:
        return datetime.combine(session.day, start, HELSINKI) + LONGEST_WITHOUT_END > now
    return DAY_PART_ENDS.get(session.occurrence.day_part, time.max) > now.time()


class TodayOrder:
    """The order of today's pages: yesterday's nights, what has begun, what begins; within these
    the nearest places when there are distances; then the clock."""

    def __init__(self, selection: Selection, now: datetime) -> None:
        self.selection = selection
        self.now = now
        places = selection.places if selection.is_near else None
        self.rank = {place: n for n, place in enumerate(places or (), start=1)}

    def rows(self, first: int, most: int) -> list[Row]:
        """From the `first` on, one more than `most`, of the regular slots that are not over.

        Each part is a range of the clock that an index holds in order.
        """
        parts = [part[: first + most + 1] for part in self._parts()]
        every = parts[0].union(*parts[1:], all=True)
        ordered = every.order_by("on", "is_later", "rank", "start", "end", "pk")
        return list(ordered[first : first + most + 1])

    def _parts(self) -> list[QuerySet]:
        at, today = self.now.time(), self.now.date()
        held = self.selection.slots.held_on(today)
        of_night = self.selection.slots.held_on(today - ONE_DAY).filter(ends_next_day=True)
        begun = held.filter(start__lte=at)
        return [
            self._part(of_night.filter(end__gt=at), today - ONE_DAY, is_later=False),
            self._part(begun.filter(end__gt=at), today, is_later=False),
            self._part(begun.filter(ends_next_day=True, end__lte=at), today, is_later=False),
            self._part(begun.filter(self._lately(), end__isnull=True), today, is_later=False),
            self._part(held.filter(start__gt=at), today, is_later=True),
            self._part(held.filter(self._without_start()), today, is_later=True),
        ]

    def _lately(self) -> Q:
        earliest = self.now - LONGEST_WITHOUT_END
        return Q(start__gt=earliest.time()) if earliest.date() == self.now.date() else Q()

    def _without_start(self) -> Q:
        at = self.now.time()
        over = [part for part, ends in DAY_PART_ENDS.items() if ends <= at]
        not_over = Q(end__isnull=True) | Q(end__gt=at) | Q(ends_next_day=True)
        return Q(start__isnull=True) & not_over & ~Q(day_part__in=over)

    def _part(self, slots: QuerySet, day: date, *, is_later: bool) -> QuerySet:
        rank = Value(0)
        if self.rank:
            places = Value(list(self.rank), ArrayField(BigIntegerField()))
            rank = Func(places, "place", function="array_position", output_field=IntegerField())
        return (
            slots.annotate(
                on=Value(day, DateField()),
                is_later=Value(is_later, BooleanField()),
                rank=rank,
            )
            .order_by(*(["rank"] if self.rank else []), *CLOCK_ORDER)
            .values_list("on", "is_later", "rank", "start", "end", "pk")
        )

    def admits(self, rows: list[Row], most: int) -> Callable[[Any], bool]:
        """Changes of slots that may be on these rows' page, by their time: nights that began
        yesterday are on the first one, and nearness knows no times."""
        since, until = time.min, None
        if not self.rank and len(rows) > most:
            until = rows[most][3]
        within, today = begins_between(since, until), self.now.date()

        def admits(row: Any) -> bool:
            if row.ends_next_day or row.slot__ends_next_day:
                return row.first < today or within(row)
            is_today = row.first <= today <= (row.last or today) or row.new_date == today
            return is_today and within(row) and not self._is_over(row)

        return admits

    def _is_over(self, row: Any) -> bool:
        _start, end = changed_clock(row)
        return end is not None and end <= self.now.time()

    def row_key(self, row: Row) -> Key:
        day, is_later, rank, *rest = row
        return day, is_later, rank, *clock_key(day, *rest)

    def session_key(self, session: Session) -> Key:
        start, _end = span(session)
        is_later = starts_later(session, self.now) or start is None
        seen = session.occurrence
        ranks = (self.rank.get(place) for place in (seen.place, seen.scheduled_place))
        rank = next((found for found in ranks if found), 0)
        return session.day, is_later, rank, *session_key(session)


def next_day(selection: Selection, today: date) -> date | None:
    """The first day of the coming week when something is regularly held."""
    coming = [today + timedelta(days=n) for n in range(1, 8)]
    return min((row[0] for row in regular_rows(selection.slots, coming, 0, 0)), default=None)
