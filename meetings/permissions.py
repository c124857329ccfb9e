"""Who edits and who reads what a network does, added to the one rule of `directory.permissions`.

The people of the coordinating organisation edit the network and all that hangs on it. The people of
a member organisation, while its term lasts, read what is for the network's members.
"""

from datetime import date

from django.db.models import Model, Q, QuerySet

from directory.permissions import RULES, Organisations, User, organisations_of
from meetings.enums import Audience, MeetingState
from meetings.models import (
    Action,
    AgendaItem,
    Material,
    Meeting,
    MeetingInvitation,
    Network,
    NetworkMember,
    NoteItem,
    Offer,
    Participation,
    Series,
    Theme,
)

# How each model hangs on its network.
PATHS: dict[type[Model], str] = {
    Action: "network__",
    AgendaItem: "meeting__network__",
    Material: "network__",
    Meeting: "network__",
    MeetingInvitation: "meeting__network__",
    Network: "",
    NetworkMember: "network__",
    NoteItem: "meeting__network__",
    Participation: "meeting__network__",
    Series: "network__",
    Theme: "network__",
}


def coordinated(path: str, organisations: Organisations) -> Q:
    return Q(**{f"{path}coordinator__in": organisations})


def offers_to(user: User) -> Q:
    """To those that the parent was told of: the network's coordinator, or who keeps the place."""
    own = organisations_of(user).filter(organisation__is_approved=True)
    return coordinated("network__", own) | Q(place__owner__in=own) | Q(place__coordinator__in=own)


RULES |= {
    model: lambda user, path=path: coordinated(path, organisations_of(user))
    for model, path in PATHS.items()
} | {Offer: offers_to}


def networks_of(user: User, day: date) -> QuerySet:
    """Networks whose members' matters the user may read."""
    if user.is_superuser:
        return Network.objects.all()
    own = organisations_of(user)
    terms = NetworkMember.objects.current(day).filter(organisation__in=own)
    return Network.objects.filter(coordinated("", own) | Q(pk__in=terms.values("network")))


def readable_meetings(user: User, day: date) -> QuerySet:
    """What is announced of a published network, and for members what the network announced."""
    meetings = Meeting.objects.announced()
    seen = Q(network__in=Network.objects.published())
    if user.is_authenticated:
        seen |= Q(network__in=networks_of(user, day))
    return meetings.filter(seen)


def readable_notes(user: User, day: date) -> QuerySet:
    """Meetings whose notes the user may read."""
    published = readable_meetings(user, day).filter(state=MeetingState.NOTES_PUBLISHED)
    allowed = Q(notes_audience=Audience.EVERYONE)
    if user.is_authenticated:
        allowed |= Q(network__in=networks_of(user, day))
    return published.filter(allowed)


def readable_materials(user: User, day: date) -> QuerySet:
    materials = Material.objects.all()
    allowed = Q(audience=Audience.EVERYONE, network__in=Network.objects.published())
    if user.is_authenticated:
        allowed |= Q(network__in=networks_of(user, day))
    return materials.filter(allowed)


def readable_networks(user: User, day: date) -> QuerySet:
    """The published ones, and for its people also one that is not public yet or any longer."""
    seen = Q(pk__in=Network.objects.published().values("pk"))
    if user.is_authenticated:
        seen |= Q(pk__in=networks_of(user, day).values("pk"))
    return Network.objects.filter(seen)


def readable_actions(user: User, day: date) -> QuerySet:
    """Those of notes that the user may read; those that no meeting decided, for members."""
    allowed = Q(meeting__in=readable_notes(user, day).values("pk"))
    if user.is_authenticated:
        own = networks_of(user, day).values("pk")
        allowed |= Q(meeting__isnull=True, network__in=own)
    return Action.objects.filter(allowed)
