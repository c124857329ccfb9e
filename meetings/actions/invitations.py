"""Asking the members to a meeting, once each; the mails wait in the queue and leave in batches."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django_tasks.base import Task

from meetings import tasks
from meetings.actions.rows import lock
from meetings.enums import Answer, MeetingState
from meetings.models import Meeting, MeetingInvitation
from meetings.queries.recipients import not_invited

# Of one meeting. A network with more members than this has another way to tell them.
MOST_INVITED = 500
BATCH = 50
PAUSE = timedelta(minutes=1)
REMINDED_AGAIN_AFTER = timedelta(hours=24)


class TooMany(Exception):
    """So many addresses are not written to for one meeting."""

    def __init__(self, count: int) -> None:
        super().__init__(count)
        self.count = count


@transaction.atomic
def invite(*, meeting: Meeting, now: datetime) -> int:
    """How many mails are queued: to those who have not been asked yet."""
    lock(meeting)
    asked = not_invited(meeting)
    total = meeting.invitations.count() + len(asked)
    if total > MOST_INVITED:
        raise TooMany(total)
    made = [
        MeetingInvitation.objects.create(
            meeting=meeting, organisation_id=one.organisation, email=one.email, queued_at=now
        )
        for one in asked
    ]
    queue(tasks.mail_meeting_invitation, made, now)
    if made and meeting.state == MeetingState.PLANNED:
        meeting.state = MeetingState.INVITED
        meeting.save(update_fields=["state"])
    return len(made)


def queue(mail: Task, invitations: Sequence[MeetingInvitation], now: datetime) -> None:
    for number, invitation in enumerate(invitations):
        wait = (number // BATCH) * PAUSE
        timed = mail.using(run_after=now + wait) if wait else mail
        timed.enqueue(invitation.pk)


@transaction.atomic
def remind(*, meeting: Meeting, now: datetime) -> int:
    """How many are asked again: who has not answered, once a day at most."""
    lock(meeting)
    silent = list(to_be_reminded(meeting, now))
    MeetingInvitation.objects.filter(pk__in=[one.pk for one in silent]).update(reminded_at=now)
    queue(tasks.mail_meeting_reminder, silent, now)
    return len(silent)


def to_be_reminded(meeting: Meeting, now: datetime):
    lately = now - REMINDED_AGAIN_AFTER
    silent = meeting.invitations.filter(answer="", queued_at__lte=lately)
    return silent.exclude(reminded_at__gt=lately).order_by("pk")


@transaction.atomic
def tell_of_change(*, meeting: Meeting, now: datetime) -> int:
    """How many are told that it is called off, on again, or elsewhere: all but who can't come."""
    lock(meeting)
    told = list(meeting.invitations.exclude(answer=Answer.NOT_COMING).order_by("pk"))
    queue(tasks.mail_meeting_change, told, now)
    return len(told)


@transaction.atomic
def answer(
    *, invitation: MeetingInvitation, values: dict[str, object], now: datetime
) -> MeetingInvitation:
    """The last answer counts; the same one again changes nothing."""
    lock(invitation)
    kept = MeetingInvitation.objects.get(pk=invitation.pk)
    if all(getattr(kept, name) == value for name, value in values.items()):
        return kept
    for name, value in values.items():
        setattr(kept, name, value)
    kept.answered_at = now
    kept.save()
    return kept
