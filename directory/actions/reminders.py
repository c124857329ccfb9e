"""Asking organisations by mail to confirm what is old, and telling them of what families report.

What is to be sent is queued in the transaction that notes it as asked, so that neither is ever
without the other, however often and from wherever these are called.
"""

from datetime import date, datetime

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.db import transaction

from directory import tasks
from directory.enums import MailLanguage
from directory.models import MailChoice, Organisation, Reminder, Report
from directory.queries.reports import own_reports
from directory.queries.staleness import stale_tallies
from directory.queries.week import monday_of


def remind_all(*, now: datetime) -> int:
    """How many mails are queued; an organisation's members get one a week, if anything is old."""
    found = Organisation.objects.filter(pk__in=stale_tallies(now.date()).keys()).order_by("pk")
    return sum(remind(organisation=organisation, now=now) for organisation in found)


@transaction.atomic
def remind(*, organisation: Organisation, now: datetime) -> int:
    members = organisation.memberships.filter(user__is_active=True, user__email__gt="")
    keys = list(members.values_list("pk", flat=True))
    if not keys or not is_first_this_week(organisation, monday_of(now.date()), now):
        return 0
    for key in keys:
        tasks.mail_reminder.enqueue(key)
    return len(keys)


def is_first_this_week(organisation: Organisation, monday: date, now: datetime) -> bool:
    _reminder, is_new = Reminder.objects.get_or_create(
        organisation=organisation, monday=monday, defaults={"sent_at": now}
    )
    return is_new


def tell_all(*, now: datetime) -> int:
    """How many mails are queued; a person gets one a day, if a report has come since the last."""
    if not Report.objects.new().kept(now.date()).exists():
        return 0
    people = get_user_model().objects.filter(memberships__isnull=False, is_active=True)
    found = people.filter(email__gt="").distinct().order_by("pk")
    return sum(tell(user=user, now=now) for user in found)


@transaction.atomic
def tell(*, user: User, now: datetime) -> bool:
    MailChoice.objects.get_or_create(user=user)
    choice = MailChoice.objects.select_for_update().get(user=user)
    is_told = choice.told_at is not None and choice.told_at >= midnight(now)
    if is_told or not choice.hears_of_reports:
        return False
    if not own_reports(user, now.date()).new().since(choice.told_at).exists():
        return False
    choice.told_at = now
    choice.save(update_fields=["told_at"])
    tasks.mail_inbox.enqueue(user.pk)
    return True


def midnight(now: datetime) -> datetime:
    return now.replace(hour=0, minute=0, second=0, microsecond=0)


def choose_mail(*, user: User, language: MailLanguage, hears_of_reports: bool) -> MailChoice:
    values = {"language": language, "hears_of_reports": hears_of_reports}
    choice, _is_new = MailChoice.objects.update_or_create(user=user, defaults=values)
    return choice
