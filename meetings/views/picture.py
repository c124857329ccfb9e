"""What everyone may see of a network's shared picture."""

from django.contrib.auth.models import AnonymousUser
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from directory.localized import current_language
from directory.views.listing import section_crumbs
from meetings.permissions import readable_networks
from meetings.queries.networks import network_card, network_row
from meetings.queries.picture_notes import said
from meetings.queries.picture_tables import PUBLIC, tray_tables

EVERYONE = AnonymousUser()


@require_safe
def network_picture(request: HttpRequest, slug: str) -> HttpResponse:
    """The same for all readers: from notes for everyone and listings that families see."""
    language, today = current_language(), timezone.localdate()
    networks = readable_networks(request.user, today).annotate(area_slug=F("area__slug"))
    network = network_row(networks, slug, request.user, today, language)
    if network is None:
        raise Http404
    asked = request.GET.get("form", "")
    tray = tray_tables(network.area_slug or "", today, language, form=asked)
    card = network_card(network, language)
    context = {
        "card": card,
        "tray": tray,
        "tables": tray.all(*PUBLIC),
        "is_unknown": bool(asked) and tray.form is None,
        "said": said(network, EVERYONE, today, language),
        "breadcrumbs": section_crumbs(
            (_("Networks"), reverse("network_list")),
            (card.name, card.url),
            (_("The shared picture"), None),
        ),
    }
    return render(request, "meetings/network_picture.html", context)
