"""A place's plain opening hours as its door says them, whatever this week brings."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from directory import schedule, wording
from directory.enums import DayPartChoices
from directory.models import Place, Slot


@dataclass(frozen=True, slots=True)
class OpeningLine:
    """ "Mon–Thu", "9.00–15.00"."""

    day: str
    time: str


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """What repeats every week, and sentences for the rest: "the first Saturday of the month"."""

    lines: list[OpeningLine] = field(default_factory=list)
    sentences: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.lines or self.sentences)


def opening_hours(
    place: Place,
    slots: Iterable[Slot],
    since: date,
    coming: Collection[int],
    words: wording.InterfaceWords,
) -> OpeningHours:
    """`coming` are the keys of slots with a session soon: other dates, seasons are over."""
    plain = [slot for slot in slots if slot.service_id is None and slot.place_id == place.pk]
    weekly = [slot for slot in plain if is_weekly(slot.rule, since)]
    rest = [slot for slot in plain if slot not in weekly and slot.pk in coming]
    sentences = [schedule.describe(slot.rule, words) for slot in rest]
    return OpeningHours(
        weekly_lines([slot.rule for slot in weekly], since, words.language),
        list(dict.fromkeys(sentences)),
    )


def is_weekly(rule: schedule.Rule, since: date) -> bool:
    """In force this week, every week, by the clock."""
    begun = rule.first is None or rule.first <= since + timedelta(days=6)
    in_force = begun and (rule.last is None or rule.last >= since)
    every_week = rule.recurrence is schedule.Recurrence.WEEKLY and rule.times is None
    return in_force and every_week and rule.start is not None and rule.end is not None


def weekly_lines(rules: Sequence[schedule.Rule], since: date, language: str) -> list[OpeningLine]:
    """The days that have the same hours are one line; overlapping hours of a day are one span."""
    always = [
        schedule.Series(key=key, rule=replace(rule, first=None, last=None), place=0)
        for key, rule in enumerate(rules)
    ]
    week = schedule.expand(always, first=since, last=since + timedelta(days=6))
    spans: dict[int, list[str]] = {}
    for hours in schedule.merge_opening_hours(week):
        spans.setdefault(hours.day.isoweekday(), []).append(span(hours))
    alike: dict[str, list[int]] = {}
    for weekday in sorted(spans):
        alike.setdefault(", ".join(spans[weekday]), []).append(weekday)
    return [
        OpeningLine(wording.weekdays_short(weekdays, language), time)
        for time, weekdays in alike.items()
    ]


def span(hours: schedule.Occurrence) -> str:
    if hours.ends_next_day and hours.start == hours.end:
        return str(DayPartChoices.ALL_DAY.label)
    return wording.clock_range(hours.start, hours.end)
