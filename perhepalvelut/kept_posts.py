"""A form sent after the session has ended is given back with what was typed.

It is kept in the reader's browser, as hidden fields of the page that says what happened, and never
on the server. Only what our own page sent is given back: otherwise another site could have its
fields sent in the reader's name by asking for one press of a button.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render, resolve_url
from django.urls import reverse

Handler = Callable[[HttpRequest], HttpResponse]
SECRET = re.compile(r"passw|secret|token|credential|^code$|^otp|csrf", re.IGNORECASE)
LARGEST = 500_000
FOUND = 302


@dataclass(frozen=True)
class KeptPost:
    action: str
    fields: list[tuple[str, str]]
    has_files: bool

    @property
    def typed(self) -> list[str]:
        """What the reader will know again: running text, not keys and choices."""
        return [value for _name, value in self.fields if " " in value.strip()]


def kept_posts(get_response: Handler) -> Handler:
    """In place of the way to the sign-in page, which would drop what was posted."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if not leads_to_sign_in(request, response):
            return response
        post = kept_post(request)
        if post is None:
            return response
        return render(request, "staff/signed_out.html", {"post": post}, status=403)

    return middleware


def leads_to_sign_in(request: HttpRequest, response: HttpResponse) -> bool:
    if request.method != "POST" or response.status_code != FOUND or request.user.is_authenticated:
        return False
    doors = {resolve_url(settings.LOGIN_URL), reverse("admin:login")}
    return urlsplit(response["Location"]).path in doors


def kept_post(request: HttpRequest) -> KeptPost | None:
    """What may be sent again, or None: from elsewhere, of the account, or too long."""
    if not (is_ours(request.path_info) and comes_from_here(request)):
        return None
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if not SECRET.search(name)
    ]
    if sum(len(name) + len(value) for name, value in fields) > LARGEST:
        return None
    return KeptPost(request.get_full_path(), fields, bool(request.FILES))


def is_ours(path: str) -> bool:
    """A form of the desk. Those of the account hold secrets and are short to type again."""
    return path.startswith("/staff/") and not path.startswith("/staff/account/")


def comes_from_here(request: HttpRequest) -> bool:
    """Browsers tell where a form stood; a script's own request gets a plain answer."""
    if request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate":
        return False
    here = f"{request.scheme}://{request.get_host()}"
    return request.headers.get("Origin") in {here, *settings.CSRF_TRUSTED_ORIGINS}
