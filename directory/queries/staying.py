"""What goes on in spite of a closure: what is said of one session is stronger than what is said
of the place or of the organisation."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Q, QuerySet

from directory.enums import ChangeKindChoices
from directory.models import Organisation, Place, ScheduleChange
from directory.queries.desk import Line, desk_lines
from directory.queries.occurrence import with_visibility
from directory.queries.organisations import run_by
from directory.queries.own import kept_places, run_services, run_slots
from directory.queries.programme import (
    Timetable,
    changed_slots,
    load_slots,
    slots_at,
    timetable,
)
from directory.queries.session import Session


@dataclass(frozen=True, slots=True)
class Closing:
    """Of a place or an organisation, from `first` to `last`, not saved yet."""

    about: Place | Organisation
    first: date
    last: date

    @property
    def slots(self) -> QuerySet:
        if isinstance(self.about, Place):
            return slots_at([self.about.pk], self.first, self.last)
        return run_slots(self.about)

    @property
    def extras(self) -> Q:
        if isinstance(self.about, Place):
            return Q(place=self.about) | Q(new_place=self.about)
        services = run_services(self.about).values("pk")
        return Q(service__in=services) | Q(place__in=kept_places(self.about).values("pk"))

    def bears_on(self, session: Session) -> bool:
        if isinstance(self.about, Place):
            return session.occurrence.place == self.about.pk
        return session.slot is None or self.about.pk in run_by(session.slot)

    def change(self, key: int) -> ScheduleChange:
        scope = {type(self.about)._meta.model_name: self.about}
        kind = ChangeKindChoices.CANCELLED
        return ScheduleChange(pk=key, kind=kind, first=self.first, last=self.last, **scope)


def staying(
    closing: Closing,
    user: AbstractBaseUser,
    organisation: Organisation,
    language: str,
    today: date,
) -> list[Line]:
    """The sessions from today on that the closure would leave on."""
    first, last = max(closing.first, today), closing.last
    spoken_of = ScheduleChange.objects.touching(first, last).exclude(
        kind=ChangeKindChoices.CANCELLED
    )
    slots = closing.slots.touching(first, last).filter(pk__in=changed_slots(spoken_of))
    table = timetable(
        load_slots(with_visibility(slots), language),
        first=first,
        last=last,
        language=language,
        today=today,
        extras=closing.extras,
    )
    found = closed(table, closing).sessions(first, last)
    held = [one for one in found if closing.bears_on(one) and not one.is_cancelled]
    return desk_lines(held, user, organisation)


def closed(table: Timetable, closing: Closing) -> Timetable:
    newest = max(table.changes, default=0) + 1
    return replace(table, changes=table.changes | {newest: closing.change(newest)})


def may_be_cancelled(line: Line) -> bool:
    """Alone: of an extra of several days, others may lie beyond the closure."""
    return line.may_edit and (line.extra is None or line.extra.first == line.extra.last)


def version_of(lines: Iterable[Line]) -> str:
    """Stands for what was on the screen."""
    seen = sorted((line.anchor, line.seen) for line in lines)
    return hashlib.sha256(repr(seen).encode()).hexdigest()[:16]
