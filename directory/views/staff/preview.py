"""A listing as the family sees it, draft or not, for those who may edit it."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.http import require_safe

from directory.models import Place, Service
from directory.views.place import place_page_of
from directory.views.service import service_page_of
from directory.views.staff.access import editable_or_refuse


@login_required
@require_safe
def service_preview(request: HttpRequest, slug: str) -> HttpResponse:
    editable_or_refuse(request, Service.objects.all(), slug=slug)
    with translation.override(asked_language(request)):
        return unseen(service_page_of(request, Service.objects.all(), slug))


@login_required
@require_safe
def place_preview(request: HttpRequest, slug: str) -> HttpResponse:
    editable_or_refuse(request, Place.objects.all(), slug=slug)
    with translation.override(asked_language(request)):
        return unseen(place_page_of(request, Place.objects.all(), slug))


def asked_language(request: HttpRequest) -> str:
    """Any language that families read: `?in=ar`. The desk itself speaks fewer."""
    asked = request.GET.get("in", "")
    return asked if asked in dict(settings.LANGUAGES) else request.LANGUAGE_CODE


def unseen(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex"
    return response
