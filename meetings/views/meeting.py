from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from directory.addresses import absolute
from directory.localized import current_language
from directory.views.beside import original_switch
from directory.views.listing import section_crumbs
from meetings.answer_link import answer_token
from meetings.models import Meeting
from meetings.permissions import readable_actions, readable_meetings, readable_notes
from meetings.queries.materials import materials_of
from meetings.queries.meetings import agenda, meeting_page, meeting_row, siblings
from meetings.queries.notes import action_lines, local_day, note_groups, participants


@require_safe
def meeting_detail(request: HttpRequest, slug: str, meeting: str) -> HttpResponse:
    language, today = current_language(), timezone.localdate()
    user = request.user
    row = row_or_404(request, readable_meetings(user, today), (slug, meeting), today)
    page, items = meeting_page(row, today, language), agenda(row, user, today, language)
    return render(
        request,
        "meetings/meeting_detail.html",
        {
            "meeting": page,
            "agenda": items,
            **original_switch(request, [*texts_of(page), *(item.title for item in items)]),
            "siblings": siblings(row, user, today, language),
            "materials": materials_of(row, user, today, language),
            "calendar_path": reverse("meeting_calendar", args=[slug, meeting]),
            "answer_path": answer_path(page["invitation"]),
            "offer_path": reverse("network_offer", args=[slug]) if page["takes_offers"] else "",
            "site": absolute(request, "/").rstrip("/"),
            "breadcrumbs": crumbs(page, (page["line"].title, None)),
        },
    )


@require_safe
def meeting_notes(request: HttpRequest, slug: str, meeting: str) -> HttpResponse:
    language, today = current_language(), timezone.localdate()
    user = request.user
    row = row_or_404(request, readable_notes(user, today), (slug, meeting), today)
    page = meeting_page(row, today, language)
    actions = readable_actions(user, today).filter(meeting=row.pk)
    done, groups = action_lines(actions, today, language), note_groups(row, language)
    noted = [line.text for group in groups for line in group.lines]
    return render(
        request,
        "meetings/meeting_notes.html",
        {
            "meeting": page,
            "published_on": local_day(row.notes_published_at),
            "corrected_on": local_day(row.notes_corrected_at),
            "groups": groups,
            "actions": done,
            **original_switch(request, [*texts_of(page), *noted, *(one.text for one in done)]),
            "participants": participants(row, language),
            "materials": materials_of(row, user, today, language),
            "site": absolute(request, "/").rstrip("/"),
            "breadcrumbs": crumbs(page, (page["line"].title, page["line"].url), (_("Notes"), None)),
        },
    )


def row_or_404(
    request: HttpRequest, meetings: QuerySet, slugs: tuple[str, str], today: date
) -> Meeting:
    row = meeting_row(meetings, slugs, request.user, today, current_language())
    if row is None:
        raise Http404
    return row


def texts_of(page: dict[str, Any]) -> list[object]:
    """Of the meeting itself, which both of its pages may show in translation."""
    return [page["network_name"], page["line"].title, *page.values()]


def answer_path(invitation: int | None) -> str:
    """The link that its mail has; for nobody else than who was invited by it."""
    return reverse("meeting_answer", args=[answer_token(invitation)]) if invitation else ""


def crumbs(page: dict[str, Any], *last: tuple[Any, str | None]) -> list:
    return section_crumbs(
        (_("Networks"), reverse("network_list")),
        (page["network_name"], page["network_url"]),
        *last,
    )
