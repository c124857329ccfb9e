"""Plain opening hours of a place, joined where they overlap or meet."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, time

from directory.schedule.occurrences import (
    Occurrence,
    end_minutes,
    in_order,
    order_key,
    start_minutes,
)


def merge_opening_hours(occurrences: Iterable[Occurrence]) -> list[Occurrence]:
    """The same occurrences in order, with plain opening hours of a day and place merged.

    Named activities stay apart however they overlap, or their names would vanish; so do
    cancelled hours and those without both clock times.
    """
    apart: list[Occurrence] = []
    plain: defaultdict[tuple[date, int | None], list[Occurrence]] = defaultdict(list)
    for occurrence in occurrences:
        if _is_mergeable(occurrence):
            plain[occurrence.day, occurrence.place].append(occurrence)
        else:
            apart.append(occurrence)
    merged = (hours for group in plain.values() for hours in _merge(group))
    return in_order([*apart, *merged])


def _is_mergeable(occurrence: Occurrence) -> bool:
    has_clock = occurrence.start is not None and occurrence.end is not None
    return has_clock and occurrence.service is None and not occurrence.is_cancelled


def _merge(group: list[Occurrence]) -> list[Occurrence]:
    merged: list[Occurrence] = []
    for hours in sorted(group, key=order_key):
        if merged and start_minutes(hours) <= end_minutes(merged[-1]):
            merged[-1] = _joined(merged[-1], hours)
        else:
            merged.append(hours)
    return merged


def _joined(earlier: Occurrence, later: Occurrence) -> Occurrence:
    longer = max(earlier, later, key=end_minutes)
    return replace(
        earlier,
        end=longer.end,
        ends_next_day=longer.ends_next_day,
        scheduled_start=_earliest(earlier.scheduled_start, later.scheduled_start),
        scheduled_end=longer.scheduled_end,
        changes=tuple(dict.fromkeys(earlier.changes + later.changes)),
    )


def _earliest(one: time | None, other: time | None) -> time | None:
    return None if one is None or other is None else min(one, other)
