from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from directory.addresses import absolute
from directory.localized import current_language
from directory.views.listing import chips, page_of, section_crumbs
from meetings.filters import MaterialFilter
from meetings.queries.materials import material_line, material_rows
from meetings.queries.notes import found_lines

MOST_NOTES = 20


@require_safe
def material_list(request: HttpRequest) -> HttpResponse:
    """Materials by the filters; with words to look for, also the notes in which they stand."""
    language, today = current_language(), timezone.localdate()
    filterset = MaterialFilter(request.GET, user=request.user, today=today)
    page = page_of(material_rows(filterset.qs, language), request)
    page.object_list = [material_line(row, language) for row in page.object_list]
    notes = found_lines(filterset.notes(), language, MOST_NOTES + 1)
    return render(
        request,
        "meetings/material_list.html",
        {
            "filter_form": filterset.form,
            "page": page,
            "count": page.paginator.count,
            "notes": notes[:MOST_NOTES],
            "more_notes": len(notes) > MOST_NOTES,
            "site": absolute(request, "/").rstrip("/"),
            "chips": chips(filterset, request),
            "clear_url": request.path,
            "breadcrumbs": section_crumbs((_("Materials"), None)),
        },
    )
