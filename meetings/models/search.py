"""Which edits of what a network writes change the words by which its meetings are found.

The words themselves are told by the SQL function `meetings_search_meeting` of the migrations, where
also stands what happens when a place, an area or an organisation changes. They are only such as a
stranger reads on the network's pages: nothing else can then be told by what is found, by what is
found instead of it, or by how a misspelt word is understood.
"""

from collections.abc import Mapping

from django.db import models

from directory.models import Indexed
from meetings.models.meeting import Meeting
from meetings.models.network import Network
from meetings.models.note import NoteItem

MEETINGS_OF_NETWORK = (
    "unnest(ARRAY(SELECT m.id FROM meetings_meeting AS m WHERE m.network_id = rows.id))"
)
# Of the same lines that ask for a new version: what is noted waits for that to be read.
MEETING_OF_PUBLISHED = (
    "(SELECT m.id FROM meetings_meeting AS m"
    " WHERE m.id = rows.meeting_id AND m.state = 'notes_published')"
)
ABOUT: Mapping[type[models.Model], Mapping[str, Indexed]] = {
    Meeting: {"id": Indexed.MEETING},
    Network: {MEETINGS_OF_NETWORK: Indexed.MEETING},
    NoteItem: {MEETING_OF_PUBLISHED: Indexed.MEETING},
}
