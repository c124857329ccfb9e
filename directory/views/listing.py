"""What the public lists share: a bounded page and chips that take a filter away."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.forms import BoundField, Form
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django_filters import FilterSet

from directory.counted import FoundNothing
from directory.models import CountedKind

PAGE_SIZE = 20


@dataclass(frozen=True, slots=True)
class ChosenValue:
    """One of what is chosen in a form; no `value` where its field holds one alone."""

    name: str
    value: str
    label: str


def page_of(rows: QuerySet, request: HttpRequest, count: int | None = None) -> Page:
    """The asked page, or the nearest that exists. `count` saves counting where it is known."""
    paginator = Paginator(rows, PAGE_SIZE)
    if count is not None:
        paginator.count = count
    return paginator.get_page(request.GET.get("page"))


def found_nothing(kind: CountedKind, filterset: FilterSet, page: Page) -> FoundNothing | None:
    """What a list without a row counts as, when something was asked for."""
    if page.paginator.count:
        return None
    return FoundNothing.of(kind, filterset.form.cleaned_data)


def chips(filterset: FilterSet, request: HttpRequest) -> list[dict[str, str]]:
    """Each filter that holds, in words, with the address of the same list without it."""
    return [
        {
            "label": _("“%(words)s”") % {"words": one.label} if one.name == "q" else one.label,
            "remove_url": f"{request.path}{without(request.GET, one.name, one.value)}",
        }
        for one in chosen_values(filterset.form)
    ]


def chosen_values(form: Form) -> list[ChosenValue]:
    held = [name for name in form.fields if form.cleaned_data.get(name)]
    return [
        ChosenValue(name, value, label)
        for name in held
        for label, value in labels(form[name], form.cleaned_data[name])
    ]


def labels(field: BoundField, value: Any) -> list[tuple[str, str]]:
    """(the choice in words, the value to take away), one for each chosen value."""
    if value is True:
        return [(str(field.label), "")]
    if field.name == "q":
        return [(value, "")]
    choices = dict(field.field.choices)
    chosen = value if isinstance(value, list) else [value]
    return [(str(choices[one]), one) for one in chosen]


def without(query: QueryDict, name: str, value: str) -> str:
    left = query.copy()
    left.setlist(name, [one for one in left.getlist(name) if value and one != value])
    left.pop("page", None)
    if not left.getlist(name):
        left.pop(name, None)
    return f"?{left.urlencode()}" if left else ""


def section_crumbs(*crumbs: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    return [(_("Home"), reverse("home")), *crumbs]
