"""What nobody has confirmed lately, of one organisation and of the whole site."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from directory.actions.confirmation import confirm_rows
from directory.localized import current_language
from directory.models import Organisation
from directory.permissions import User
from directory.queries.staleness import MOST_ROWS, asked_rows, stale_rows, tallies
from directory.views.staff.access import current_organisation


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def stale(request: HttpRequest) -> HttpResponse:
    organisation = current_organisation(request)
    if request.method == "POST":
        confirm_asked(request, organisation, request.user)
        return HttpResponseRedirect(request.get_full_path())
    return render(request, "staff/stale.html", stale_page(organisation, request.user))


def stale_page(organisation: Organisation, user: User) -> dict[str, object]:
    rows = stale_rows(organisation, user, current_language(), timezone.localdate())
    return {
        "organisation": organisation,
        "rows": rows[:MOST_ROWS],
        "more": len(rows[MOST_ROWS:]),
    }


def confirm_asked(request: HttpRequest, organisation: Organisation, user: User) -> None:
    """Those that were on the page and are the organisation's; 403 when none of them is."""
    keys = request.POST.getlist("row")
    kinds = asked_rows(organisation, user, keys)
    if keys and not any(rows.exists() for rows in kinds):
        raise PermissionDenied
    count = confirm_rows(kinds=kinds, today=timezone.localdate())
    if count:
        text = ngettext("%(count)d is confirmed today.", "%(count)d are confirmed today.", count)
        messages.success(request, text % {"count": count})
    else:
        messages.info(request, _("Everything had been confirmed today already."))


@login_required
@require_safe
def stale_site(request: HttpRequest) -> HttpResponse:
    if not request.user.is_superuser:
        raise PermissionDenied
    found = tallies(current_language(), timezone.localdate())
    return render(request, "staff/stale_site.html", {"tallies": found})
