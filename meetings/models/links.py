"""Ties that a page shows: a trigger can stand on a proxy of the table in between."""

import pghistory

from meetings.models.network import NetworkMember
from meetings.models.note import NoteItem

track = pghistory.track(pghistory.InsertEvent(), pghistory.DeleteEvent(), obj_field=None)


@track
class NoteItemService(NoteItem.services.through):
    class Meta:
        proxy = True


@track
class NoteItemPlace(NoteItem.places.through):
    class Meta:
        proxy = True


@track
class NoteItemCategory(NoteItem.categories.through):
    class Meta:
        proxy = True


@track
class NetworkMemberTheme(NetworkMember.themes.through):
    class Meta:
        proxy = True
