"""What a user does about themselves: which organisation they work in, leaving one."""

from allauth.socialaccount.adapter import get_adapter
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from directory.actions.membership import LastManagerError, remove_member
from directory.views.staff.access import (
    CURRENT_ORGANISATION,
    memberships_of,
    own_organisation,
)


@login_required
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    return render(
        request,
        "staff/account.html",
        {
            "memberships": memberships_of(request),
            "has_providers": bool(get_adapter().list_providers(request)),
        },
    )


@login_required
@require_POST
def switch_organisation(request: HttpRequest) -> HttpResponse:
    organisation = own_organisation(request, request.POST.get("organisation", "")[:80])
    request.session[CURRENT_ORGANISATION] = organisation.pk
    return redirect("desk")


@login_required
@require_POST
def leave(request: HttpRequest, slug: str) -> HttpResponse:
    """Sent a second time, or for an organisation that the user is not in, it does nothing."""
    membership = memberships_of(request).filter(organisation__slug=slug).first()
    if membership is None:
        return redirect("account")
    try:
        remove_member(membership=membership, by=request.user)
    except LastManagerError:
        text = _("You are the only manager. Make somebody else a manager before you leave.")
        messages.error(request, text)
    else:
        text = _("You have left %(organisation)s.") % {"organisation": membership.organisation}
        messages.success(request, text)
    return redirect("account")


@require_safe
def send_again(request: HttpRequest) -> HttpResponse:
    """Where signing in ends when a form waits in the browser; scripts fill the page."""
    return render(request, "staff/send_again.html")
