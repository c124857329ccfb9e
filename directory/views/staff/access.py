"""Fetch for the desk: not there or hidden is 404, somebody else's is 403, a stranger signs in."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import Case, Model, QuerySet, When
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from directory.enums import Role
from directory.localized import Text, columns, pick
from directory.models import Membership, Organisation
from directory.permissions import editable_by, organisations_of

Row = TypeVar("Row", bound=Model)
CURRENT_ORGANISATION = "organisation"
MOST_CHOICES = 200


def editable_or_refuse(request: HttpRequest, rows: "QuerySet[Row]", **lookup: object) -> Row:
    row = get_object_or_404(rows, **lookup)
    if not editable_by(request.user, rows.model._default_manager.filter(pk=row.pk)).exists():
        raise PermissionDenied
    return row


def listing_or_refuse(
    request: HttpRequest, kinds: Mapping[str, type[Model]], kind: str, pk: int
) -> Any:
    """Of one of the kinds that the page is for."""
    if kind not in kinds:
        raise Http404
    return editable_or_refuse(request, kinds[kind]._default_manager.all(), pk=pk)


def own_organisation(request: HttpRequest, slug: str, *roles: Role) -> Organisation:
    """The organisation that the user works in, in one of the roles when some are named."""
    organisation = get_object_or_404(Organisation, slug=slug.replace("\0", ""))
    if request.user.is_superuser:
        return organisation
    if not organisations_of(request.user, *roles).filter(organisation=organisation).exists():
        raise PermissionDenied
    return organisation


def memberships_of(request: HttpRequest) -> QuerySet:
    return Membership.objects.filter(user=request.user.pk).select_related("organisation")


def current_organisation(request: HttpRequest) -> Organisation:
    """Whose desk this is: asked for in the address (?organisation=slug), else chosen in the
    switcher, else the user's first; 403 for who is in none. Looked up once a request."""
    if not hasattr(request, "organisation"):
        request.organisation = asked_organisation(request)
    return request.organisation


def asked_organisation(request: HttpRequest) -> Organisation:
    if asked := request.GET.get("organisation"):
        return own_organisation(request, asked[:80])
    choices = selectable_organisations(request)
    chosen = choices.filter(pk=request.session.get(CURRENT_ORGANISATION)).first()
    organisation = chosen or choices.first()
    if organisation is None:
        raise PermissionDenied
    return organisation


def menu_organisation(request: HttpRequest) -> Organisation | None:
    """`current_organisation` for the menu, which pages that are refused have too."""
    try:
        return current_organisation(request)
    except (Http404, PermissionDenied):
        return None


def selectable_organisations(request: HttpRequest) -> "QuerySet[Organisation]":
    """In the switcher's order: those that the user is in; a superuser may take any."""
    organisations = Organisation.objects.order_by("slug")
    if request.user.is_superuser:
        return organisations
    return organisations.filter(pk__in=organisations_of(request.user))


@dataclass(frozen=True)
class Choice:
    slug: str
    name: Text
    is_current: bool


@dataclass(frozen=True)
class Switcher:
    choices: list[Choice]

    @property
    def current(self) -> Choice | None:
        return next((choice for choice in self.choices if choice.is_current), None)


def switcher(request: HttpRequest, current: Organisation | None, language: str) -> Switcher:
    """All to choose from, the current one among them however many they are."""
    chosen = current.slug if current else ""
    organisations = selectable_organisations(request).rewrite(False)
    first = Case(When(slug=chosen, then=0), default=1)
    rows = organisations.order_by(first, "slug").values("slug", *columns(["name"], language))
    return Switcher(
        [
            Choice(row["slug"], pick(row, "name", language), row["slug"] == chosen)
            for row in sorted(rows[:MOST_CHOICES], key=lambda row: row["slug"])
        ]
    )
