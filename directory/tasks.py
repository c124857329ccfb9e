"""Mail that waits in the database's queue until a worker has sent it.

A mail is written when it is sent, of what is true then, and goes out at least once: one that the
worker was killed over is taken up again, and one that the mail server refused is tried later.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from functools import partial

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from django_tasks import task
from django_tasks.base import Task, TaskResultStatus
from django_tasks_db.models import DBTaskResult

from directory.addresses import with_query
from directory.confirmation_link import LINK_HOLDS, confirmation_token
from directory.enums import MailLanguage, Role
from directory.invitation_link import invitation_token
from directory.localized import pick
from directory.mail import send_mail
from directory.models import Invitation, MailChoice, Membership, Organisation
from directory.models.invitation import INVITATION_HOLDS
from directory.permissions import organisations_of
from directory.queries.reports import kept_reports, own_reports
from directory.queries.staleness import stale_rows

WAITS = tuple(timedelta(minutes=minutes) for minutes in (5, 30, 120, 480, 1440))
ABANDONED_AFTER = timedelta(minutes=15)
MOST_LISTED = 20


class NotSentError(Exception):
    """The mail server refused for a day and a half. Its own words may hold an address: not here."""


@task
def mail_reminder(membership: int, *, attempt: int = 1) -> None:
    """Nothing is sent to who has left, nor when all has been confirmed meanwhile."""
    found = Membership.objects.filter(pk=membership, user__is_active=True)
    member = found.select_related("user", "organisation").first()
    if member:
        try_to_send(partial(send_reminder, member), attempt, mail_reminder, membership)


@task
def mail_inbox(user: int, *, attempt: int = 1) -> None:
    found = get_user_model().objects.filter(pk=user, is_active=True).first()
    if found:
        try_to_send(partial(send_inbox, found), attempt, mail_inbox, user)


@task
def mail_invitation(invitation: int, site: str, language: str, *, attempt: int = 1) -> None:
    """In the language of who invites. Nothing is sent when it has been withdrawn or used."""
    found = Invitation.objects.open(timezone.now()).filter(pk=invitation)
    if one := found.select_related("organisation").first():
        send = partial(send_invitation, one, site, language)
        try_to_send(send, attempt, mail_invitation, invitation, site, language)


def try_to_send(send: Callable[[], None], attempt: int, mail: Task, *arguments: int | str) -> None:
    """Later once more, as the task `mail` with its arguments, when the mail server refuses."""
    try:
        send()
    except OSError as error:
        if attempt > len(WAITS):
            raise NotSentError(type(error).__name__) from None
        later = timezone.now() + WAITS[attempt - 1]
        mail.using(run_after=later).enqueue(*arguments, attempt=attempt + 1)


def send_reminder(member: Membership) -> None:
    language = language_of(member.user)
    with override(language):
        today = timezone.localdate()
        rows = stale_rows(member.organisation, member.user, language, today)
        if not rows:
            return
        context = {
            "organisation": pick(member.organisation, "name", language),
            "rows": rows[:MOST_LISTED],
            "more": len(rows[MOST_LISTED:]),
            "url": settings.SITE_URL + reverse("confirm", args=[confirmation_token(member.pk)]),
            "desk_url": desk_address("desk", member.organisation),
            "days": LINK_HOLDS.days,
            **choice_url(),
        }
        send_mail(to=member.user.email, template="email/reminder.txt", context=context)


def send_inbox(user: User) -> None:
    language = language_of(user)
    with override(language):
        today = timezone.localdate()
        count = own_reports(user, today).new().count()
        if count:
            inboxes = list(new_inboxes(user, language, today))
            context = {"count": count, "inboxes": inboxes, **choice_url()}
            send_mail(to=user.email, template="email/reminder_inbox.txt", context=context)


def new_inboxes(user: User, language: str, today: date) -> Iterator[dict[str, str]]:
    """The user's organisations with new reports, and where each has them."""
    for organisation in Organisation.objects.filter(pk__in=organisations_of(user)):
        if kept_reports(organisation, user, today).new().exists():
            url = desk_address("inbox", organisation)
            yield {"name": str(pick(organisation, "name", language)), "url": url}


def send_invitation(invitation: Invitation, site: str, language: str) -> None:
    with override(language):
        context = {
            "organisation": invitation.organisation,
            "role": Role(invitation.role),
            "url": site + reverse("invitation", args=[invitation_token(invitation.pk)]),
            "days": INVITATION_HOLDS.days,
        }
        send_mail(to=invitation.email, template="email/invitation.txt", context=context)


def desk_address(view: str, organisation: Organisation) -> str:
    """Whose desk it is stands in it: people are in several organisations."""
    return settings.SITE_URL + with_query(reverse(view), {"organisation": organisation.slug})


def choice_url() -> dict[str, str]:
    return {"choice_url": f"{settings.SITE_URL}{reverse('inbox')}#mail"}


def language_of(user: User) -> str:
    choice = MailChoice.objects.filter(user=user).first()
    return choice.language if choice else MailLanguage.FINNISH


def requeue_abandoned(*, now: datetime) -> int:
    """Work that a killed worker had begun; no mail takes as long as this."""
    begun = DBTaskResult.objects.running().filter(started_at__lt=now - ABANDONED_AFTER)
    return begun.update(status=TaskResultStatus.READY)
