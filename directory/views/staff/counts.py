"""What families open and what they look for in vain, in numbers that tell of nobody."""

from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from directory.filters import PlaceFilter, ServiceFilter
from directory.localized import current_language
from directory.models import CountedKind, Place, Service
from directory.queries.counts import EmptySearch, empty_searches, opened, whole_weeks
from directory.views.staff.access import current_organisation


@dataclass(frozen=True, slots=True)
class Search:
    title: str
    choices: list[str]
    with_words: bool
    times: int | None


@login_required
@require_safe
def counts(request: HttpRequest) -> HttpResponse:
    organisation, today = current_organisation(request), timezone.localdate()
    days = whole_weeks(today)
    forms = {
        CountedKind.SERVICE: ServiceFilter({}, Service.objects.none(), today=today).form,
        CountedKind.PLACE: PlaceFilter({}, Place.objects.none()).form,
    }
    searches = empty_searches(organisation, request.user, days)
    context = {
        "organisation": organisation,
        "first": days[0],
        "last": days[1],
        "opened": opened(organisation, request.user, current_language(), days),
        "searches": [in_words(search, forms[CountedKind(search.kind)]) for search in searches],
    }
    return render(request, "staff/counts.html", context)


def in_words(search: EmptySearch, form: Form) -> Search:
    """Choices that the form has no more are left out."""
    chosen = {"area": [search.area], **search.filters}
    words = [
        label
        for name, values in chosen.items()
        if name in form.fields
        for value in values
        if (label := label_of(form, name, value))
    ]
    title = _("Services") if search.kind == CountedKind.SERVICE else _("Places")
    return Search(title, words, search.with_words, search.times)


def label_of(form: Form, name: str, value: str) -> str:
    field = form.fields[name]
    if not hasattr(field, "choices"):
        return str(field.label)
    return str(dict(field.choices).get(value, "")) if value else ""
