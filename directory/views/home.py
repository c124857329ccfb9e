from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from directory.localized import current_language
from directory.queries.choices import area_choices
from directory.queries.listings import category_tiles
from directory.queries.selection import JUST_COME, Selection
from directory.queries.today import network_today

SHOWN_TODAY = 6


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    language = current_language()
    now = timezone.localtime()
    today = network_today(Selection(JUST_COME), now, language, most=SHOWN_TODAY)
    return render(
        request,
        "directory/home.html",
        {
            "form_action": reverse("service_list"),
            "lines": today.lines[:SHOWN_TODAY],
            "today_date": now.date(),
            "areas": area_choices(),
            "categories": category_tiles(language),
        },
    )
