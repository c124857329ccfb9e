"""One-offs beside the programme, and times when a place or all the organisation is closed."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from directory import wording
from directory.actions.one_offs import add_one_off, cancel_one_off, change_one_off
from directory.actions.programme import Overtaken, cancel_occurrence, close, reopen
from directory.enums import ChangeKindChoices
from directory.forms.desk import CancelForm, ClosureForm, OneOffForm
from directory.forms.read_back import dated
from directory.localized import current_language
from directory.models import Organisation, ScheduleChange
from directory.permissions import editable_by, may_edit
from directory.queries.occurrence import closure_at, occurrence_changes, token
from directory.queries.one_offs import is_alone, one_off_session, sessions_beside
from directory.queries.own import allowed_places, homes, kept_places, service_names, used_places
from directory.views.staff.access import current_organisation, editable_or_refuse
from directory.views.staff.done import done

EXTRAS = ScheduleChange.objects.filter(kind=ChangeKindChoices.EXTRA).select_related(
    "slot__service", "slot__place", "service", "place", "new_place"
)
OVERTAKEN = gettext_lazy("Somebody else changed this meanwhile. Save again to keep yours.")
CLOSURES = ScheduleChange.objects.filter(kind=ChangeKindChoices.CANCELLED, slot__isnull=True)


def one_off_form(
    data: Any, request: HttpRequest, organisation: Organisation, today: date, **options: Any
) -> OneOffForm:
    form = dated(OneOffForm, today)(data or None, **options)
    form.offer(used_places(organisation), allowed_places(organisation))
    services = service_names(organisation, current_language())
    form.offer_subjects(
        editable_by(request.user, services),
        editable_by(request.user, kept_places(organisation)).rewrite(False).only("name", "slug"),
    )
    return form


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def one_off_add(request: HttpRequest) -> HttpResponse:
    organisation = current_organisation(request)
    today = timezone.localdate()
    most_used = homes(organisation).most_common(1)
    initial = {"day": today, "place": most_used[0][0][1] if most_used else None}
    form = one_off_form(request.POST, request, organisation, today, initial=initial)
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
    """A one-off is stronger than a closure: over somebody else's it is refused."""
    wanted = form.one_off
    place = wanted.place
    closure = closure_at(place, wanted.day)
    if closure is None or may_edit(request.user, closure):
        return True
    form.add_error("place", _("The place is closed that day. Choose another place or day."))
    return False


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def one_off(request: HttpRequest, uid: UUID) -> HttpResponse:
    extra = editable_or_refuse(request, EXTRAS, uid=uid)
    return one_off_page(request, extra)


def one_off_page(
    request: HttpRequest, extra: ScheduleChange, cancel_form: CancelForm | None = None
) -> HttpResponse:
    organisation, today = current_organisation(request), timezone.localdate()
    sessions = sessions_beside(extra, current_language(), today)
    context = {
        "extra": extra,
        "session": one_off_session(extra, sessions),
        "cancel_form": cancel_form or CancelForm(initial={"version": version_of(extra)}),
    }
    data = request.POST if cancel_form is None else None
    return changed_one_off(request, extra, organisation, today, data, context)


def changed_one_off(
    request: HttpRequest,
    extra: ScheduleChange,
    organisation: Organisation,
    today: date,
    data: Any,
    context: dict[str, Any],
) -> HttpResponse:
    form = one_off_form(data, request, organisation, today, initial=present(extra))
    if extra.slot:
        form.offer_slot(extra.slot)
    context["form"] = form
    if data and form.is_valid() and is_open_there(request, form):
        try:
            change_one_off(extra=extra, one_off=form.one_off, seen=form.cleaned_data["version"])
        except Overtaken:
            form.data = form.data.copy()
            form.data["version"] = token([EXTRAS.get(pk=extra.pk)])
            form.add_error(None, OVERTAKEN)
        else:
            return done(request, _("Saved."), form.one_off.day, row=extra)
    return render(request, "staff/one_off.html", context)


def version_of(extra: ScheduleChange) -> str:
    if extra.slot_id:
        return token(occurrence_changes([extra.slot_id], extra.first, extra.first))
    return token([extra])


def present(extra: ScheduleChange) -> dict[str, Any]:
    scope = extra.scope
    told = {name: getattr(extra, name) for name in ("reason", "note_fi", "note_sv", "note_en")}
    return {
        "about": f"{scope}-{getattr(extra, f'{scope}_id')}",
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
        return one_off_page(request, extra, form)
    told, day = form.explanation, extra.first
    if extra.slot_id:
        seen = form.cleaned_data["version"]
        try:
            cancel_occurrence(slot=extra.slot, day=day, told=told, seen=seen)
        except Overtaken:
            form.add_error(None, OVERTAKEN)
            return one_off_page(request, extra, form)
    else:
        sessions = sessions_beside(extra, current_language(), timezone.localdate())
        cancel_one_off(extra=extra, told=told, is_alone=is_alone(extra, sessions))
    return done(request, _("Cancelled for %(day)s.") % {"day": named_day(day)}, day)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def closure_add(request: HttpRequest) -> HttpResponse:
    organisation, today = current_organisation(request), timezone.localdate()
    subjects = closable(request, organisation)
    initial = {"about": next(iter(subjects), None), "first": today, "last": today}
    form = ClosureForm(request.POST or None, today=today, subjects=subjects, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        change = close(
            uid=data["uid"],
            about=form.subject,
            first=data["first"],
            last=data["last"],
            told=form.explanation,
        )
        if not may_edit(request.user, change):
            raise PermissionDenied
        days = wording.day_range(change.first, change.last)
        return done(
            request, _("Closed %(days)s.") % {"days": days}, max(change.first, today), row=change
        )
    return render(request, "staff/closure.html", {"form": form, "organisation": organisation})


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
