"""Invitations to meetings, sent from the queue as directory/tasks.py tells."""

from functools import partial

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from django_tasks import task

from directory.enums import MailLanguage
from directory.localized import pick
from directory.models import MailChoice
from directory.tasks import try_to_send
from meetings.answer_link import answer_token
from meetings.calendar_file import CANCEL, METHOD, invitation_file
from meetings.mail import send_with_calendar
from meetings.models import MeetingInvitation
from meetings.queries.recipients import change_addresses, still_recipients
from meetings.queries.revisions import meeting_revisions
from meetings.queries.told import agenda_lines, title_of, told, when, where

ROWS = MeetingInvitation.objects.select_related(
    "meeting__network__coordinator", "meeting__place", "organisation"
)


@task
def mail_meeting_invitation(invitation: int, attempt: int = 1) -> None:
    """Not sent once the meeting is called off or over."""
    found = invitation_of(invitation)
    if found and found.meeting.is_ahead(timezone.localdate()):
        invite = partial(send, found, found.email, "meeting_invitation")
        try_to_send(invite, attempt, mail_meeting_invitation, invitation)


@task
def mail_meeting_reminder(invitation: int, attempt: int = 1) -> None:
    """Nor to who has answered meanwhile."""
    found = invitation_of(invitation)
    if found and not found.answer and found.meeting.takes_answers(timezone.localdate()):
        remind = partial(send, found, found.email, "meeting_reminder")
        try_to_send(remind, attempt, mail_meeting_reminder, invitation)


@task
def mail_meeting_change(invitation: int, attempt: int = 1) -> None:
    """As it is now: called off, or somewhere or at a time that may be new. Not once it is over."""
    found, today = ROWS.filter(pk=invitation).first(), timezone.localdate()
    if not found or found.meeting.date < today:
        return
    template = "meeting_cancelled" if found.meeting.is_cancelled else "meeting_change"
    for email in change_addresses(found.meeting, [found], today).values():
        tell = partial(send, found, email, template)
        try_to_send(tell, attempt, mail_meeting_change, invitation)


def invitation_of(key: int) -> MeetingInvitation | None:
    """None when it is deleted, or its reader has left the network meanwhile."""
    found = ROWS.filter(pk=key).first()
    return found if found and still_recipients(found.meeting, [found]) else None


def send(invitation: MeetingInvitation, email: str, template: str) -> None:
    meeting, language = invitation.meeting, language_to(email)
    url = settings.SITE_URL + reverse("meeting_answer", args=[answer_token(invitation.pk)])
    with override(language):
        context = {
            "network": pick(meeting.network, "name", language),
            "organisation": pick(invitation.organisation, "name", language),
            "coordinator": pick(meeting.network.coordinator, "name", language),
            "title": title_of(meeting, language),
            "when": when(meeting, language),
            "where": where(meeting),
            "meeting": meeting,
            "agenda": agenda_lines(meeting, language),
            "url": f"{url}?language={language}",
        }
        calendar = invitation_file(
            meeting,
            told(meeting, language, context["url"]),
            stamp=timezone.now(),
            sequence=meeting_revisions([meeting.pk])[meeting.pk].sequence,
        )
        send_with_calendar(
            to=email,
            template=f"email/{template}.txt",
            context=context,
            calendar=calendar,
            method=CANCEL if meeting.is_cancelled else METHOD,
        )


def language_to(email: str) -> str:
    """What its reader chose for their mail; else Finnish."""
    choice = MailChoice.objects.filter(user__email__iexact=email).first()
    return choice.language if choice else MailLanguage.FINNISH
