"""Rows of others where a form of the first network asks for one of its own."""

from collections.abc import Callable
from typing import Any

from tests.meetings.rights.visitors import Cast

# Another's row in a field of a form that is right in all else: (URL name, field, whose row).
FOREIGN: list[tuple[str, str, Callable[[Cast], Any]]] = [
    ("action_edit", "organisation", lambda cast: cast.other.organisation.pk),
    ("action_edit", "theme", lambda cast: cast.other.theme.pk),
    *((name, field, row) for name in ("action_list", "note_action") for field, row in (
        ("uid", lambda cast: cast.other.action.uid),
        ("organisation", lambda cast: cast.other.organisation.pk),
        ("organisation", lambda cast: cast.listings.unapproved.pk),
    )),
    ("agenda_item", "theme", lambda cast: cast.other.theme.pk),
    ("agenda_move", "uid", lambda cast: cast.other.item.uid),
    ("material_add", "meeting", lambda cast: cast.other.planned.pk),
    ("material_add", "theme", lambda cast: cast.other.theme.pk),
    ("material_edit", "meeting", lambda cast: cast.other.planned.pk),
    ("material_edit", "theme", lambda cast: cast.other.theme.pk),
    ("meeting_add", "uid", lambda cast: cast.other.planned.uid),
    ("meeting_agenda", "theme", lambda cast: cast.other.theme.pk),
    ("meeting_agenda", "uid", lambda cast: cast.other.item.uid),
    ("meeting_edit", "place", lambda cast: cast.listings.place.pk),
    ("meeting_edit", "series", lambda cast: cast.other.series.pk),
    ("network_member", "themes", lambda cast: [cast.other.theme.pk]),
    ("network_members", "organisation", lambda cast: cast.listings.unapproved.pk),
    ("network_members", "themes", lambda cast: [cast.other.theme.pk]),
    ("network_themes", "theme-0-key", lambda cast: cast.other.theme.pk),
    ("note_line", "uid", lambda cast: cast.other.line.uid),
    ("note_line", "uid", lambda cast: cast.first.tied.uid),  # of another meeting
    ("note_ties", "places", lambda cast: [cast.listings.place.pk]),
    ("note_ties", "services", lambda cast: [cast.listings.service.pk]),
    ("picture_gap", "cell", lambda cast: f"{cast.other.theme.pk}/"),
    ("picture_gap", "where", lambda cast: cast.other.planned.uid),
]  # fmt: skip
# What is not asked for is passed over, and the rest of the form counts. So it is with what a line
# of notes is about: it is not lost when its theme is removed meanwhile.
PASSED_OVER: list[tuple[str, str, Callable[[Cast], Any]]] = [
    ("agenda_item", "uid", lambda cast: cast.other.item.uid),
    ("action_edit", "uid", lambda cast: cast.other.action.uid),
    ("note_line", "agenda_item", lambda cast: cast.other.item.pk),
    ("note_line", "agenda_item", lambda cast: cast.first.item.pk),  # of another meeting
    ("note_line", "theme", lambda cast: cast.other.theme.pk),
    *((name, field, lambda cast: cast.other.network.pk) for field in ("network", "coordinator")
      for name in ("network_edit", "meeting_edit", "material_edit", "action_edit")),
    *(("meeting_edit", field, lambda cast: cast.other.planned.pk) for field in ("previous", "pk")),
    ("network_member", "organisation", lambda cast: cast.listings.unapproved.pk),
]  # fmt: skip
# Vocabularies that belong to the whole site.
SHARED_CHOICES = {"area", "categories"}
