"""What a parent shows to a worker when they share no language."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from directory.localized import Text, html_tag, pick
from directory.models import Place, Service
from directory.queries import card as cards
from directory.queries.details import place_row, service_row
from directory.views.beside import Pair, choices, pair_asked
from directory.views.listing import section_crumbs


@require_safe
def help_card(request: HttpRequest) -> HttpResponse:
    pair = pair_asked(request.GET.get("with"))
    card = cards.general_card(pair.languages, pair.family)
    return shown(request, pair, card, section_crumbs((_("Show this to the worker"), None)))


@require_safe
def service_card(request: HttpRequest, slug: str) -> HttpResponse:
    pair = pair_asked(request.GET.get("with"))
    service = service_row(Service.objects.published(), slug, *pair.languages)
    if service is None:
        raise Http404
    card = cards.service_card(service, timezone.localtime(), pair.languages, pair.family)
    name = pick(service, "name", pair.own)
    list_url = (_("Services"), reverse("service_list"))
    return shown(request, pair, card, crumbs(list_url, name, service.get_absolute_url()))


@require_safe
def place_card(request: HttpRequest, slug: str) -> HttpResponse:
    pair = pair_asked(request.GET.get("with"))
    place = place_row(Place.objects.published(), slug, *pair.languages)
    if place is None:
        raise Http404
    card = cards.place_card(place, timezone.localtime(), pair.languages, pair.family)
    list_url = (_("Places"), reverse("place_list"))
    return shown(request, pair, card, crumbs(list_url, place.name, place.get_absolute_url()))


def crumbs(section: tuple[str, str], name: str | Text, url: str) -> list[tuple[str, str | None]]:
    return section_crumbs(section, (str(name), url), (_("Show this to the worker"), None))


def shown(
    request: HttpRequest, pair: Pair, card: cards.Card, breadcrumbs: list[Any]
) -> HttpResponse:
    offered = choices(request, "with", pair)
    return render(
        request,
        "directory/card.html",
        {
            "pair": pair,
            "card": card,
            # Easy Finnish is of no use beside Finnish to people who share no language.
            "choices": [one for one in offered if one["tag"] != html_tag(pair.own)],
            "breadcrumbs": breadcrumbs,
        },
    )
