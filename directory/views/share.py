"""How to show a programme elsewhere: on a site, on a screen, on a door, in a calendar."""

from collections.abc import Mapping
from typing import Any

from csp.constants import SELF
from csp.decorators import csp_replace
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import translation
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from directory.addresses import absolute, screen_address, with_query
from directory.filters import WeekFilter
from directory.forms.share import ShareForm
from directory.localized import current_language, pick
from directory.models import Organisation, Place
from directory.queries.details import organisation_row
from directory.queries.programme import PLACE_FIELDS
from directory.views.listing import section_crumbs

FRAME_HEIGHT = 600
with_preview = csp_replace({"frame-src": [SELF]})


@with_preview
@require_safe
def place_share(request: HttpRequest, slug: str) -> HttpResponse:
    place = get_object_or_404(Place.objects.published().only(*PLACE_FIELDS), slug=slug)
    form = ShareForm.asked(request.GET, current_language())
    crumb = (place.name, place.get_absolute_url())
    context = frame_context(request, form, "place_embed", [slug], frame_title(form, place.name))
    calendar = calendar_context(request, reverse("place_calendar", args=[slug]))
    own = {"place": place} | screen_context(request, form, place) | poster_context(form, place)
    return shown(request, form, crumb, context | calendar | own)


@with_preview
@require_safe
def organisation_share(request: HttpRequest, slug: str) -> HttpResponse:
    form = ShareForm.asked(request.GET, current_language())
    rows = Organisation.objects.published()
    organisation = organisation_row(rows, slug, form.language)
    in_frame = organisation_row(rows, slug, form.frame_language)
    if organisation is None or in_frame is None:
        raise Http404
    crumb = (pick(organisation, "name", form.language), organisation.get_absolute_url())
    title = frame_title(form, pick(in_frame, "name", form.frame_language))
    context = frame_context(request, form, "organisation_embed", [slug], title)
    calendar = calendar_context(request, reverse("organisation_calendar", args=[slug]))
    return shown(request, form, crumb, context | calendar)


@with_preview
@require_safe
def week_share(request: HttpRequest) -> HttpResponse:
    """The network's week by the filters in the address; `language` there is the one spoken."""
    form = ShareForm.asked(request.GET, current_language())
    week = WeekFilter(request.GET)
    name = week.area_name or _("Programme")
    crumb = (name, with_query(reverse("week"), week.chosen))
    with translation.override(form.frame_language):
        in_frame = WeekFilter(request.GET).area_name or _("Programme")
    title = frame_title(form, in_frame)
    context = frame_context(request, form, "week_embed", [], title, week.chosen)
    calendar = calendar_context(request, with_query(reverse("week_calendar"), week.chosen))
    return shown(request, form, crumb, context | calendar, week.chosen)


def frame_title(form: ShareForm, name: object) -> str:
    """For screen readers on the other site, in the language that the frame speaks."""
    with translation.override(form.frame_language):
        return _("Programme: %(name)s") % {"name": name}


def frame_context(
    request: HttpRequest,
    form: ShareForm,
    url_name: str,
    arguments: list[str],
    title: str,
    filters: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """The line for the other site's page, and the address for the preview here."""
    with translation.override(form.frame_language):
        path = reverse(url_name, args=arguments)
    path = with_query(path, {**(filters or {}), "theme": form.one("theme")})
    line = format_html(
        '<iframe src="{}" title="{}" width="100%" height="{}" loading="lazy"></iframe>',
        absolute(request, path),
        title,
        FRAME_HEIGHT,
    )
    return {"frame_line": line, "frame_path": path, "frame_title": title}


def screen_context(request: HttpRequest, form: ShareForm, place: Place) -> dict[str, Any]:
    languages = form.chosen.get("languages", [form.language])
    path = screen_address(place.slug, languages[0], languages)
    return {"screen_url": absolute(request, path), "screen_path": path}


def poster_context(form: ShareForm, place: Place) -> dict[str, Any]:
    """The posters of this week and of the season: to look at, and as PDF to print."""
    also = form.one("also")
    spans = (("week", _("This week")), ("season", _("The whole season")))
    page, pdf = (reverse(name, args=[place.slug]) for name in ("place_poster", "place_poster_pdf"))
    return {
        "posters": [
            {
                "label": label,
                "url": with_query(page, {"span": span, "also": also}),
                "pdf_url": with_query(pdf, {"span": span, "also": also}),
            }
            for span, label in spans
        ]
    }


def calendar_context(request: HttpRequest, path: str) -> dict[str, str]:
    url = absolute(request, path)
    return {"calendar_url": url, "webcal_url": "webcal://" + url.partition("://")[2]}


def shown(
    request: HttpRequest,
    form: ShareForm,
    crumb: tuple[Any, str],
    context: dict[str, Any],
    filters: Mapping[str, str] | None = None,
) -> HttpResponse:
    """Each part of the page has a form of its own, which carries what the others hold."""
    sections = {"frame": ("lang", "theme"), "screen": ("languages",), "poster": ("also",)}
    held = {**{name: [value] for name, value in (filters or {}).items()}, **form.chosen}
    own = {
        "name": crumb[0],
        "forms": {
            section: {
                "fields": [form[name] for name in names],
                "kept": [(key, one) for key in held if key not in names for one in held[key]],
            }
            for section, names in sections.items()
        },
        "breadcrumbs": section_crumbs(crumb, (_("Show elsewhere"), None)),
    }
    return render(request, "directory/share.html", context | own)
