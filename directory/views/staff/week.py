"""What is done to a whole week at once, and taking back."""

from datetime import date, timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from directory.actions.confirmation import confirm_rows
from directory.actions.one_offs import copy_one_offs
from directory.actions.undo import CannotUndo, undo
from directory.forms.desk import CopyForm, UndoForm
from directory.localized import current_language
from directory.queries.one_offs import Copyable, one_offs_to_copy
from directory.queries.own import confirmable_slots
from directory.queries.week import WEEK, monday_asked, monday_of
from directory.views.staff.access import current_organisation
from directory.views.staff.done import desk_address, done


@login_required
@require_POST
def confirm_week(request: HttpRequest) -> HttpResponse:
    organisation = current_organisation(request)
    today = timezone.localdate()
    monday, _error = monday_asked(request.POST.get("start"), today)
    slots = confirmable_slots(organisation, request.user, max(monday, monday_of(today)))
    count = confirm_rows(kinds=[slots], today=today)
    if not count:
        messages.info(request, _("Everything had been confirmed today already."))
        return redirect(desk_address(request, monday))
    message = ngettext(
        "%(count)d line is confirmed today.", "%(count)d lines are confirmed today.", count
    )
    return done(request, message % {"count": count}, monday)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def copy_week(request: HttpRequest) -> HttpResponse:
    """The one-offs of the week before, looked at first, again in this one."""
    organisation = current_organisation(request)
    today = timezone.localdate()
    asked = request.POST if request.method == "POST" else request.GET
    monday, _error = monday_asked(asked.get("start"), today)
    found = one_offs_to_copy(organisation, request.user, monday, current_language(), today)
    form = CopyForm(request.POST or None)
    form.fields["chosen"].choices = [(one.change.pk, "") for one in found if one.may_be_copied]
    if request.method == "POST" and form.is_valid():
        return copied(request, found, form.cleaned_data["chosen"], monday)
    return render(request, "staff/week_copy.html", {"found": found, "form": form, "monday": monday})


def copied(
    request: HttpRequest, found: list[Copyable], chosen: list[int], monday: date
) -> HttpResponse:
    extras = [one.change for one in found if one.change.pk in chosen]
    count = len(copy_one_offs(extras=extras, later=WEEK))
    message = ngettext("%(count)d session is added.", "%(count)d sessions are added.", count)
    return done(request, message % {"count": count}, monday + timedelta(days=1))


@login_required
@require_POST
def undo_action(request: HttpRequest) -> HttpResponse:
    form = UndoForm(request.POST)
    monday, _error = monday_asked(request.POST.get("start"), timezone.localdate())
    if not form.is_valid():
        messages.warning(request, _("There is nothing to take back."))
        return redirect(desk_address(request, monday))
    history = form.cleaned_data["history"]
    try:
        undo(history=history, user=request.user, now=timezone.now())
    except CannotUndo:
        messages.warning(request, _("It has been taken back already, or changed since then."))
        return redirect(desk_address(request, monday))
    return done(request, _("Taken back. It is as it was before."), monday)
