"""What a coordinator sees of a network at one glance."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.timezone import localdate

from directory.localized import EMPTY, Text, expression, pick
from directory.models import Organisation
from directory.permissions import User, editable_by, known_organisations
from meetings.enums import ActionState, MeetingState
from meetings.localized import written
from meetings.models import Action, Meeting, Network, NetworkMember
from meetings.models.meeting import AHEAD
from meetings.permissions import networks_of, readable_meetings
from meetings.queries.recipients import without_address
from meetings.queries.told import where

MOST_SHOWN = 6
TO_COME = (*AHEAD, MeetingState.CANCELLED)


@dataclass(frozen=True, slots=True)
class NetworkRow:
    network: Network
    name: Text
    coordinator: Text
    next: Meeting | None


@dataclass(frozen=True, slots=True)
class MeetingRow:
    meeting: Meeting
    theme: Text
    where: str
    state: str
    is_over: bool
    can_have_published_notes: bool


@dataclass(frozen=True, slots=True)
class ActionRow:
    action: Action
    text: Text
    organisation: Text
    theme: Text
    is_late: bool
    state: str


@dataclass(frozen=True, slots=True)
class MemberRow:
    member: NetworkMember
    name: Text
    themes: list[Text]
    is_current: bool


@dataclass(frozen=True, slots=True)
class Glance:
    coming: list[MeetingRow]
    held: list[MeetingRow]
    actions: list[ActionRow]
    members: int
    without_address: list[Text]


def own_networks(user: User, language: str, today: date) -> list[NetworkRow]:
    networks = editable_by(user, Network.objects.all())
    return network_rows(networks, Meeting.objects.all(), language, today)


def joined_networks(user: User, language: str, today: date) -> list[NetworkRow]:
    """Those of others in which the user's organisation is a member, with what they announced."""
    own = editable_by(user, Network.objects.all()).values("pk")
    joined = networks_of(user, today).exclude(pk__in=own)
    return network_rows(joined, readable_meetings(user, today), language, today)


def network_rows(
    networks: QuerySet, meetings: QuerySet, language: str, today: date
) -> list[NetworkRow]:
    rows = networks.select_related("coordinator").order_by(expression("name", language), "pk")
    coming = meetings.filter(network__in=rows.values("pk")).coming(today)
    first = {one.network_id: one for one in coming.order_by("-date", "-start")}
    return [
        NetworkRow(
            network,
            pick(network, "name", language),
            pick(network.coordinator, "name", language),
            first.get(network.pk),
        )
        for network in rows
    ]


def glance(network: Network, language: str, now: datetime) -> Glance:
    today = localdate(now)
    meetings = network.meetings.select_related("place")
    is_ahead = Q(date__gte=today, state__in=TO_COME)
    coming = meetings.filter(is_ahead).order_by("date", "start")
    members = member_rows(network, language, today)
    return Glance(
        coming=meeting_rows(coming, language, now),
        held=meeting_rows(meetings.exclude(is_ahead)[:MOST_SHOWN], language, now),
        actions=action_rows(open_actions(network), language, today),
        members=sum(row.is_current for row in members),
        without_address=without_address(network, today, language),
    )


def meeting_rows(meetings: Iterable[Meeting], language: str, now: datetime) -> list[MeetingRow]:
    today = localdate(now)
    return [
        MeetingRow(
            meeting=one,
            theme=written(one, "theme", language),
            where=where(one),
            state=one.get_state_display(),
            is_over=one.date < today or one.state not in TO_COME,
            can_have_published_notes=one.can_have_published_notes(now),
        )
        for one in meetings
    ]


def open_actions(network: Network) -> QuerySet:
    return network.actions.filter(state=ActionState.OPEN)


def action_rows(actions: QuerySet, language: str, today: date) -> list[ActionRow]:
    return [
        ActionRow(
            action=one,
            text=written(one, "text", language),
            organisation=pick(one.organisation, "name", language) if one.organisation else EMPTY,
            theme=written(one.theme, "name", language) if one.theme else EMPTY,
            is_late=one.state == ActionState.OPEN and one.due is not None and one.due < today,
            state=one.get_state_display(),
        )
        for one in actions.select_related("organisation", "theme")
    ]


def member_rows(network: Network, language: str, today: date) -> list[MemberRow]:
    """By name, those whose term is over last."""
    current = NetworkMember.objects.current(today).filter(pk=OuterRef("pk"))
    members = network.members.select_related("organisation").prefetch_related("themes")
    rows = [
        MemberRow(
            member=one,
            name=pick(one.organisation, "name", language),
            themes=[written(theme, "name", language) for theme in one.themes.all()],
            is_current=one.is_current,
        )
        for one in members.annotate(is_current=Exists(current))
    ]
    return sorted(rows, key=lambda row: (not row.is_current, str(row.name).casefold()))


def organisations_in(network: Network, day: date) -> QuerySet:
    """Who may take part, take an action upon itself: the members, and the coordinator."""
    members = NetworkMember.objects.filter(network=network).current(day).values("organisation")
    involved = Q(pk__in=members) | Q(pk=network.coordinator_id)
    return Organisation.objects.filter(involved).order_by("name_fi", "pk")


def joinable(user: User) -> QuerySet:
    if user.is_superuser:
        return Organisation.objects.order_by("name_fi", "pk")
    return Organisation.objects.filter(known_organisations(user)).order_by("name_fi", "pk")
