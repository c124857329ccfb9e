"""Who comes, in numbers by organisation, and what they need."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import QuerySet

from directory.localized import Text, pick
from meetings.enums import Answer
from meetings.models import Meeting, MeetingInvitation


@dataclass(slots=True)
class OrganisationAnswers:
    name: Text
    invited: int = 0
    coming: int = 0
    refused: int = 0
    silent: int = 0


@dataclass(slots=True)
class Answers:
    organisations: list[OrganisationAnswers] = field(default_factory=list)
    coming: int = 0
    silent: int = 0
    diets: list[str] = field(default_factory=list)
    interpreters: list[str] = field(default_factory=list)
    children: int = 0
    capacity: int | None = None

    @property
    def is_over_full(self) -> bool:
        return Room(self.capacity, self.coming).is_over_full


def answers_of(meeting: Meeting, language: str) -> Answers:
    invitations = list(meeting.invitations.select_related("organisation"))
    by_organisation: dict[int, OrganisationAnswers] = {}
    for one in invitations:
        name = pick(one.organisation, "name", language)
        add_answer(by_organisation.setdefault(one.organisation_id, OrganisationAnswers(name)), one)
    rows = sorted(by_organisation.values(), key=lambda row: str(row.name).casefold())
    coming = [one for one in invitations if one.answer == Answer.COMING]
    return Answers(
        organisations=rows,
        coming=sum(one.count for one in coming),
        silent=sum(row.silent for row in rows),
        diets=said(one.diets for one in coming),
        interpreters=said(one.interpreter for one in coming),
        children=sum(one.children for one in coming),
        capacity=meeting.capacity,
    )


def add_answer(row: OrganisationAnswers, invitation: MeetingInvitation) -> None:
    row.invited += 1
    if invitation.answer == Answer.COMING:
        row.coming += invitation.count
    elif invitation.answer == Answer.NOT_COMING:
        row.refused += 1
    else:
        row.silent += 1


def said(texts: Iterable[str]) -> list[str]:
    """Each once, with how many said it."""
    counts: dict[str, int] = defaultdict(int)
    for text in filter(None, (text.strip() for text in texts)):
        counts[text] += 1
    return [f"{text} × {count}" if count > 1 else text for text, count in sorted(counts.items())]


@dataclass(frozen=True, slots=True)
class Room:
    """How many come, against how many there is room for."""

    capacity: int | None
    coming: int

    @property
    def is_over_full(self) -> bool:
        return self.capacity is not None and self.coming > self.capacity


def room_of(meeting: Meeting) -> Room:
    return Room(meeting.capacity, counted(meeting.invitations.filter(answer=Answer.COMING)))


def coming_from(meeting: Meeting, organisation: int) -> int:
    coming = meeting.invitations.filter(organisation=organisation, answer=Answer.COMING)
    return counted(coming)


def counted(coming: QuerySet) -> int:
    return sum(coming.values_list("count", flat=True))
