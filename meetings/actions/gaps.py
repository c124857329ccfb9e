"""A gap of the shared picture made somebody's business: on an agenda, or as an action."""

from datetime import date, datetime

from django.db import transaction

from directory.localized import column
from meetings.actions.action_items import LONGEST_TITLE, NewAction, add_action
from meetings.actions.agenda import add_item
from meetings.enums import AgendaKind
from meetings.models import Action, AgendaItem, Meeting, Network, Theme
from meetings.queries.picture_gaps import ACTION, Gap, gap_uid


@transaction.atomic
def put_on_agenda(*, meeting: Meeting, gap: Gap, language: str, today: date) -> AgendaItem:
    """Last on the agenda; where it stands already it stays."""
    uid = gap_uid(meeting.network_id, str(meeting.uid), gap.place, today)
    values = {
        "kind": AgendaKind.DISCUSSION,
        "theme": theme_of(meeting.network_id, gap),
        column("title", language): gap.question[:LONGEST_TITLE],
    }
    return add_item(meeting=meeting, uid=uid, values=values)


@transaction.atomic
def make_action(*, network: Network, gap: Gap, language: str, now: datetime) -> Action:
    """The action of this gap; one that was closed this term stays closed."""
    new = NewAction(
        uid=gap_uid(network.pk, ACTION, gap.place, now.date()),
        text=gap.question,
        language=language,
        theme=theme_of(network.pk, gap),
    )
    return add_action(network=network, meeting=None, new=new, now=now)


def theme_of(network: int, gap: Gap) -> Theme | None:
    return Theme.objects.filter(network=network, pk=gap.theme).first() if gap.theme else None
