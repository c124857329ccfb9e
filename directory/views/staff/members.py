"""Who works in an organisation: its managers invite, change roles and remove."""

from allauth.core import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from directory.actions.membership import (
    LastManagerError,
    change_role,
    invite,
    remove_member,
    withdraw_invitation,
)
from directory.addresses import absolute
from directory.enums import Role
from directory.forms.membership import InviteForm, RoleForm
from directory.localized import current_language
from directory.models import Organisation
from directory.models.invitation import INVITATION_HOLDS
from directory.views.staff.access import own_organisation


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def members(request: HttpRequest, slug: str) -> HttpResponse:
    organisation = own_organisation(request, slug, Role.MANAGER)
    form = InviteForm(organisation, request.POST if request.method == "POST" else None)
    if form.is_valid() and send(request, organisation, form):
        return redirect("members", organisation.slug)
    now = timezone.now()
    context = {
        "organisation": organisation,
        "members": organisation.memberships.select_related("user").order_by("user__email"),
        "invitations": organisation.invitations.open(now),
        "days": INVITATION_HOLDS.days,
        "form": form,
        "roles": Role.choices,
    }
    return render(request, "staff/members.html", context, status=400 if form.errors else 200)


def send(request: HttpRequest, organisation: Organisation, form: InviteForm) -> bool:
    """False when it may not be sent now; the same is said whoever the address belongs to."""
    if not ratelimit.consume(request, action="invite", key=str(organisation.pk)):
        text = _("Your organisation has sent many invitations today. Send more tomorrow.")
        form.add_error(None, text)
        return False
    email = form.cleaned_data["email"]
    invitation = invite(
        organisation=organisation,
        email=email,
        role=Role(form.cleaned_data["role"]),
        by=request.user,
        now=timezone.now(),
        site=absolute(request, "/").rstrip("/"),
        language=current_language(),
    )
    if invitation:
        told = _("The invitation has been sent to %(email)s.")
    else:
        told = _("It has just been sent to %(email)s. Wait a few minutes, then send it again.")
    messages.success(request, told % {"email": email})
    return True


@login_required
@require_POST
def member_role(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    organisation = own_organisation(request, slug, Role.MANAGER)
    membership = get_object_or_404(organisation.memberships, pk=pk)
    form = RoleForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose one of the roles."))
        return redirect("members", organisation.slug)
    try:
        change_role(membership=membership, role=Role(form.cleaned_data["role"]), by=request.user)
    except LastManagerError:
        messages.error(request, last_manager_text())
    else:
        messages.success(request, _("The role has been changed."))
    return back_to(request, organisation)


@login_required
@require_POST
def member_remove(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Sent a second time it finds nobody, and says the same."""
    organisation = own_organisation(request, slug, Role.MANAGER)
    membership = organisation.memberships.filter(pk=pk).first()
    try:
        if membership:
            remove_member(membership=membership, by=request.user)
    except LastManagerError:
        messages.error(request, last_manager_text())
    else:
        messages.success(request, _("The person is no longer in the organisation."))
    return back_to(request, organisation)


@login_required
@require_POST
def invitation_withdraw(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    organisation = own_organisation(request, slug, Role.MANAGER)
    invitation = organisation.invitations.filter(pk=pk).first()
    if invitation:
        withdraw_invitation(invitation=invitation)
    messages.success(request, _("The invitation has been withdrawn."))
    return redirect("members", organisation.slug)


def back_to(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """To the list, unless the user has just taken the right to see it from themselves."""
    memberships = organisation.memberships.filter(user=request.user, role=Role.MANAGER)
    if request.user.is_superuser or memberships.exists():
        return redirect("members", organisation.slug)
    return redirect("account")


def last_manager_text() -> str:
    return _("This is the only manager. Make somebody else a manager first.")
