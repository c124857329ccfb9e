"""Families who want to help: how to reach them, until they are answered or the time is over."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from directory.localized import current_language
from directory.permissions import organisations_of
from directory.views.staff.access import editable_or_refuse
from meetings.actions.offers import answer_offer, delete_offer
from meetings.models import Offer
from meetings.queries.offers import offers_shown, own_offers
from meetings.views.staff.access import own_network


@login_required
@require_safe
def offers(request: HttpRequest) -> HttpResponse:
    """To all networks and places of one's organisations."""
    user = request.user
    if not user.is_superuser and not organisations_of(user).exists():
        raise PermissionDenied
    shown = offers_shown(own_offers(user, timezone.localdate()), current_language())
    return render(request, "staff/networks/offer_desk.html", {"offers": shown})


@login_required
@require_safe
def offer_desk(request: HttpRequest, slug: str) -> HttpResponse:
    network = own_network(request, slug)
    rows = own_offers(request.user, timezone.localdate()).filter(network=network)
    context = {"network": network, "offers": offers_shown(rows, current_language())}
    return render(request, "staff/networks/offer_desk.html", context)


@login_required
@require_POST
def offer_answer(request: HttpRequest, uid: UUID) -> HttpResponse:
    offer = editable_or_refuse(request, kept(), uid=uid)
    is_answered = request.POST.get("answered") == "1"
    answer_offer(offer=offer, now=timezone.now() if is_answered else None)
    if is_answered:
        messages.success(request, _("Thank you. You find it below, under those answered."))
    else:
        messages.success(request, _("It is waiting for an answer again."))
    return back(offer)


@login_required
@require_POST
def offer_remove(request: HttpRequest, uid: UUID) -> HttpResponse:
    """A parent may ask for it by phone, too."""
    offer = editable_or_refuse(request, kept(), uid=uid)
    delete_offer(uid=offer.uid)
    messages.success(request, _("The offer is deleted."))
    return back(offer)


def kept():
    return Offer.objects.kept(timezone.localdate()).select_related("network")


def back(offer: Offer) -> HttpResponse:
    if offer.network:
        return redirect("offer_desk", offer.network.slug)
    return redirect("offers")
