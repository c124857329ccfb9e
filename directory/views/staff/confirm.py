"""The other end of the weekly mail: its link confirms, and does nothing else."""

import pghistory
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from directory.confirmation_link import confirmation_key
from directory.models import Membership
from directory.views.staff.stale import confirm_asked, stale_page


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Opening it changes nothing, since mail programs open links by themselves.

    It holds for as long as the one whom it was sent to is in the organisation.
    """
    found = Membership.objects.filter(pk=confirmation_key(token), user__is_active=True)
    member = found.select_related("user", "organisation").first()
    if member is None:
        return render(request, "staff/confirm_closed.html", status=410)
    if request.method == "POST":
        # In the history instead of the address, which is a key.
        with pghistory.context(user=member.user_id, url="mail"):
            confirm_asked(request, member.organisation, member.user)
        return redirect("confirm", token)
    return render(request, "staff/confirm.html", stale_page(member.organisation, member.user))
