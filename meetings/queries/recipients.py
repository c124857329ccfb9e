"""Whom an invitation goes to: each member organisation's address, and whoever belongs to it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.contrib.auth import get_user_model

from directory.localized import Text, pick
from directory.models import Membership, Organisation
from meetings.models import Meeting, MeetingInvitation, Network, NetworkMember


@dataclass(frozen=True, slots=True)
class Recipient:
    organisation: int
    email: str


def recipients(meeting: Meeting) -> list[Recipient]:
    """Each address once, for the first of its organisations; those whose term lasts that day."""
    members = NetworkMember.objects.filter(network=meeting.network_id).current(meeting.date)
    found: dict[str, Recipient] = {}
    for one in reached(members):
        found.setdefault(one.email.lower(), one)
    return list(found.values())


def reached(members) -> list[Recipient]:
    return [*addresses(members), *people(members)]


def addresses(members) -> Iterator[Recipient]:
    rows = members.filter(email__gt="").order_by("pk").values_list("organisation", "email")
    return (Recipient(*row) for row in rows)


def people(members) -> Iterator[Recipient]:
    memberships = Membership.objects.filter(
        organisation__in=members.values("organisation"), user__is_active=True, user__email__gt=""
    )
    rows = memberships.order_by("organisation", "pk").values_list("organisation", "user__email")
    return (Recipient(*row) for row in rows)


def not_invited(meeting: Meeting) -> list[Recipient]:
    there = {email.lower() for email in meeting.invitations.values_list("email", flat=True)}
    return [one for one in recipients(meeting) if one.email.lower() not in there]


def named(asked: Iterable[Recipient], language: str) -> list[tuple[Text, list[str]]]:
    """The addresses by the name of their organisation."""
    emails: dict[int, list[str]] = {}
    for one in asked:
        emails.setdefault(one.organisation, []).append(one.email)
    names = {
        row.pk: pick(row, "name", language) for row in Organisation.objects.filter(pk__in=emails)
    }
    rows = [(names[key], found) for key, found in emails.items()]
    return sorted(rows, key=lambda row: str(row[0]).casefold())


def still_recipients(
    meeting: Meeting, invitations: Iterable[MeetingInvitation]
) -> list[MeetingInvitation]:
    """Without those who have left since they were invited."""
    known = {one.email.lower() for one in recipients(meeting)}
    return [one for one in invitations if one.email.lower() in known]


def change_addresses(
    meeting: Meeting, invitations: Iterable[MeetingInvitation], today: date
) -> dict[int, str]:
    """Where each of these is written to of a change, by its key. Also an organisation whose term
    ends before the new day came to know the old one; where its address was replaced since, the new
    one is written to. Who has left is not."""
    rows = NetworkMember.objects.filter(network=meeting.network_id)
    members = rows.current(today) | rows.current(meeting.date)
    known = {one.email.lower() for one in reached(members)}
    invited = {email.lower() for email in meeting.invitations.values_list("email", flat=True)}
    new = {one.organisation: one.email for one in addresses(members)}
    new = {key: email for key, email in new.items() if email.lower() not in invited}
    nameless = set(members.filter(email="").values_list("organisation", flat=True))
    found = {}
    for one in invitations:
        if one.email.lower() in known:
            found[one.pk] = one.email
        elif one.organisation_id in new:
            found[one.pk] = new.pop(one.organisation_id)
        elif one.organisation_id in nameless and not is_of_a_person(one.email):
            found[one.pk] = one.email
    return found


def is_of_a_person(email: str) -> bool:
    return get_user_model().objects.filter(email__iexact=email).exists()


def without_address(network: Network, day: date, language: str) -> list[Text]:
    """The members that no invitation reaches."""
    members = NetworkMember.objects.filter(network=network).current(day)
    there = {one.organisation for one in reached(members)}
    unreached = Organisation.objects.filter(pk__in=members.values("organisation"))
    names = [pick(one, "name", language) for one in unreached.exclude(pk__in=there)]
    return sorted(names, key=lambda name: str(name).casefold())
