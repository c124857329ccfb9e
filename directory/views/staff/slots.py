"""The lines of the programme: typed in one go or by form, seen before they are saved, ended."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from directory.actions.lines import end_series, line_token, save_line
from directory.actions.programme import Overtaken
from directory.forms.desk import EndForm
from directory.forms.line import LineForm
from directory.forms.read_back import dated
from directory.localized import current_language
from directory.models import Organisation, Slot
from directory.permissions import may_edit
from directory.queries.lines import one_line, programme_lines, what_remains
from directory.queries.own import allowed_places, homes, service_names, used_places
from directory.views.staff.access import current_organisation, editable_or_refuse
from directory.views.staff.done import done
from directory.views.staff.overtaken import OVERTAKEN, renew, would_change

CURRENT = Slot.objects.filter(archived_at__isnull=True)


@login_required
@require_safe
def slots(request: HttpRequest) -> HttpResponse:
    organisation = current_organisation(request)
    lines = programme_lines(organisation, request.user, current_language(), timezone.localdate())
    return render(request, "staff/slots.html", {"lines": lines, "organisation": organisation})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def slot_add(request: HttpRequest) -> HttpResponse:
    organisation = current_organisation(request)
    form = line_form(request, organisation, Slot())
    if request.method == "POST" and form.is_valid() and saved(request, form):
        return done(request, _("The line is added."), row=kept(form))
    return render(request, "staff/slot.html", {"form": form, "read_back": form.read_back})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def slot_edit(request: HttpRequest, uid: UUID) -> HttpResponse:
    organisation = current_organisation(request)
    slot = editable_or_refuse(request, CURRENT, uid=uid)
    form = line_form(request, organisation, slot, initial={"version": line_token(slot)})
    try:
        if request.method == "POST" and form.is_valid() and saved(request, form):
            return done(request, _("The line is saved."), row=kept(form))
    except Overtaken:
        return overtaken(request, form)
    context = {"form": form, "read_back": form.read_back, "slot": slot}
    return render(request, "staff/slot.html", context)


def overtaken(request: HttpRequest, form: LineForm) -> HttpResponse:
    """How the line is now stands above the form, which keeps what was typed."""
    stored, language = Slot.objects.get(pk=form.instance.pk), current_language()
    renew(form, line_token(stored))
    form.instance.confirmed_on = stored.confirmed_on
    messages.warning(request, OVERTAKEN)
    context = {
        "form": form,
        "slot": stored,
        "line": one_line(stored, language, timezone.localdate()),
        "steps": would_change(stored, form.instance, language),
    }
    return render(request, "staff/slot.html", context, status=409)


def line_form(
    request: HttpRequest, organisation: Organisation, slot: Slot, **options: Any
) -> LineForm:
    form = dated(LineForm, timezone.localdate())(request.POST or None, instance=slot, **options)
    form.offer(used_places(organisation), allowed_places(organisation), slot.place_id)
    form.offer_services(service_names(organisation, current_language()), homes(organisation))
    return form


def saved(request: HttpRequest, form: LineForm) -> bool:
    """Nothing is kept of a line that would not be the user's own."""
    seen = form.cleaned_data["version"]
    with transaction.atomic():
        slot = save_line(slot=form.instance, seen=seen, confirmed_on=form.confirmed_on)
        if may_edit(request.user, slot):
            return True
        transaction.set_rollback(True)
    form.add_error("service", _("Choose one of your services, or a place of yours."))
    return False


def kept(form: LineForm) -> Slot:
    """The row of the form's uid: the first post's, when the same was posted twice."""
    return Slot.objects.only("uid").get(uid=form.instance.uid)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def slot_end(request: HttpRequest, uid: UUID) -> HttpResponse:
    """Asking with `?last=` shows what remains; only then is there a button that ends it."""
    current_organisation(request)
    slot = editable_or_refuse(request, CURRENT, uid=uid)
    data = request.POST if request.method == "POST" else request.GET
    initial = {"last": slot.last}
    form = EndForm(data if "last" in data else None, today=timezone.localdate(), initial=initial)
    is_asked = form.is_bound and form.is_valid() and in_season(form, slot)
    if request.method != "POST" or not is_asked:
        return end_page(request, slot, form, is_asked)
    try:
        end_series(slot=slot, last=form.cleaned_data["last"], seen=form.cleaned_data["version"])
    except Overtaken:
        messages.warning(request, OVERTAKEN)
        return end_page(request, CURRENT.get(pk=slot.pk), form, is_asked, status=409)
    return done(request, _("The series ends. What was before stays."), row=slot)


def end_page(
    request: HttpRequest, slot: Slot, form: EndForm, is_asked: bool, status: int = 200
) -> HttpResponse:
    language, today = current_language(), timezone.localdate()
    context = {
        "form": form,
        "version": line_token(slot),
        "line": one_line(slot, language, today),
        "remains": what_remains(slot, form.cleaned_data["last"], language, today)
        if is_asked
        else None,
        "asked_organisation": request.GET.get("organisation", ""),
    }
    return render(request, "staff/slot_end.html", context, status=status)


def in_season(form: EndForm, slot: Slot) -> bool:
    if slot.first and form.cleaned_data["last"] < slot.first:
        form.add_error("last", _("The season must begin before it ends."))
        return False
    return True
