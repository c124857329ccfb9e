"""One line of notes: what it is about, what follows from it, and taking it away."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from directory.localized import current_language, expression
from directory.models import Category
from meetings.actions.action_items import add_action
from meetings.actions.notes import Clashing, remove_line, tie
from meetings.actions.rows import NotOfThisNetwork
from meetings.forms.notes import ActionForm, LineForm, TiesForm
from meetings.localized import written
from meetings.markdown import in_plain_words
from meetings.models import Action, Meeting, NoteItem
from meetings.queries.desk import action_rows, organisations_in
from meetings.queries.versions import line_version
from meetings.queries.writing import (
    places_like,
    services_like,
    tieable_places,
    tieable_services,
)
from meetings.views.staff.access import own_meeting

LONGEST_SEARCH = 80
LONGEST_ACTION = Action._meta.get_field("text").max_length


def own_line(request: HttpRequest, slug: str, meeting: str, uid: UUID) -> tuple[Meeting, NoteItem]:
    row = own_meeting(request, slug, meeting)
    return row, get_object_or_404(row.notes.select_related("theme", "meeting"), uid=uid)


@login_required
@require_safe
def note_item(request: HttpRequest, slug: str, meeting: str, uid: UUID) -> HttpResponse:
    row, line = own_line(request, slug, meeting, uid)
    words = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST_SEARCH]
    return item_page(request, row, line, words=words)


def item_page(
    request: HttpRequest,
    meeting: Meeting,
    line: NoteItem,
    *,
    words: str = "",
    form: ActionForm | None = None,
    status: int = 200,
) -> HttpResponse:
    language, today = current_language(), timezone.localdate()
    context = {
        "network": meeting.network,
        "meeting": meeting,
        "line": line,
        "text": written(line, "text", language),
        "version": line_version(line),
        "words": words,
        "line_form": LineForm(meeting=meeting, initial=present(line), auto_id="line_%s"),
        "ties": ties_form(request, line, words),
        "form": form or action_form(meeting, None, first_words(line, language)),
        "actions": action_rows(meeting.actions.all(), language, today),
    }
    return render(request, "staff/networks/note_item.html", context, status=status)


def present(line: NoteItem) -> dict[str, Any]:
    text = written(line, "text", current_language())
    kept = {name: getattr(line, name) for name in ("uid", "kind", "theme", "agenda_item")}
    told = {"text": text.value, "language": text.language, "version": line_version(line)}
    return {**kept, **told}


def first_words(line: NoteItem, language: str) -> dict[str, str]:
    """An action often says what the line does."""
    text = in_plain_words(written(line, "text", language))
    return {"language": language, "text": text if len(text) <= LONGEST_ACTION else ""}


def ties_form(request: HttpRequest, line: NoteItem, words: str, data: Any = None) -> TiesForm:
    """Chosen from what is tied already and what the words find; on the way in, from all allowed."""
    language = current_language()
    services, places = tieable_services(request.user), tieable_places(request.user)
    categories = Category.objects.order_by(expression("name", language))
    allowed = {"services": services, "places": places, "categories": categories}
    tied = {name: keys(rows.filter(note_items=line)) for name, rows in allowed.items()}
    if data is None:
        found = {
            "services": keys(services_like(services, words, language)) if words else [],
            "places": keys(places_like(places, words)) if words else [],
        }
        for name, more in found.items():
            allowed[name] = allowed[name].filter(pk__in=[*tied[name], *more])
    form = TiesForm(data, initial=tied)
    for name, rows in allowed.items():
        form.fields[name].queryset = rows
    return form


def keys(rows: Iterable[Any]) -> list[int]:
    return [one.pk for one in rows]


@login_required
@require_POST
def note_ties(request: HttpRequest, slug: str, meeting: str, uid: UUID) -> HttpResponse:
    _row, line = own_line(request, slug, meeting, uid)
    form = ties_form(request, line, "", request.POST)
    if not form.is_valid():
        messages.error(request, _("One of these can't be chosen any more. Look for it again."))
    else:
        tie(line=line, choices=form.choices, now=timezone.now())
        messages.success(request, _("Saved."))
    return redirect("note_item", slug, meeting, line.uid)


def action_form(meeting: Meeting, data: Any, initial: dict[str, Any]) -> ActionForm:
    organisations = organisations_in(meeting.network, timezone.localdate())
    today = timezone.localdate()
    return ActionForm(data, today=today, organisations=organisations, initial=initial)


@login_required
@require_POST
def note_action(request: HttpRequest, slug: str, meeting: str, uid: UUID) -> HttpResponse:
    row, line = own_line(request, slug, meeting, uid)
    form = action_form(row, request.POST, {})
    if not form.is_valid():
        return item_page(request, row, line, form=form, status=400)
    try:
        add_action(network=row.network, meeting=row, new=form.new(line.theme), now=timezone.now())
    except NotOfThisNetwork:
        raise PermissionDenied from None
    messages.success(request, _("The action is here, and on every next agenda until it is done."))
    return redirect("note_item", slug, meeting, line.uid)


@login_required
@require_POST
def note_remove(request: HttpRequest, slug: str, meeting: str, uid: UUID) -> HttpResponse:
    """Sent a second time it finds nothing, and says the same."""
    row = own_meeting(request, slug, meeting)
    line = row.notes.filter(uid=uid).first()
    try:
        if line:
            remove_line(line=line, seen=request.POST.get("version", ""), now=timezone.now())
    except Clashing:
        messages.warning(
            request, _("Somebody else wrote on this line meanwhile. It is not removed: read it.")
        )
        return redirect("note_item", slug, meeting, uid)
    messages.success(request, _("The line is removed."))
    return redirect("notes_write", slug, meeting)
