"""Mail that waits in the database's queue until a worker has sent it.

A mail is written when it is sent, of what is true then, and goes out at least once: one that the
worker was killed over is taken up again, and one that the mail server refused is tried later.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from django_tasks import task
from django_tasks.base import Task, TaskResultStatus
from django_tasks_db.models import DBTaskResult

from directory.confirmation_link import LINK_HOLDS, confirmation_token
from directory.enums import MailLanguage
from directory.localized import pick
from directory.mail import send_mail
from directory.models import MailChoice, Membership
from directory.queries.reports import own_reports
from directory.queries.staleness import stale_rows

WAITS = tuple(timedelta(minutes=minutes) for minutes in (5, 30, 120, 480, 1440))
ABANDONED_AFTER = timedelta(minutes=15)
MOST_LISTED = 20


class NotSentError(Exception):
    """The mail server refused for a day and a half. Its own words may hold an address: not here."""


@task
def mail_reminder(membership: int, attempt: int = 1) -> None:
    """Nothing is sent to who has left, nor when all has been confirmed meanwhile."""
    found = Membership.objects.filter(pk=membership, user__is_active=True)
    member = found.select_related("user", "organisation").first()
    if member:
        try_to_send(mail_reminder, membership, attempt, lambda: send_reminder(member))


@task
def mail_inbox(user: int, attempt: int = 1) -> None:
    found = get_user_model().objects.filter(pk=user, is_active=True).first()
    if found:
        try_to_send(mail_inbox, user, attempt, lambda: send_inbox(found))


def try_to_send(mail: Task, key: int, attempt: int, send: Callable[[], None]) -> None:
    try:
        send()
    except OSError as error:
        if attempt > len(WAITS):
            raise NotSentError(type(error).__name__) from None
        later = timezone.now() + WAITS[attempt - 1]
        mail.using(run_after=later).enqueue(key, attempt + 1)


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
            "desk_url": settings.SITE_URL + reverse("desk"),
            "days": LINK_HOLDS.days,
            **choice_url(),
        }
        send_mail(to=member.user.email, template="email/reminder.txt", context=context)


def send_inbox(user: User) -> None:
    language = language_of(user)
    with override(language):
        count = own_reports(user).kept(timezone.localdate()).new().count()
        if count:
            url = settings.SITE_URL + reverse("inbox")
            context = {"count": count, "url": url, **choice_url()}
            send_mail(to=user.email, template="email/reminder_inbox.txt", context=context)


def choice_url() -> dict[str, str]:
    return {"choice_url": f"{settings.SITE_URL}{reverse('inbox')}#mail"}


def language_of(user: User) -> str:
    choice = MailChoice.objects.filter(user=user).first()
    return choice.language if choice else MailLanguage.FINNISH


def requeue_abandoned(*, now: datetime) -> int:
    """Work that a killed worker had begun; no mail takes as long as this."""
    begun = DBTaskResult.objects.running().filter(started_at__lt=now - ABANDONED_AFTER)
    return begun.update(status=TaskResultStatus.READY)
