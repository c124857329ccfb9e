"""A meeting: made from the one before, looked at, shown, changed, called off, removed."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from directory.localized import current_language
from directory.queries.own import allowed_places, used_places
from meetings.actions.meetings import (
    NewMeeting,
    add_meeting,
    announce,
    call_off,
    call_on,
    change_meeting,
    is_removable,
    remove_meeting,
    series_named,
)
from meetings.actions.rows import NotOfThisNetwork, Overtaken
from meetings.enums import MeetingKind, MeetingState
from meetings.forms.meetings import MeetingAddForm, MeetingForm
from meetings.localized import written
from meetings.models import Meeting, Network
from meetings.queries.agenda import time_warning
from meetings.queries.answers import answers_of
from meetings.queries.desk import action_rows, open_actions
from meetings.queries.told import agenda_lines, where
from meetings.queries.versions import read_anew
from meetings.views.staff.access import own_meeting, own_network
from meetings.views.staff.clash import page_status, take_in


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_add(request: HttpRequest, slug: str) -> HttpResponse:
    """After the meeting that the address names, or after the latest."""
    network = own_network(request, slug)
    previous = previous_meeting(request, network)
    today, language = timezone.localdate(), current_language()
    form = MeetingAddForm(request.POST or None, today=today, initial=as_before(previous, language))
    if request.method == "POST" and form.is_valid():
        meeting = made(network, previous, form)
        messages.success(request, _("The meeting is planned. Only you see it so far."))
        return redirect("meeting_desk", network.slug, meeting.slug)
    context = {
        "network": network,
        "previous": previous,
        "form": form,
        "actions": action_rows(open_actions(network), language, today),
        "standing": standing_titles(previous, language),
    }
    status = 400 if form.errors else 200
    return render(request, "staff/networks/meeting_add.html", context, status=status)


def previous_meeting(request: HttpRequest, network: Network) -> Meeting | None:
    meetings = network.meetings.exclude(state=MeetingState.CANCELLED)
    if after := request.GET.get("after"):
        return get_object_or_404(meetings, slug=after[:80].replace("\0", ""))
    return meetings.first()


def as_before(previous: Meeting | None, language: str) -> dict[str, Any]:
    if previous is None:
        return {"kind": MeetingKind.NETWORK, "language": language}
    same = {name: getattr(previous, name) for name in ("kind", "start", "end")}
    return {**same, "language": language}


def standing_titles(previous: Meeting | None, language: str) -> list[Any]:
    items = previous.agenda.filter(is_standing=True) if previous else ()
    return [written(item, "title", language) for item in items]


def made(network: Network, previous: Meeting | None, form: MeetingAddForm) -> Meeting:
    data = form.cleaned_data
    names = ("uid", "kind", "start", "end", "theme", "language")
    new = NewMeeting(day=data["date"], **{name: data[name] for name in names})
    try:
        return add_meeting(network=network, previous=previous, new=new)
    except NotOfThisNetwork:
        raise PermissionDenied from None


@login_required
@require_safe
def meeting_desk(request: HttpRequest, slug: str, meeting: str) -> HttpResponse:
    row = own_meeting(request, slug, meeting)
    today, language = timezone.localdate(), current_language()
    context = {
        **head(row),
        "where": where(row),
        "description": written(row, "description", language),
        "agenda": agenda_lines(row, language),
        "answers": answers_of(row, language),
        "actions": action_rows(row.actions.all(), language, today),
        "notes": row.notes.count(),
        "is_ahead": row.is_ahead(today),
        "is_told": has_listeners(row, today),
        "can_have_published_notes": row.can_have_published_notes(timezone.now()),
        "is_removable": is_removable(row),
        "next_ones": row.next_ones.all(),
    }
    return render(request, "staff/networks/meeting_desk.html", context)


def has_listeners(meeting: Meeting, today: date) -> bool:
    """Somebody may be told what becomes of it."""
    return meeting.date >= today and meeting.invitations.exists()


def head(meeting: Meeting) -> dict[str, Any]:
    language = current_language()
    return {
        "network": meeting.network,
        "network_name": written(meeting.network, "name", language),
        "meeting": meeting,
        "theme": written(meeting, "theme", language),
    }


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def meeting_edit(request: HttpRequest, slug: str, meeting: str) -> HttpResponse:
    row = own_meeting(request, slug, meeting)
    form, clashes = edit_form(row, request.POST or None), []
    is_told = has_listeners(row, timezone.localdate())
    # Ticked at first: those who come must hear of another time or place.
    tells = request.method != "POST" or bool(request.POST.get("tell"))
    if request.method == "POST" and form.is_valid():
        values = {name: form.cleaned_data[name] for name in form._meta.fields}
        try:
            told = change(row, form, values, tells=tells)
        except Overtaken:
            clashes = take_in(form, row, values)
        else:
            messages.success(request, _("Saved."))
            if is_told and tells:
                messages.success(request, said_of_mails(told))
            if {"start", "end"} & set(form.changed_data) and has_odd_times(row):
                messages.warning(request, _("The agenda still has its old times. Look at it."))
            return redirect("meeting_desk", slug, meeting)
    more = {"form": form, "clashes": clashes, "is_told": is_told, "tells": tells}
    status = page_status(form)
    return render(request, "staff/networks/meeting_edit.html", head(row) | more, status=status)


def has_odd_times(meeting: Meeting) -> bool:
    meeting.refresh_from_db(fields=["start", "end"])
    return any(time_warning(meeting, one.start, one.end) for one in meeting.agenda.all())


@transaction.atomic
def change(meeting: Meeting, form: MeetingForm, values: dict[str, Any], *, tells: bool) -> int:
    """How many mails tell of it."""
    if name := form.cleaned_data["new_series"]:
        values["series"] = series_named(meeting.network, name, current_language())
    seen = form.cleaned_data["version"]
    return change_meeting(
        meeting=meeting, values=values, seen=seen, tells=tells, now=timezone.now()
    )


def said_of_mails(count: int) -> str:
    text = ngettext("%(count)d mail is on its way.", "%(count)d mails are on their way.", count)
    return text % {"count": count} if count else _("No mail is sent: nobody is to be told.")


def edit_form(meeting: Meeting, data: Any) -> MeetingForm:
    today = timezone.localdate()
    if data is None:
        initial = {"version": read_anew(meeting)}
        form = MeetingForm(instance=meeting, today=today, initial=initial)
    else:
        # What is typed goes into the form's row, while the page still tells the meeting as it is.
        row = get_object_or_404(Meeting, pk=meeting.pk)
        form = MeetingForm(data, instance=row, today=today)
    coordinator = meeting.network.coordinator
    form.offer_places(used_places(coordinator), allowed_places(coordinator))
    return form


def say_who_hears(request: HttpRequest, meeting: Meeting) -> None:
    if has_listeners(meeting, timezone.localdate()):
        messages.success(request, _("Everyone invited is told by mail in a few minutes."))


@login_required
@require_POST
def meeting_announce(request: HttpRequest, slug: str, meeting: str) -> HttpResponse:
    row = own_meeting(request, slug, meeting)
    if announce(meeting=row, now=timezone.now()):
        messages.success(request, _("The meeting is on the network's page. No mail was sent."))
    return redirect("meeting_desk", slug, meeting)


@login_required
@require_POST
def meeting_remove(request: HttpRequest, slug: str, meeting: str) -> HttpResponse:
    row = own_meeting(request, slug, meeting)
    if remove_meeting(meeting=row):
        messages.success(request, _("The plan is removed."))
        return redirect("network_desk", slug)
    messages.info(request, _("It can't be removed any more: others know of it, or it has notes."))
    return redirect("meeting_desk", slug, meeting)


@login_required
@require_POST
def meeting_cancel(request: HttpRequest, slug: str, meeting: str) -> HttpResponse:
    """Who was invited is told; a second press tells nobody twice."""
    row = own_meeting(request, slug, meeting)
    if call_off(meeting=row, now=timezone.now()):
        messages.success(request, _("The meeting is cancelled."))
        say_who_hears(request, row)
    else:
        messages.info(request, _("It can't be cancelled any more."))
    return redirect("meeting_desk", slug, meeting)


@login_required
@require_POST
def meeting_restore(request: HttpRequest, slug: str, meeting: str) -> HttpResponse:
    row = own_meeting(request, slug, meeting)
    if call_on(meeting=row, now=timezone.now()):
        messages.success(request, _("The meeting takes place after all."))
        say_who_hears(request, row)
    return redirect("meeting_desk", slug, meeting)
