"""What belongs to the site as a whole and to no app."""

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language_from_request
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.defaults import bad_request as not_understood

from directory.permissions import organisations_of
from perhepalvelut import demo_mail as post
from perhepalvelut.kept_posts import kept_post
from perhepalvelut.large_posts import too_large


@require_safe
def front_door(request: HttpRequest) -> HttpResponse:
    """Sends the reader to the language of the cookie or else of the browser."""
    response = HttpResponseRedirect(f"/{get_language_from_request(request)}/")
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    return response


@never_cache
@require_safe
def health_live(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok", content_type="text/plain")


@never_cache
@require_safe
def health_ready(request: HttpRequest) -> HttpResponse:
    """Answers only when the database does too; a failure is a plain 500."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


@require_safe
def demo_mail(request: HttpRequest) -> HttpResponse:
    """The demo's messages, which never leave this machine; open to all, as its passwords are."""
    if not settings.DEMO:
        raise Http404
    return render(request, "staff/demo_mail.html", {"post": post.messages()})


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, RequestDataTooBig):
        return too_large(request)
    return not_understood(request, exception)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    user = getattr(request, "user", None)
    if not request.path_info.startswith("/staff/") or user is None:
        return render(request, "403.html", status=403)
    has_desk = user.is_superuser or organisations_of(user).exists()
    is_homeless = user.is_authenticated and not has_desk
    post = kept_post(request) if request.method == "POST" else None
    context = {"is_homeless": is_homeless, "post": post}
    return render(request, "staff/refused.html", context, status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    if not request.path_info.startswith("/staff/"):
        return render(request, "403.html", {"is_csrf_failure": True}, status=403)
    return render(request, "staff/not_sent.html", {"post": kept_post(request)}, status=403)
