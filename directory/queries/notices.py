"""A notice of what is ahead, in words."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils.translation import gettext as _

from directory import wording
from directory.localized import EMPTY, Text
from directory.queries.doubts import told_elsewhere
from directory.queries.session import Session

MOST_NAMES = 5


@dataclass(frozen=True, slots=True)
class Name:
    """An activity; its days are told where others of its name go on."""

    text: Text
    days: str = ""


@dataclass(frozen=True, slots=True)
class Then:
    """When it is held again, linked to that week; without a day, nobody knows yet."""

    sentence: str
    day: date | None = None
    title: Text = EMPTY
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """ "Music playtime": "No sessions in week 42 (12.–18.10.)". No names: everything."""

    icon: str
    begins: date
    sentence: str
    names: Sequence[Name] = ()
    reason: str = ""
    note: Text = EMPTY
    then: Then | None = None
    is_near: bool = False

    @property
    def shown_names(self) -> Sequence[Name]:
        return self.names[:MOST_NAMES]

    @property
    def more_names(self) -> int:
        return len(self.names[MOST_NAMES:])


@dataclass(slots=True)
class Pause:
    """A time without some or all sessions; without `last`, until further notice."""

    first: date
    last: date | None
    reason: str
    note: Text = EMPTY
    is_closure: bool = False
    missed: list[Session] = field(default_factory=list)

    def contains(self, other: "Pause") -> bool:
        ends_later = self.last is None or (other.last is not None and other.last <= self.last)
        return self.first <= other.first and ends_later

    @property
    def is_one_week(self) -> bool:
        whole = self.last is not None and self.last - self.first == timedelta(days=6)
        return whole and self.first.isoweekday() == 1


def pause_sentence(pause: Pause, words: wording.InterfaceWords) -> str:
    days = wording.season(pause.first, pause.last, words.today)
    if pause.last is None:
        return _without_end(pause, words)
    if pause.first == pause.last:
        day = wording.day_long(pause.first, words.language)
        message = _("Closed on %(day)s") if pause.is_closure else _("No sessions on %(day)s")
        return message % {"day": day}
    if pause.is_closure:
        return _("Closed %(days)s") % {"days": days}
    if pause.is_one_week:
        number = pause.first.isocalendar().week
        return _("No sessions in week %(number)s (%(days)s)") % {"number": number, "days": days}
    return _("No sessions %(days)s") % {"days": days}


def _without_end(pause: Pause, words: wording.InterfaceWords) -> str:
    if words.today and pause.first <= words.today:
        closed, missing = _("Closed until further notice"), _("No sessions until further notice")
        return closed if pause.is_closure else missing
    closed = _("Closed from %(day)s until further notice")
    missing = _("No sessions from %(day)s until further notice")
    day = wording.season(pause.first, pause.first, words.today)
    return (closed if pause.is_closure else missing) % {"day": day}


def begins_sentence(days: Sequence[date], words: wording.InterfaceWords) -> str:
    if days[0] == days[-1]:
        return _("Begins on %(day)s") % {"day": wording.day_long(days[0], words.language)}
    return _("Begins in week %(number)s (%(days)s)") % week_words(days, words)


def ends_sentence(days: Sequence[date], words: wording.InterfaceWords) -> str:
    if days[0] == days[-1]:
        return _("Last time on %(day)s") % {"day": wording.day_long(days[0], words.language)}
    return _("Last times in week %(number)s (%(days)s)") % week_words(days, words)


def week_words(days: Sequence[date], words: wording.InterfaceWords) -> dict[str, object]:
    return {
        "number": days[0].isocalendar().week,
        "days": wording.season(days[0], days[-1], words.today),
    }


def held_again(session: Session | None, url: str | None = None) -> Then:
    if session is None:
        return Then(_("It is not known yet when it opens again."))
    day = wording.day_long(session.day, session.language)
    when = f"{day} {session.time or session.day_part_label}".strip()
    if session.service is None:
        return Then(_("Open again on %(day)s") % {"day": when}, session.day, url=url)
    title = told_elsewhere(session.title)
    return Then(_("Next: %(day)s") % {"day": when}, session.day, title, url)
