"""Anyone tells what is wrong in a listing; those who can mend it read it on the desk."""

import ipaddress
from collections.abc import Callable

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from directory.actions.reports import record_report
from directory.enums import ReportKind
from directory.forms.report import ReportForm
from directory.localized import Text, columns, current_language, pick
from directory.models import Place, Service
from directory.views.listing import section_crumbs

Listing = Service | Place
View = Callable[[HttpRequest, str], HttpResponse]
READ = ["GET", "HEAD", "POST"]


def without_cookies(view: View) -> View:
    """For a form that no session rides on: browsers that keep no cookies can send it too."""

    return csrf_exempt(never_cache(view))


@without_cookies
@require_http_methods(READ)
def service_report(request: HttpRequest, slug: str) -> HttpResponse:
    return report(request, seen_service(slug))


@without_cookies
@require_http_methods(READ)
def place_report(request: HttpRequest, slug: str) -> HttpResponse:
    return report(request, seen_place(slug))


@require_safe
def service_report_thanks(request: HttpRequest, slug: str) -> HttpResponse:
    return thanks(request, seen_service(slug))


@require_safe
def place_report_thanks(request: HttpRequest, slug: str) -> HttpResponse:
    return thanks(request, seen_place(slug))


def seen_service(slug: str) -> Service:
    names = columns(["name"], current_language())
    rows = Service.objects.published().rewrite(False).only("slug", *names)
    return get_object_or_404(rows, slug=slug)


def seen_place(slug: str) -> Place:
    rows = Place.objects.published().rewrite(False).only("slug", "name")
    return get_object_or_404(rows, slug=slug)


def report(request: HttpRequest, listing: Listing) -> HttpResponse:
    kind = listing._meta.model_name
    data = request.POST if request.method == "POST" else None
    form = ReportForm(data, about=f"{kind}-{listing.pk}", now=timezone.localtime())
    # A machine is thanked like everybody else, and learns nothing.
    if form.is_by_machine or (form.is_valid() and is_taken_in(request, listing, form)):
        return HttpResponseRedirect(reverse(f"{kind}_report_thanks", args=[listing.slug]))
    context = {"form": form, **page_of(listing, _("Is something wrong here?"))}
    return render(request, "directory/report.html", context, status=400 if form.errors else 200)


def is_taken_in(request: HttpRequest, listing: Listing, form: ReportForm) -> bool:
    if not ratelimit.consume(request, action="report", key=visitor(request, form)):
        form.add_error(
            None, _("Many messages have come from where you are. Please try again in an hour.")
        )
        return False
    record_report(
        listing=listing,
        form=form.cleaned_data["form"],
        kind=ReportKind(form.cleaned_data["kind"]),
        message=form.cleaned_data["message"],
        language=current_language(),
        now=form.now,
    )
    return True


def visitor(request: HttpRequest, form: ReportForm) -> str:
    """Tells visitors apart for a day without knowing who they are; the address is kept nowhere."""
    address = ipaddress.ip_address(get_adapter().get_client_ip(request))
    prefix = 64 if address.version == 6 else 32  # a home has all of its 64 bits to choose from
    home = ipaddress.ip_network((address, prefix), strict=False)
    return salted_hmac("directory.report", f"{form.now.date()} {home}").hexdigest()


def thanks(request: HttpRequest, listing: Listing) -> HttpResponse:
    return render(request, "directory/report_thanks.html", page_of(listing, _("Thank you")))


def page_of(listing: Listing, title: str) -> dict[str, object]:
    is_service = isinstance(listing, Service)
    name = pick(listing, "name", current_language()) if is_service else Text(listing.name, "fi")
    section = _("Services") if is_service else _("Places")
    crumbs = section_crumbs(
        (section, reverse("service_list" if is_service else "place_list")),
        (str(name), listing.get_absolute_url()),
        (title, None),
    )
    return {
        "title": title,
        "name": name,
        "is_service": is_service,
        "url": listing.get_absolute_url(),
        "breadcrumbs": crumbs,
        "section": "services" if is_service else "places",
    }
