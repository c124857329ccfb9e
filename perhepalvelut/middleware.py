from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

Handler = Callable[[HttpRequest], HttpResponse]


def remember_language(get_response: Handler) -> Handler:
    """Who reads a page in a language gets that language at `/` the next time.

    In a frame of another site nobody chose to read this one, so nothing is kept of them.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        chosen = getattr(request, "LANGUAGE_CODE", "")
        in_path = request.path_info.startswith(f"/{chosen}/")
        was_chosen = in_path and not getattr(response, "xframe_options_exempt", False)
        if was_chosen and request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME) != chosen:
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME,
                chosen,
                max_age=settings.LANGUAGE_COOKIE_AGE,
                secure=settings.LANGUAGE_COOKIE_SECURE,
                samesite=settings.LANGUAGE_COOKIE_SAMESITE,
                httponly=True,
            )
        return response

    return middleware
