"""What is far too large is refused by the length that it tells, before anything of it is read."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.defaultfilters import filesizeformat
from django.views.decorators.csrf import csrf_exempt, csrf_protect

View = Callable[..., HttpResponse]
# A page can be shown only to who has sent all: so much is read, and thrown away.
MOST_READ = 256 * 1024 * 1024
PIECE = 256 * 1024


def at_most(most: int, beside: int) -> Callable[[View], View]:
    """`beside` is what the fields and the form's own marks may take. The check of the CSRF token
    reads the whole form, so it comes second."""

    def decorate(view: View) -> View:
        protected = csrf_protect(view)

        @csrf_exempt
        @wraps(view)
        def measured(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if length(request) > most + beside:
                return too_large(request, most)
            return protected(request, *args, **kwargs)

        return measured

    return decorate


def length(request: HttpRequest) -> int:
    told = request.META.get("CONTENT_LENGTH") or "0"
    return int(told) if told.isdecimal() else 0


def too_large(request: HttpRequest, most: int) -> HttpResponse:
    throw_away(request)
    context = {"most": filesizeformat(most), "again": request.get_full_path()}
    return render(request, "staff/networks/too_large.html", context, status=413)


def throw_away(request: HttpRequest) -> None:
    left = min(length(request), MOST_READ)
    while left > 0 and (piece := request.read(min(PIECE, left))):
        left -= len(piece)
