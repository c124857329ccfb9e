"""What every page knows: its language, the same page in the others, its lasting address."""

from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import ResolverMatch
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language_info

from directory.addresses import LONGEST_QUERY, absolute
from directory.localized import current_language, direction, html_tag
from directory.models import Organisation
from directory.queries.reports import reports_to
from directory.views.staff.access import menu_organisation, switcher
from perhepalvelut.kept_posts import typist
from perhepalvelut.middleware import CHOICE, STAFF_LANGUAGES

LONGEST_PATH = 300
NETWORKS_DESK = "staff/networks/"
SECTIONS = {
    "today": "today",
    "week": "week",
    "week_share": "week",
    "service_list": "services",
    "service_detail": "services",
    "service_card": "services",
    "service_print": "services",
    "place_list": "places",
    "place_detail": "places",
    "place_poster": "places",
    "place_card": "places",
    "place_print": "places",
    "place_share": "places",
    "network_list": "networks",
    "network_detail": "networks",
    "network_picture": "networks",
    "meeting_detail": "networks",
    "meeting_notes": "networks",
    "material_list": "materials",
    "desk": "desk",
    "listings": "listings",
    "service_edit": "listings",
    "place_edit": "listings",
    "inbox": "inbox",
    "account": "account",
}


def section(match: ResolverMatch) -> str:
    """The item of the menu that the page belongs to."""
    if match.route.startswith(NETWORKS_DESK):
        return "networks_desk"
    return SECTIONS.get(match.url_name or "", "")


def path_in(request: HttpRequest, language: str) -> str:
    """This page's path in another language; the front page from outside the language tree."""
    _root, first, *rest = request.path_info.split("/", 2)
    if first not in dict(settings.LANGUAGES) or len(request.path_info) > LONGEST_PATH:
        return f"/{language}/"
    return f"/{language}/{rest[0] if rest else ''}"


def kept_query(request: HttpRequest) -> str:
    """The filters as they came, for the language links; unparsed, since that may be what failed."""
    query = request.META.get("QUERY_STRING", "")
    return f"?{query}" if 0 < len(query) <= LONGEST_QUERY else ""


def alternates(request: HttpRequest) -> list[dict[str, str]]:
    """This page in each language, and where the reader's own language is found out."""
    pages = {
        html_tag(code): path_in(request, code)
        for code, _name in settings.LANGUAGES
        if code != "fi-selko"  # shares its tag with Finnish
    }
    pages["x-default"] = pages["fi"].removeprefix("/fi")
    return [{"tag": tag, "url": absolute(request, path)} for tag, path in pages.items()]


def page(request: HttpRequest) -> dict[str, Any]:
    current = current_language()
    query = kept_query(request)
    match = request.resolver_match
    languages = [
        {
            "code": code,
            "tag": html_tag(code),
            "dir": direction(code),
            "name": get_language_info(code)["name_local"],
            "url": f"{path_in(request, code)}{query}{'&' if query else '?'}{CHOICE}",
            "current": code == current,
        }
        for code, _name in settings.LANGUAGES
    ]
    return {
        "site_name": "Perhepalvelut",
        "offline_copies": settings.OFFLINE_COPIES,
        "language": {"code": current, "tag": html_tag(current), "dir": direction(current)},
        "languages": languages,
        "staff_languages": [one for one in languages if one["code"] in STAFF_LANGUAGES],
        "canonical": absolute(request, path_in(request, current)),
        "alternates": alternates(request),
        "section": section(match) if match else "",
        "breadcrumbs": [],
        "json_ld": "",
    }


def desk(request: HttpRequest) -> dict[str, Any]:
    """The organisations to switch between, and what waits for the user; looked up by the menu."""
    user = getattr(request, "user", None)
    if not request.path_info.startswith("/staff/") or user is None or user.is_anonymous:
        return {}

    @cache
    def current() -> Organisation | None:
        return menu_organisation(request)

    return {
        "switcher": SimpleLazyObject(lambda: switcher(request, current(), current_language())),
        "typist": SimpleLazyObject(lambda: typist(user)),
        "new_reports": SimpleLazyObject(lambda: new_reports(current())),
    }


def new_reports(organisation: Organisation | None) -> int:
    """As many as its inbox shows to whoever works in it."""
    if organisation is None:
        return 0
    return reports_to([organisation.pk]).kept(timezone.localdate()).new().count()
