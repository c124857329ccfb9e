from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Page
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from directory.addresses import absolute, with_query
from directory.counted import Opened, counts_as
from directory.filters import ServiceFilter
from directory.json_ld import event_items, script_safe, service_item
from directory.localized import current_language
from directory.models import ContentVersion, CountedKind, Service
from directory.queries.contacts import contact_lines, first_phone
from directory.queries.details import service_page, service_row
from directory.queries.listings import service_cards, service_rows, texts_of
from directory.queries.nearby import rounded
from directory.queries.series import places_of_service, service_series
from directory.search.also import also_found
from directory.views.beside import original_switch
from directory.views.did_you_mean import other_words
from directory.views.facets import facets
from directory.views.listing import chips, found_nothing, page_of, section_crumbs, without
from directory.views.nearest import nearest

UPCOMING = 8


@require_safe
def service_list(request: HttpRequest) -> HttpResponse:
    language, now = current_language(), timezone.localtime()
    filterset = ServiceFilter(
        request.GET,
        Service.objects.published(),
        today=now.date(),
        version=content_version(request),
    )
    page = service_cards_page(filterset, request, language, now)
    response = render(
        request,
        "directory/service_list.html",
        {
            "filter_form": filterset.form,
            "facets": facets(filterset),
            "page": page,
            "count": page.paginator.count,
            "chips": chips(filterset, request),
            "also": also_found(filterset.answer, request.user, now.date(), language),
            **beside_words(filterset, request),
            **({} if page.paginator.count else instead(filterset, request, language)),
            "clear_url": request.path,
            "breadcrumbs": section_crumbs((_("Services"), None)),
        },
    )
    if filterset.is_late:
        return response
    return counts_as(response, found_nothing(CountedKind.SERVICE, filterset, page))


def beside_words(filterset: ServiceFilter, request: HttpRequest) -> dict[str, Any]:
    """What words find can be put in the order of distance."""
    asked, position = request.GET.get("near"), filterset.position
    if not (filterset.words or asked):
        return {}
    return {
        "by_distance": True,
        "near": rounded(position),
        "near_error": _("There is no such place on the map.") if asked and not position else "",
        "by_area_url": request.path + without(request.GET, "near", ""),
    }


def instead(filterset: ServiceFilter, request: HttpRequest, language: str) -> dict[str, Any]:
    """What a list without a row offers. Words that find something are right; then what leaves
    nothing are the filters."""
    is_right = filterset.is_late or bool(filterset.keys)
    words = [] if is_right else other_words(request, filterset.words, language)
    return {
        "is_late": filterset.is_late,
        "other_words": words,
        "nearest": nearest(filterset, request, with_words=bool(words)),
        "places_url": places_url(filterset),
    }


def content_version(request: HttpRequest) -> UUID | None:
    """As it was before this page was begun: what is read now is as new at least."""
    if not hasattr(request, "content_version"):
        return ContentVersion.objects.values_list("version", flat=True).first()
    return request.content_version


def service_cards_page(
    filterset: ServiceFilter, request: HttpRequest, language: str, now: datetime
) -> Page:
    rows = filterset.in_order(service_rows(filterset.qs, language, now.date()))
    page = page_of(rows, request, filterset.found.count)
    weekdays = [int(day) for day in filterset.chosen.get("day", ())]
    page.object_list = service_cards(page.object_list, language, now, weekdays)
    return page


def places_url(filterset: ServiceFilter) -> str:
    """Of places to ask at, in the chosen area when it is one."""
    areas = filterset.chosen.get("area", [])
    return with_query(reverse("place_list"), {"area": areas[0]} if len(areas) == 1 else {})


@require_safe
def service_detail(request: HttpRequest, slug: str) -> HttpResponse:
    return service_page_of(request, Service.objects.published(), slug)


def service_page_of(request: HttpRequest, services: QuerySet, slug: str) -> HttpResponse:
    """The page of one of these; its editors see it before it is published."""
    language, now = current_language(), timezone.localtime()
    service = service_row(services, slug, language)
    if service is None:
        raise Http404
    page = service_page(service, language, now.date())
    series = service_series(service, language, now)
    contacts = contact_lines(service.contact_rows, language)
    url = absolute(request, request.path)
    upcoming = series.sessions[:UPCOMING]
    places = places_of_service(service, series, language)
    response = render(
        request,
        "directory/service_detail.html",
        {
            "service": page,
            "series": series,
            "places": places,
            "upcoming": upcoming,
            **original_switch(
                request, [*page.values(), *series.texts, *texts_of(contacts, places)]
            ),
            "contacts": contacts,
            "phone": first_phone(contacts),
            "breadcrumbs": section_crumbs(
                (_("Services"), reverse("service_list")), (str(page["name"]), None)
            ),
            "json_ld": script_safe(
                [service_item(page, url, service.languages), *event_items(upcoming)]
            ),
        },
    )
    return counts_as(response, Opened(CountedKind.SERVICE, service.pk))
