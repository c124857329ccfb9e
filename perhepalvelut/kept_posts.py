"""A form sent after the session has ended is given back with what was typed.

It is kept in the reader's browser, as hidden fields of the page that says what happened, and never
on the server. Only what our own page sent is given back: otherwise another site could have its
fields sent in the reader's name by asking for one press of a button. And only to the account that
typed it: a cookie that outlives the session tells by a hash who was the last in this browser.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils.crypto import salted_hmac

Handler = Callable[[HttpRequest], HttpResponse]
SECRET = re.compile(r"passw|secret|token|credential|^code$|^otp|csrf", re.IGNORECASE)
LARGEST = 500_000
FOUND = 302
OWNER = "kept_for"
COOKIE = "typist"
COOKIE_AGE = 60 * 24 * 3600


@dataclass(frozen=True)
class KeptPost:
    action: str
    fields: list[tuple[str, str]]
    has_files: bool
    owner: str

    @property
    def typed(self) -> list[str]:
        """What the reader will know again: running text, not keys and choices."""
        return [value for _name, value in self.fields if " " in value.strip()]


def kept_posts(get_response: Handler) -> Handler:
    """In place of the way to the sign-in page, which would drop what was posted."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if is_of_another(request):
            return redirect(settings.LOGIN_REDIRECT_URL)
        response = get_response(request)
        name_typist(request, response)
        if not leads_to_sign_in(request, response):
            return response
        post = kept_post(request)
        if post is None:
            return response
        return render(request, "staff/signed_out.html", {"post": post}, status=403)

    return middleware


def typist(user: AbstractBaseUser) -> str:
    return salted_hmac("perhepalvelut.kept_posts", str(user.pk), algorithm="sha256").hexdigest()


def name_typist(request: HttpRequest, response: HttpResponse) -> None:
    """Signing out leaves the name: a form may still stand open in another tab."""
    if not request.path_info.startswith("/staff/") or request.user.is_anonymous:
        return
    name = typist(request.user)
    if request.COOKIES.get(COOKIE) != name:
        response.set_cookie(
            COOKIE,
            name,
            max_age=COOKIE_AGE,
            path="/staff/",
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )


def is_of_another(request: HttpRequest) -> bool:
    """What one account typed is never sent in the name of the next."""
    if request.method != "POST" or not is_ours(request.path_info) or request.user.is_anonymous:
        return False
    owner = request.POST.get(OWNER)
    return bool(owner) and owner != typist(request.user)


def owner_of(request: HttpRequest) -> str:
    """Empty when the browser has forgotten."""
    if request.user.is_authenticated:
        return typist(request.user)
    return request.POST.get(OWNER) or request.COOKIES.get(COOKIE, "")


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
        if not SECRET.search(name) and name != OWNER
    ]
    if sum(len(name) + len(value) for name, value in fields) > LARGEST:
        return None
    return KeptPost(request.get_full_path(), fields, bool(request.FILES), owner_of(request))


def is_ours(path: str) -> bool:
    """A form of the desk. Those of the account hold secrets and are short to type again."""
    return path.startswith("/staff/") and not path.startswith("/staff/account/")


def comes_from_here(request: HttpRequest) -> bool:
    """Browsers tell where a form stood; a script's own request gets a plain answer."""
    if request.headers.get("Sec-Fetch-Mode", "navigate") != "navigate":
        return False
    here = f"{request.scheme}://{request.get_host()}"
    return request.headers.get("Origin") in {here, *settings.CSRF_TRUSTED_ORIGINS}
