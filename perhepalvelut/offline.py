"""What lets the site be installed on a phone and read without a network."""

import hashlib
import json
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from directory.localized import current_language, direction, html_tag
from perhepalvelut.middleware import CHOICE

SCRIPTS = [
    Path(__file__).with_name("worker") / f"{name}.js" for name in ("life", "store", "answers")
]
FILES = (
    "css/site.css",
    "css/two-languages.css",
    "img/favicon.svg",
    "js/kept.js",
    "js/my-list.js",
    "js/near.js",
    "js/saved.js",
)
ICONS = (
    ("img/favicon.svg", "any", "any"),
    ("img/icon-192.png", "192x192", "any"),
    ("img/icon-512.png", "512x512", "any"),
    ("img/icon-maskable-512.png", "512x512", "maskable"),
)
BRAND, PAPER = "#0b5563", "#faf8f4"


@conditional_page
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker; 410 tells those out there to go, and to take what they keep along."""
    if not settings.OFFLINE_COPIES:
        return HttpResponse(status=410, headers={"Cache-Control": "no-store"})
    return HttpResponse(
        worker_source(), content_type="text/javascript", headers={"Cache-Control": "no-cache"}
    )


def worker_source() -> str:
    """Other bytes whenever a static file has another name, which is how browsers see an update."""
    script = "\n".join(path.read_text(encoding="utf-8") for path in SCRIPTS)
    files = [static(name) for name in FILES]
    version = hashlib.sha256(json.dumps([script, files]).encode()).hexdigest()[:12]
    choice, _sign, _yes = CHOICE.partition("=")
    site = {"version": version, "root": settings.STATIC_URL, "files": files, "choice": choice}
    return f"const SITE = {json.dumps(site)};\n{script}"


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """One app whatever the language: it opens in the one in which it was installed."""
    language = current_language()
    content = {
        "id": "/",
        "scope": "/",
        "start_url": reverse("home"),
        "name": f"Perhepalvelut: {_('Services for families')}",
        "short_name": "Perhepalvelut",
        "description": _("Clubs, advice and help for everyday life with children."),
        "lang": html_tag(language),
        "dir": direction(language),
        "display": "standalone",
        # Where it can have them, with the buttons for going back and loading anew.
        "display_override": ["minimal-ui"],
        "theme_color": BRAND,
        "background_color": PAPER,
        "icons": [icon(*one) for one in ICONS],
        "shortcuts": [
            {"name": _("Today"), "url": reverse("today")},
            {"name": _("This week"), "url": reverse("week")},
            {"name": _("My list"), "url": reverse("my_list")},
        ],
    }
    return JsonResponse(content, content_type="application/manifest+json")


def icon(path: str, sizes: str, purpose: str) -> dict[str, str]:
    kind = "image/svg+xml" if path.endswith(".svg") else "image/png"
    return {"src": static(path), "sizes": sizes, "type": kind, "purpose": purpose}
