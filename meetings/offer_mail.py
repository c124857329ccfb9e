"""That there is an offer, and no word of it: sent from the queue as directory/tasks.py tells."""

from functools import partial

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from django_tasks import task

from directory.mail import send_mail
from directory.tasks import language_of, try_to_send
from meetings.queries.offers import own_offers


@task
def mail_offers(user: int, *, attempt: int = 1) -> None:
    """Nothing is sent when all is answered or taken back meanwhile."""
    found = get_user_model().objects.filter(pk=user, is_active=True, email__gt="").first()
    if found:
        try_to_send(partial(send_count, found), attempt, mail_offers, user)


def send_count(user: User) -> None:
    with override(language_of(user)):
        count = own_offers(user, timezone.localdate()).filter(answered_at=None).count()
        if count:
            context = {"count": count, "url": settings.SITE_URL + reverse("offers")}
            send_mail(to=user.email, template="email/offers.txt", context=context)
