"""Places that are closed on a day."""

from collections.abc import Collection, Iterable
from datetime import date

from django.db.models import QuerySet

from directory import wording
from directory.enums import ChangeKindChoices
from directory.models import Place, ScheduleChange
from directory.queries.ahead import reason_of
from directory.queries.notices import Notice, Pause, pause_sentence


def place_closures(places: Collection[Place], day: date) -> QuerySet[ScheduleChange]:
    """Those in force on the day."""
    return ScheduleChange.objects.closures().filter(place__in=places).during(day, day)


def closed_places(changes: Iterable[ScheduleChange], day: date, language: str) -> dict[int, Notice]:
    """By the place's key, as of this day; of several closures the one that ends last."""
    words = wording.InterfaceWords(language, day)
    closures = [row for row in changes if row.place_id and closes(row, day)]
    closures.sort(key=lambda row: row.last or date.max)
    return {row.place_id: closed_notice(row, words) for row in closures}


def closes(change: ScheduleChange, day: date) -> bool:
    is_cancelled = change.kind == ChangeKindChoices.CANCELLED
    return is_cancelled and change.first <= day <= (change.last or date.max)


def closed_notice(closure: ScheduleChange, words: wording.InterfaceWords) -> Notice:
    reason = reason_of(closure)
    pause = Pause(closure.first, closure.last, reason, is_closure=True)
    return Notice("calendar-x", closure.first, pause_sentence(pause, words), reason=reason)
