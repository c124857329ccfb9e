from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from directory.localized import current_language
from directory.queries.listings import category_tiles
from directory.queries.week import today_sessions

SHOWN_TODAY = 8


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    language = current_language()
    now = timezone.localtime()
    today = today_sessions(now, language)
    return render(
        request,
        "directory/home.html",
        {
            "form_action": reverse("service_list"),
            "today": today[:SHOWN_TODAY],
            "today_date": now.date(),
            "today_count": len(today),
            "categories": category_tiles(language),
        },
    )
