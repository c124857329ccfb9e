"""Actions on the list of places: close them for days to come, and open them again."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from directory.actions.closures import close_places, open_places
from directory.forms.closure import AlwaysShownForm, ClosePlacesForm, OpenPlacesForm
from directory.forms.read_back import dated
from directory.models import Place
from directory.wording import day_numeric

MOST_PLACES = 500
NAMES_SHOWN = 30


class PlaceClosures:
    actions = ["close_places", "open_places"]

    @admin.action(description=_("Close these places…"), permissions=["change"])
    def close_places(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return asked(self, request, queryset, ClosePlacesForm, _("Close these places"), close)

    @admin.action(description=_("Open these places again…"), permissions=["change"])
    def open_places(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        return asked(
            self, request, queryset, OpenPlacesForm, _("Open these places again"), open_again
        )  # fmt: skip


def asked(
    page: admin.ModelAdmin,
    request: HttpRequest,
    queryset: QuerySet,
    form_class: type[AlwaysShownForm],
    title: str,
    apply: Callable[[Any, list[Place]], str],
) -> HttpResponse | None:
    """The page in between: asks, shows what it would do, then does it."""
    places = list(queryset.order_by("name", "pk")[: MOST_PLACES + 1])
    if len(places) > MOST_PLACES:
        message = _("Choose at most %(count)d places at a time.") % {"count": MOST_PLACES}
        page.message_user(request, message, messages.ERROR)
        return None
    today = timezone.localdate()
    data = request.POST if "apply" in request.POST else None
    form = dated(form_class, today)(
        data, places=places, initial={"day": today, "first": today}
    )  # fmt: skip
    if data is not None and form.is_valid():
        page.message_user(request, apply(form, places), messages.SUCCESS)
        return None
    context = {
        **page.admin_site.each_context(request),
        "title": title,
        "opts": page.model._meta,
        "media": page.media,
        "form": form,
        "read_backs": [form.read_back] if form.read_back else [],
        "names": [place.name for place in places[:NAMES_SHOWN]],
        "more": max(0, len(places) - NAMES_SHOWN),
        "keys": [place.pk for place in places],
        "key_name": ACTION_CHECKBOX_NAME,
        "action": request.POST["action"],
    }
    return TemplateResponse(request, "admin/directory/place_closure.html", context)


def close(form: ClosePlacesForm, places: list[Place]) -> str:
    values = form.cleaned_data
    changes = close_places(
        places=places,
        first=values["first"],
        last=values["last"],
        told=form.explanation,
    )
    return ngettext("%(count)d place is closed.", "%(count)d places are closed.", len(changes)) % {
        "count": len(changes)
    }


def open_again(form: OpenPlacesForm, places: list[Place]) -> str:
    day = form.cleaned_data["day"]
    ended = open_places(places=places, day=day)
    message = ngettext(
        "%(count)d closure ends before %(date)s.", "%(count)d closures end before %(date)s.",
        len(ended),
    )  # fmt: skip
    return message % {"count": len(ended), "date": day_numeric(day)}
