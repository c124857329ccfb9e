"""What the reader of a typed text should be told: guesses, doubts and what was not understood."""

from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum


class NoticeKind(StrEnum):
    YEAR_ASSUMED = "year_assumed"
    COMPACT_TIME = "compact_time"
    WEEK_NUMBER = "week_number"
    RELATIVE_DATE = "relative_date"
    ANCHOR_ASSUMED = "anchor_assumed"
    FIRST_ASSUMED = "first_assumed"
    ENDS_NEXT_DAY = "ends_next_day"
    END_BEFORE_START = "end_before_start"
    AMBIGUOUS_TIME = "ambiguous_time"
    AMBIGUOUS_DATE = "ambiguous_date"
    WEEKDAY_MISMATCH = "weekday_mismatch"
    SEASON_OVER = "season_over"
    NO_DAYS = "no_days"
    SEVERAL_TIMES = "several_times"
    UNREADABLE = "unreadable"


# The reading is not the typed text without these: it must be written otherwise.
NOT_READ = frozenset({NoticeKind.SEVERAL_TIMES, NoticeKind.UNREADABLE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """`typed` is the part of the text it is about; the others are the values as they were read."""

    kind: NoticeKind
    typed: str = ""
    day: date | None = None
    last: date | None = None
    at: time | None = None
    weekday: int | None = None
