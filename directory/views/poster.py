from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from directory.addresses import absolute
from directory.localized import current_language
from directory.models import Place
from directory.queries.poster import Poster, poster_place
from directory.queries.poster_season import season_poster
from directory.queries.poster_week import week_poster
from directory.queries.week import WEEK, monday_asked, monday_of, week_url
from directory.typesetting.fit import fitted, is_dense, size_number
from directory.typesetting.poster import qr_svg, typeset
from directory.views.listing import section_crumbs

SPANS = ("week", "season")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for, with what was wrong in it replaced and told."""

    span: str
    monday: date
    also: str
    errors: list[str]

    @property
    def languages(self) -> list[str]:
        return [current_language(), self.also] if self.also else [current_language()]


@require_safe
def place_poster(request: HttpRequest, slug: str) -> HttpResponse:
    now = timezone.localtime()
    asked = asked_poster(request.GET, now.date())
    place, poster = poster_or_404(request, slug, asked, now)
    number = size_number(poster)
    return render(
        request,
        "directory/place_poster.html",
        {
            "poster": poster,
            "size": number,
            "is_dense": is_dense(number),
            "feet": [(side, mark_safe(qr_svg(side.url))) for side in poster.sides],
            "asked": asked,
            "choices": choices(asked),
            "weeks": weeks(request.path, asked, now.date()),
            "pdf_url": pdf_url(slug, asked),
            "breadcrumbs": section_crumbs(
                (_("Places"), reverse("place_list")),
                (place.name, place.get_absolute_url()),
                (_("Poster"), None),
            ),
        },
    )


@require_safe
def place_poster_pdf(request: HttpRequest, slug: str) -> HttpResponse:
    now = timezone.localtime()
    asked = asked_poster(request.GET, now.date())
    _place, poster = poster_or_404(request, slug, asked, now)
    if asked.errors:  # the page says what is wrong; a sheet of another week would not
        page = reverse("place_poster", args=[slug])
        return redirect(f"{page}?{request.GET.urlencode()[:1000]}")
    response = HttpResponse(typeset(poster), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{file_name(slug, asked)}"'
    return response


def asked_poster(query: QueryDict, today: date) -> Asked:
    monday, week_error = monday_asked(query.get("start"), today)
    span, also = query.get("span") or "week", query.get("also") or ""
    errors = [week_error] if week_error else []
    if span not in SPANS:
        span = "week"
        errors.append(_("Choose a week or the season. Here is the week."))
    if also and also not in dict(settings.LANGUAGES):
        also = ""
        errors.append(_("That second language is not here. The poster is in one language."))
    if also == current_language():  # as after changing the language of the page
        also = ""
    return Asked(span, monday, also, errors)


def poster_or_404(
    request: HttpRequest, slug: str, asked: Asked, now: datetime
) -> tuple[Place, Poster]:
    place = poster_place(Place.objects.published(), slug, asked.languages)
    if place is None:
        raise Http404
    lasting = partial(absolute, request)
    if asked.span == "season":
        poster = season_poster(place, now, asked.languages, lasting)
    else:
        poster = week_poster(place, asked.monday, now, asked.languages, lasting)
    return place, fitted(poster)


def choices(asked: Asked) -> dict[str, list[dict[str, Any]]]:
    spans = {"week": _("One week"), "season": _("Whole season")}
    languages = {"": _("No second language")} | {
        code: get_language_info(code)["name_local"]
        for code, _name in settings.LANGUAGES
        if code != current_language()
    }
    return {
        "span": options(spans, asked.span),
        "also": options(languages, asked.also),
    }


def options(labels: dict[str, str], chosen: str) -> list[dict[str, Any]]:
    return [
        {"value": value, "label": label, "chosen": value == chosen}
        for value, label in labels.items()
    ]


def weeks(path: str, asked: Asked, today: date) -> dict[str, str | None]:
    """The weeks around, in the languages that are chosen."""
    this_monday = monday_of(today)
    days = {
        "previous": asked.monday - WEEK,
        "this": this_monday if asked.monday != this_monday else None,
        "next": asked.monday + WEEK,
    }
    return {name: week_address(path, day, asked, today) for name, day in days.items()}


def week_address(path: str, monday: date | None, asked: Asked, today: date) -> str | None:
    if monday is None or week_url(path, monday, today) is None:
        return None
    query = {"start": monday.isoformat()} if monday != monday_of(today) else {}
    query |= {"also": asked.also} if asked.also else {}
    return f"{path}?{urlencode(query)}" if query else path


def pdf_url(slug: str, asked: Asked) -> str:
    query = {"span": asked.span} if asked.span == "season" else {"start": asked.monday.isoformat()}
    query |= {"also": asked.also} if asked.also else {}
    return f"{reverse('place_poster_pdf', args=[slug])}?{urlencode(query)}"


def file_name(slug: str, asked: Asked) -> str:
    """ "talo-2026-w48-fi-ar.pdf"."""
    year, week, _day = asked.monday.isocalendar()
    span = "season" if asked.span == "season" else f"{year}-w{week:02}"
    return f"{'-'.join([slug, span, *asked.languages])}.pdf"
