"""Notes that others may read: the network's members, or everyone."""

from datetime import datetime

from django.db import transaction

from meetings.actions.rows import locked
from meetings.enums import Audience, MeetingState
from meetings.models import Meeting


class NothingWritten(Exception):
    """There is no line to publish."""


class NotHeld(Exception):
    """It is cancelled or still to come."""


def mark_corrected(meeting: Meeting, now: datetime) -> None:
    """Readers see when published notes were last changed."""
    if meeting.has_published_notes:
        meeting.notes_corrected_at = now
        meeting.save(update_fields=["notes_corrected_at"])


@transaction.atomic
def publish_notes(*, meeting: Meeting, audience: Audience, now: datetime) -> Meeting:
    """Published anew they keep the time of the first: what came later shows as a correction."""
    meeting = locked(meeting)
    if not meeting.can_have_published_notes(now):
        raise NotHeld
    if not meeting.notes.exists():
        raise NothingWritten
    meeting.state = MeetingState.NOTES_PUBLISHED
    meeting.notes_audience = audience
    meeting.announced_at = meeting.announced_at or now
    meeting.notes_published_at = meeting.notes_published_at or now
    meeting.save(update_fields=["state", "notes_audience", "announced_at", "notes_published_at"])
    return meeting


@transaction.atomic
def withdraw_notes(*, meeting: Meeting) -> Meeting:
    """Nobody but the coordinator reads them; when they come again, they are new."""
    meeting = locked(meeting)
    if meeting.has_published_notes:
        meeting.state = MeetingState.HELD
        meeting.notes_published_at = meeting.notes_corrected_at = None
        meeting.save(update_fields=["state", "notes_published_at", "notes_corrected_at"])
        meeting.notes.exclude(corrected_at=None).update(corrected_at=None)
    return meeting
