"""What parents offer: taken in once, answered, and deleted in time or when they want."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from directory.models import Place
from meetings.actions.rows import locked
from meetings.models import Network, Offer
from meetings.offer_mail import mail_offers
from meetings.queries.offers import readers

TOLD_AGAIN_AFTER = timedelta(days=1)


@transaction.atomic
def record_offer(
    *,
    about: Network | Place,
    form: UUID,
    language: str,
    contact: str,
    message: str,
    now: datetime,
) -> Offer:
    """The offer of this form, made when there is none yet; those who answer it are told."""
    locked(about)
    noun = {about._meta.model_name: about}
    words = {"language": language, "contact": contact, "message": message}
    times = {"consented_at": now, "created_at": now}
    offer, is_new = Offer.objects.get_or_create(uid=form, defaults={**noun, **words, **times})
    others = Offer.objects.filter(**noun, answered_at=None, created_at__gt=now - TOLD_AGAIN_AFTER)
    if is_new and not others.exclude(pk=offer.pk).exists():
        for user in readers(offer):
            mail_offers.enqueue(user)
    return offer


@transaction.atomic
def answer_offer(*, offer: Offer, now: datetime | None) -> None:
    """None for now: not answered after all."""
    Offer.objects.filter(pk=offer.pk).update(answered_at=now)


@transaction.atomic
def delete_offer(*, uid: UUID) -> bool:
    """Whether it was still there."""
    count, _by_model = Offer.objects.filter(uid=uid).delete()
    return count > 0


@transaction.atomic
def purge_offers(*, today: date) -> int:
    count, _by_model = Offer.objects.expired(today).delete()
    return count
