"""Ties whose history is kept: a trigger can stand on a proxy of the table in between."""

import pghistory

from directory.models.place import Place
from directory.models.service import Service
from directory.models.slot import Slot

track = pghistory.track(pghistory.InsertEvent(), pghistory.DeleteEvent(), obj_field=None)


@track
class ServiceOrganiser(Service.organisers.through):
    class Meta:
        proxy = True


@track
class ServiceArea(Service.areas.through):
    class Meta:
        proxy = True


@track
class ServicePlace(Service.places.through):
    class Meta:
        proxy = True


@track
class ServiceCategory(Service.categories.through):
    class Meta:
        proxy = True


@track
class PlacePartner(Place.partners.through):
    class Meta:
        proxy = True


@track
class SlotOrganiser(Slot.organisers.through):
    class Meta:
        proxy = True
