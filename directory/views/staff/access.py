"""Fetch for the desk: not there or hidden is 404, somebody else's is 403, a stranger signs in."""

from dataclasses import dataclass
from typing import TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import Case, Model, Q, QuerySet, When
from django.http import HttpRequest
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
    switcher, else the user's first; 403 for who is in none."""
    if asked := request.GET.get("organisation"):
        return own_organisation(request, asked[:80])
    choices = selectable_organisations(request)
    chosen = choices.filter(pk=request.session.get(CURRENT_ORGANISATION)).first()
    organisation = chosen or choices.first()
    if organisation is None:
        raise PermissionDenied
    return organisation


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


def switcher(request: HttpRequest, language: str) -> Switcher:
    """The same choice as `current_organisation`, for the menu."""
    asked = request.GET.get("organisation", "").replace("\0", "")
    remembered = request.session.get(CURRENT_ORGANISATION)
    wanted = When(Q(slug=asked) | Q(pk=remembered), then=0)
    organisations = selectable_organisations(request).rewrite(False)
    rows = organisations.order_by(Case(wanted, default=1), "slug").values(
        "pk", "slug", *columns(["name"], language)
    )[:MOST_CHOICES]
    rows = sorted(rows, key=lambda row: row["slug"])
    found = [row for row in rows if row["slug"] == asked]
    found = found or [row for row in rows if row["pk"] == remembered] or rows[:1]
    return Switcher(
        [Choice(row["slug"], pick(row, "name", language), row in found) for row in rows]
    )
