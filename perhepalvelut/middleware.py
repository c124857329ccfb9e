from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone, translation

from perhepalvelut.accounts import ENROL_FIRST, must_enrol

STAFF_LANGUAGES = ("fi", "sv", "en")
CHOICE = "chosen=1"  # in the addresses of the list of languages
Handler = Callable[[HttpRequest], HttpResponse]


def remember_language(get_response: Handler) -> Handler:
    """Who takes a language from the list gets it at `/` from then on; reading leaves no cookie.

    The address then loses the choice, so that who it is sent to has chosen nothing.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        words = request.META.get("QUERY_STRING", "").split("&")
        chosen = getattr(request, "LANGUAGE_CODE", "")
        in_path = request.path_info.startswith(f"/{chosen}/")
        if request.method not in ("GET", "HEAD") or CHOICE not in words or not in_path:
            return get_response(request)
        query = "&".join(word for word in words if word != CHOICE)
        response = HttpResponseRedirect(f"{request.path}?{query}" if query else request.path)
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


def staff_session(get_response: Handler) -> Handler:
    """Nothing of the desk stays in the browser; who comes on any of 14 days stays signed in."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith("/staff/"):
            return get_response(request)
        today = timezone.localdate().isoformat()
        if request.user.is_authenticated and request.session.get("seen") != today:
            request.session["seen"] = today  # saving it makes its 14 days begin anew
        response = get_response(request)
        response["Cache-Control"] = "no-store, private"
        return response

    return middleware


def second_factor(get_response: Handler) -> Handler:
    """Where STAFF_SECOND_FACTOR is set, the desk opens to who has power once they have one."""

    def middleware(request: HttpRequest) -> HttpResponse:
        path = request.path_info
        is_desk = path.startswith("/staff/") and not path.startswith("/staff/account/")
        if is_desk and must_enrol(request.user):
            messages.warning(request, ENROL_FIRST)
            return HttpResponseRedirect(reverse("mfa_index"))
        return get_response(request)

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
