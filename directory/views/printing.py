"""The page of a service or a place on paper, in two languages side by side."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from directory.addresses import absolute
from directory.localized import Text, direction, html_tag, in_turn, pick
from directory.models import Place, Service
from directory.queries.contacts import contact_lines, first_phone
from directory.queries.details import place_page, place_row, service_page, service_row
from directory.queries.series import service_series
from directory.queries.week import monday_of, place_week
from directory.views.beside import Pair, choices, pair_asked
from directory.views.listing import section_crumbs

# From Saturday on, the programme on paper is the next week's.
NEARLY_OVER = timedelta(days=2)


@require_safe
def service_print(request: HttpRequest, slug: str) -> HttpResponse:
    pair, now = pair_asked(request.GET.get("also")), timezone.localtime()
    service = service_row(Service.objects.published(), slug, *pair.languages)
    if service is None:
        raise Http404

    def side(language: str) -> dict[str, Any]:
        contacts = contact_lines(service.contact_rows, language)
        return {
            "service": service_page(service, language, now.date()),
            "series": service_series(service, language, now),
            "contacts": contacts,
            "phone": first_phone(contacts),
        }

    sides = in_each(request, pair, "directory/_print_service.html", side)
    section = (_("Services"), reverse("service_list"))
    name = pick(service, "name", pair.own)
    return shown(request, pair, sides, section, name, service.get_absolute_url())


@require_safe
def place_print(request: HttpRequest, slug: str) -> HttpResponse:
    pair, now = pair_asked(request.GET.get("also")), timezone.localtime()
    place = place_row(Place.objects.published(), slug, *pair.languages)
    if place is None:
        raise Http404
    monday, url = monday_of(now.date() + NEARLY_OVER), place.get_absolute_url()

    def side(language: str) -> dict[str, Any]:
        contacts = contact_lines(place.contact_rows, language)
        return {
            "place": place_page(place, language, now.date()),
            "week": place_week(place, monday, now, language, url),
            "contacts": contacts,
            "phone": first_phone(contacts),
        }

    sides = in_each(request, pair, "directory/_print_place.html", side)
    section = (_("Places"), reverse("place_list"))
    return shown(request, pair, sides, section, Text(place.name, "fi"), url)


def in_each(
    request: HttpRequest, pair: Pair, template: str, side: Callable[[str], dict[str, Any]]
) -> list[dict[str, str]]:
    """The same part of a page in each language, made while that language is active."""
    found = []
    for code in in_turn(pair.languages):
        content = render_to_string(template, side(code), request)
        found.append({"tag": html_tag(code), "dir": direction(code), "content": content})
    return found


def shown(
    request: HttpRequest,
    pair: Pair,
    sides: list[dict[str, str]],
    section: tuple[str, str],
    name: Text,
    url: str,
) -> HttpResponse:
    return render(
        request,
        "directory/print.html",
        {
            "pair": pair,
            "name": name,
            "sides": sides,
            "address": absolute(request, url).split("://", 1)[-1],
            "today": timezone.localdate(),
            "choices": choices(request, "also", pair),
            "breadcrumbs": section_crumbs(
                section, (str(name), url), (_("Print in two languages"), None)
            ),
        },
    )
