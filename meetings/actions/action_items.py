"""What an organisation took upon itself: on each next agenda until it is done or dropped."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate

from directory.localized import column
from directory.models import Organisation
from meetings.actions.rows import NotOfThisNetwork, locked, save_row
from meetings.enums import ActionState, AgendaKind
from meetings.localized import all_languages, columns_for
from meetings.models import Action, AgendaItem, Meeting, Network, Theme

LONGEST_TITLE = AgendaItem._meta.get_field("title").max_length


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
    """The action of this uid, made when there is none yet. Meetings that are planned already get it
    on their agendas; that in which it was agreed does not."""
    locked(network)
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
    if action.network_id != network.pk:
        raise NotOfThisNetwork
    if is_new:
        carry_on(action, localdate(now))
    return action


def carry_on(action: Action, today: date) -> None:
    ahead = Meeting.objects.filter(network=action.network_id).ahead(today)
    for meeting in ahead.exclude(pk=action.meeting_id):
        carry_to(meeting, action)


def carry_to(meeting: Meeting, action: Action) -> AgendaItem:
    titles = {code: text for code, text in titles_of(action).items() if text}
    last = meeting.agenda.aggregate(last=Max("order"))["last"]
    item, _made = AgendaItem.objects.get_or_create(
        meeting=meeting,
        action=action,
        defaults={
            "order": 0 if last is None else last + 1,
            "kind": AgendaKind.OPEN_ACTION,
            "theme": action.theme,
            **columns_for(titles, "title"),
        },
    )
    return item


def titles_of(action: Action) -> dict[str, str]:
    """In all languages, as long as an item of an agenda may be."""
    texts = all_languages(action, "text")
    return {code: (text or "")[:LONGEST_TITLE] for code, text in texts.items()}


@transaction.atomic
def change_action(*, action: Action, values: dict[str, Any], seen: str, today: date) -> Action:
    """On the agendas that are still to come a closed one is no more, an opened one is again, and
    the words are the new ones."""
    locked(action.network)
    before = locked(action)
    is_open = values["state"] == ActionState.OPEN
    closed_on = None if is_open else before.closed_on or today
    kept = save_row(row=action, values={**values, "closed_on": closed_on}, seen=seen)
    if not is_open:
        items_ahead(kept, today).delete()
    elif before.state != ActionState.OPEN:
        carry_on(kept, today)
    else:
        retitle(items_ahead(kept, today), titles_of(before), titles_of(kept))
    return kept


def items_ahead(action: Action, today: date) -> Any:
    return AgendaItem.objects.filter(action=action, meeting__in=Meeting.objects.ahead(today))


def retitle(items: Any, before: dict[str, str], after: dict[str, str]) -> None:
    """What somebody wrote on the agenda instead stays."""
    changed = {code: text for code, text in after.items() if text != before[code]}
    for item in items if changed else ():
        present = all_languages(item, "title")
        own = {code for code, text in present.items() if (text or "") != before[code]}
        taken = {code: text for code, text in changed.items() if code not in own}
        for name, text in columns_for(taken, "title").items():
            setattr(item, name, text)
        item.save()
