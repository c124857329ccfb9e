"""One-offs beside the programme."""

from collections.abc import Sequence
from copy import copy
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from directory import wording
from directory.actions.one_offs import (
    add_one_off,
    cancel_one_off,
    change_one_off,
    restore_one_off,
    revise,
)
from directory.actions.programme import Overtaken
from directory.enums import ChangeKindChoices
from directory.forms.desk import CancelForm, OneOffForm, subject_key
from directory.forms.read_back import dated
from directory.localized import current_language
from directory.models import ScheduleChange
from directory.permissions import editable_by, may_edit
from directory.queries.desk import desk_lines
from directory.queries.occurrence import closed_by_others, token
from directory.queries.one_offs import sessions_beside, version_of
from directory.queries.own import allowed_places, homes, kept_places, service_names, used_places
from directory.views.staff.access import current_organisation, editable_or_refuse
from directory.views.staff.differences import ShownStep
from directory.views.staff.done import done
from directory.views.staff.overtaken import OVERTAKEN, renew, would_change

EXTRAS = ScheduleChange.objects.filter(kind=ChangeKindChoices.EXTRA).select_related(
    "slot__service", "slot__place", "service", "place", "new_place"
)


def one_off_form(
    data: Any, request: HttpRequest, own_place: int | None = None, **options: Any
) -> OneOffForm:
    organisation = current_organisation(request)
    form = dated(OneOffForm, timezone.localdate())(data or None, **options)
    form.offer(used_places(organisation), allowed_places(organisation), own_place)
    services = service_names(organisation, current_language())
    form.offer_subjects(
        editable_by(request.user, services),
        editable_by(request.user, kept_places(organisation)).rewrite(False).only("name", "slug"),
    )
    return form


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def one_off_add(request: HttpRequest) -> HttpResponse:
    most_used = homes(current_organisation(request)).most_common(1)
    place = most_used[0][0][1] if most_used else None
    initial = {"day": timezone.localdate(), "place": place}
    form = one_off_form(request.POST, request, initial=initial)
    if request.method == "POST" and form.is_valid() and is_open_there(request, form):
        change = add_one_off(uid=form.cleaned_data["uid"], one_off=form.one_off)
        if not may_edit(request.user, change):
            raise PermissionDenied
        message = _("Added for %(day)s.") % {"day": named_day(change.first)}
        return done(request, message, change.first, row=change)
    return render(request, "staff/one_off.html", {"form": form})


def named_day(day: date) -> str:
    return wording.day_long(day, current_language())


def is_open_there(request: HttpRequest, form: OneOffForm) -> bool:
    wanted = form.one_off
    place = wanted.place.pk if wanted.place else None
    if not closed_by_others(request.user, [(place, wanted.day)]):
        return True
    form.add_error("place", _("The place is closed that day. Choose another place or day."))
    return False


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def one_off(request: HttpRequest, uid: UUID) -> HttpResponse:
    extra = editable_or_refuse(request, EXTRAS, uid=uid)
    form = change_form(request, extra, request.POST)
    if not (request.method == "POST" and form.is_valid() and is_open_there(request, form)):
        return one_off_page(request, extra, form=form)
    try:
        change_one_off(extra=extra, one_off=form.one_off, seen=form.cleaned_data["version"])
    except Overtaken:
        fresh = get_object_or_404(EXTRAS, pk=extra.pk)
        renew(form, token([fresh]))
        wanted = copy(fresh)
        revise(wanted, form.one_off)
        steps = would_change(fresh, wanted, current_language())
        return overtaken(request, fresh, form=form, steps=steps)
    return done(request, _("Saved."), form.one_off.day, row=extra)


def change_form(request: HttpRequest, extra: ScheduleChange, data: Any = None) -> OneOffForm:
    initial = present(extra)
    form = one_off_form(data, request, initial["place"], initial=initial)
    form.of_extra(extra)
    return form


def one_off_page(
    request: HttpRequest,
    extra: ScheduleChange,
    *,
    form: OneOffForm | None = None,
    cancel_form: CancelForm | None = None,
    steps: Sequence[ShownStep] = (),
    status: int = 200,
) -> HttpResponse:
    organisation = current_organisation(request)
    sessions = sessions_beside(extra, current_language(), timezone.localdate())
    lines = desk_lines(sessions, request.user, organisation)
    held = next((one for one in lines if one.session.occurrence.change == extra.pk), None)
    context = {
        "extra": extra,
        "held": held,
        "session": held.session if held else None,
        "form": form or change_form(request, extra),
        "cancel_form": cancel_form or CancelForm(initial={"version": version_of(extra)}),
        "steps": steps,
    }
    return render(request, "staff/one_off.html", context, status=status)


def overtaken(request: HttpRequest, fresh: ScheduleChange, **shown: Any) -> HttpResponse:
    """How it is now stands above the form, which keeps what was typed."""
    messages.warning(request, OVERTAKEN)
    return one_off_page(request, fresh, **shown, status=409)


def present(extra: ScheduleChange) -> dict[str, Any]:
    told = {name: getattr(extra, name) for name in ("reason", "note_fi", "note_sv", "note_en")}
    return {
        "about": subject_key(getattr(extra, extra.scope)),
        "uid": extra.uid,
        "day": extra.first,
        "start": extra.start,
        "end": extra.end,
        "place": extra.new_place_id or extra.place_id or (extra.slot and extra.slot.place_id),
        "version": token([extra]),
        **told,
    }


@login_required
@require_POST
def one_off_cancel(request: HttpRequest, uid: UUID) -> HttpResponse:
    extra = editable_or_refuse(request, EXTRAS, uid=uid)
    form = CancelForm(request.POST)
    if not form.is_valid():
        return one_off_page(request, extra, cancel_form=form)
    told, seen = form.explanation, form.cleaned_data["version"]
    try:
        change = cancel_one_off(extra=extra, told=told, seen=seen, today=timezone.localdate())
    except Overtaken:
        fresh = get_object_or_404(EXTRAS, pk=extra.pk)
        renew(form, version_of(fresh))
        return overtaken(request, fresh, cancel_form=form)
    day = extra.first
    said = (
        _("Cancelled for %(day)s.")
        if change
        else _("Taken away: %(day)s. What else is held that day stays on.")
    )
    return done(request, said % {"day": named_day(day)}, day, row=change)


@login_required
@require_POST
def one_off_restore(request: HttpRequest, uid: UUID) -> HttpResponse:
    extra = editable_or_refuse(request, EXTRAS, uid=uid)
    seen = request.POST.get("version", "")
    try:
        is_on = restore_one_off(extra=extra, seen=seen, today=timezone.localdate())
    except Overtaken:
        return overtaken(request, get_object_or_404(EXTRAS, pk=extra.pk))
    day = named_day(extra.first)
    if is_on:
        return done(request, _("On after all: %(day)s.") % {"day": day}, extra.first)
    message = _("Other sessions are cancelled with it. Open what is closed, or add it anew.")
    return done(request, message, extra.first, level=messages.WARNING)
