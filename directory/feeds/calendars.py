"""Calendars to subscribe to: of a place, a service, an organisation and a choice of the week."""

from collections.abc import Callable

from django.conf import settings
from django.forms import ChoiceField
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_request
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from directory.addresses import absolute, with_query
from directory.feeds.ical import Feed, calendar_of
from directory.filters import WeekFilter
from directory.localized import columns, current_language, pick
from directory.models import Organisation, Place, Service
from directory.queries.calendar import (
    CalendarEvents,
    TooManySlots,
    Window,
    organisation_events,
    place_events,
    selected_events,
    service_events,
    window_around,
)

Find = Callable[[Window, str], CalendarEvents]
SITE_NAME = "Perhepalvelut"
UNPROCESSABLE = 422


@require_safe
def place_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    places = Place.objects.published().rewrite(False).only("slug", "name")
    place = places.filter(slug=slug).first()
    if place is None:
        raise Http404
    path = reverse("place_calendar", args=[slug])
    return answer(request, place.name, path, lambda window, code: place_events(place, window, code))


@require_safe
def place_calendar_unprefixed(request: HttpRequest, slug: str) -> HttpResponse:
    """To the reader's language; many calendars name none, and Finnish is what listings have."""
    code = get_language_from_request(request) if names_language(request) else "fi"
    response = HttpResponseRedirect(f"/{code}{request.path_info}")
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    return response


@require_safe
def service_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    language = current_language()
    services = Service.objects.published().rewrite(False).only(*columns(["name"], language))
    service = services.filter(slug=slug).first()
    if service is None:
        raise Http404
    name = str(pick(service, "name", language))
    path = reverse("service_calendar", args=[slug])
    return answer(
        request, name, path, lambda window, code: service_events(service.pk, window, code)
    )


@require_safe
def organisation_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    language = current_language()
    names = columns(["name"], language)
    organisations = Organisation.objects.published().rewrite(False).only(*names)
    organisation = organisations.filter(slug=slug).first()
    if organisation is None:
        raise Http404
    name = str(pick(organisation, "name", language))
    path = reverse("organisation_calendar", args=[slug])
    return answer(
        request, name, path, lambda window, code: organisation_events(organisation, window, code)
    )


@require_safe
def week_calendar(request: HttpRequest) -> HttpResponse:
    """A choice made on the week's page, by the same query."""
    chosen = WeekFilter(request.GET)
    if chosen.form.errors:
        return refusal(_("That choice is not known. Choose again on the page of the week."))
    path = with_query(reverse("week_calendar"), chosen.chosen)
    name = " · ".join([SITE_NAME, *labels(chosen)])
    return answer(
        request, name, path, lambda window, code: selected_events(chosen.selection, window, code)
    )


def labels(chosen: WeekFilter) -> list[str]:
    """The choices in words."""
    fields = chosen.form.fields
    return [
        str(dict(fields[name].choices)[value])
        for name, value in chosen.chosen.items()
        if isinstance(fields[name], ChoiceField)
    ]


def names_language(request: HttpRequest) -> bool:
    return bool(
        request.headers.get("Accept-Language") or settings.LANGUAGE_COOKIE_NAME in request.COOKIES
    )


def answer(request: HttpRequest, name: str, path: str, find: Find) -> HttpResponse:
    site = absolute(request, "/").rstrip("/")
    try:
        found = find(window_around(timezone.localdate()), current_language())
    except TooManySlots:
        return refusal(_("This calendar would be too long. Choose an area or a kind of service."))
    feed = Feed(name, site + path, site, found)
    response = HttpResponse(calendar_of(feed), content_type="text/calendar; charset=utf-8")
    file_name = path.partition("?")[0].rpartition("/")[2]
    response.headers["Content-Disposition"] = f'inline; filename="{file_name}"'
    return response


def refusal(message: str) -> HttpResponse:
    return HttpResponse(
        f"{message}\n", status=UNPROCESSABLE, content_type="text/plain; charset=utf-8"
    )
