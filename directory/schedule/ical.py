"""Occurrences as the events of a calendar: a repeating rule, days left out, days overridden.

A calendar's rule knows neither Finnish holidays nor the parity of ISO weeks. So each event gets a
rule that covers its days and can be said in RRULE, and lists the days that the rule gives and the
programme does not. Extra days beside a rule (RDATE) are never needed; Outlook would drop them.
"""

from collections import defaultdict
from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from directory.schedule.dates import rule_dates
from directory.schedule.expand import HELSINKI
from directory.schedule.occurrences import Occurrence, Status
from directory.schedule.rules import Change, Recurrence, Rule

# So many alike departures from a rule are an event of their own: a place that is closed until
# further notice would fill the calendar with hundreds of overrides.
MOST_OVERRIDES = 20
LONGEST_MOVE = timedelta(days=366)
CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
EVERY_DAY = Rule(weekdays=(1, 2, 3, 4, 5, 6, 7))
FORTNIGHT = 14


class Frequency(StrEnum):
    WEEKLY = "WEEKLY"
    MONTHLY = "MONTHLY"


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeat:
    """An RRULE with weeks from Monday. `by_day` as there: "WE", or "2WE" and "-1WE" of a month."""

    frequency: Frequency
    interval: int
    by_day: tuple[str, ...]
    until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Strand:
    """One event: its first time, how it repeats, the days it skips and those that are otherwise.

    Every day of the rule is like `usual`, which falls on its first one, unless overridden. `name`
    tells the strands of one slot or extra apart and stays the same as days pass.
    """

    name: str
    usual: Occurrence
    repeat: Repeat | None = None
    left_out: tuple[date, ...] = ()
    overrides: tuple[Occurrence, ...] = ()


def strands(rule: Rule | None, occurrences: Sequence[Occurrence]) -> list[Strand]:
    """The events of one slot's regular occurrences, or of one extra's, whose slot has the rule.

    What a holiday or a break cancels is left out; what a change cancels is an event that says so.
    """
    told = sorted(filter(_is_told, occurrences), key=lambda one: one.scheduled_day)
    alone = [one for one in told if _stands_alone(rule, one)]
    repeated = [one for one in told if not _stands_alone(rule, one)]
    runs = _long_runs(repeated)
    ordinary = [one for one in repeated if _shape(one) not in runs]
    found = [Strand(name=f"{one.scheduled_day:%Y%m%d}", usual=one) for one in alone]
    if ordinary:
        found.append(_strand("", rule, ordinary, _as_planned(ordinary[0], rule)))
    found += [_strand(_run_name(run[0]), rule, run, run[0]) for run in runs.values()]
    return found


def crosses_clock_change(one: Occurrence) -> bool:
    """A repeated event has one exact length, which this night's is not."""
    start, end = one.starts_at(HELSINKI), one.ends_at(HELSINKI)
    return start is not None and end is not None and start.utcoffset() != end.utcoffset()


def _is_told(one: Occurrence) -> bool:
    return not one.is_cancelled or isinstance(one.cause, Change)


def _stands_alone(rule: Rule | None, one: Occurrence) -> bool:
    """Listed dates follow no rule; a mistyped year must not list centuries of days left out."""
    is_listed = rule is not None and rule.recurrence is Recurrence.DATES and not one.is_extra
    return is_listed or abs(one.day - one.scheduled_day) > LONGEST_MOVE


def _shape(one: Occurrence) -> tuple[Hashable, ...]:
    """All of it but its date."""
    return (
        one.day - one.scheduled_day,
        one.start,
        one.end,
        one.ends_next_day,
        one.day_part,
        one.place,
        _keys(one),
    )


def _keys(one: Occurrence) -> tuple[int, ...]:
    cause = [one.cause.key] if isinstance(one.cause, Change) else []
    return (*cause, *(change.key for change in one.changes))


def _long_runs(occurrences: Sequence[Occurrence]) -> dict[Hashable, list[Occurrence]]:
    found: defaultdict[Hashable, list[Occurrence]] = defaultdict(list)
    for one in occurrences:
        if one.is_cancelled or set(_keys(one)) != {one.change} - {None}:
            found[_shape(one)].append(one)
    return {shape: run for shape, run in found.items() if len(run) > MOST_OVERRIDES}


def _run_name(one: Occurrence) -> str:
    return "-".join(str(key) for key in _keys(one))


def _strand(name: str, rule: Rule | None, told: Sequence[Occurrence], usual: Occurrence) -> Strand:
    if len(told) == 1:
        return Strand(name=name, usual=told[0])
    days = [one.scheduled_day for one in told]
    covering = EVERY_DAY if rule is None or usual.is_extra else _covering(rule, days)
    given = rule_dates(covering, days[0], days[-1])
    return Strand(
        name=name,
        usual=usual,
        repeat=_repeat(covering, days[-1]),
        left_out=tuple(sorted(set(given).difference(days))),
        overrides=tuple(
            one for one in told if _shape(one) != _shape(usual) or crosses_clock_change(one)
        ),
    )


def _as_planned(one: Occurrence, rule: Rule | None) -> Occurrence:
    """The occurrence before any change but the extra that it comes from."""
    extra = next((change for change in one.changes if change.key == one.change), None)
    states_time = extra is not None and (extra.states_time or rule is None)
    clock = extra if states_time else rule
    return replace(
        one,
        day=one.scheduled_day,
        start=one.scheduled_start,
        end=one.scheduled_end,
        ends_next_day=clock is not None and clock.ends_next_day,
        day_part=None if rule is None or states_time else rule.day_part,
        place=one.scheduled_place,
        status=Status.HELD,
        cause=None,
        changes=() if extra is None else (extra,),
    )


def _covering(rule: Rule, days: Sequence[date]) -> Rule:
    """A rule that RRULE can say, without a season, which gives all of the days and maybe more."""
    everlasting = replace(rule, first=None, last=None, times=None)
    if rule.recurrence not in (Recurrence.ODD_WEEKS, Recurrence.EVEN_WEEKS):
        return everlasting
    mondays = [day.toordinal() - day.weekday() for day in days]
    if any((monday - mondays[0]) % FORTNIGHT for monday in mondays):
        return replace(everlasting, recurrence=Recurrence.WEEKLY)  # over a year of 53 weeks
    return replace(everlasting, recurrence=Recurrence.EVERY_N_WEEKS, interval=2, anchor=days[0])


def _repeat(rule: Rule, until: date) -> Repeat:
    days = [CODES[weekday - 1] for weekday in rule.weekdays]
    if rule.recurrence is Recurrence.MONTHLY:
        by_day = tuple(f"{nth}{day}" for nth in rule.nth for day in days)
        return Repeat(frequency=Frequency.MONTHLY, interval=1, by_day=by_day, until=until)
    every = rule.interval if rule.recurrence is Recurrence.EVERY_N_WEEKS else 1
    return Repeat(frequency=Frequency.WEEKLY, interval=every, by_day=tuple(days), until=until)
