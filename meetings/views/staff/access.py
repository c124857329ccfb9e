"""Fetch for the networks' desk: what the user may not know of is 404, what is not theirs 403."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from directory.permissions import organisations_of
from directory.views.staff.access import editable_or_refuse
from meetings.models import Meeting, Network
from meetings.permissions import readable_networks


def own_network(request: HttpRequest, slug: str) -> Network:
    """A network that the user coordinates."""
    user = request.user
    if not user.is_superuser and not organisations_of(user).exists():
        raise PermissionDenied
    seen = readable_networks(user, timezone.localdate()).select_related("coordinator", "area")
    return editable_or_refuse(request, seen, slug=slug)


def own_meeting(request: HttpRequest, slug: str, meeting: str) -> Meeting:
    """A meeting of a network that the user coordinates."""
    network = own_network(request, slug)
    rows = network.meetings.select_related("place", "previous", "network__coordinator")
    return get_object_or_404(rows, slug=meeting)
