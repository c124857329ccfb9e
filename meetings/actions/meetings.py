"""A meeting made from the one before it, shown, changed, called off and on again, or removed."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate

from directory.localized import column
from meetings.actions.action_items import carry_to
from meetings.actions.invitations import tell_of_change
from meetings.actions.publishing import mark_corrected
from meetings.actions.rows import NotOfThisNetwork, locked, save_row
from meetings.enums import ActionState, MeetingState
from meetings.localized import all_languages, columns_for
from meetings.models import Action, AgendaItem, Meeting, Network, Series

# What stays as it was the last time. The day, the theme and whoever came do not.
SAME = (
    "attendance", "place", "place_text", "room", "remote_link", "capacity",
    "asks_food", "asks_interpreter", "asks_childcare",
)  # fmt: skip

# What families asked for and what came of it is read with the notes.
SUMMARY = ("asked", "answered")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMeeting:
    uid: UUID
    day: date
    kind: str
    start: time | None = None
    end: time | None = None
    theme: str = ""
    language: str = "fi"


@transaction.atomic
def add_meeting(*, network: Network, previous: Meeting | None, new: NewMeeting) -> Meeting:
    """The meeting of this uid, made when there is none yet: standing items and open actions are on
    its agenda."""
    locked(network)
    if found := Meeting.objects.filter(uid=new.uid).first():
        if found.network_id != network.pk:
            raise NotOfThisNetwork
        return found
    meeting = Meeting.objects.create(
        uid=new.uid,
        network=network,
        slug=free_slug(network, new.day),
        previous=previous,
        **same_as(previous),
        **values_of(new),
    )
    fill_agenda(meeting, previous)
    return meeting


def values_of(new: NewMeeting) -> dict[str, Any]:
    theme = {column("theme", new.language): new.theme} if new.theme else {}
    return {"date": new.day, "kind": new.kind, "start": new.start, "end": new.end, **theme}


def same_as(previous: Meeting | None) -> dict[str, Any]:
    return {name: getattr(previous, name) for name in SAME} if previous else {}


def free_slug(network: Network, day: date) -> str:
    taken = set(
        network.meetings.filter(slug__startswith=day.isoformat()).values_list("slug", flat=True)
    )
    numbered = (f"{day.isoformat()}-{number}" for number in range(2, len(taken) + 3))
    return next(slug for slug in (day.isoformat(), *numbered) if slug not in taken)


def fill_agenda(meeting: Meeting, previous: Meeting | None) -> None:
    carry_open_actions(meeting)
    standing = previous.agenda.filter(is_standing=True) if previous else ()
    order = meeting.agenda.count()
    for number, item in enumerate(standing, order):
        AgendaItem.objects.create(
            meeting=meeting, order=number, kind=item.kind, speaker=item.speaker, theme=item.theme,
            is_standing=True, **columns_for(all_languages(item, "title"), "title"),
        )  # fmt: skip


def carry_open_actions(meeting: Meeting) -> None:
    """Also onto an agenda that was out of use: what was closed meanwhile leaves it."""
    meeting.agenda.filter(action__isnull=False).exclude(action__state=ActionState.OPEN).delete()
    actions = Action.objects.filter(network=meeting.network_id, state=ActionState.OPEN)
    for action in actions.exclude(meeting=meeting):
        carry_to(meeting, action)


@transaction.atomic
def announce(*, meeting: Meeting, now: datetime) -> bool:
    """Shown to others without a mail; False when it is cancelled or was shown before."""
    meeting = locked(meeting)
    if meeting.is_cancelled or meeting.announced_at:
        return False
    meeting.announced_at = now
    meeting.save(update_fields=["announced_at"])
    return True


@transaction.atomic
def change_meeting(
    *, meeting: Meeting, values: dict[str, Any], seen: str, tells: bool, now: datetime
) -> int:
    """How many are told. One that was held is to come again when it moves ahead. `meeting` is as
    it was before."""
    kept = save_row(row=meeting, values=values, seen=seen)
    if kept.state == MeetingState.HELD and not kept.has_begun(now):
        put_on(kept, now)
    if any(all_languages(kept, name) != all_languages(meeting, name) for name in SUMMARY):
        mark_corrected(kept, now)
    return tell_of_change(meeting=kept, now=now) if tells else 0


def put_on(meeting: Meeting, now: datetime) -> None:
    """Into the state of what takes place: held when it has notes and has begun."""
    if meeting.has_begun(now) and meeting.notes.exists():
        meeting.state = MeetingState.HELD
    else:
        is_told = meeting.invitations.exists()
        meeting.state = MeetingState.INVITED if is_told else MeetingState.PLANNED
    meeting.save(update_fields=["state"])


@transaction.atomic
def call_off(*, meeting: Meeting, now: datetime) -> bool:
    """Whether it was still on; who was invited is told. One that nobody knew of stays unknown."""
    meeting = locked(meeting)
    if not meeting.can_be_called_off:
        return False
    meeting.state = MeetingState.CANCELLED
    meeting.save(update_fields=["state"])
    tell_of_change(meeting=meeting, now=now)
    return True


@transaction.atomic
def call_on(*, meeting: Meeting, now: datetime) -> bool:
    """It takes place after all; False when it was not called off."""
    locked(meeting.network)
    meeting = locked(meeting)
    if not meeting.is_cancelled:
        return False
    put_on(meeting, now)
    if meeting.is_ahead(localdate(now)):
        carry_open_actions(meeting)
    tell_of_change(meeting=meeting, now=now)
    return True


def is_removable(meeting: Meeting) -> bool:
    """A plan made by mistake: nobody has heard of it, and nothing is kept with it."""
    kept = (meeting.invitations, meeting.notes, meeting.participations)
    return meeting.announced_at is None and not any(rows.exists() for rows in kept)


@transaction.atomic
def remove_meeting(*, meeting: Meeting) -> bool:
    """Whether it is gone; what was planned after it comes after the one before it."""
    kept = Meeting.objects.select_for_update().filter(pk=meeting.pk).first()
    if kept is None or not is_removable(kept):
        return kept is None
    kept.next_ones.update(previous=kept.previous)
    kept.delete()
    return True


@transaction.atomic
def series_named(network: Network, name: str, language: str) -> Series:
    """The network's series of this name, made when there is none yet."""
    locked(network)
    named = {column("name", language): name}
    found = network.series.filter(**named).first()
    return found or Series.objects.create(network=network, **named)
