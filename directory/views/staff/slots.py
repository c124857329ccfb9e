"""The lines of the programme: typed in one go or by form, seen before they are saved, ended."""

from typing import Any
from uuid import UUID

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
    if request.method == "POST" and form.is_valid():
        form.instance.uid = form.cleaned_data["uid"]
        if saved(request, form):
            return done(request, _("The line is added."), row=kept(form))
    return render(request, "staff/slot.html", {"form": form, "read_back": form.read_back})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def slot_edit(request: HttpRequest, uid: UUID) -> HttpResponse:
    organisation = current_organisation(request)
    slot = editable_or_refuse(request, CURRENT, uid=uid)
    version = line_token(slot)
    form = line_form(request, organisation, slot, initial={"uid": slot.uid, "version": version})
    if request.method == "POST" and form.is_valid() and saved(request, form):
        return done(request, _("The line is saved."), row=kept(form))
    context = {"form": form, "read_back": form.read_back, "slot": slot}
    return render(request, "staff/slot.html", context)


def line_form(
    request: HttpRequest, organisation: Organisation, slot: Slot, **options: Any
) -> LineForm:
    form = dated(LineForm, timezone.localdate())(request.POST or None, instance=slot, **options)
    form.offer(used_places(organisation), allowed_places(organisation))
    form.offer_services(service_names(organisation, current_language()), homes(organisation))
    return form


def saved(request: HttpRequest, form: LineForm) -> bool:
    """Nothing is kept of a line that would not be the user's own."""
    try:
        with transaction.atomic():
            slot = save_line(slot=form.instance, seen=form.cleaned_data["version"])
            if may_edit(request.user, slot):
                return True
            transaction.set_rollback(True)
    except Overtaken:
        form.data = form.data.copy()
        form.data["version"] = line_token(Slot.objects.get(uid=form.instance.uid))
        form.add_error(None, _("Somebody else changed this meanwhile. Save again to keep yours."))
        return False
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
    today = timezone.localdate()
    data = request.POST if request.method == "POST" else request.GET
    form = EndForm(data if "last" in data else None, today=today, initial={"last": slot.last})
    is_asked = form.is_bound and form.is_valid() and in_season(form, slot)
    if request.method == "POST" and is_asked:
        end_series(slot=slot, last=form.cleaned_data["last"])
        return done(request, _("The series ends. What was before stays."), row=slot)
    language = current_language()
    context = {
        "form": form,
        "line": one_line(slot, language, today),
        "remains": what_remains(slot, form.cleaned_data["last"], language, today)
        if is_asked
        else None,
    }
    return render(request, "staff/slot_end.html", context)


def in_season(form: EndForm, slot: Slot) -> bool:
    if slot.first and form.cleaned_data["last"] < slot.first:
        form.add_error("last", _("The season must begin before it ends."))
        return False
    return True
