"""What the database kept of a listing and of all that hangs on it.

A version is the state after one transaction: the listing's own row and its parts. Only values go
out of here; saying them in words is the page's.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.db.models import Count, Model, OuterRef, QuerySet, Subquery, Value
from pghistory.models import Context

from directory.actions.undo import UNDOABLE
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


@dataclass(frozen=True, slots=True)
class Step:
    """One row before and after; None where it was not."""

    model: type[Model]
    pk: int
    before: Values | None
    after: Values | None


@dataclass(slots=True)
class Moment:
    """One transaction that wrote to a listing: when it began, and the keys of its events.

    What it wrote after another one's is after that, however early it began: `after` is the latest
    beginning among all that was there before it.
    """

    at: datetime
    context: UUID | None
    after: datetime
    keys: dict[type[Model], list[int]] = field(default_factory=lambda: defaultdict(list))

    def place(self, own: type[Model]) -> tuple:
        """In the order of the moments of a listing, whose own events are of this model."""
        return (self.after, self.after > self.at, max(self.keys.get(own, ()), default=0))


@dataclass(frozen=True, slots=True)
class Entry:
    """What one transaction wrote. `is_whole` when its action wrote nothing to another listing."""

    at: datetime
    context: UUID | None
    metadata: Values
    steps: list[Step] = field(default_factory=list)
    is_whole: bool = False

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
        return self.context is not None and self.is_whole and only_changes


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


def moments(row: Model) -> list[Moment]:
    """Newest first."""
    models = (type(row), *PARTS[type(row)])
    names = ("part", "pgh_id", "pgh_created_at", "pgh_context_id")
    parts = [
        events_about(model, row).order_by().annotate(part=Value(part)).values_list(*names)
        for part, model in enumerate(models)
    ]
    found: dict[tuple, Moment] = {}
    latest: dict[int, datetime] = {}
    events = parts[0].union(*parts[1:], all=True)
    for part, key, at, context in sorted(events, key=itemgetter(0, 1)):
        latest[part] = max(at, latest.get(part, at))
        moment = found.setdefault((at, context), Moment(at, context, at))
        moment.after = max(moment.after, latest[part])
        moment.keys[models[part]].append(key)
    return sorted(found.values(), key=lambda one: one.place(type(row)), reverse=True)


def entries(row: Model, found: Sequence[Moment]) -> list[Entry]:
    steps: dict[tuple, list[Step]] = defaultdict(list)
    for model in (type(row), *PARTS[type(row)]):
        keys = [key for moment in found for key in moment.keys.get(model, ())]
        for event, before in with_before(events_about(model, row), keys):
            steps[event.pgh_created_at, event.pgh_context_id].append(step_of(event, before))
    known = {moment.context for moment in found} - {None}
    contexts, written = Context.objects.in_bulk(known), rows_written(known)
    return [
        Entry(
            at=one.at,
            context=one.context,
            metadata=metadata_of(contexts, one.context),
            steps=joined(steps[one.at, one.context]),
            is_whole=rows_of(steps[one.at, one.context]) == written[one.context],
        )
        for one in found
    ]


def rows_written(contexts: Iterable[UUID]) -> Counter[UUID | None]:
    """How many rows undoing each would write to."""
    found: Counter[UUID | None] = Counter()
    for model in UNDOABLE:
        events = model.pgh_event_model.objects.filter(pgh_context_id__in=contexts).order_by()
        counts = events.values("pgh_context_id").annotate(rows=Count("pgh_obj_id", distinct=True))
        found.update(dict(counts.values_list("pgh_context_id", "rows")))
    return found


def rows_of(steps: Iterable[Step]) -> int:
    return len({(step.model, step.pk) for step in steps if step.model in UNDOABLE})


def metadata_of(contexts: dict[UUID, Context], key: UUID | None) -> Values:
    return contexts[key].metadata if key in contexts else {}


def with_before(events: QuerySet, keys: Sequence[int]) -> list[tuple[Model, Model | None]]:
    """Each event of these keys with the one before it of the same row, in two queries.

    `events` are all about one listing: what was written of the row elsewhere says nothing here.
    """
    if not keys:
        return []
    earlier = events.filter(id=OuterRef("id"), pgh_id__lt=OuterRef("pgh_id"))
    before = Subquery(earlier.order_by("-pgh_id").values("pgh_id")[:1])
    found = list(events.filter(pgh_id__in=keys).annotate(before=before).order_by("pgh_id"))
    known = {event.pgh_id: event for event in found}
    missing = {event.before for event in found} - known.keys() - {None}
    known |= events.in_bulk(missing) if missing else {}
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


def names_of(model: type[Model], keys: Iterable[int], language: str) -> dict[int, str]:
    """Of what foreign keys point to; what is there no more has no name."""
    rows = QuerySet(model).filter(pk__in=set(keys))
    if model is Place:
        return dict(rows.values_list("pk", "name"))
    found = rows.values("pk", *columns(["name"], language))
    return {row["pk"]: str(pick(row, "name", language)) for row in found}
