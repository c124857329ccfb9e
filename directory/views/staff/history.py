"""What has been done to a listing, by whom and when, and the way back to any of its versions."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from directory.actions.history import CannotRestore, plan_restoring, restore_version
from directory.actions.programme import Overtaken
from directory.localized import current_language
from directory.queries.authors import Author, authors
from directory.queries.history import (
    KINDS,
    Entry,
    entries,
    moments,
    time_of,
    title_of,
)
from directory.views.staff.access import listing_or_refuse
from directory.views.staff.differences import ShownStep, in_words, names_in, shown_steps

PAGE = 15


@dataclass(frozen=True, slots=True)
class ShownEntry:
    entry: Entry
    author: Author | None
    steps: list[ShownStep]
    is_current: bool


@login_required
@require_safe
def history(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    row = listing_or_refuse(request, KINDS, kind, pk)
    page = Paginator(moments(row), PAGE).get_page(request.GET.get("page"))
    found = entries(row, page.object_list)
    context = {"page": page, "entries": shown(request, found, page.number), **named(kind, row)}
    return render(request, "staff/history.html", context)


def named(kind: str, row: Model) -> dict[str, object]:
    return {"kind": kind, "row": row, "title": title_of(row, current_language())}


def shown(request: HttpRequest, found: list[Entry], number: int) -> list[ShownEntry]:
    language = current_language()
    steps = [step for entry in found for step in entry.steps]
    names, who = names_in(steps, language), authors(found, request.user, language)
    return [
        ShownEntry(
            entry,
            who.get(entry.author),
            shown_steps(entry.steps, names, language),
            is_current=number == 1 and at == 0,
        )
        for at, entry in enumerate(found)
    ]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def restore(request: HttpRequest, kind: str, pk: int, moment: int) -> HttpResponse:
    """First what it would change; restoring is a second step."""
    row = listing_or_refuse(request, KINDS, kind, pk)
    at = time_of(moment)
    if at is None:
        raise Http404
    if request.method == "POST" and restored(request, row, at):
        return redirect("history", kind, pk)
    try:
        plan = plan_restoring(row, at, request.user)
    except CannotRestore as error:
        raise Http404 from error
    context = {
        "at": timezone.localtime(at),
        "seen": plan.seen,
        "steps": in_words(plan.steps, current_language()),
        "held": in_words(plan.held, current_language()),
        **named(kind, row),
    }
    return render(request, "staff/history_restore.html", context)


def restored(request: HttpRequest, row: Model, at: datetime) -> bool:
    """Otherwise nothing has changed, and the page says why."""
    seen = request.POST.get("seen", "")
    try:
        steps = restore_version(row=row, at=at, user=request.user, seen=seen)
    except Overtaken:
        text = _("Somebody else changed this meanwhile. Look again at what would change.")
        messages.warning(request, text)
        return False
    except CannotRestore as error:
        told = _("It can't be restored. %(reason)s Nothing has changed.") % {"reason": error}
        messages.error(request, told)
        return False
    if steps:
        messages.success(request, _("Restored. What was before is in the history, too."))
    else:
        messages.info(request, _("It is so already."))
    return True
