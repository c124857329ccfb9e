"""A short notation for dated cases: what is asked of the engine, and what is on.

An occurrence reads "Wed 2026-11-25 10-12", then what is special about it: `#2` another series
than 1, `@101` another place than planned, `(was …)` another day or time than planned, `extra`,
`x …` cancelled and why. `+` after a time means the next day.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from directory.schedule import (
    Break,
    Change,
    ChangeKind,
    Holiday,
    Occurrence,
    Recurrence,
    Rule,
    Scope,
    Series,
    expand,
)

SERVICE, HOME, ELSEWHERE, ORGANISATION, CALENDAR = 10, 100, 101, 1000, 5
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")

HOLIDAYS = {
    date(2026, 1, 1): "new_year",
    date(2026, 1, 6): "epiphany",
    date(2026, 4, 3): "good_friday",
    date(2026, 4, 6): "easter_monday",
    date(2026, 5, 1): "may_day",
    date(2026, 5, 14): "ascension_day",
    date(2026, 6, 19): "midsummer_eve",
    date(2026, 10, 31): "all_saints",
    date(2026, 12, 6): "independence_day",
    date(2026, 12, 24): "christmas_eve",
    date(2026, 12, 25): "christmas_day",
    date(2026, 12, 26): "second_christmas_day",
    date(2027, 1, 1): "new_year",
    date(2027, 1, 6): "epiphany",
    date(2027, 3, 26): "good_friday",
    date(2027, 3, 29): "easter_monday",
    date(2027, 5, 6): "ascension_day",
    date(2027, 6, 25): "midsummer_eve",
}


WEEK_48 = "2026-11-23..2026-11-29"
TWO_WEEKS = "2026-11-23..2026-12-06"
NOVEMBER_25 = "2026-11-25..2026-11-25"
WEDNESDAY = "Wed 2026-11-25 10-12"
BREAKS: dict[str, Any] = {"break_calendar": CALENDAR}
THREE_TIMES: dict[str, Any] = {"first": date(2026, 11, 25), "times": 3}


# Shorthand for what goes in.


def day(text: str) -> date:
    return date.fromisoformat(text)


def clock(text: str) -> time | None:
    hour, _, minute = text.partition(".")
    return time(int(hour), int(minute or 0)) if hour else None


def hours(text: str) -> dict[str, Any]:
    """ "9.30-11", "9.30-" without an end, "-11" without a start, "22-2+" past midnight, ""."""
    start, _, end = text.partition("-")
    return {
        "start": clock(start),
        "end": clock(end.rstrip("+")),
        "ends_next_day": end.endswith("+"),
    }


def rule(weekdays: str = "3", at: str = "10-12", **facts: Any) -> Rule:
    return Rule(weekdays=tuple(int(weekday) for weekday in weekdays), **hours(at), **facts)


def odd(weekdays: str, **facts: Any) -> Rule:
    return rule(weekdays, recurrence=Recurrence.ODD_WEEKS, **facts)


def even(weekdays: str, **facts: Any) -> Rule:
    return rule(weekdays, recurrence=Recurrence.EVEN_WEEKS, **facts)


def every(interval: int, weekdays: str, anchor: str, **facts: Any) -> Rule:
    every_n_weeks = Recurrence.EVERY_N_WEEKS
    anchored: dict[str, Any] = {
        "recurrence": every_n_weeks,
        "interval": interval,
        "anchor": day(anchor),
    }
    return rule(weekdays, **anchored, **facts)


def monthly(weekdays: str, *nth: int, **facts: Any) -> Rule:
    return rule(weekdays, recurrence=Recurrence.MONTHLY, nth=nth, **facts)


def on_dates(*dates: str, **facts: Any) -> Rule:
    listed = tuple(day(one) for one in dates)
    return rule("", recurrence=Recurrence.DATES, dates=listed, **facts)


def season(dates: str) -> dict[str, Any]:
    first, last = dates.split("..")
    return {"first": day(first) if first else None, "last": day(last) if last else None}


def slot(given: Rule, key: int = 1, place: int | None = HOME, service: int = SERVICE) -> Series:
    return Series(
        key=key, rule=given, service=service, place=place, organisations=(ORGANISATION, 1001)
    )


def change(
    kind: ChangeKind,
    dates: str,
    scope: Scope = Scope.SLOT,
    target: int | None = None,
    *,
    key: int = 1,
    at: str = "-",
    to: str | None = None,
    place: int | None = None,
) -> Change:
    """For one date, for "first..last", or for "first.." until further notice."""
    targets = {Scope.SLOT: 1, Scope.SERVICE: SERVICE, Scope.PLACE: HOME}
    first, is_range, last = dates.partition("..")
    ends = (last or None) if is_range else first
    return Change(
        key=key,
        scope=scope,
        target=targets.get(scope, ORGANISATION) if target is None else target,
        kind=kind,
        first=day(first),
        last=None if ends is None else day(ends),
        new_date=None if to is None else day(to),
        place=place,
        **hours(at),
    )


def cancelled(dates: str, scope: Scope = Scope.SLOT, *target: int, **facts: Any) -> Change:
    return change(ChangeKind.CANCELLED, dates, scope, *target, **facts)


def as_usual(dates: str, scope: Scope = Scope.SLOT, **facts: Any) -> Change:
    return change(ChangeKind.AS_USUAL, dates, scope, **facts)


def other_time(dates: str, at: str = "-", scope: Scope = Scope.SLOT, **facts: Any) -> Change:
    return change(ChangeKind.OTHER_TIME, dates, scope, at=at, **facts)


def other_place(dates: str, place: int, scope: Scope = Scope.SLOT, **facts: Any) -> Change:
    return change(ChangeKind.OTHER_PLACE, dates, scope, place=place, **facts)


def extra(dates: str, at: str = "-", scope: Scope = Scope.SLOT, **facts: Any) -> Change:
    return change(ChangeKind.EXTRA, dates, scope, at=at, **facts)


def closed(dates: str, key: int = 1, calendar: int = CALENDAR) -> Break:
    first, _, last = dates.partition("..")
    return Break(calendar=calendar, key=key, first=day(first), last=day(last or first))


# Shorthand for what comes out.


def shown_clock(at: time | None) -> str:
    if at is None:
        return ""
    return f"{at.hour}.{at.minute:02}" if at.minute else str(at.hour)


def shown_hours(start: time | None, end: time | None) -> str:
    return f"{shown_clock(start)}-{shown_clock(end)}" if start or end else "?"


def shown(occurrence: Occurrence) -> str:
    at = shown_hours(occurrence.start, occurrence.end) + "+" * occurrence.ends_next_day
    if at == "?" and occurrence.day_part is not None:
        at = occurrence.day_part.value
    parts = [WEEKDAYS[occurrence.day.weekday()], str(occurrence.day), at]
    if occurrence.series != 1:
        parts.append(f"#{occurrence.series}")
    if occurrence.is_moved or occurrence.series is None:
        parts.append(f"@{occurrence.place}")
    if occurrence.is_retimed:
        was = [] if occurrence.day == occurrence.scheduled_day else [str(occurrence.scheduled_day)]
        was.append(shown_hours(occurrence.scheduled_start, occurrence.scheduled_end))
        parts.append(f"(was {' '.join(was)})")
    if occurrence.is_extra:
        parts.append("extra")
    if occurrence.is_cancelled:
        parts.append(f"x {shown_cause(occurrence)}")
    return " ".join(parts)


def shown_cause(occurrence: Occurrence) -> str:
    match occurrence.cause:
        case Holiday(name=name):
            return name
        case Break(key=key):
            return f"break {key}"
        case Change(key=key):
            return f"change {key}"
    return "without cause"


@dataclass(frozen=True)
class Case:
    name: str
    given: Rule | Series | Sequence[Series]
    window: str
    on: Sequence[str]
    changes: Sequence[Change] = ()
    breaks: Sequence[Break] = ()
    holidays: Mapping[date, str] = field(default_factory=lambda: HOLIDAYS)

    @property
    def series(self) -> Sequence[Series]:
        if isinstance(self.given, Rule):
            return [slot(self.given)]
        return [self.given] if isinstance(self.given, Series) else self.given

    def found(self) -> list[str]:
        first, last = self.window.split("..")
        found = expand(
            self.series,
            first=day(first),
            last=day(last),
            changes=self.changes,
            breaks=self.breaks,
            holidays=self.holidays,
        )
        return [shown(occurrence) for occurrence in found]
