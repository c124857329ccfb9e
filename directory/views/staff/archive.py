"""Archiving instead of deleting, and the way back."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from directory.actions.archive import Archivable, TooLateError, archive, bring_back
from directory.localized import current_language
from directory.models import Place, Service, Slot
from directory.models.listing import RESTORED_WITHIN
from directory.permissions import may_archive
from directory.queries.archive import archived, what_goes, whose_lines_go
from directory.queries.history import title_of
from directory.views.staff.access import current_organisation, listing_or_refuse

KINDS: dict[str, type[Archivable]] = {"service": Service, "place": Place, "slot": Slot}


@login_required
@require_safe
def archive_list(request: HttpRequest) -> HttpResponse:
    organisation = current_organisation(request)
    found = archived(organisation, request.user, current_language())
    context = {"found": found, "organisation": organisation, "days": RESTORED_WITHIN.days}
    return render(request, "staff/archive.html", context)


def archivable_or_refuse(request: HttpRequest, kind: str, pk: int) -> Archivable:
    row = listing_or_refuse(request, KINDS, kind, pk)
    if not may_archive(request.user, row):
        raise PermissionDenied
    return row


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def archive_row(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    row = archivable_or_refuse(request, kind, pk)
    if request.method == "POST":
        archive(row=row, now=timezone.now())
        messages.success(request, _("Archived. Families don't see it any more."))
        return redirect("archive")
    language, today = current_language(), timezone.localdate()
    context = {
        "kind": kind,
        "row": row,
        "title": title_of(row, language),
        "lines": what_goes(row, language, today),
        "others": whose_lines_go(row, language, today),
        "days": RESTORED_WITHIN.days,
    }
    return render(request, "staff/archive_ask.html", context)


@login_required
@require_POST
def archive_restore(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    row = archivable_or_refuse(request, kind, pk)
    try:
        bring_back(row=row, by=request.user, now=timezone.now())
    except TooLateError:
        messages.error(request, _("It has been in the archive for too long to come back."))
        return redirect("archive")
    messages.success(request, _("It is back, as it was before."))
    return redirect("archive")
