"""What an organisation took upon itself: on each next agenda until it is done or dropped."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from directory.localized import column
from directory.models import Organisation
from meetings.actions.rows import save_row
from meetings.enums import ActionState, AgendaKind, MeetingState
from meetings.localized import all_languages, columns_for
from meetings.models import Action, AgendaItem, Meeting, Network, Theme

LONGEST_TITLE = AgendaItem._meta.get_field("title").max_length
NOT_HELD = (MeetingState.PLANNED, MeetingState.INVITED)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAction:
    uid: UUID
    text: str
    language: str
    organisation: Organisation | None = None
    due: date | None = None
    theme: Theme | None = None


@transaction.atomic
def add_action(
    *, network: Network, meeting: Meeting | None, new: NewAction, now: datetime
) -> Action:
    """The action of this uid, made when there is none yet. A next meeting that is planned already
    gets it on its agenda."""
    action, is_new = Action.objects.get_or_create(
        uid=new.uid,
        defaults={
            "network": network,
            "meeting": meeting,
            "organisation": new.organisation,
            "due": new.due,
            "theme": new.theme,
            "created_at": now,
            column("text", new.language): new.text,
        },
    )
    if is_new and meeting:
        for later in Meeting.objects.filter(previous=meeting, state__in=NOT_HELD):
            carry_to(later, action)
    return action


def carry_to(meeting: Meeting, action: Action) -> AgendaItem:
    texts = {code: (text or "")[:LONGEST_TITLE] for code, text in texts_of(action).items()}
    last = meeting.agenda.aggregate(last=Max("order"))["last"]
    item, _made = AgendaItem.objects.get_or_create(
        meeting=meeting,
        action=action,
        defaults={
            "order": 0 if last is None else last + 1,
            "kind": AgendaKind.OPEN_ACTION,
            "theme": action.theme,
            **columns_for(texts, "title"),
        },
    )
    return item


def texts_of(action: Action) -> dict[str, Any]:
    return {code: text for code, text in all_languages(action, "text").items() if text}


@transaction.atomic
def change_action(*, action: Action, values: dict[str, Any], seen: str, today: date) -> Action:
    """A closed one leaves the agendas that are still to come."""
    is_open = values["state"] == ActionState.OPEN
    closed_on = None if is_open else action.closed_on or today
    kept = save_row(row=action, values={**values, "closed_on": closed_on}, seen=seen)
    if not is_open:
        AgendaItem.objects.filter(action=kept, meeting__state__in=NOT_HELD).delete()
    return kept
