"""What a reader of the network's programme asked to see: which services, and where."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

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
MOST_CHANGED = 200


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

    def changed(self, first: date, last: date) -> QuerySet:
        """Keys of slots with a session that a change adds, retimes or moves in these days."""
        changes = ScheduleChange.objects.touching(first, last).filter(kind__in=ADDING_OR_MOVING)
        own = self.slots.filter(pk__in=changed_slots(changes)).values("pk")
        if self.places is None:
            return own.order_by("pk")[:MOST_CHANGED]
        brought = changed_slots(changes.filter(new_place__in=list(self.places)))
        others = Slot.objects.published().filter(self.offered, pk__in=brought).values("pk")
        return own.union(others).order_by("pk")[:MOST_CHANGED]

    def concerns(self, session: Session) -> bool:
        """Held here, or usually held here and told to be elsewhere this time."""
        if self.places is None:
            return True
        seen = session.occurrence
        where = {seen.place, seen.scheduled_place} - {None}
        return not where or any(place in self.places for place in where)


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
