"""The agenda: items with or without times, in an order that two buttons change."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from directory import wording
from directory.localized import current_language
from meetings.actions.agenda import add_item, move_item, remove_item
from meetings.actions.rows import NotOfThisNetwork, Overtaken, save_row
from meetings.forms.agenda import AgendaItemForm, MoveForm
from meetings.localized import written
from meetings.models import AgendaItem, Meeting
from meetings.queries.agenda import time_warning
from meetings.queries.versions import read_anew
from meetings.views.staff.access import own_meeting
from meetings.views.staff.clash import page_status, take_in


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_agenda(request: HttpRequest, slug: str, meeting: str) -> HttpResponse:
    row = own_meeting(request, slug, meeting)
    form = item_form(row, request.POST or None, {"language": current_language()})
    if request.method == "POST" and form.is_valid():
        try:
            item = add_item(meeting=row, uid=form.cleaned_data["uid"], values=form.values)
        except NotOfThisNetwork:
            raise PermissionDenied from None
        return saved(request, row, item)
    context = {
        "network": row.network,
        "meeting": row,
        "theme": written(row, "theme", current_language()),
        "items": shown_items(row),
        "form": form,
    }
    status = 400 if form.errors else 200
    return render(request, "staff/networks/meeting_agenda.html", context, status=status)


def item_form(meeting: Meeting, data: Any, initial: dict[str, Any]) -> AgendaItemForm:
    return AgendaItemForm(data, meeting=meeting, today=timezone.localdate(), initial=initial)


def shown_items(meeting: Meeting) -> list[dict[str, Any]]:
    return [
        {
            "row": item,
            "title": written(item, "title", current_language()),
            "clock": wording.clock_range(item.start, item.end),
            "warning": time_warning(meeting, item.start, item.end),
        }
        for item in meeting.agenda.all()
    ]


def saved(request: HttpRequest, meeting: Meeting, item: AgendaItem) -> HttpResponse:
    if warning := time_warning(meeting, item.start, item.end):
        messages.warning(request, _("Saved. %(warning)s") % {"warning": warning})
    else:
        messages.success(request, _("Saved."))
    return back(meeting, item.uid)


def back(meeting: Meeting, uid: UUID | None = None) -> HttpResponse:
    path = reverse("meeting_agenda", args=[meeting.network.slug, meeting.slug])
    return HttpResponseRedirect(f"{path}#item-{uid}" if uid else path)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def agenda_item(request: HttpRequest, slug: str, meeting: str, uid: UUID) -> HttpResponse:
    row = own_meeting(request, slug, meeting)
    item = get_object_or_404(row.agenda, uid=uid)
    form, clashes = edit_form(row, item, request.POST or None), []
    if request.method == "POST" and form.is_valid():
        try:
            kept = save_row(row=item, values=form.values, seen=form.cleaned_data["version"])
        except Overtaken:
            clashes = take_in(form, item, form.values)
        else:
            return saved(request, row, kept)
    context = {
        "network": row.network,
        "meeting": row,
        "item": item,
        "form": form,
        "clashes": clashes,
    }
    status = page_status(form)
    return render(request, "staff/networks/agenda_item.html", context, status=status)


def edit_form(meeting: Meeting, item: AgendaItem, data: Any) -> AgendaItemForm:
    return item_form(meeting, data, present(item) if data is None else {})


def present(item: AgendaItem) -> dict[str, Any]:
    version = read_anew(item)
    title = written(item, "title", current_language())
    names = ("uid", "kind", "start", "end", "speaker", "theme", "is_standing")
    kept = {name: getattr(item, name) for name in names}
    told = {"title": title.value, "language": title.language, "version": version}
    return {**kept, **told}


@login_required
@require_POST
def agenda_move(request: HttpRequest, slug: str, meeting: str) -> HttpResponse:
    row = own_meeting(request, slug, meeting)
    form = MoveForm(request.POST)
    if form.is_valid():
        move_item(meeting=row, **form.cleaned_data)
        return back(row, form.cleaned_data["uid"])
    return back(row)


@login_required
@require_POST
def agenda_remove(request: HttpRequest, slug: str, meeting: str, uid: UUID) -> HttpResponse:
    row = own_meeting(request, slug, meeting)
    remove_item(meeting=row, uid=uid)
    messages.success(request, _("The item is removed."))
    return redirect("meeting_agenda", slug, meeting)
