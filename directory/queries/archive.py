"""What an organisation has archived."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from directory.enums import State
from directory.localized import Text, columns, pick
from directory.models import Organisation, Place, Service, Slot
from directory.models.listing import RESTORED_WITHIN
from directory.permissions import (
    archivable_by,
    by_runner,
    editable_by,
    places_kept_by,
    services_run_by,
    slots_run_by,
)
from directory.queries.keepers import organisation_names
from directory.queries.lines import ProgrammeLine, programme_line
from directory.queries.occurrence import with_visibility
from directory.queries.programme import load_slots
from directory.wording import InterfaceWords

MOST_SHOWN = 200
MOST_NAMED = 30


@dataclass(frozen=True, slots=True)
class Archived:
    kind: str
    pk: int
    title: Text
    detail: str
    at: datetime
    can_restore: bool = True

    @property
    def until(self) -> date:
        """The last day when it can come back."""
        return timezone.localtime(self.at + RESTORED_WITHIN).date()


def archived(organisation: Organisation, user: AbstractBaseUser, language: str) -> list[Archived]:
    """The latest first; the lines of an archived listing come back with it, and aren't named."""
    own = [organisation.pk]
    services = Service.objects.filter(services_run_by(own), state=State.ARCHIVED)
    places = Place.objects.filter(places_kept_by(own), state=State.ARCHIVED)
    slots = Slot.objects.filter(slots_run_by(own), archived_at__isnull=False)
    found = [
        *listings("service", latest(editable_by(user, services)), user, language),
        *listings("place", latest(editable_by(user, places)), user, language),
        *lines(latest(editable_by(user, slots.exclude(gone_with_listing()))), language),
    ]
    return sorted(found, key=lambda one: one.at, reverse=True)


def latest(rows: QuerySet) -> QuerySet:
    keys = rows.order_by("-archived_at").values_list("pk", flat=True)[:MOST_SHOWN]
    return rows.model.objects.filter(pk__in=list(keys))


def gone_with_listing() -> Q:
    of_place = Q(service__isnull=True, place__state=State.ARCHIVED)
    return Q(service__state=State.ARCHIVED) | of_place


def listings(kind: str, rows: QuerySet, user: AbstractBaseUser, language: str) -> list[Archived]:
    names = ["name"] if kind == "place" else columns(["name"], language)
    found = rows.rewrite(False).order_by().values("pk", "archived_at", *names)
    own = set(archivable_by(user, rows).values_list("pk", flat=True))
    return [
        Archived(
            kind=kind,
            pk=row["pk"],
            title=title(kind, row, language),
            detail="",
            at=row["archived_at"],
            can_restore=row["pk"] in own,
        )
        for row in found
    ]


def title(kind: str, row: dict, language: str) -> Text:
    return Text(row["name"], language) if kind == "place" else pick(row, "name", language)


def lines(rows: QuerySet, language: str) -> Iterable[Archived]:
    words = InterfaceWords(language)
    times = dict(rows.values_list("pk", "archived_at"))
    for slot in load_slots(with_visibility(rows), language):
        line = programme_line(slot, words, date.max)
        detail = f"{line.sentence} · {line.place}" if line.place else line.sentence
        yield Archived("slot", slot.pk, line.title, detail, times[slot.pk])


def what_goes(row: Service | Place | Slot, language: str, today: date) -> list[ProgrammeLine]:
    """The current lines that families will not see any more."""
    if isinstance(row, Slot):
        return []
    words = InterfaceWords(language)
    slots = load_slots(with_visibility(current_lines(row, today)), language, MOST_NAMED)
    return [programme_line(slot, words, today) for slot in slots]


def current_lines(row: Service | Place, today: date) -> QuerySet:
    lines = Slot.objects.filter(archived_at__isnull=True).not_ended(today)
    return lines.filter(service=row) if isinstance(row, Service) else lines.filter(place=row)


def whose_lines_go(
    row: Service | Place | Slot, language: str, today: date
) -> list[tuple[Text, int]]:
    """The other organisations, and how many lines of each families will not see any more."""
    if isinstance(row, Slot):
        return []
    seen = with_visibility(current_lines(row, today)).filter(is_seen=True).order_by()
    numbers: Counter[int] = Counter()
    for part in by_runner(seen):
        others = part.exclude(runner=row.owner_id).values_list("runner")
        numbers.update(dict(others.annotate(number=Count("pk", distinct=True))))
    names = organisation_names(numbers, language)
    return [(names[key], number) for key, number in numbers.most_common()]
