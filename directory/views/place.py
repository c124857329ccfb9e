from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from directory.addresses import absolute, with_query
from directory.counted import Opened, counts_as
from directory.filters import PlaceFilter
from directory.json_ld import event_items, place_item, script_safe
from directory.localized import current_language
from directory.models import CountedKind, Place
from directory.queries.contacts import contact_lines, first_phone
from directory.queries.details import place_page, place_row
from directory.queries.listings import place_cards, place_rows, services_at, texts_of
from directory.queries.week import monday_asked, place_week
from directory.views.beside import original_asked, original_switch
from directory.views.listing import chips, found_nothing, page_of, section_crumbs


@require_safe
def place_list(request: HttpRequest) -> HttpResponse:
    language, today = current_language(), timezone.localdate()
    filterset = PlaceFilter(request.GET, Place.objects.published())
    page = page_of(place_rows(filterset.qs, language), request)
    page.object_list = place_cards(page.object_list, language, today)
    response = render(
        request,
        "directory/place_list.html",
        {
            "filter_form": filterset.form,
            "page": page,
            "count": page.paginator.count,
            "chips": chips(filterset, request),
            "clear_url": request.path,
            "breadcrumbs": section_crumbs((_("Places"), None)),
        },
    )
    return counts_as(response, found_nothing(CountedKind.PLACE, filterset, page))


@require_safe
def place_detail(request: HttpRequest, slug: str) -> HttpResponse:
    return place_page_of(request, Place.objects.published(), slug)


def place_page_of(request: HttpRequest, places: QuerySet, slug: str) -> HttpResponse:
    """The page of one of these; its editors see it before it is published."""
    language, now = current_language(), timezone.localtime()
    today = now.date()
    place = place_row(places, slug, language)
    if place is None:
        raise Http404
    page = place_page(place, language, today)
    monday, week_error = monday_asked(request.GET.get("start"), today)
    path = with_query(request.path, original_asked(request))
    week = place_week(place, monday, now, language, path)
    contacts = contact_lines(place.contact_rows, language)
    services = services_at(place, language, today)
    response = render(
        request,
        "directory/place_detail.html",
        {
            "place": page,
            "week": week,
            "week_error": week_error,
            "opening": week.opening,
            "contacts": contacts,
            "phone": first_phone(contacts),
            "services": services,
            **original_switch(
                request, [*page.values(), *week.texts, *texts_of(contacts, services)]
            ),
            "breadcrumbs": section_crumbs((_("Places"), reverse("place_list")), (place.name, None)),
            "json_ld": script_safe(
                [
                    place_item(place, absolute(request, request.path), str(page["summary"])),
                    *event_items(week.activities),
                ]
            ),
        },
    )
    return counts_as(response, Opened(CountedKind.PLACE, place.pk))
