"""Inviting, joining and leaving. Each locks the organisation first, so that two people who act at
once take turns and an organisation never loses its last manager by chance."""

from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from allauth.account.utils import filter_users_by_email
from allauth.utils import generate_unique_username
from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.db import transaction

from directory import tasks
from directory.enums import Role
from directory.models import Invitation, Membership, Organisation

JUST_NOW = timedelta(minutes=5)


class InvitationClosedError(Exception):
    """Somebody has used it, it has been withdrawn, or it is too old."""


class LastManagerError(Exception):
    """The organisation would be left without a manager."""


@transaction.atomic
def invite(
    *,
    organisation: Organisation,
    email: str,
    role: Role,
    by: User,
    now: datetime,
    site: str,
    language: str,
) -> Invitation | None:
    """Queues the mail, with a link to `site`. To the same address again only after a while: then
    the link holds anew, and before that nothing is sent and None returned."""
    lock(organisation)
    waiting = organisation.invitations.filter(email__iexact=email, accepted_at__isnull=True)
    invitation = waiting.first() or Invitation(organisation=organisation, email=email.lower())
    if invitation.pk and invitation.role == role and invitation.created_at > now - JUST_NOW:
        return None
    invitation.role, invitation.invited_by, invitation.created_at = role, by, now
    invitation.save()
    tasks.mail_invitation.enqueue(invitation.pk, site, language)
    return invitation


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation) -> None:
    """One that has been accepted meanwhile stays: it is history."""
    Invitation.objects.filter(pk=invitation.pk, accepted_at__isnull=True).delete()


@transaction.atomic
def accept_invitation(*, invitation: Invitation, user: User | None, now: datetime) -> Membership:
    """Joins the user; without one, a new account of the invited address, which the link proves."""
    lock(invitation.organisation)
    found = Invitation.objects.open(now).filter(pk=invitation.pk).select_for_update().first()
    if found is None:
        raise InvitationClosedError
    found.accepted_at = now
    found.save(update_fields=["accepted_at"])
    membership, is_new = Membership.objects.get_or_create(
        user=user or make_account(found.email),
        organisation=found.organisation,
        defaults={"role": found.role},
    )
    if not is_new and found.role == Role.MANAGER and membership.role != Role.MANAGER:
        membership.role = Role.MANAGER
        membership.save(update_fields=["role"])
    return membership


def account_of(email: str) -> User | None:
    users = filter_users_by_email(email, prefer_verified=True)
    return users[0] if users else None


def make_account(email: str) -> User:
    """Without a password: a code comes by e-mail, until the user sets up something else."""
    users = get_user_model().objects
    user = users.create_user(generate_unique_username([email, "user"]), email=email)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


@transaction.atomic
def change_role(*, membership: Membership, role: Role, by: User) -> None:
    if role != Role.MANAGER:
        keep_a_manager(membership, by)
    Membership.objects.filter(pk=membership.pk).update(role=role)


@transaction.atomic
def remove_member(*, membership: Membership, by: User) -> None:
    """Also how a member leaves."""
    keep_a_manager(membership, by)
    membership.delete()


def keep_a_manager(membership: Membership, by: User) -> None:
    """A superuser may: somebody must be able to when the last manager has gone."""
    lock(membership.organisation)
    managers = membership.organisation.memberships.filter(role=Role.MANAGER, user__is_active=True)
    if not by.is_superuser and list(managers.values_list("pk", flat=True)) == [membership.pk]:
        raise LastManagerError


def lock(organisation: Organisation) -> None:
    rows = Organisation.objects.rewrite(False).select_for_update(no_key=True)
    rows.values("pk").get(pk=organisation.pk)
