"""The programme inside another site's page: the only pages that may stand in a frame."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, timedelta
from functools import wraps
from typing import Any

from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from directory.filters import WeekFilter
from directory.localized import Text, current_language, pick
from directory.models import Organisation, Place
from directory.queries.details import organisation_row
from directory.queries.listings import programme_of
from directory.queries.network import NetworkDay, network_week
from directory.queries.programme import PLACE_FIELDS
from directory.queries.selection import Selection
from directory.queries.week import (
    WEEK,
    Day,
    days_of,
    monday_asked,
    monday_of,
    place_sessions,
    week_url,
)
from directory.wording import day_range

View = Callable[..., HttpResponse]
THEMES = ("light", "dark")
SIX_DAYS = timedelta(days=6)
MOST_ON_A_DAY = 20


def framed(view: View) -> View:
    """Any site may show the page in a frame, what is told of a missing listing included."""
    return wraps(view)(xframe_options_exempt(csp_replace({"frame-ancestors": ["*"]})(view)))


@framed
@require_safe
def place_embed(request: HttpRequest, slug: str) -> HttpResponse:
    language, now = current_language(), timezone.localtime()
    place = Place.objects.published().only(*PLACE_FIELDS).filter(slug=slug).first()
    if place is None:
        return gone(request)
    monday, error = monday_asked(request.GET.get("start"), now.date())
    sessions = place_sessions(place, monday, monday + SIX_DAYS, now, language)
    days = days_of(monday, monday + SIX_DAYS, now.date(), sessions)
    live_url = week_url(place.get_absolute_url(), monday, now.date())
    own = {"place": place, "live_url": live_url, "error": error}
    return shown(request, week_context(request, monday, now.date(), days) | own)


@framed
@require_safe
def organisation_embed(request: HttpRequest, slug: str) -> HttpResponse:
    language, now = current_language(), timezone.localtime()
    organisation = organisation_row(Organisation.objects.published(), slug, language)
    if organisation is None:
        return gone(request)
    monday, error = monday_asked(request.GET.get("start"), now.date())
    days = week_days(programme_of(organisation), monday, now, language)
    own = {
        "name": pick(organisation, "name", language),
        "live_url": organisation.get_absolute_url(),
        "error": error,
    }
    return shown(request, week_context(request, monday, now.date(), days) | own)


@framed
@require_safe
def week_embed(request: HttpRequest) -> HttpResponse:
    """The network's week by the filters of the address, which must name an area of a country."""
    language, now = current_language(), timezone.localtime()
    today = now.date()
    week = WeekFilter(request.GET)
    monday, error = monday_asked(request.GET.get("start"), today)
    if week.form.errors:
        error = _("A filter in the address is not known here, so more is shown.")
    if week.is_wide:
        error = _("Choose an area: the programme of all of them does not fit here.")
    days = [] if week.is_wide else week_days(week.selection, monday, now, language)
    own = {
        "name": Text(week.area_name or _("Programme"), language),
        "live_url": week_url(reverse("week"), monday, today, week.chosen),
        "error": error,
    }
    return shown(request, week_context(request, monday, today, days, week.chosen) | own)


def week_days(selection: Selection, monday: date, now: datetime, language: str) -> list[NetworkDay]:
    return network_week(selection, monday, now, language, MOST_ON_A_DAY)


def theme_asked(request: HttpRequest) -> str:
    """Without one the frame follows the reader's own choice of light or dark."""
    theme = request.GET.get("theme", "")
    return theme if theme in THEMES else ""


def week_context(
    request: HttpRequest,
    monday: date,
    today: date,
    days: Sequence[Day | NetworkDay],
    filters: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """The week with today first, and its neighbours by the same filters and theme."""
    kept = {**(filters or {}), "theme": theme_asked(request)}
    is_this_week = monday == monday_of(today)
    before = [day for day in days if is_this_week and day.date < today]

    def link(to: date) -> str | None:
        return week_url(request.path, to, today, kept)

    return {
        "number": monday.isocalendar().week,
        "title": day_range(monday, monday + SIX_DAYS),
        "days_ahead": told([day for day in days if day not in before]),
        "days_before": told(before),
        "previous_url": link(monday - WEEK),
        "next_url": link(monday + WEEK),
        "this_week_url": None if is_this_week else link(monday_of(today)),
    }


def told(days: Sequence[Day | NetworkDay]) -> list[Day | NetworkDay]:
    """A narrow frame leaves out the days of which there is nothing to say."""
    return [day for day in days if day.is_today or day.sessions or day.holiday]


def shown(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    return render(request, "directory/embed.html", {"theme": theme_asked(request), **context})


def gone(request: HttpRequest) -> HttpResponse:
    """Said inside the frame: a bare refusal would leave a grey box in the partner's page."""
    context = {"theme": theme_asked(request), "live_url": reverse("home")}
    return render(request, "directory/embed_gone.html", context, status=404)
