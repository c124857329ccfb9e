"""The other end of an invitation: the link that came by e-mail."""

from allauth.account.utils import perform_login
from allauth.decorators import rate_limit
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from directory.actions.membership import (
    InvitationClosedError,
    accept_invitation,
    account_of,
)
from directory.invitation_link import invitation_key
from directory.models import Invitation
from directory.views.staff.access import CURRENT_ORGANISATION


@require_http_methods(["GET", "HEAD", "POST"])
@rate_limit(action="accept_invitation")
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Opening it changes nothing, since mail programs open links by themselves."""
    found = (
        Invitation.objects.filter(pk=invitation_key(token)).select_related("organisation").first()
    )
    if found is None or not Invitation.objects.open(timezone.now()).filter(pk=found.pk).exists():
        return closed(request, found)
    if request.method != "POST":
        return render(
            request, "staff/invitation.html", {"invitation": found, **who(request, found)}
        )
    if request.POST.get("who") == "other":
        logout(request)
        return redirect("invitation", token)
    return accept(request, found, token)


def who(request: HttpRequest, found: Invitation) -> dict[str, bool]:
    is_other = is_somebody_else(request, found)
    return {"is_somebody_else": is_other, "is_member": is_other and is_member(request, found)}


def is_somebody_else(request: HttpRequest, found: Invitation) -> bool:
    if request.user.is_anonymous:
        return False
    own = request.user.emailaddress_set.filter(email__iexact=found.email, verified=True)
    return request.user.email.lower() != found.email.lower() and not own.exists()


def is_member(request: HttpRequest, found: Invitation) -> bool:
    return found.organisation.memberships.filter(user=request.user.pk).exists()


def accept(request: HttpRequest, found: Invitation, token: str) -> HttpResponse:
    user = request.user if request.user.is_authenticated else None
    if user is None and account_of(found.email):
        # The link is good for two weeks: that is too long to be a key to what the account has.
        messages.info(request, _("You have an account already. Sign in, then accept."))
        return redirect_to_login(request.get_full_path())
    if who(request, found)["is_member"]:  # it stays open for the one who was invited
        return redirect("invitation", token)
    try:
        membership = accept_invitation(invitation=found, user=user, now=timezone.now())
    except InvitationClosedError:
        found.refresh_from_db()
        return closed(request, found)
    messages.success(
        request, _("Welcome to %(organisation)s.") % {"organisation": found.organisation}
    )
    if user is None:
        response = perform_login(request, membership.user, email=found.email)
    else:
        response = redirect("desk")
    request.session[CURRENT_ORGANISATION] = found.organisation_id
    return response


def closed(request: HttpRequest, found: Invitation | None) -> HttpResponse:
    """Says kindly why; who has accepted and presses again just goes on to the desk."""
    is_used = bool(found and found.accepted_at)
    if is_used and is_member(request, found):
        return redirect("desk")
    context = {"is_used": is_used, "is_expired": found is not None and not is_used}
    return render(request, "staff/invitation_closed.html", context, status=410)
