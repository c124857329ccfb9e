"""The organisation's week, where staff begin."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from directory.forms.desk import CancelForm
from directory.localized import current_language
from directory.models import Organisation
from directory.queries.desk import DeskWeek, desk_week
from directory.queries.touched import touched_by
from directory.queries.week import WEEK, monday_asked, monday_of, week_url
from directory.views.staff.access import current_organisation

MOST_SHOWN = 4


@login_required
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    if request.user.is_superuser and not Organisation.objects.exists():
        return redirect("admin:index")  # where a new site's first organisation is made
    organisation = current_organisation(request)
    now = timezone.localtime()
    monday, error = monday_asked(request.GET.get("start"), now.date())
    week = desk_week(organisation, request.user, monday, now, current_language())
    is_this_week = monday == monday_of(now.date())
    context = {
        "organisation": organisation,
        "week": week,
        "week_error": error,
        "is_this_week": is_this_week,
        "next_week": next_week(request, organisation, week, now) if is_this_week else None,
        "previous_url": other_week_url(request, monday - WEEK, now.date()),
        "next_url": other_week_url(request, monday + WEEK, now.date()),
        "phrases": CancelForm().phrases,
        "done": done_panel(request, week),
    }
    return render(request, "staff/desk.html", context)


def next_week(
    request: HttpRequest, organisation: Organisation, week: DeskWeek, now: datetime
) -> DeskWeek | None:
    """Below a week in which nothing more is held."""
    if week.has_more:
        return None
    monday = week.first + WEEK
    following = desk_week(organisation, request.user, monday, now, current_language())
    return following if following.lines else None


def other_week_url(request: HttpRequest, monday: date, today: date) -> str | None:
    query = {"organisation": request.GET.get("organisation", "")}
    return week_url(reverse("desk"), monday, today, query)


def done_panel(request: HttpRequest, week: DeskWeek) -> dict[str, Any] | None:
    """What the action that led here did, and its name in the history for undoing it.

    It is shown at the line that has the `anchor`, where the thumb was; at the top without one.
    """
    try:
        history = UUID(request.GET.get("done", ""))
    except ValueError:
        return None
    can_undo, lines = touched_by(history, week.lines)
    one = lines[0] if len(lines) == 1 else None
    return {
        "history": history,
        "can_undo": can_undo,
        "lines": lines[:MOST_SHOWN],
        "more": len(lines[MOST_SHOWN:]),
        "anchor": one.anchor if one else "",
        "is_earlier": any(one in day.lines for day in week.earlier),
    }
