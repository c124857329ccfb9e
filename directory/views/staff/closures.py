"""Times when a place or all the organisation is closed."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from directory import wording
from directory.actions.closures import close_with, reopen
from directory.actions.programme import Overtaken
from directory.enums import ChangeKindChoices
from directory.forms.desk import ClosureForm
from directory.localized import current_language
from directory.models import Organisation, ScheduleChange
from directory.permissions import editable_by, may_edit
from directory.queries.desk import Line
from directory.queries.own import kept_places
from directory.queries.staying import Closing, may_be_cancelled, staying, version_of
from directory.views.staff.access import current_organisation, editable_or_refuse
from directory.views.staff.done import done
from directory.views.staff.overtaken import OVERTAKEN

CLOSURES = ScheduleChange.objects.filter(kind=ChangeKindChoices.CANCELLED, slot__isnull=True)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def closure_add(request: HttpRequest) -> HttpResponse:
    """Asks once about the sessions that would stay on in spite of it."""
    organisation, today = current_organisation(request), timezone.localdate()
    subjects = closable(request, organisation)
    initial = {"first": today, "last": today}
    form = ClosureForm(request.POST or None, today=today, subjects=subjects, initial=initial)
    if request.method != "POST" or not form.is_valid():
        return closure_page(request, form)
    lines = lines_that_stay(request, form)
    if lines and form.cleaned_data["asked"] != version_of(lines):
        return closure_page(request, form, lines)
    try:
        return closed(request, form, [line for line in lines if line.anchor in form.also])
    except Overtaken:
        messages.warning(request, OVERTAKEN)
        return closure_page(request, form, lines_that_stay(request, form), status=409)


def lines_that_stay(request: HttpRequest, form: ClosureForm) -> list[Line]:
    organisation, data = current_organisation(request), form.cleaned_data
    closing = Closing(form.subject, data["first"], data["last"])
    today = timezone.localdate()
    return staying(closing, request.user, organisation, current_language(), today)


def closure_page(
    request: HttpRequest, form: ClosureForm, lines: Sequence[Line] = (), status: int = 200
) -> HttpResponse:
    if lines:
        form.ask(version_of(lines))
    stays = [{"line": line, "may_cancel": may_be_cancelled(line)} for line in lines]
    return render(request, "staff/closure.html", {"form": form, "stays": stays}, status=status)


def closed(request: HttpRequest, form: ClosureForm, chosen: Sequence[Line]) -> HttpResponse:
    data, today = form.cleaned_data, timezone.localdate()
    cancelled = [line for line in chosen if may_be_cancelled(line)]
    change = close_with(
        lines=cancelled,
        uid=data["uid"],
        about=form.subject,
        first=data["first"],
        last=data["last"],
        told=form.explanation,
        today=today,
    )
    if not may_edit(request.user, change):
        raise PermissionDenied
    message = _("Closed %(days)s.") % {"days": wording.day_range(change.first, change.last)}
    # Closing once more writes nothing; what it cancels is the action then.
    row = None if cancelled else change
    return done(request, message, max(change.first, today), row=row)


def closable(request: HttpRequest, organisation: Organisation) -> dict[str, tuple[str, Any]]:
    """Key, label and row of what the user may close."""
    own = _("All sessions of %(name)s") % {"name": organisation.name}
    places = editable_by(request.user, kept_places(organisation)).order_by("name", "pk")
    subjects: dict[str, tuple[str, Any]] = {}
    if may_edit(request.user, organisation):
        subjects["organisation"] = (own, organisation)
    for place in places.rewrite(False).only("name", "slug"):
        label = _("%(place)s, with all that is held there") % {"place": place.name}
        subjects[f"place-{place.pk}"] = (label, place)
    return subjects


@login_required
@require_POST
def closure_open(request: HttpRequest, uid: UUID) -> HttpResponse:
    closure = editable_or_refuse(request, CLOSURES, uid=uid)
    today = timezone.localdate()
    reopen(closure=closure, today=today)
    return done(request, _("Open again."), today)
