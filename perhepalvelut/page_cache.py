"""Public pages kept in this process for as long as nothing that they show has changed.

A page is found by its address, the version of the content and the minute: an edit or the clock
makes it another page, so nothing is ever removed by hand. Reading the version is one small query a
request, which is what makes an edit visible in every process at once.
"""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.core.cache import caches
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import (
    add_never_cache_headers,
    get_conditional_response,
    set_response_etag,
)
from django.utils.http import http_date

from directory.models import ContentVersion
from perhepalvelut.counting import count

Handler = Callable[[HttpRequest], HttpResponse]
MINUTE_AND_A_HALF = 90
LARGEST = 128 * 1024
ONE_SECOND = timedelta(seconds=1)


def cached_pages(get_response: Handler) -> Handler:
    """Stands before everything that renders, so that a known page costs a query and a copy."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not is_public(request):
            return get_response(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            response = get_response(request)
            add_never_cache_headers(response)
            return response
        # Read before rendering: what is rendered may be newer than its version, never older.
        version = ContentVersion.objects.first()
        request.content_version = version and version.version
        now = timezone.localtime()
        response = page(request, version, now, get_response) if version else get_response(request)
        count(request, response, language_of(request), now)
        return validated(request, response, version, now)

    return middleware


def tagged_pages(get_response: Handler) -> Handler:
    """Names each page by its content. Stands below gzip, which never packs twice alike."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if is_public(request) and is_lasting(response):
            set_response_etag(response)
        return response

    return middleware


def is_public(request: HttpRequest) -> bool:
    return request.method in ("GET", "HEAD") and language_of(request) in dict(settings.LANGUAGES)


def language_of(request: HttpRequest) -> str:
    return request.path_info.removeprefix("/").partition("/")[0]


def is_lasting(response: HttpResponse) -> bool:
    """Worth keeping: a whole page that the view does not forbid to store."""
    forbidden = "no-store" in response.get("Cache-Control", "")
    return response.status_code == 200 and not response.streaming and not forbidden


def page(
    request: HttpRequest, version: ContentVersion, now: datetime, get_response: Handler
) -> HttpResponse:
    try:
        key = page_key(request, version, now)
    except DisallowedHost:
        return get_response(request)
    kept = caches["pages"].get(key)
    if kept is not None:
        return kept
    response = get_response(request)
    if is_lasting(response) and is_for_everyone(response):
        caches["pages"].set(key, response, MINUTE_AND_A_HALF)
    return response


def is_for_everyone(response: HttpResponse) -> bool:
    return not response.cookies and len(response.content) <= LARGEST


def page_key(request: HttpRequest, version: ContentVersion, now: datetime) -> str:
    """All that a public page depends on."""
    parts = (
        request.method,
        request.scheme,
        request.get_host(),
        request.get_full_path(),
        "gzip" in request.headers.get("Accept-Encoding", ""),
        version.version,
        now.strftime("%Y-%m-%d %H:%M %z"),
    )
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def validated(
    request: HttpRequest, response: HttpResponse, version: ContentVersion | None, now: datetime
) -> HttpResponse:
    """Browsers keep the page and ask each time whether it still stands: 304 if so."""
    if not is_lasting(response):
        return response
    response.headers.setdefault("Cache-Control", "no-cache")
    modified = last_modified(version, now)
    if modified:
        response.headers["Last-Modified"] = http_date(modified)
    return get_conditional_response(request, response.get("ETag"), modified, response)


def last_modified(version: ContentVersion | None, now: datetime) -> int | None:
    """Of the content or the clock's minute. Unknown within its own second: another edit may come
    in what is left of it, and HTTP counts whole seconds."""
    if version is None:
        return None
    modified = max(version.changed_at, now.replace(second=0, microsecond=0))
    return None if now - modified < ONE_SECOND else int(modified.timestamp())
