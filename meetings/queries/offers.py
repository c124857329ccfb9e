"""What parents offer, for those who answer them."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Q, QuerySet

from directory import wording
from directory.localized import Text, html_tag, pick
from directory.models import Membership
from directory.permissions import User, editable_by
from directory.validators import validate_phone
from meetings.models import Offer

MOST_SHOWN = 300


@dataclass(frozen=True, slots=True)
class OfferRow:
    offer: Offer
    about: Text
    language_name: str
    tag: str
    address: str


@dataclass(frozen=True, slots=True)
class Offers:
    new: list[OfferRow]
    answered: list[OfferRow]


def own_offers(user: User, today: date) -> "QuerySet[Offer]":
    return editable_by(user, Offer.objects.all()).kept(today)


def offers_shown(offers: "QuerySet[Offer]", language: str) -> Offers:
    found = offers.select_related("network", "place")[:MOST_SHOWN]
    rows = [offer_row(offer, language) for offer in found]
    return Offers(
        new=[row for row in rows if not row.offer.answered_at],
        answered=[row for row in rows if row.offer.answered_at],
    )


def offer_row(offer: Offer, language: str) -> OfferRow:
    return OfferRow(
        offer=offer,
        about=about(offer, language),
        language_name=wording.language_name(offer.language, language),
        tag=html_tag(offer.language),
        address=address(offer.contact),
    )


def about(offer: Offer, language: str) -> Text:
    """A place has one name in all languages."""
    if offer.network:
        return pick(offer.network, "name", language)
    return Text(offer.place.name, "fi")


def address(contact: str) -> str:
    """Where a link leads by which one writes or calls; empty for any other words."""
    for scheme, check in (("mailto:", validate_email), ("tel:", validate_phone)):
        try:
            check(contact)
        except ValidationError:
            continue
        return scheme + "".join(contact.split())
    return ""


def readers(offer: Offer) -> list[int]:
    """Keys of the people who answer it."""
    if offer.network:
        of_them = Q(organisation=offer.network.coordinator_id)
    else:
        keepers = {offer.place.owner_id, offer.place.coordinator_id} - {None}
        of_them = Q(organisation__in=keepers)
    members = Membership.objects.filter(of_them, user__is_active=True, user__email__gt="")
    return sorted(set(members.values_list("user", flat=True)))
