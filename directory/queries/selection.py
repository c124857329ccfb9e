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
        return Slot.objects.published().filter(self.offered, self._where(["place"]))

    def extras(self) -> Q:
        """The extras without a slot, as `programme` asks for them."""
        return self.offered & self._where(["place", "new_place"])

    def _where(self, paths: list[str]) -> Q:
        nowhere, here = Q(), Q(pk__in=[])
        for path in paths:
            nowhere &= Q(**{f"{path}__isnull": True})
            here |= Q(**{f"{path}__in": list(self.places or ())})
        if self.places is None:
            here = ~nowhere
        return here if self.placeless is None else here | nowhere & self.placeless

    def with_changed(
        self, slots: Iterable[int], first: date, last: date, admits: Callable[[Any], bool]
    ) -> QuerySet:
        """The slots by key, and those that an admitted change adds to, retimes or moves in these
        days. Changes wider than one slot need no admission."""
        rows = [row for row in timing_changes(first, last) if self._bears_on(row, admits)]
        keys = {*slots, *(row.slot for row in rows if row.slot)}
        arms = [Slot.objects.filter(pk__in=keys).values("pk"), *self._wider(rows)]
        union = arms[0].union(*arms[1:]) if arms[1:] else arms[0]
        return Slot.objects.published().filter(self.offered, pk__in=union)

    def _bears_on(self, row: Any, admits: Callable[[Any], bool]) -> bool:
        if row.slot is None:
            return row.place is None or self._has(row.place) or self._has(row.new_place)
        is_here = row.slot__place is None or self._has(row.slot__place) or self._has(row.new_place)
        return is_here and admits(row)

    def _has(self, place: int | None) -> bool:
        return place is not None and (self.places is None or place in self.places)

    def _wider(self, rows: list[Any]) -> Iterator[QuerySet]:
        """Keys of the slots of changes wider than one slot; what they bring here is elsewhere."""
        coming = [row for row in rows if row.new_place and self._has(row.new_place)]
        staying = [row for row in rows if row not in coming]
        for group, where in ((coming, Q()), (staying, self._where(["place"]))):
            found = Slot.objects.filter(where).order_by("pk")
            for scope in ("service", "place"):
                if about := {getattr(row, scope) for row in group} - {None}:
                    yield found.filter(**{f"{scope}__in": about}).values("pk")[:MOST_CHANGED]
            if changes := [row.pk for row in group if row.organisation]:
                changed = changed_slots(ScheduleChange.objects.filter(pk__in=changes))
                yield found.filter(pk__in=changed).values("pk")[:MOST_CHANGED]

    def concerns(self, session: Session) -> bool:
        """Held here, or usually held here and told to be elsewhere this time."""
        if self.places is None:
            return True
        seen = session.occurrence
        where = {seen.place, seen.scheduled_place} - {None}
        return not where or any(place in self.places for place in where)


def timing_changes(first: date, last: date) -> list[Any]:
    """What adds, retimes or moves a session in these days, of the network as a whole."""
    in_range = Q(first__lte=last) & (Q(last__isnull=True) | Q(last__gte=first))
    return list(
        ScheduleChange.objects.filter(kind__in=ADDING_OR_MOVING)
        .filter(in_range | Q(new_date__range=(first, last)))
        .exclude(kind=ChangeKindChoices.EXTRA, slot__isnull=True)
        .values_list(
            "pk", "slot", "service", "place", "organisation", "first", "last", "new_date",
            "new_place", "start", "ends_next_day", "slot__place", "slot__start",
            "slot__ends_next_day",
            named=True,
        )[:MOST_CHANGES]
    )  # fmt: skip


def begins_between(since: time | None, until: time | None) -> Callable[[Any], bool]:
    """Admits a change of a slot that may begin then. No time comes after all times, as in SQL."""
    earliest, latest = since or time.max, until or time.max

    def admits(row: Any) -> bool:
        starts = (row.slot__start, row.start or row.slot__start)
        return any(earliest <= (start or time.max) <= latest for start in starts)

    return admits


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
