"""What parents offer, for those who answer them."""

from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import F, QuerySet

from directory import wording
from directory.localized import Text, columns, html_tag, pick
from directory.models import Contact, Membership, Organisation, Place
from directory.permissions import User, editable_by
from directory.queries.contacts import ContactLine, contact_lines
from directory.validators import validate_phone
from meetings.models import Network, Offer
from meetings.queries.shown import first

MOST_SHOWN = 300
LONGEST_WAITING_FIRST = [F("answered_at").desc(nulls_first=True), "created_at", "pk"]


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
    is_cut: bool


def own_offers(user: User, today: date) -> "QuerySet[Offer]":
    return editable_by(user, Offer.objects.all()).kept(today)


def offers_shown(offers: "QuerySet[Offer]", language: str) -> Offers:
    """First what waits, the longest waiting before the others: it is deleted first."""
    rows = offers.select_related("network", "place").order_by(*LONGEST_WAITING_FIRST)
    shown = first(rows, MOST_SHOWN, lambda offer: offer_row(offer, language))
    return Offers(
        new=[row for row in shown.lines if not row.offer.answered_at],
        answered=[row for row in shown.lines if row.offer.answered_at],
        is_cut=shown.is_cut,
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


def who_answers(about: Network | Place) -> "QuerySet[Organisation]":
    """What is offered to it is for these organisations; who offers is told their names."""
    keys = {getattr(about, "owner_id", None), about.coordinator_id}
    return Organisation.objects.published().filter(pk__in=keys - {None}).order_by("slug")


def phones(about: Network | Place, language: str) -> list[ContactLine]:
    """Where one can call instead of writing."""
    names = ["kind", "value", "languages", *columns(["label"], language)]
    rows = Contact.objects.rewrite(False).filter(organisation__in=who_answers(about), kind="phone")
    return contact_lines(rows.values(*names), language)


def readers(offer: Offer) -> list[int]:
    """Keys of the people who answer it."""
    of_them = who_answers(offer.network or offer.place).order_by().values("pk")
    people = {"user__is_active": True, "user__email__gt": ""}
    members = Membership.objects.filter(organisation__in=of_them, **people)
    return sorted(set(members.values_list("user", flat=True)))
