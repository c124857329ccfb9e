"""Lines of notes. Each is a row of its own, so that two writers at once lose nothing; a line that
both write is saved only over what its writer has seen."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from directory.localized import column
from directory.models import Organisation
from meetings.actions.rows import Overtaken, lock
from meetings.enums import MeetingState
from meetings.models import AgendaItem, Meeting, NoteItem, Participation, Theme
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


@transaction.atomic
def write_line(*, meeting: Meeting, writing: Writing, now: datetime) -> NoteItem:
    """The line as written; one that somebody removed meanwhile is there again."""
    line, is_new = NoteItem.objects.get_or_create(
        uid=writing.uid,
        defaults={
            "meeting": meeting,
            "created_at": now,
            "corrected_at": now if is_published(meeting) else None,
            **writing.values,
        },
    )
    if line.meeting_id != meeting.pk:
        raise Elsewhere
    if is_new:
        begin(meeting, now.date())
        return line
    return rewrite(line, writing, now if is_published(meeting) else None)


def rewrite(line: NoteItem, writing: Writing, corrected_at: datetime | None) -> NoteItem:
    line = NoteItem.objects.select_for_update(of=("self",)).get(pk=line.pk)
    if all(getattr(line, name) == value for name, value in writing.values.items()):
        return line
    if not is_seen(line, writing):
        raise Clashing(line)
    for name, value in writing.values.items():
        setattr(line, name, value)
    if corrected_at:
        line.corrected_at = corrected_at
    line.save()
    return line


def is_seen(line: NoteItem, writing: Writing) -> bool:
    kept = getattr(line, column("text", writing.language))
    return writing.seen == line_version(line) or kept in writing.unsure


def is_published(meeting: Meeting) -> bool:
    return meeting.state == MeetingState.NOTES_PUBLISHED


def begin(meeting: Meeting, today: date) -> None:
    """What has notes from its own day on has been held."""
    before = (MeetingState.PLANNED, MeetingState.INVITED)
    rows = Meeting.objects.filter(pk=meeting.pk, state__in=before, date__lte=today)
    if rows.exists():
        meeting.state = MeetingState.HELD
        meeting.save(update_fields=["state"])


@transaction.atomic
def remove_line(*, line: NoteItem, seen: str) -> None:
    lock(line)
    kept = NoteItem.objects.filter(pk=line.pk).first()
    if kept and line_version(kept) != seen:
        raise Clashing(kept)
    NoteItem.objects.filter(pk=line.pk).delete()


@transaction.atomic
def tie(*, line: NoteItem, ties: dict[str, list[Any]], now: datetime) -> NoteItem:
    """To the services, places and categories it is about."""
    changed = [name for name, rows in ties.items() if is_other(getattr(line, name), rows)]
    for name in changed:
        getattr(line, name).set(ties[name])
    if changed and is_published(line.meeting):
        line.corrected_at = now
        line.save(update_fields=["corrected_at"])
    return line


def is_other(present: Any, rows: list[Any]) -> bool:
    return set(present.values_list("pk", flat=True)) != {row.pk for row in rows}


@transaction.atomic
def save_participation(
    *, meeting: Meeting, counts: dict[Organisation, int | None], who: str, others: int | None
) -> None:
    """How many came from each organisation; one without a number did not come."""
    lock(meeting)
    for organisation, count in counts.items():
        rows = Participation.objects.filter(meeting=meeting, organisation=organisation)
        if count is None:
            rows.delete()
        elif not rows.filter(count=count).exists():
            Participation.objects.update_or_create(
                meeting=meeting, organisation=organisation, defaults={"count": count}
            )
    in_words = Participation.objects.filter(meeting=meeting, organisation__isnull=True)
    if not in_words.filter(who=who, count=others).exists():
        in_words.delete()
        if who:
            Participation.objects.create(meeting=meeting, who=who, count=others)
