"""The programme of a place for the screen in its hall."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from directory import wording
from directory.addresses import screen_address
from directory.localized import current_language, direction, html_tag
from directory.models import Place
from directory.queries.programme import PLACE_FIELDS
from directory.queries.screen import MOST_LANGUAGES, place_on_screen

# Far more than there are languages: the rest of a hostile address is not looked at.
MOST_READ = 50


@require_safe
def place_screen(request: HttpRequest, slug: str) -> HttpResponse:
    language, now = current_language(), timezone.localtime()
    place = get_object_or_404(Place.objects.published().only(*PLACE_FIELDS), slug=slug)
    languages, problem = languages_asked(request.GET.getlist("languages"), language)
    addresses = [screen_address(place.slug, code, languages) for code in languages]
    return render(
        request,
        "directory/place_screen.html",
        {
            "place": place,
            "screen": place_on_screen(place, now, language),
            "now": now,
            "clock": wording.clock(now.time()),
            "problem": problem,
            "shown_languages": [named(code) for code in languages],
            "addresses": addresses,
            "own_address": screen_address(place.slug, language, languages),
            "next_address": addresses[following(languages, language)],
        },
    )


def languages_asked(values: list[str], current: str) -> tuple[list[str], str]:
    """The languages of `?languages=fi,ar,so` to show in turn, and what was wrong, if anything."""
    asked = [part.strip() for part in ",".join(values).split(",", MOST_READ)[:MOST_READ]]
    asked = [part for part in dict.fromkeys(asked) if part]
    known = [code for code in asked if code in dict(settings.LANGUAGES)]
    problem = ""
    if len(known) > MOST_LANGUAGES:
        problem = _("Only %(most)s languages are shown in turn.") % {"most": MOST_LANGUAGES}
    if len(known) < len(asked):
        problem = _("The address of this screen names a language that is not known here.")
    return known[:MOST_LANGUAGES] or [current], problem


def following(languages: list[str], current: str) -> int:
    """The position of the language to show next; the first one from a page outside the turn."""
    return (languages.index(current) + 1) % len(languages) if current in languages else 0


def named(code: str) -> dict[str, str]:
    name = get_language_info(code)["name_local"]
    return {"tag": html_tag(code), "dir": direction(code), "name": name, "code": code}
