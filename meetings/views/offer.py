"""A parent offers to help develop a network or a place, and can take it back."""

from uuid import uuid4

from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from directory.addresses import absolute
from directory.localized import Text, current_language, pick
from directory.models import Place
from directory.views.listing import section_crumbs
from directory.views.report import visitor, without_cookies
from meetings.actions.offers import delete_offer, record_offer
from meetings.forms.offer import OfferForm
from meetings.models import Network, Offer
from meetings.offer_link import offer_key, offer_token
from meetings.queries.offers import phones, who_answers

About = Network | Place
READ = ["GET", "HEAD", "POST"]


@without_cookies
@require_http_methods(READ)
def network_offer(request: HttpRequest, slug: str) -> HttpResponse:
    return offer(request, seen_network(slug))


@without_cookies
@require_http_methods(READ)
def place_offer(request: HttpRequest, slug: str) -> HttpResponse:
    return offer(request, seen_place(slug))


@without_cookies
@require_safe
def network_offer_thanks(request: HttpRequest, slug: str) -> HttpResponse:
    return thanks(request, seen_network(slug))


@without_cookies
@require_safe
def place_offer_thanks(request: HttpRequest, slug: str) -> HttpResponse:
    return thanks(request, seen_place(slug))


def seen_network(slug: str) -> Network:
    return get_object_or_404(Network.objects.published(), slug=slug)


def seen_place(slug: str) -> Place:
    return get_object_or_404(Place.objects.published(), slug=slug)


def offer(request: HttpRequest, about: About) -> HttpResponse:
    kind = about._meta.model_name
    data = request.POST if request.method == "POST" else None
    form = OfferForm(data, about=f"offer-{kind}-{about.pk}", now=timezone.localtime())
    if form.is_by_machine:  # It is thanked like everybody else, and learns nothing.
        return to_thanks(about, offer_token(uuid4()))
    if form.is_valid() and may_send(request, form):
        names = ("language", "contact", "message", "form")
        told = {name: form.cleaned_data[name] for name in names}
        return to_thanks(about, offer_token(record_offer(about=about, now=form.now, **told).uid))
    context = {
        "form": form,
        "contacts": phones(about, current_language()) if form.is_stopped else [],
        **page_of(about, _("I want to help develop")),
    }
    return render(request, "meetings/offer.html", context, status=400 if form.errors else 200)


def may_send(request: HttpRequest, form: OfferForm) -> bool:
    if ratelimit.consume(request, action="offer", key=visitor(request, form)):
        return True
    form.stop()
    return False


def to_thanks(about: About, token: str) -> HttpResponse:
    path = reverse(f"{about._meta.model_name}_offer_thanks", args=[about.slug])
    return HttpResponseRedirect(f"{path}?offer={token}")


def thanks(request: HttpRequest, about: About) -> HttpResponse:
    """Who sent nothing is thanked for nothing, and comes to the form."""
    token = request.GET.get("offer", "")
    if not offer_key(token):
        return redirect(f"{about._meta.model_name}_offer", about.slug)
    link = absolute(request, reverse("offer_taken_back", args=[token]))
    context = {"link": link, **page_of(about, _("Thank you"))}
    return render(request, "meetings/offer_thanks.html", context)


@csrf_exempt
@never_cache
@require_http_methods(READ)
def offer_taken_back(request: HttpRequest, token: str) -> HttpResponse:
    """Opening it changes nothing: mail and chat programs open links by themselves."""
    key = offer_key(token)
    if request.method == "POST" and key:
        delete_offer(uid=key)
    today = timezone.localdate()
    is_there = bool(key) and Offer.objects.kept(today).filter(uid=key).exists()
    context = {"is_there": is_there, "is_known": bool(key)}
    return render(request, "meetings/offer_taken_back.html", context)


def page_of(about: About, title: str) -> dict[str, object]:
    language = current_language()
    is_network = isinstance(about, Network)
    name = pick(about, "name", language) if is_network else Text(about.name, "fi")
    url = about.get_absolute_url()
    section = (_("Networks"), reverse("network_list"))
    if not is_network:
        section = (_("Places"), reverse("place_list"))
    return {
        "title": title,
        "name": name,
        "is_network": is_network,
        "url": url,
        "readers": [pick(reader, "name", language) for reader in who_answers(about)],
        "breadcrumbs": section_crumbs(section, (str(name), url), (title, None)),
        "section": "networks" if is_network else "places",
    }
