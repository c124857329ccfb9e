"""Whom an invitation goes to: each member organisation's address, and whoever belongs to it."""

from collections.abc import Iterator
from dataclasses import dataclass

from directory.models import Membership
from meetings.models import Meeting, NetworkMember


@dataclass(frozen=True, slots=True)
class Recipient:
    organisation: int
    email: str


def recipients(meeting: Meeting) -> list[Recipient]:
    """Each address once, for the first of its organisations; those whose term lasts that day."""
    members = NetworkMember.objects.filter(network=meeting.network_id).current(meeting.date)
    found: dict[str, Recipient] = {}
    for one in (*addresses(members), *people(members)):
        found.setdefault(one.email.lower(), one)
    return list(found.values())


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
