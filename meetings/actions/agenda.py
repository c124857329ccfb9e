"""The items of an agenda: added, changed, taken away, and put in order one step at a time."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from meetings.actions.rows import NotOfThisNetwork, locked
from meetings.models import AgendaItem, Meeting


@transaction.atomic
def add_item(*, meeting: Meeting, uid: UUID, values: dict[str, Any]) -> AgendaItem:
    """The item of this uid, made last on the agenda when there is none yet."""
    locked(meeting)
    last = meeting.agenda.aggregate(last=Max("order"))["last"]
    order = 0 if last is None else last + 1
    item, _made = AgendaItem.objects.get_or_create(
        uid=uid, defaults={"meeting": meeting, "order": order, **values}
    )
    if item.meeting_id != meeting.pk:
        raise NotOfThisNetwork
    return item


@transaction.atomic
def remove_item(*, meeting: Meeting, uid: UUID) -> None:
    meeting.agenda.filter(uid=uid).delete()


@transaction.atomic
def move_item(*, meeting: Meeting, uid: UUID, seen: int, step: int) -> bool:
    """One up (-1) or down (1) from where it was `seen`; False when it stands elsewhere by now, as
    after a second press of the same button."""
    locked(meeting)
    items = list(meeting.agenda.all())
    place = next((number for number, item in enumerate(items) if item.uid == uid), None)
    if place != seen or not 0 <= seen + step < len(items):
        return False
    items.insert(seen + step, items.pop(seen))
    for number, item in enumerate(items):
        if item.order != number:
            item.order = number
            item.save(update_fields=["order"])
    return True
