"""What the database kept of a listing and of all that hangs on it.

A version is the state after one transaction: the listing's own row and its parts. Only values go
out of here; saying them in words is the page's.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Model, OuterRef, QuerySet, Subquery
from pghistory.models import Context

from directory.localized import Text, columns, pick
from directory.models import (
    Contact,
    Organisation,
    Photo,
    Place,
    PlacePartner,
    ScheduleChange,
    Service,
    ServiceArea,
    ServiceCategory,
    ServiceOrganiser,
    ServicePlace,
    Slot,
    SlotOrganiser,
    SlotVisitor,
)
from directory.queries.lines import one_line

KINDS: dict[str, type[Model]] = {
    "service": Service,
    "place": Place,
    "slot": Slot,
    "organisation": Organisation,
}
# What belongs to each kind, and the column that says to which row.
PARTS: dict[type[Model], tuple[type[Model], ...]] = {
    Service: (
        Contact, Photo, ServiceOrganiser, ServiceCategory, ServiceArea, ServicePlace,
        ScheduleChange,
    ),
    Place: (Contact, Photo, PlacePartner, ScheduleChange),
    Slot: (SlotVisitor, SlotOrganiser, ScheduleChange),
    Organisation: (Contact, ScheduleChange),
}  # fmt: skip
# Ties have no life of their own: one that is made again is the same.
TIES: dict[type[Model], str] = {
    ServiceOrganiser: "organisation_id",
    ServiceCategory: "category_id",
    ServiceArea: "area_id",
    ServicePlace: "place_id",
    PlacePartner: "organisation_id",
    SlotOrganiser: "organisation_id",
}
# A picture's file may be gone; a change of the programme is dated and is undone by itself.
NOT_RESTORED: tuple[type[Model], ...] = (Photo, ScheduleChange)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)

Values = dict[str, Any]
Version = dict[type[Model], dict[int, Values]]


@dataclass(frozen=True, slots=True)
class Step:
    """One row before and after; None where it was not."""

    model: type[Model]
    pk: int
    before: Values | None
    after: Values | None


@dataclass(frozen=True, slots=True)
class Entry:
    """What one transaction wrote."""

    at: datetime
    context: UUID | None
    metadata: Values
    steps: list[Step] = field(default_factory=list)

    @property
    def moment(self) -> int:
        return (self.at - EPOCH) // MICROSECOND

    @property
    def author(self) -> int | None:
        return self.metadata.get("user")

    @property
    def restored(self) -> datetime | None:
        """Of when the version was that was restored."""
        moment = self.metadata.get("restored")
        return time_of(moment) if moment else None

    @property
    def can_restore(self) -> bool:
        return any(step.model not in NOT_RESTORED for step in self.steps)

    @property
    def can_undo(self) -> bool:
        only_changes = all(step.model is ScheduleChange for step in self.steps)
        return self.context is not None and only_changes


def time_of(moment: int) -> datetime | None:
    try:
        return EPOCH + MICROSECOND * moment
    except OverflowError:
        return None


def title_of(row: Model, language: str) -> Text:
    if isinstance(row, Place):
        return Text(row.name, language)
    if isinstance(row, Slot):
        line = one_line(row, language, date.max)
        parts = [str(line.title), line.sentence, line.place]
        return Text(" · ".join(filter(None, parts)), language)
    return pick(row, "name", language)


def events_about(model: type[Model], row: Model) -> QuerySet:
    """Of the row itself, or of its parts of this model."""
    column = "pgh_obj_id" if model is type(row) else f"{row._meta.model_name}_id"
    return model.pgh_event_model.objects.filter(**{column: row.pk})


def values_of(event: Model) -> Values:
    fields = event.pgh_tracked_model._meta.concrete_fields
    return {one.attname: getattr(event, one.attname) for one in fields}


def moments(row: Model) -> QuerySet:
    """(time, context) of each transaction that wrote to the listing, newest first."""
    models = (type(row), *PARTS[type(row)])
    names = ("pgh_created_at", "pgh_context_id")
    parts = [events_about(model, row).order_by().values_list(*names) for model in models]
    return parts[0].union(*parts[1:]).order_by("-pgh_created_at", "pgh_context_id")


def entries(row: Model, found: Sequence[tuple[datetime, UUID | None]]) -> list[Entry]:
    if not found:
        return []
    steps: dict[tuple, list[Step]] = defaultdict(list)
    for model in (type(row), *PARTS[type(row)]):
        events = events_about(model, row).filter(pgh_created_at__range=(found[-1][0], found[0][0]))
        for event, before in with_before(model, events):
            key = (event.pgh_created_at, event.pgh_context_id)
            steps[key].append(step_of(event, before))
    contexts = Context.objects.in_bulk([context for _at, context in found if context])
    return [
        Entry(at, context, metadata_of(contexts, context), joined(steps[at, context]))
        for at, context in found
    ]


def metadata_of(contexts: dict[UUID, Context], key: UUID | None) -> Values:
    return contexts[key].metadata if key in contexts else {}


def with_before(model: type[Model], events: QuerySet) -> list[tuple[Model, Model | None]]:
    """Each event with the one before it of the same row, in two queries."""
    everything = model.pgh_event_model.objects
    earlier = everything.filter(id=OuterRef("id"), pgh_id__lt=OuterRef("pgh_id"))
    before = earlier.order_by("-pgh_id").values("pgh_id")[:1]
    found = list(events.annotate(before=Subquery(before)).order_by("pgh_id"))
    known = {event.pgh_id: event for event in found}
    missing = {event.before for event in found} - known.keys() - {None}
    known |= everything.in_bulk(missing) if missing else {}
    return [(event, known.get(event.before)) for event in found]


def step_of(event: Model, before: Model | None) -> Step:
    values, model = values_of(event), event.pgh_tracked_model
    if event.pgh_label == "insert":
        return Step(model, values["id"], None, values)
    if event.pgh_label == "delete":
        return Step(model, values["id"], values, None)
    return Step(model, values["id"], values_of(before) if before else None, values)


def joined(steps: Iterable[Step]) -> list[Step]:
    """One step a row, from before the transaction to after it; what came and went is left out."""
    found: dict[tuple, Step] = {}
    for step in steps:
        key = (step.model, step.pk)
        first = found.get(key, step)
        found[key] = Step(step.model, step.pk, first.before, step.after)
    return [step for step in found.values() if step.before != step.after]


def version_at(row: Model, at: datetime) -> Version | None:
    """The listing and the parts that can be restored; None before it was there."""
    version = {model: rows_at(model, row, at) for model in restored_models(row)}
    return version if version[type(row)] else None


def rows_at(model: type[Model], row: Model, at: datetime) -> dict[int, Values]:
    events = events_about(model, row).filter(pgh_created_at__lte=at)
    latest = events.order_by("id", "-pgh_id").distinct("id")
    return {event.id: values_of(event) for event in latest if event.pgh_label != "delete"}


def current_version(row: Model) -> Version:
    return {model: current_rows(model, row) for model in restored_models(row)}


def current_rows(model: type[Model], row: Model) -> dict[int, Values]:
    column = "pk" if model is type(row) else f"{row._meta.model_name}_id"
    names = [one.attname for one in model._meta.concrete_fields]
    # A plain QuerySet: the translated manager would read another language's column.
    found = QuerySet(model).filter(**{column: row.pk}).values(*names)
    return {values["id"]: values for values in found}


def restored_models(row: Model) -> list[type[Model]]:
    parts = (model for model in PARTS[type(row)] if model not in NOT_RESTORED)
    return [type(row), *parts]


def steps_between(now: Version, then: Version) -> list[Step]:
    """What leads from one version to the other."""
    steps = []
    for model in now:
        one, other = by_meaning(model, now[model]), by_meaning(model, then[model])
        for key in dict.fromkeys((*one, *other)):
            before, after = one.get(key), other.get(key)
            if before != after and not (model in TIES and before and after):
                steps.append(Step(model, (before or after)["id"], before, after))
    return steps


def by_meaning(model: type[Model], rows: dict[int, Values]) -> dict[int, Values]:
    if model not in TIES:
        return rows
    return {values[TIES[model]]: values for values in rows.values()}


def names_of(model: type[Model], keys: Iterable[int], language: str) -> dict[int, str]:
    """Of what foreign keys point to; what is there no more has no name."""
    rows = QuerySet(model).filter(pk__in=set(keys))
    if model is Place:
        return dict(rows.values_list("pk", "name"))
    found = rows.values("pk", *columns(["name"], language))
    return {row["pk"]: str(pick(row, "name", language)) for row in found}
