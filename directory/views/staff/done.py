"""What follows each action: back to the week, where it is told, shown and can be taken back."""

from datetime import date
from uuid import UUID

import pghistory
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone

from directory.addresses import desk_url
from directory.models import ScheduleChange, Slot
from directory.queries.touched import history_of
from directory.queries.week import monday_of


def done(
    request: HttpRequest,
    message: str,
    day: date | None = None,
    *,
    row: Slot | ScheduleChange | None = None,
    level: int = messages.SUCCESS,
) -> HttpResponse:
    """To the week of the day; all that this request wrote is one action in the history."""
    messages.add_message(request, level, message)
    with pghistory.context() as context:
        history = history_of(row, context.id) if row else context.id
    return HttpResponseRedirect(desk_address(request, day, history))


def desk_address(request: HttpRequest, day: date | None, history: UUID | None = None) -> str:
    today = timezone.localdate()
    monday = monday_of(day or today)
    start = "" if monday == monday_of(today) else monday.isoformat()
    address = desk_url(request, "desk", start=start, done=str(history or ""))
    return f"{address}#done" if history else address
