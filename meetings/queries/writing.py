"""Notes as their writers see them: every line with what stands for it, ready to be written on."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from directory.localized import Text, column, expression
from directory.models import Organisation, Place, Service
from directory.models.translation_record import SOURCE_LANGUAGES
from directory.permissions import User, editable_by
from directory.queries.matching import every_word
from meetings.enums import NoteKind
from meetings.localized import written
from meetings.models import Meeting, NoteItem
from meetings.queries.desk import organisations_in
from meetings.queries.notes import ICONS
from meetings.queries.versions import line_version

MOST_FOUND = 12


@dataclass(frozen=True, slots=True)
class WrittenLine:
    row: NoteItem
    text: Text
    version: str
    ties: int


@dataclass(frozen=True, slots=True)
class KindOfLines:
    kind: str
    label: str
    icon: str
    lines: list[WrittenLine]


def lines_by_kind(meeting: Meeting, language: str) -> list[KindOfLines]:
    """All kinds, also those without a line yet."""
    rows = list(
        meeting.notes.select_related("theme").annotate(
            ties=Count("services", distinct=True)
            + Count("places", distinct=True)
            + Count("categories", distinct=True)
        )
    )
    return [
        KindOfLines(
            kind=kind.value,
            label=str(kind.label),
            icon=ICONS[kind],
            lines=[written_line(row, language) for row in rows if row.kind == kind],
        )
        for kind in NoteKind
    ]


def written_line(row: NoteItem, language: str) -> WrittenLine:
    return WrittenLine(
        row, written(row, "text", language), line_version(row), getattr(row, "ties", 0)
    )


def tieable_services(user: User) -> QuerySet:
    """What families can see, and what the user keeps."""
    own = editable_by(user, Service.objects.all()).values("pk")
    shown = Service.objects.published().values("pk")
    return Service.objects.filter(Q(pk__in=shown) | Q(pk__in=own))


def tieable_places(user: User) -> QuerySet:
    own = editable_by(user, Place.objects.all()).values("pk")
    shown = Place.objects.published().values("pk")
    return Place.objects.filter(Q(pk__in=shown) | Q(pk__in=own))


def services_like(services: QuerySet, words: str, language: str) -> QuerySet:
    """By the name in any language that staff write."""
    names = [column("name", code) for code in SOURCE_LANGUAGES]
    found = services.rewrite(False).filter(every_word(words, names))
    return found.order_by(expression("name", language), "pk")[:MOST_FOUND]


def places_like(places: QuerySet, words: str) -> QuerySet:
    return places.filter(every_word(words, ["name"])).order_by("name", "pk")[:MOST_FOUND]


def who_may_have_come(meeting: Meeting) -> QuerySet:
    """The members that day, who was invited, and who is noted already."""
    invited = meeting.invitations.values("organisation")
    noted = meeting.participations.filter(organisation__isnull=False).values("organisation")
    members = organisations_in(meeting.network, meeting.date).values("pk")
    everyone = Q(pk__in=members) | Q(pk__in=invited) | Q(pk__in=noted)
    return Organisation.objects.filter(everyone).order_by("name_fi", "pk")


@dataclass(frozen=True, slots=True)
class Came:
    """`who` says it in words, for those that no organisation sent."""

    count: int | None = None
    who: str = ""


NOBODY = Came()


def who_came(meeting: Meeting) -> dict[int | None, Came]:
    """By the key of their organisation."""
    rows = meeting.participations.order_by("-pk")
    return {row.organisation_id: Came(row.count, row.who) for row in rows}
