"""What follows each action: back to the week, where it is told, shown and can be taken back."""

from datetime import date
from uuid import UUID

import pghistory
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from directory.models import ScheduleChange, Slot
from directory.queries.desk import history_of
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
    return HttpResponseRedirect(desk_address(day, history))


def desk_address(day: date | None, history: UUID | None = None) -> str:
    today = timezone.localdate()
    monday = monday_of(day or today)
    query = {} if monday == monday_of(today) else {"start": monday.isoformat()}
    if history:
        query["done"] = str(history)
    address = f"{reverse('desk')}?{urlencode(query)}" if query else reverse("desk")
    return f"{address}#done" if history else address
