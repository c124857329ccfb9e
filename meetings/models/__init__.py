from meetings.models.material import Material
from meetings.models.meeting import AgendaItem, Meeting, Series
from meetings.models.network import Network, NetworkMember, Theme
from meetings.models.note import Action, NoteItem
from meetings.models.offer import Offer
from meetings.models.participation import MeetingInvitation, Participation

__all__ = [
    "Action",
    "AgendaItem",
    "Material",
    "Meeting",
    "MeetingInvitation",
    "Network",
    "NetworkMember",
    "NoteItem",
    "Offer",
    "Participation",
    "Series",
    "Theme",
]
