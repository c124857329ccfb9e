"""The notes as others will read them, and the one step that lets them."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from directory.enums import State
from directory.localized import current_language
from meetings.actions.publishing import NotHeld, NothingWritten, publish_notes, withdraw_notes
from meetings.enums import Audience, MeetingKind
from meetings.forms.notes import PublishForm
from meetings.localized import written
from meetings.models import Meeting
from meetings.queries.notes import action_lines, note_groups, participants
from meetings.views.staff.access import own_meeting

NOT_HELD = gettext_lazy("Notes are not published of a meeting that is cancelled or still to come.")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def notes_publish(request: HttpRequest, slug: str, meeting: str) -> HttpResponse:
    row = own_meeting(request, slug, meeting)
    form = PublishForm(request.POST or None, initial={"audience": row.notes_audience})
    if request.method == "POST" and form.is_valid():
        audience = Audience(form.cleaned_data["audience"])
        try:
            row = publish_notes(meeting=row, audience=audience, now=timezone.now())
        except NothingWritten:
            messages.error(request, _("There is nothing to publish yet: write a line first."))
            return redirect("notes_write", slug, meeting)
        except NotHeld:
            messages.error(request, NOT_HELD)
            return redirect("meeting_desk", slug, meeting)
        messages.success(request, published_text(row))
        return redirect("meeting_desk", slug, meeting)
    language, now = current_language(), timezone.localtime()
    context = {
        "network": row.network,
        "meeting": row,
        "theme": written(row, "theme", language),
        "description": written(row, "description", language),
        "groups": note_groups(row, language),
        "actions": action_lines(row.actions.all(), now.date(), language),
        "participants": participants(row, language),
        "summary": {name: written(row, name, language) for name in ("asked", "answered")},
        "is_of_families": row.kind == MeetingKind.CO_PLANNING,
        "can_have_published_notes": row.can_have_published_notes(now),
        "not_held": NOT_HELD,
        "is_published": row.has_published_notes,
        "is_network_shown": is_network_shown(row),
        "form": form,
    }
    return render(request, "staff/networks/notes_publish.html", context)


def is_network_shown(meeting: Meeting) -> bool:
    network = meeting.network
    return network.state == State.PUBLISHED and network.coordinator.is_approved


def published_text(meeting: Meeting) -> str:
    if meeting.notes_audience == Audience.NETWORK:
        return _("The notes are published to the network's members.")
    if not is_network_shown(meeting):
        return _("The notes are published. Everyone can read them once the network is public.")
    return _("The notes are published. Everyone can read them now.")


@login_required
@require_POST
def notes_withdraw(request: HttpRequest, slug: str, meeting: str) -> HttpResponse:
    row = own_meeting(request, slug, meeting)
    withdraw_notes(meeting=row)
    messages.success(request, _("The notes are not published any more."))
    return redirect("notes_publish", slug, meeting)
