"""What a reader of the network's programme asked to see: which services, and where."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django.db.models import Q, QuerySet

from directory.enums import Access, ChangeKindChoices
from directory.models import Area, Place, ScheduleChange, Service, Slot
from directory.queries.programme import changed_slots
from directory.queries.session import Session

# What one can just come to, plain opening hours included.
JUST_COME = Q(service__isnull=True) | Q(service__access=Access.DROP_IN)
ADDING_OR_MOVING = [
    ChangeKindChoices.EXTRA,
    ChangeKindChoices.OTHER_TIME,
    ChangeKindChoices.OTHER_PLACE,
]
MOST_CHANGES, MOST_CHANGED = 5000, 200


@dataclass(frozen=True, slots=True)
class Selection:
    """`offered` and `placeless` speak of the `service` of a slot or of an extra without one.

    `places` are the keys of the places, the nearest first with its distance in kilometres when
    distance matters; None is everywhere. Without `placeless`, what is held at no place, as by
    phone, is left out.
    """

    offered: Q
    places: Mapping[int, float | None] | None = None
    placeless: Q | None = None

    @property
    def is_near(self) -> bool:
        return any(distance is not None for distance in (self.places or {}).values())

    @property
    def slots(self) -> QuerySet:
        """The published slots, by where they usually are."""
        return Slot.objects.published().filter(self.offered, self.where(["place"]))

    def extras(self) -> Q:
        """The extras without a slot, as `programme` asks for them."""
        return self.offered & self.where(["place", "new_place"])

    def where(self, paths: list[str]) -> Q:
        nowhere, here = Q(), Q(pk__in=[])
        for path in paths:
            nowhere &= Q(**{f"{path}__isnull": True})
            here |= Q(**{f"{path}__in": list(self.places or ())})
        if self.places is None:
            here = ~nowhere
        return here if self.placeless is None else here | nowhere & self.placeless

    def changed(self, first: date, last: date, admits: Callable[[Any], bool]) -> "Changed":
        """What adds, retimes or moves sessions in these days, and of single slots and extras only
        what is admitted. One query, of the whole network's changes."""
        found = [row for row in timing_changes(first, last) if self._bears_on(row, admits)]
        extras = [row.pk for row in found if is_slotless_extra(row)]
        return Changed(self, [row for row in found if not is_slotless_extra(row)], extras)

    def _bears_on(self, row: Any, admits: Callable[[Any], bool]) -> bool:
        usual = row.slot__place or row.place
        if self.places is None and usual and row.kind == ChangeKindChoices.OTHER_PLACE:
            return False  # everywhere holds both places
        if row.slot is None and not is_slotless_extra(row):
            return row.place is None or self.has(row.place) or self.has(row.new_place)
        where = {row.slot__place, row.place, row.new_place}
        return self.includes(where) and admits(row)

    def has(self, place: int | None) -> bool:
        return place is not None and (self.places is None or place in self.places)

    def concerns(self, session: Session) -> bool:
        """Held here, or usually held here and told to be elsewhere this time."""
        return self.includes({session.occurrence.place, session.occurrence.scheduled_place})

    def includes(self, places: set[int | None]) -> bool:
        """Any of the places is here; no place at all counts when that is asked for."""
        known = places - {None}
        return any(map(self.has, known)) if known else self.placeless is not None


@dataclass(frozen=True, slots=True)
class Changed:
    """The changes of some days that are not plain cancellations, `extras` of no slot apart."""

    selection: Selection
    rows: list[Any]
    extra_keys: list[int]

    @property
    def extras(self) -> Q | None:
        return Q(pk__in=self.extra_keys) & self.selection.extras() if self.extra_keys else None

    def slots(self, regular: Iterable[int]) -> QuerySet:
        """The slots by key, and those whose sessions are changed."""
        keys = {*regular, *(row.slot for row in self.rows if row.slot)}
        arms = [Slot.objects.filter(pk__in=keys).values("pk"), *self._wider()]
        union = arms[0].union(*arms[1:]) if arms[1:] else keys
        slots = Slot.objects.published().filter(self.selection.offered, pk__in=union)
        placeless = self.selection.placeless
        if placeless is None:
            return slots
        return slots.filter(Q(place__isnull=False) | Q(place__isnull=True) & placeless)

    def _wider(self) -> Iterator[QuerySet]:
        """Keys of the slots of changes wider than one slot; what they bring here is elsewhere."""
        has = self.selection.has
        coming = [row for row in self.rows if has(row.new_place)]
        staying = [row for row in self.rows if not has(row.new_place)]
        for group, where in ((coming, Q()), (staying, self.selection.where(["place"]))):
            found = Slot.objects.filter(where).order_by("pk")
            for scope in ("service", "place"):
                if about := {getattr(row, scope) for row in group} - {None}:
                    yield found.filter(**{f"{scope}__in": about}).values("pk")[:MOST_CHANGED]
            if changes := [row.pk for row in group if row.organisation]:
                changed = changed_slots(ScheduleChange.objects.filter(pk__in=changes))
                yield found.filter(pk__in=changed).values("pk")[:MOST_CHANGED]


def timing_changes(first: date, last: date) -> list[Any]:
    """What adds, retimes or moves a session in these days, of the network as a whole."""
    in_range = Q(first__lte=last) & (Q(last__isnull=True) | Q(last__gte=first))
    return list(
        ScheduleChange.objects.filter(kind__in=ADDING_OR_MOVING)
        .filter(in_range | Q(new_date__range=(first, last)))
        .values_list(
            "pk", "kind", "slot", "service", "place", "organisation", "first", "last", "new_date",
            "new_place", "start", "end", "ends_next_day", "slot__place", "slot__start",
            "slot__end", "slot__ends_next_day",
            named=True,
        )[:MOST_CHANGES]
    )  # fmt: skip


def is_slotless_extra(row: Any) -> bool:
    return row.slot is None and row.kind == ChangeKindChoices.EXTRA


def begins_between(since: time | None, until: time | None) -> Callable[[Any], bool]:
    """Admits a change of a slot that may begin then. No time comes after all times, as in SQL."""
    earliest, latest = since or time.max, until or time.max

    return lambda row: earliest <= (changed_clock(row)[0] or time.max) <= latest


def changed_clock(row: Any) -> tuple[time | None, time | None]:
    """When it begins and ends; a change that says one of the two says both."""
    says = row.start or row.end
    return (row.start, row.end) if says else (row.slot__start, row.slot__end)


def places_in(area: str) -> dict[int, None]:
    inside = Area.objects.within(area).values("pk")
    places = Place.objects.published().filter(area__in=inside)
    return dict.fromkeys(places.order_by("pk").values_list("pk", flat=True))


def meant_for(area: str) -> Q:
    """Services that serve the families of the area, or of one around or inside it."""
    inside = Area.objects.within(area).values("pk")
    around = Area.objects.around(area).values("pk")
    links = Service.areas.through.objects.filter(Q(area__in=inside) | Q(area__in=around))
    return Q(service__in=links.values("service"))
