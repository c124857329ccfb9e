"""What is far too large is refused by the length that it tells, before anything of it is kept.

Django counts what the fields of a form take, but lets any file through to the disk first.
"""

import time
from collections.abc import Callable
from contextlib import suppress

from django.conf import settings
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.shortcuts import render
from django.template.defaultfilters import filesizeformat
from django.urls import Resolver404, resolve

Handler = Callable[[HttpRequest], HttpResponse]
# A page can be shown only to who has sent all: so much is read, and thrown away.
MOST_READ = 256 * 1024 * 1024
MOST_SECONDS = 30
PIECE = 256 * 1024


def large_posts(get_response: Handler) -> Handler:
    """Stands before all that reads a form: the check of the CSRF token does."""

    def middleware(request: HttpRequest) -> HttpResponse:
        beside = length(request) - settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        if beside > 0 and beside > largest_file(request):
            return too_large(request)
        return get_response(request)

    return middleware


def length(request: HttpRequest) -> int:
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


def largest_file(request: HttpRequest) -> int:
    """As the view of this address is marked; files of other forms are small enough for all."""
    try:
        return getattr(resolve(request.path_info).func, "largest_file", 0)
    except Resolver404:
        return 0


def too_large(request: HttpRequest) -> HttpResponse:
    """Also the answer to Django's own RequestDataTooBig."""
    throw_away(request)
    if not request.path_info.startswith("/staff/"):
        return render(request, "413.html", status=413)
    if request.content_type != "multipart/form-data":
        return render(request, "staff/too_much.html", status=413)
    largest = largest_file(request)
    context = {
        "most": filesizeformat(largest) if largest else "",
        "again": request.get_full_path(),
    }
    return render(request, "staff/too_large.html", context, status=413)


def throw_away(request: HttpRequest) -> None:
    """No longer than a usual line takes for it: whoever sends slowly sees no page."""
    left = MOST_READ
    end = time.monotonic() + MOST_SECONDS
    with suppress(UnreadablePostError):  # Who sent it is gone.
        while left > 0 and time.monotonic() < end and (piece := request.read(min(PIECE, left))):
            left -= len(piece)
