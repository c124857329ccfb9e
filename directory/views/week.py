"""What is on in the whole network: a week, one day of it, and today."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from directory import wording
from directory.addresses import with_query
from directory.filters import WeekFilter
from directory.localized import current_language
from directory.queries.nearby import position_asked, rounded
from directory.queries.network import NetworkDay, day_asked, network_day, network_week
from directory.queries.today import network_today, next_day
from directory.queries.week import EARLIEST, LATEST, WEEK, monday_asked, monday_of, week_url
from directory.views.listing import chips, section_crumbs

MOST_PAGES = 100
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The weeks beside this one, as `week_links` shows them."""

    first: date
    previous_url: str | None
    next_url: str | None
    this_week_url: str | None


@dataclass(frozen=True, slots=True)
class Column:
    day: NetworkDay
    more_url: str


@require_safe
def week(request: HttpRequest) -> HttpResponse:
    language, now = current_language(), timezone.localtime()
    filters = WeekFilter(request.GET)
    day, day_error = day_asked(request.GET.get("day"), now.date())
    monday, start_error = monday_asked(request.GET.get("start"), now.date())
    if day is None and filters.is_wide:
        day = day_asked(request.GET.get("start"), now.date())[0] or now.date()
    context = filter_context(request, filters) | {
        "error": day_error,
        "start_error": start_error,
        "start": (day or monday).isoformat(),
    }
    if day is not None:
        context |= day_context(request, filters, day, now, language)
        return render(request, "directory/week_day.html", context)
    days = network_week(filters.selection, monday, now, language)
    columns = [Column(day, more_url(day, filters)) for day in days]
    is_this_week = monday == monday_of(now.date())
    context |= week_context(filters, monday, now.date()) | {
        "past": [one for one in columns if is_this_week and one.day.is_past],
        "coming": [one for one in columns if not (is_this_week and one.day.is_past)],
    }
    return render(request, "directory/week.html", context)


def more_url(day: NetworkDay, filters: WeekFilter) -> str:
    return address("week", filters, day=day.date.isoformat()) if day.has_more else ""


def week_context(filters: WeekFilter, monday: date, today: date) -> dict[str, Any]:
    number, is_this_week = monday.isocalendar().week, monday == monday_of(today)
    path = reverse("week")
    title = _("This week") if is_this_week else _("Week %(number)s") % {"number": number}
    return {
        "title": title,
        "number": number,
        "days": wording.day_range(monday, monday + 6 * ONE_DAY),
        "week": Neighbours(
            first=monday,
            previous_url=week_url(path, monday - WEEK, today, filters.chosen),
            next_url=week_url(path, monday + WEEK, today, filters.chosen),
            this_week_url=None if is_this_week else address("week", filters),
        ),
        "clear_url": address("week", start="" if is_this_week else monday.isoformat()),
        "calendar_url": address("week_calendar", filters),
        "share_url": address("week_share", filters),
        "breadcrumbs": section_crumbs((title, None)),
    }


def day_context(
    request: HttpRequest, filters: WeekFilter, day: date, now: datetime, language: str
) -> dict[str, Any]:
    today, number = now.date(), page_number(request)
    shown = network_day(filters.selection, day, number, now, language)
    if shown is None:
        number = 1
        shown = network_day(filters.selection, day, number, now, language)
    title = wording.day_long(day, language)
    return {
        "title": title,
        "day": shown,
        "previous_day": DayLink.to(day - ONE_DAY, filters, today),
        "next_day": DayLink.to(day + ONE_DAY, filters, today),
        "week_url": week_url(reverse("week"), monday_of(day), today, filters.chosen),
        "pages": pages("week", filters, number, shown.has_more, day=day.isoformat()),
        "clear_url": address("week", day=day.isoformat()),
        "breadcrumbs": section_crumbs((_("This week"), address("week", filters)), (title, None)),
    }


@require_safe
def today(request: HttpRequest) -> HttpResponse:
    language, now = current_language(), timezone.localtime()
    asked = request.GET.get("near")
    position = position_asked(asked)
    filters = WeekFilter(request.GET, position)
    number, near = page_number(request), rounded(position)
    page = network_today(filters.selection, now, language, number)
    if page is None:
        number, page = 1, network_today(filters.selection, now, language)
    coming = now.date() + ONE_DAY
    if not page.lines:
        coming = next_day(filters.selection, now.date()) or coming
    context = filter_context(request, filters) | {
        "page": page,
        "date": now.date(),
        "near": near,
        "near_error": _("There is no such place on the map.") if asked and not near else "",
        "by_area_url": address("today", filters),
        "coming": DayLink.to(coming, filters, now.date()),
        "week_url": address("week", filters),
        "pages": pages("today", filters, number, page.has_more, near=near),
        "clear_url": address("today", near=near),
        "breadcrumbs": section_crumbs((_("Today"), None)),
    }
    response = render(request, "directory/today.html", context)
    return unremembered(response) if asked else response


def unremembered(response: HttpResponse) -> HttpResponse:
    """Where the reader is stays out of caches, of search engines and of other sites' logs."""
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response


def filter_context(request: HttpRequest, filters: WeekFilter) -> dict[str, Any]:
    return {
        "filter_form": filters.form,
        "area_name": filters.area_name,
        "is_wide": filters.is_wide,
        "only_drop_in": "sign_up" not in filters.chosen,
        # The area stands beside its own field and in the heading.
        "chips": [one for one in chips(filters, request) if one["label"] != filters.area_name],
    }


@dataclass(frozen=True, slots=True)
class DayLink:
    date: date
    url: str | None

    @classmethod
    def to(cls, day: date, filters: WeekFilter, today: date) -> "DayLink":
        is_near = today - EARLIEST <= day <= today + LATEST
        return cls(day, address("week", filters, day=day.isoformat()) if is_near else None)


def address(name: str, filters: WeekFilter | None = None, **more: str) -> str:
    """With the filters that hold, and with what else is not empty."""
    return with_query(reverse(name), (filters.chosen if filters else {}) | more)


def page_number(request: HttpRequest) -> int:
    asked = request.GET.get("page", "")
    is_number = asked.isascii() and asked.isdecimal() and len(asked) < 6
    return min(max(int(asked), 1), MOST_PAGES) if is_number else 1


def pages(
    name: str, filters: WeekFilter, number: int, has_more: bool, **more: str
) -> dict[str, str | None]:
    def url(to: int) -> str:
        return address(name, filters, **more, page=str(to) if to > 1 else "")

    return {
        "previous": url(number - 1) if number > 1 else None,
        "next": url(number + 1) if has_more and number < MOST_PAGES else None,
    }
