from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

STAFF_LANGUAGES = ("fi", "sv", "en")
Handler = Callable[[HttpRequest], HttpResponse]


def remember_language(get_response: Handler) -> Handler:
    """Who reads a page in a language gets that language at `/` the next time."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        chosen = getattr(request, "LANGUAGE_CODE", "")
        in_path = request.path_info.startswith(f"/{chosen}/")
        if in_path and request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME) != chosen:
            remember(response, chosen)
        return response

    return middleware


def staff_language(get_response: Handler) -> Handler:
    """The desk speaks three languages: the one asked for, else the reader's, else Finnish."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith("/staff/"):
            return get_response(request)
        asked = request.GET.get("language")
        chosen = asked if asked in STAFF_LANGUAGES else request.LANGUAGE_CODE
        request.LANGUAGE_CODE = chosen if chosen in STAFF_LANGUAGES else "fi"
        with translation.override(request.LANGUAGE_CODE):
            response = get_response(request)
        if asked in STAFF_LANGUAGES:
            remember(response, asked)
        return response

    return middleware


def remember(response: HttpResponse, language: str) -> None:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
        httponly=True,
    )
