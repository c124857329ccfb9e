"""What the parser noticed, in words for the person who typed."""

from collections.abc import Callable
from datetime import time

from django.utils.translation import gettext as _

from directory.schedule.typed import Notice, NoticeKind
from directory.wording import clock, day_numeric, day_range, weekday_name

NOON = 12


def told(notice: Notice, language: str) -> str:
    """Nothing for a notice that its own form says better."""
    if notice.kind is NoticeKind.WEEKDAY_MISMATCH:
        return mismatch(notice, language)
    say = SENTENCES.get(notice.kind)
    return say(notice) if say else ""


def mismatch(notice: Notice, language: str) -> str:
    if notice.day is None:
        return ""
    return _("The weekday and the date do not match: %(date)s is %(weekday)s.") % {
        "date": day_numeric(notice.day),
        "weekday": weekday_name(notice.day.isoweekday(), language),
    }


def shown_time(at: time | None) -> str:
    return clock(at) if at else ""


def dates_of(notice: Notice) -> str:
    return day_range(notice.day, notice.last or notice.day)


def year_assumed(notice: Notice) -> str:
    is_end_alone = notice.day is None
    dates = day_range(None, notice.last) if is_end_alone else dates_of(notice)
    return _("No year was written. Read as %(dates)s.") % {"dates": dates}


def compact_time(notice: Notice) -> str:
    return _("“%(typed)s” is read as %(reading)s.") % {
        "typed": notice.typed,
        "reading": shown_time(notice.at),
    }


def week_number(notice: Notice) -> str:
    return _("“%(typed)s” is read as %(reading)s.") % {
        "typed": notice.typed,
        "reading": dates_of(notice),
    }


def relative_date(notice: Notice) -> str:
    return _("Read as %(dates)s.") % {"dates": dates_of(notice)}


def anchor_assumed(notice: Notice) -> str:
    return _(
        "The weeks are counted from %(date)s. If it is not held that week, correct that date."
    ) % {"date": dates_of(notice)}


def first_assumed(notice: Notice) -> str:
    return _("The times are counted from %(date)s.") % {"date": dates_of(notice)}


def ends_next_day(notice: Notice) -> str:
    return _("It ends on the next day at %(time)s. Is that right?") % {
        "time": shown_time(notice.at)
    }


def end_before_start(notice: Notice) -> str:
    if notice.at is None:
        return _("The last day is before the first one.")
    return _(
        "The end %(time)s is before the start, so it is read as ending on the next day."
        " Is that right?"
    ) % {"time": shown_time(notice.at)}


def ambiguous_time(notice: Notice) -> str:
    at = notice.at or time.min
    return _("%(time)s is early in the morning. If the afternoon is meant, write %(later)s.") % {
        "time": clock(at),
        "later": clock(at.replace(hour=(at.hour + NOON) % 24)),
    }


def ambiguous_date(notice: Notice) -> str:
    return _("Read as %(dates)s, the day first.") % {"dates": dates_of(notice)}


def season_over(notice: Notice) -> str:
    if notice.last is None:
        return _("It is already over.")
    return _("It is already over: the last day was %(date)s.") % {"date": day_numeric(notice.last)}


def several_times(notice: Notice) -> str:
    return _("There is more than one time. Not read: “%(typed)s”.") % {"typed": notice.typed}


def unreadable(notice: Notice) -> str:
    return _("Not understood: “%(typed)s”.") % {"typed": notice.typed}


SENTENCES: dict[NoticeKind, Callable[[Notice], str]] = {
    NoticeKind.YEAR_ASSUMED: year_assumed,
    NoticeKind.COMPACT_TIME: compact_time,
    NoticeKind.WEEK_NUMBER: week_number,
    NoticeKind.RELATIVE_DATE: relative_date,
    NoticeKind.ANCHOR_ASSUMED: anchor_assumed,
    NoticeKind.FIRST_ASSUMED: first_assumed,
    NoticeKind.ENDS_NEXT_DAY: ends_next_day,
    NoticeKind.END_BEFORE_START: end_before_start,
    NoticeKind.AMBIGUOUS_TIME: ambiguous_time,
    NoticeKind.AMBIGUOUS_DATE: ambiguous_date,
    NoticeKind.SEASON_OVER: season_over,
    NoticeKind.SEVERAL_TIMES: several_times,
    NoticeKind.UNREADABLE: unreadable,
}
