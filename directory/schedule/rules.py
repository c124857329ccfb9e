"""What the engine is told: rules of series, breaks, holidays and changes.

Times are wall-clock times in Europe/Helsinki. Weekdays are ISO weekdays: Monday is 1.
"""

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum

LAST = -1  # the last such weekday of a month, in Rule.nth


class Recurrence(StrEnum):
    WEEKLY = "weekly"
    ODD_WEEKS = "odd_weeks"
    EVEN_WEEKS = "even_weeks"
    EVERY_N_WEEKS = "every_n_weeks"
    MONTHLY = "monthly"
    DATES = "dates"
    ON_REQUEST = "on_request"


class DayPart(StrEnum):
    MORNING = "morning"
    MIDDAY = "midday"
    AFTERNOON = "afternoon"
    EVENING = "evening"
    ALL_DAY = "all_day"


class Scope(StrEnum):
    SLOT = "slot"
    SERVICE = "service"
    PLACE = "place"
    ORGANISATION = "organisation"


class ChangeKind(StrEnum):
    CANCELLED = "cancelled"
    OTHER_TIME = "other_time"
    OTHER_PLACE = "other_place"
    EXTRA = "extra"
    AS_USUAL = "as_usual"


WITHOUT_WEEKDAYS = frozenset({Recurrence.DATES, Recurrence.ON_REQUEST})


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """When one line of a programme is held.

    `nth` counts a weekday within the calendar month, 1 to 5 or LAST; 5 means only months that
    have a fifth. `anchor` is any date in a week when it is held. `times` needs `first` and
    counts the dates that no followed holiday or break removes.
    """

    recurrence: Recurrence = Recurrence.WEEKLY
    weekdays: tuple[int, ...] = ()
    start: time | None = None
    end: time | None = None
    ends_next_day: bool = False
    day_part: DayPart | None = None
    interval: int = 1
    anchor: date | None = None
    nth: tuple[int, ...] = ()
    dates: tuple[date, ...] = ()
    first: date | None = None
    last: date | None = None
    times: int | None = None
    follows_holidays: bool = True
    break_calendar: int | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "weekdays", tuple(sorted(set(self.weekdays))))
        object.__setattr__(self, "nth", tuple(sorted(set(self.nth), key=_last_after_fifth)))
        object.__setattr__(self, "dates", tuple(sorted(set(self.dates))))
        _check_times(self.start, self.end, self.ends_next_day)
        _check_range(self.first, self.last)
        self._check_recurrence()
        self._check_count()

    def _check_recurrence(self) -> None:
        _require(set(self.weekdays) <= set(range(1, 8)), "weekdays are 1 (Monday) to 7")
        _require(set(self.nth) <= {1, 2, 3, 4, 5, LAST}, "nth is 1 to 5, or -1 for the last")
        if self.recurrence not in WITHOUT_WEEKDAYS:
            _require(bool(self.weekdays), f"{self.recurrence} needs weekdays")
        if self.recurrence is Recurrence.EVERY_N_WEEKS:
            _require(self.anchor is not None, "every n weeks needs an anchor date")
            _require(self.interval >= 1, "the interval is at least one week")
        if self.recurrence is Recurrence.MONTHLY:
            _require(bool(self.nth), "monthly needs nth")
        if self.recurrence is Recurrence.DATES:
            _require(bool(self.dates), "a list of dates needs dates")

    def _check_count(self) -> None:
        if self.times is not None:
            _require(self.first is not None, "times needs a first date to count from")
            _require(self.times >= 1, "times is at least one")


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """A slot as the engine sees it."""

    key: int
    rule: Rule
    service: int | None = None
    place: int | None = None
    organisations: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """One period of a break calendar, both ends included."""

    calendar: int
    key: int
    first: date
    last: date

    def __post_init__(self) -> None:
        _check_range(self.first, self.last)


@dataclass(frozen=True, slots=True, kw_only=True)
class Holiday:
    """A public holiday by its stable name, such as "midsummer_eve"."""

    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A departure from the rules from `first` to `last`; no `last` is until further notice.

    A start or an end states the whole time: what is left out of the pair is unknown, since the
    old end says nothing about a new start.
    """

    key: int
    scope: Scope
    target: int
    kind: ChangeKind
    first: date
    last: date | None
    start: time | None = None
    end: time | None = None
    ends_next_day: bool = False
    new_date: date | None = None
    place: int | None = None

    def __post_init__(self) -> None:
        _check_times(self.start, self.end, self.ends_next_day)
        _check_range(self.first, self.last)
        if self.new_date is not None:
            moves = self.kind is ChangeKind.OTHER_TIME and self.names_occurrence
            _require(moves, "only another time for one date of a slot can have a new date")
        if self.kind is ChangeKind.EXTRA:
            _require(self.last is not None, "an extra needs a last date")
            _require(self.scope is not Scope.ORGANISATION, "an organisation has no extras")

    @property
    def names_occurrence(self) -> bool:
        """Whether it speaks of one occurrence: a single date of a single slot."""
        return self.scope is Scope.SLOT and self.first == self.last

    @property
    def states_time(self) -> bool:
        return self.start is not None or self.end is not None

    def covers(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


def _last_after_fifth(nth: int) -> int:
    return 6 if nth == LAST else nth


def _require(condition: bool, message: str) -> None:
    if not condition:
        raise ValueError(message)


def _check_times(start: time | None, end: time | None, ends_next_day: bool) -> None:
    if start is not None and end is not None and end <= start:
        _require(ends_next_day, "it ends before it starts: does it end the next day?")


def _check_range(first: date | None, last: date | None) -> None:
    if first is not None and last is not None:
        _require(first <= last, "the last date is before the first")
