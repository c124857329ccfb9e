"""Who came: numbers by organisation, and others in words."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from directory.models import Organisation
from meetings.actions.publishing import mark_corrected
from meetings.actions.rows import Overtaken, locked
from meetings.models import Meeting, Participation
from meetings.queries.writing import NOBODY, Came, who_came


@dataclass(frozen=True, slots=True)
class Change:
    """What its writer was shown, and what it is to be."""

    seen: Came
    new: Came


class OtherNumbers(Overtaken):
    """Somebody else noted others meanwhile: `present` are theirs, and nothing is saved."""

    def __init__(self, present: dict[Organisation | None, Came]) -> None:
        super().__init__()
        self.present = present


@transaction.atomic
def save_participation(
    *, meeting: Meeting, changes: dict[Organisation | None, Change], now: datetime
) -> None:
    """Under None are those that no organisation sent."""
    meeting = locked(meeting)
    there = who_came(meeting)
    present = {one: there.get(one.pk if one else None, NOBODY) for one in changes}
    clashing = {
        one: present[one]
        for one, change in changes.items()
        if present[one] not in (change.seen, change.new)
    }
    if clashing:
        raise OtherNumbers(clashing)
    changed = {one: change.new for one, change in changes.items() if present[one] != change.new}
    for one, came in changed.items():
        note(meeting, one, came)
    if changed:
        mark_corrected(meeting, now)


def note(meeting: Meeting, organisation: Organisation | None, came: Came) -> None:
    row = meeting.participations.filter(organisation=organisation).first()
    if came != NOBODY:
        row = row or Participation(meeting=meeting, organisation=organisation)
        row.who, row.count = came.who, came.count
        row.save()
    elif row:
        row.delete()
