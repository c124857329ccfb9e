"""Fetch for the desk: not there or hidden is 404, somebody else's is 403, a stranger signs in."""

from typing import TypeVar

from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from directory.enums import Role
from directory.models import Membership, Organisation
from directory.permissions import editable_by, organisations_of

Row = TypeVar("Row", bound=Model)


def editable_or_refuse(request: HttpRequest, rows: "QuerySet[Row]", **lookup: object) -> Row:
    row = get_object_or_404(rows, **lookup)
    if not editable_by(request.user, rows.model._default_manager.filter(pk=row.pk)).exists():
        raise PermissionDenied
    return row


def own_organisation(request: HttpRequest, slug: str, *roles: Role) -> Organisation:
    """The organisation that the user works in, in one of the roles when some are named."""
    organisation = get_object_or_404(Organisation, slug=slug)
    if request.user.is_superuser:
        return organisation
    if not organisations_of(request.user, *roles).filter(organisation=organisation).exists():
        raise PermissionDenied
    return organisation


def memberships_of(request: HttpRequest) -> QuerySet:
    return Membership.objects.filter(user=request.user.pk).select_related("organisation")
