"""The schedule engine: rules, breaks and changes in, ordered occurrences out. No Django."""

from directory.schedule.expand import expand, is_open, next_occurrence
from directory.schedule.merge import merge_opening_hours
from directory.schedule.occurrences import Occurrence, Status
from directory.schedule.rules import (
    LAST,
    Break,
    Change,
    ChangeKind,
    DayPart,
    Holiday,
    Recurrence,
    Rule,
    Scope,
    Series,
)
from directory.schedule.text import Words, describe

__all__ = [
    "LAST",
    "Break",
    "Change",
    "ChangeKind",
    "DayPart",
    "Holiday",
    "Occurrence",
    "Recurrence",
    "Rule",
    "Scope",
    "Series",
    "Status",
    "Words",
    "describe",
    "expand",
    "is_open",
    "merge_opening_hours",
    "next_occurrence",
]
