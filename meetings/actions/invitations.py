"""Asking the members to a meeting, once each; the mails wait in the queue and leave in batches."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django_tasks.base import Task

from meetings import tasks
from meetings.actions.rows import locked
from meetings.enums import Answer, MeetingState
from meetings.models import Meeting, MeetingInvitation
from meetings.queries.recipients import change_addresses, not_invited, still_recipients

# Of one meeting. A network with more members than this has another way to tell them.
MOST_INVITED = 500
BATCH = 50
PAUSE = timedelta(minutes=1)
REMINDED_AGAIN_AFTER = timedelta(hours=24)
# What is changed within this time is told by one mail.
TOLD_AFTER = timedelta(minutes=2)
# A mail that leaves this soon may be on its way with what held before.
LEAVING = timedelta(seconds=30)
KEPT_AFTER_THE_MEETING = timedelta(days=30)


class TooMany(Exception):
    """So many addresses are not written to for one meeting."""

    def __init__(self, count: int) -> None:
        super().__init__(count)
        self.count = count


class TakesNoAnswers(Exception):
    """It is over or cancelled, or the last day to sign up has passed: nobody is asked any more."""


@transaction.atomic
def invite(*, meeting: Meeting, now: datetime) -> int:
    """How many mails are queued: to those who have not been asked yet."""
    meeting = look_again(meeting, now)
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
    queue(tasks.mail_meeting_invitation, made, in_batches(len(made), now))
    if made:
        meeting.state = MeetingState.INVITED
        meeting.announced_at = meeting.announced_at or now
        meeting.save(update_fields=["state", "announced_at"])
    return len(made)


def look_again(meeting: Meeting, now: datetime) -> Meeting:
    """Somebody may have called it off since it was fetched."""
    kept = locked(meeting)
    if not kept.takes_answers(timezone.localdate(now)):
        raise TakesNoAnswers
    return kept


def queue(mail: Task, invitations: Sequence[MeetingInvitation], times: Sequence[datetime]) -> None:
    for invitation, leaves_at in zip(invitations, times, strict=True):
        mail.using(run_after=leaves_at).enqueue(invitation.pk)


def in_batches(count: int, first: datetime) -> list[datetime]:
    """When each of so many mails leaves."""
    return [first + (number // BATCH) * PAUSE for number in range(count)]


@transaction.atomic
def remind(*, meeting: Meeting, now: datetime) -> int:
    """How many are asked again: who has not answered, once a day at most."""
    meeting = look_again(meeting, now)
    silent = to_be_reminded(meeting, now)
    MeetingInvitation.objects.filter(pk__in=[one.pk for one in silent]).update(reminded_at=now)
    queue(tasks.mail_meeting_reminder, silent, in_batches(len(silent), now))
    return len(silent)


def to_be_reminded(meeting: Meeting, now: datetime) -> list[MeetingInvitation]:
    lately = now - REMINDED_AGAIN_AFTER
    silent = meeting.invitations.filter(answer="", queued_at__lte=lately)
    return still_recipients(meeting, silent.exclude(reminded_at__gt=lately).order_by("pk"))


def tell_of_change(*, meeting: Meeting, now: datetime) -> int:
    """How many are told that it is called off, on again, or elsewhere: all but who can't come, as
    long as its day is not over. Whose mail of an earlier change still waits gets no second one: a
    mail tells what holds when it leaves. The caller has locked the meeting."""
    today = timezone.localdate(now)
    if meeting.date < today:
        return 0
    coming = meeting.invitations.exclude(answer=Answer.NOT_COMING).order_by("pk")
    addresses = change_addresses(meeting, coming, today)
    told = [one for one in coming if one.pk in addresses]
    untold = [one for one in told if one.told_at is None or one.told_at <= now + LEAVING]
    times = in_batches(len(untold), now + TOLD_AFTER)
    queue(tasks.mail_meeting_change, untold, times)
    for one, leaves_at in zip(untold, times, strict=True):
        one.told_at = leaves_at
    MeetingInvitation.objects.bulk_update(untold, ["told_at"])
    return len(told)


@transaction.atomic
def answer(
    *, invitation: MeetingInvitation, values: dict[str, object], now: datetime
) -> MeetingInvitation:
    """The last answer counts; the same one again changes nothing."""
    kept = locked(invitation)
    if all(getattr(kept, name) == value for name, value in values.items()):
        return kept
    for name, value in values.items():
        setattr(kept, name, value)
    kept.answered_at = now
    kept.save()
    return kept


@transaction.atomic
def purge_invitations(*, today: date) -> int:
    """Whom we wrote to, what they eat and need, and their answers' links: of no use any more. How
    many came from where is in the notes by then, in numbers."""
    last = today - KEPT_AFTER_THE_MEETING
    count, _by_model = MeetingInvitation.objects.filter(meeting__date__lte=last).delete()
    return count
