"""Lines of notes. Each is a row of its own, so that two writers at once lose nothing; a line that
both write is saved only over what its writer has seen."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from directory.localized import column
from meetings.actions.publishing import mark_corrected
from meetings.actions.rows import Overtaken, locked
from meetings.enums import MeetingState
from meetings.models import AgendaItem, Meeting, NoteItem, Theme
from meetings.models.meeting import AHEAD
from meetings.queries.versions import line_version


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """`seen` is the version that it was written over. `unsure` is what the same writer sent before
    without hearing whether it arrived."""

    uid: UUID
    kind: str
    text: str
    language: str
    theme: Theme | None = None
    agenda_item: AgendaItem | None = None
    seen: str = ""
    unsure: frozenset[str] = frozenset()

    @property
    def values(self) -> dict[str, Any]:
        return {
            "kind": self.kind,
            "theme": self.theme,
            "agenda_item": self.agenda_item,
            column("text", self.language): self.text,
        }


class Elsewhere(Exception):
    """The line of this uid is another meeting's."""


class Clashing(Overtaken):
    """Somebody else wrote on the same line; theirs is in `line`."""

    def __init__(self, line: NoteItem) -> None:
        super().__init__()
        self.line = line


class Published(Exception):
    """What is typed would show to its readers half written."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What a line is tied to; `shown` are the keys that the writer saw ticked."""

    chosen: list[Any]
    shown: frozenset[str]


@transaction.atomic
def write_line(
    *, meeting: Meeting, writing: Writing, now: datetime, is_typing: bool = False
) -> NoteItem:
    """The line as written; one that somebody removed meanwhile is there again."""
    meeting = locked(meeting)
    line = NoteItem.objects.filter(uid=writing.uid).first()
    if line and line.meeting_id != meeting.pk:
        raise Elsewhere
    if line and says_the_same(line, writing):
        return line
    if is_typing and meeting.has_published_notes:
        raise Published
    if line and not is_seen(line, writing):
        raise Clashing(line)
    line = line or NoteItem(uid=writing.uid, meeting=meeting, created_at=now)
    for name, value in writing.values.items():
        setattr(line, name, value)
    if meeting.has_published_notes:
        line.corrected_at = now
    line.save()
    hold(meeting, now)
    mark_corrected(meeting, now)
    return line


def says_the_same(line: NoteItem, writing: Writing) -> bool:
    return all(getattr(line, name) == value for name, value in writing.values.items())


def is_seen(line: NoteItem, writing: Writing) -> bool:
    kept = getattr(line, column("text", writing.language))
    return writing.seen == line_version(line) or kept in writing.unsure


def hold(meeting: Meeting, now: datetime) -> None:
    """What has notes once it has begun is held."""
    if meeting.state in AHEAD and meeting.has_begun(now):
        meeting.state = MeetingState.HELD
        meeting.save(update_fields=["state"])


@transaction.atomic
def remove_line(*, line: NoteItem, seen: str, now: datetime) -> None:
    meeting = locked(line.meeting)
    kept = NoteItem.objects.filter(pk=line.pk).first()
    if not kept:
        return
    if line_version(kept) != seen:
        raise Clashing(kept)
    kept.delete()
    mark_corrected(meeting, now)


@transaction.atomic
def tie(*, line: NoteItem, choices: dict[str, Choice], now: datetime) -> None:
    """To the services, places and categories it is about. What the writer did not see, or left as
    it was, stays as it is."""
    meeting, line = locked(line.meeting), locked(line)
    retied = [retie(getattr(line, name), choice) for name, choice in choices.items()]
    if any(retied) and meeting.has_published_notes:
        line.corrected_at = now
        line.save(update_fields=["corrected_at"])
        mark_corrected(meeting, now)


def retie(ties: Any, choice: Choice) -> bool:
    present = list(ties.all())
    known = choice.shown | {str(row.pk) for row in present}
    added = [row for row in choice.chosen if str(row.pk) not in known]
    dropped = [row for row in present if str(row.pk) in choice.shown and row not in choice.chosen]
    ties.add(*added)
    ties.remove(*dropped)
    return bool(added or dropped)
