"""Notes while the meeting goes on: lines that are saved as they are typed, by several at once."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from directory.localized import current_language, pick
from directory.models import Organisation
from meetings.actions.notes import Clashing, Elsewhere, Published, write_line
from meetings.actions.participation import OtherNumbers, save_participation
from meetings.enums import NoteKind
from meetings.forms.notes import LineForm, ParticipationForm
from meetings.localized import written
from meetings.models import Meeting, NoteItem
from meetings.queries.desk import action_rows
from meetings.queries.versions import line_version
from meetings.queries.writing import lines_by_kind, who_came, who_may_have_come
from meetings.views.staff.access import own_meeting

BAD_REQUEST, CONFLICT = 400, 409
# Sent along by who has pressed the button of the page that tells it: readers see it at once.
KNOWS = "knows_it_is_published"


@login_required
@require_safe
def notes_write(request: HttpRequest, slug: str, meeting: str) -> HttpResponse:
    """`?part=lines` is the list alone, which the page asks for to show what others wrote."""
    row = own_meeting(request, slug, meeting)
    if request.GET.get("part") == "lines":
        return render(request, "staff/networks/_lines.html", lines_context(row))
    return notes_page(request, row, new_line_form(row))


def lines_context(meeting: Meeting) -> dict[str, Any]:
    return {
        "network": meeting.network,
        "meeting": meeting,
        "kinds": lines_by_kind(meeting, current_language()),
        "kind_choices": NoteKind.choices,
        "is_published": meeting.has_published_notes,
    }


def new_line_form(meeting: Meeting) -> LineForm:
    initial = {"kind": NoteKind.WORKS, "language": current_language()}
    return LineForm(meeting=meeting, initial=initial)


def notes_page(
    request: HttpRequest,
    meeting: Meeting,
    form: LineForm,
    participation: ParticipationForm | None = None,
    status: int = 200,
) -> HttpResponse:
    language, today = current_language(), timezone.localdate()
    context = {
        **lines_context(meeting),
        "theme": written(meeting, "theme", language),
        "form": form,
        "participation": participation or participation_form(meeting),
        "actions": action_rows(meeting.actions.all(), language, today),
        "next_ones": meeting.next_ones.all(),
    }
    return render(request, "staff/networks/notes_write.html", context, status=status)


@login_required
@require_POST
def note_line(request: HttpRequest, slug: str, meeting: str) -> HttpResponse:
    """To a script it tells in JSON how the line stands; to a form it shows the page again."""
    row = own_meeting(request, slug, meeting)
    form = LineForm(request.POST, meeting=row)
    if not form.is_valid():
        return refused(request, row, form)
    is_typing = wants_json(request) and KNOWS not in request.POST
    now = timezone.now()
    try:
        line = write_line(meeting=row, writing=form.writing, now=now, is_typing=is_typing)
    except Published:
        return JsonResponse({"reason": "published"}, status=CONFLICT)
    except Elsewhere:
        raise PermissionDenied from None
    except Clashing as clash:
        return clashing(request, row, form, clash.line)
    if wants_json(request):
        return JsonResponse({"uid": str(line.uid), "version": line_version(line)})
    messages.success(request, _("Saved."))
    return HttpResponseRedirect(f"{address(row)}#line-{line.uid}")


def address(meeting: Meeting) -> str:
    return reverse("notes_write", args=[meeting.network.slug, meeting.slug])


def wants_json(request: HttpRequest) -> bool:
    return request.headers.get("Accept", "") == "application/json"


def refused(request: HttpRequest, meeting: Meeting, form: LineForm) -> HttpResponse:
    if not wants_json(request):
        return notes_page(request, meeting, form, status=BAD_REQUEST)
    told = " ".join(error for errors in form.errors.values() for error in errors)
    return JsonResponse({"error": told}, status=BAD_REQUEST)


def clashing(
    request: HttpRequest, meeting: Meeting, form: LineForm, line: NoteItem
) -> HttpResponse:
    theirs = written(line, "text", form.cleaned_data["language"])
    if wants_json(request):
        told = {"theirs": theirs.value, "version": line_version(line), "kind": line.kind}
        ties = {"theme": line.theme_id or "", "agenda_item": line.agenda_item_id or ""}
        return JsonResponse({"reason": "clash", **told, **ties}, status=CONFLICT)
    form.data = form.data.copy()
    form.data["version"] = line_version(line)
    context = {
        "network": meeting.network,
        "meeting": meeting,
        "theirs": theirs,
        "kind": line.get_kind_display(),
        "form": form,
    }
    return render(request, "staff/networks/line_clash.html", context, status=CONFLICT)


def participation_form(meeting: Meeting, data: Any = None) -> ParticipationForm:
    language = current_language()
    rows: list[Organisation] = list(who_may_have_come(meeting))
    names = {row: str(pick(row, "name", language)) for row in rows}
    return ParticipationForm(data, organisations=names, came=who_came(meeting))


@login_required
@require_http_methods(["POST"])
def notes_participation(request: HttpRequest, slug: str, meeting: str) -> HttpResponse:
    row = own_meeting(request, slug, meeting)
    form = participation_form(row, request.POST)
    if not form.is_valid():
        return notes_page(request, row, new_line_form(row), form, BAD_REQUEST)
    try:
        save_participation(meeting=row, changes=form.changes, now=timezone.now())
    except OtherNumbers as theirs:
        form.show_theirs(theirs.present)
        return notes_page(request, row, new_line_form(row), form, CONFLICT)
    messages.success(request, _("Who came is saved."))
    return redirect("notes_write", slug, meeting)
