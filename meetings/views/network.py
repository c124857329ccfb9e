from itertools import groupby
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from directory.addresses import with_query
from directory.localized import current_language
from directory.queries.contacts import contact_lines
from directory.views.beside import original_switch
from directory.views.listing import chips, page_of, section_crumbs
from meetings.enums import ActionState
from meetings.filters import NetworkFilter
from meetings.permissions import readable_actions, readable_meetings, readable_networks
from meetings.queries.meetings import coming, lines, past
from meetings.queries.networks import (
    member_groups,
    network_card,
    network_page,
    network_row,
    network_rows,
)
from meetings.queries.notes import action_line, action_rows
from meetings.queries.shown import Shown, first

MOST_ACTIONS = 50


@require_safe
def network_list(request: HttpRequest) -> HttpResponse:
    language, today = current_language(), timezone.localdate()
    networks = readable_networks(request.user, today)
    filterset = NetworkFilter(request.GET, networks, today=today)
    rows = network_rows(filterset.qs, request.user, today, language)
    page = page_of(rows, request)
    cards = [network_card(row, language) for row in page.object_list]
    page.object_list = cards
    return render(
        request,
        "meetings/network_list.html",
        {
            "filter_form": filterset.form,
            "page": page,
            "groups": [(cards[0], cards) for cards in by_area(cards)],
            "count": page.paginator.count,
            "chips": chips(filterset, request),
            "clear_url": request.path,
            "breadcrumbs": section_crumbs((_("Networks"), None)),
        },
    )


def by_area(cards: list) -> list[list]:
    """As they come, which is in the order of the areas."""
    return [list(group) for _area, group in groupby(cards, key=lambda card: card.area)]


@require_safe
def network_detail(request: HttpRequest, slug: str) -> HttpResponse:
    language, today = current_language(), timezone.localdate()
    user = request.user
    network = network_row(readable_networks(user, today), slug, user, today, language)
    if network is None:
        raise Http404
    page = network_page(network, language)
    meetings = readable_meetings(user, today).filter(network=network.pk)
    held = page_of(past(meetings, user, today, language), request)
    held.object_list = lines(held.object_list, language)
    actions = readable_actions(user, today).filter(network=network.pk, state=ActionState.OPEN)
    shown_actions = first(
        action_rows(actions, language), MOST_ACTIONS, lambda row: action_line(row, today, language)
    )
    return render(
        request,
        "meetings/network_detail.html",
        {
            "network": page,
            "coming": coming(meetings, user, today, language),
            "held": held,
            "actions": shown_actions,
            **original_switch(request, texts_of(page, shown_actions)),
            "groups": member_groups(network, today, language),
            "contacts": contact_lines(network.contact_rows, language),
            "materials_url": with_query(reverse("material_list"), {"network": slug}),
            "breadcrumbs": section_crumbs(
                (_("Networks"), reverse("network_list")), (page["card"].name, None)
            ),
        },
    )


def texts_of(page: dict[str, Any], actions: Shown) -> list[object]:
    """What the page may show in translation."""
    card = page["card"]
    themes = [theme["name"] for theme in page["themes"]]
    shown = [card.name, card.purpose, card.rhythm, page["how_to_join"]]
    return [*shown, *themes, *(one.text for one in actions.lines)]
