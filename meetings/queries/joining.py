"""How the reader of a meeting's page can sign up to it."""

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Lower

from directory.permissions import User, editable_by
from directory.queries.contacts import contact_lines, contact_rows
from meetings.enums import MeetingKind
from meetings.models import Meeting, MeetingInvitation, Network


def joining_rows(user: User, language: str) -> dict[str, Any]:
    """Annotations of a meeting that `joining` reads."""
    network = Network.objects.filter(pk=OuterRef("network"))
    return {
        "invitation": Subquery(own_invitations(user).filter(meeting=OuterRef("pk")).values("pk")),
        "is_coordinated": Exists(editable_by(user, network)),
        "is_public": Exists(network.published()),
        "contact_rows": contact_rows("organisation__coordinated_networks__meetings", language),
    }


def own_invitations(user: User) -> QuerySet:
    """Those to the user's own address, which are one a meeting at the most."""
    email = getattr(user, "email", "")
    if not email:
        return MeetingInvitation.objects.none()
    # Compared as the constraint does that lets an address be invited once.
    return MeetingInvitation.objects.alias(address=Lower("email")).filter(
        address=Lower(Value(email))
    )


def joining(meeting: Meeting, today: date, language: str) -> dict[str, Any]:
    """Whoever is invited answers; others turn to the coordinator, and families help to plan."""
    is_open = meeting.takes_answers(today)
    is_for_others = is_open and not meeting.invitation and not meeting.is_own
    is_planned_together = meeting.kind == MeetingKind.CO_PLANNING
    return {
        "asks_food": meeting.asks_food,
        "asks_interpreter": meeting.asks_interpreter,
        "asks_childcare": meeting.asks_childcare,
        "invitation": meeting.invitation if is_open else None,
        "is_answered_by_link": is_open
        and meeting.is_own
        and not (meeting.invitation or meeting.is_coordinated),
        "contacts": contact_lines(meeting.contact_rows, language) if is_for_others else [],
        "takes_offers": is_for_others and is_planned_together and meeting.is_public,
    }
