"""Reads what people write of times and dates, in Finnish, Swedish and English.

A reading is a proposal: it says what it guessed, and is to be shown before it is believed.
"""

from directory.schedule.typed.fields import (
    DateReading,
    DatesReading,
    TimeRangeReading,
    TimeReading,
    read_date,
    read_dates,
    read_time,
    read_time_range,
)
from directory.schedule.typed.notices import Notice, NoticeKind
from directory.schedule.typed.reading import Reading, read

__all__ = [
    "DateReading",
    "DatesReading",
    "Notice",
    "NoticeKind",
    "Reading",
    "TimeRangeReading",
    "TimeReading",
    "read",
    "read_date",
    "read_dates",
    "read_time",
    "read_time_range",
]
