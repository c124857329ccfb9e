"""Every address of the networks: what it is about, who may read it, and who may write there.

None in the place of who writes: whoever posts there, nothing changes.
"""

from collections.abc import Callable
from typing import Any

from django.urls import reverse

from meetings.offer_link import offer_token
from tests.meetings.rights.people import COORDINATORS, MEMBERS, PEOPLE, SITE, WITH_DESK
from tests.meetings.rights.rows import Rows
from tests.meetings.rights.visitors import Cast

Parts = dict[str, Any]
Of = Callable[[Rows], Parts]
Who = set[str] | None
EVERYBODY = set(PEOPLE)
NOBODY: set[str] = set()


def nothing(rows: Rows) -> Parts:
    return {}


def of_token(rows: Rows) -> Parts:
    return {"token": "made-up"}


def of_network(rows: Rows) -> Parts:
    return {"slug": rows.network.slug}


def of(meeting: str, **more: str) -> Of:
    """A meeting; `more` names the row whose key or uid stands in the address."""

    def parts(rows: Rows) -> Parts:
        there = {**of_network(rows), "meeting": getattr(rows, meeting).slug}
        return {**there, **{key: getattr(getattr(rows, row), key) for key, row in more.items()}}

    return parts


def kept(row: str, key: str, is_alone: bool = False) -> Of:
    """A row of the network, without a meeting in the address."""

    def parts(rows: Rows) -> Parts:
        return {**({} if is_alone else of_network(rows)), key: getattr(getattr(rows, row), key)}

    return parts


def of_place(rows: Rows) -> Parts:
    return {"slug": rows.place.slug}


of_planned = of("planned")
of_item = of("planned", uid="item")
of_line = of("unwritten", uid="line")
of_tied = of("open_notes", uid="tied")
of_offer = kept("offer", "uid", is_alone=True)

# URL name → (what of the network it is about, who may GET it, who may POST to it).
# Nobody GETs what is only posted to.
STAFF: dict[str, tuple[Of, Who, Who]] = {
    "networks": (nothing, WITH_DESK, None),
    "network_add": (nothing, WITH_DESK, WITH_DESK),
    "meeting_answer": (of_token, EVERYBODY, None),
    "offers": (nothing, WITH_DESK, None),
    "offer_answer": (of_offer, None, COORDINATORS),
    "offer_remove": (of_offer, None, COORDINATORS),
    "network_desk": (of_network, COORDINATORS, None),
    "network_edit": (of_network, COORDINATORS, COORDINATORS),
    "network_members": (of_network, COORDINATORS, COORDINATORS),
    "network_member": (kept("member", "pk"), COORDINATORS, COORDINATORS),
    "network_member_remove": (kept("member", "pk"), None, COORDINATORS),
    "network_themes": (of_network, COORDINATORS, COORDINATORS),
    "action_list": (of_network, COORDINATORS, COORDINATORS),
    "action_edit": (kept("action", "uid"), COORDINATORS, COORDINATORS),
    "meeting_add": (of_network, COORDINATORS, COORDINATORS),
    "network_shared_picture": (of_network, MEMBERS, None),
    "picture_gap": (of_network, None, COORDINATORS),
    "picture_csv": (of_network, MEMBERS, None),
    "material_desk": (of_network, COORDINATORS, None),
    "material_add": (of_network, COORDINATORS, COORDINATORS),
    "material_edit": (kept("material", "pk"), COORDINATORS, COORDINATORS),
    "material_remove": (kept("material", "pk"), None, COORDINATORS),
    "offer_desk": (of_network, COORDINATORS, None),
    "meeting_desk": (of_planned, COORDINATORS, None),
    "meeting_edit": (of_planned, COORDINATORS, COORDINATORS),
    "meeting_announce": (of_planned, None, COORDINATORS),
    "meeting_cancel": (of_planned, None, COORDINATORS),
    "meeting_restore": (of("called_off"), None, COORDINATORS),
    "meeting_remove": (of("bare"), None, COORDINATORS),
    "meeting_agenda": (of_planned, COORDINATORS, COORDINATORS),
    "agenda_move": (of_planned, None, COORDINATORS),
    "agenda_item": (of_item, COORDINATORS, COORDINATORS),
    "agenda_remove": (of_item, None, COORDINATORS),
    "meeting_invite": (of_planned, COORDINATORS, COORDINATORS),
    "notes_write": (of("unwritten"), COORDINATORS, None),
    "note_line": (of("unwritten"), None, COORDINATORS),
    "notes_participation": (of("unwritten"), None, COORDINATORS),
    "note_item": (of_line, COORDINATORS, None),
    "note_ties": (of_line, None, COORDINATORS),
    "note_action": (of_line, None, COORDINATORS),
    "note_remove": (of_line, None, COORDINATORS),
    "notes_publish": (of("unwritten"), COORDINATORS, COORDINATORS),
    "notes_withdraw": (of("open_notes"), None, COORDINATORS),
}
# Where each secret is told to all who may know it.
TOLD_ON: dict[str, tuple[str, str, Of]] = {
    "planned": ("meeting_desk", "first", of_planned),
    "called-off": ("meeting_desk", "first", of("called_off")),
    "unpublished": ("notes_write", "first", of("unwritten")),
    "members-only": ("meeting_notes", "first", of("members_notes")),
    "remote": ("meeting_detail", "first", of("coming")),
    "invited": ("meeting_desk", "first", of("coming")),
    "offered": ("offer_desk", "first", of_network),
    "unapproved": ("network_members", "first", of_network),
    "secret-house": ("meeting_desk", "first", of("in_secret_house")),
    "draft": ("network_detail", "draft", of_network),
    "neighbour": ("meeting_desk", "other", of_planned),
    "house-offer": ("offers", "first", nothing),
    "tied": ("note_item", "first", of_tied),
    "nobody-approved": ("network_detail", "hidden", of_network),
}
# Only with it the address has something to show.
QUERY = {"picture_csv": "?table=concerns"}

# The same for the families' pages, where an address may have several lines: of the network, of one
# that is a draft, of one that nobody approved, and of what is not for everyone.
PUBLIC: list[tuple[str, str, Of, set[str], Who]] = [
    ("network_list", "first", nothing, EVERYBODY, None),
    ("network_detail", "first", of_network, EVERYBODY, None),
    ("network_detail", "draft", of_network, MEMBERS, None),
    ("network_detail", "hidden", of_network, SITE, None),
    ("network_calendar", "first", of_network, EVERYBODY, None),
    ("network_calendar", "draft", of_network, NOBODY, None),
    ("network_calendar", "hidden", of_network, NOBODY, None),
    ("network_feed", "first", of_network, EVERYBODY, None),
    ("network_feed", "draft", of_network, NOBODY, None),
    ("network_feed", "hidden", of_network, NOBODY, None),
    ("network_picture", "first", of_network, EVERYBODY, None),
    ("network_picture", "draft", of_network, MEMBERS, None),
    ("network_picture", "hidden", of_network, SITE, None),
    ("network_offer", "first", of_network, EVERYBODY, EVERYBODY),
    ("network_offer", "draft", of_network, NOBODY, NOBODY),
    ("network_offer", "hidden", of_network, NOBODY, NOBODY),
    ("network_offer_thanks", "first", of_network, EVERYBODY, None),
    ("network_offer_thanks", "draft", of_network, NOBODY, None),
    ("network_offer_thanks", "hidden", of_network, NOBODY, None),
    ("meeting_detail", "first", of("coming"), EVERYBODY, None),
    ("meeting_detail", "first", of("in_secret_house"), EVERYBODY, None),
    ("meeting_detail", "first", of("open_notes"), EVERYBODY, None),
    ("meeting_detail", "first", of("members_notes"), EVERYBODY, None),
    ("meeting_detail", "first", of("unwritten"), EVERYBODY, None),
    ("meeting_detail", "first", of_planned, NOBODY, None),
    ("meeting_detail", "first", of("called_off"), NOBODY, None),
    ("meeting_detail", "draft", of("coming"), MEMBERS, None),
    ("meeting_detail", "hidden", of("coming"), SITE, None),
    ("meeting_calendar", "first", of("coming"), EVERYBODY, None),
    ("meeting_calendar", "first", of_planned, NOBODY, None),
    ("meeting_calendar", "first", of("called_off"), NOBODY, None),
    ("meeting_calendar", "draft", of("coming"), MEMBERS, None),
    ("meeting_calendar", "hidden", of("coming"), SITE, None),
    ("meeting_notes", "first", of("open_notes"), EVERYBODY, None),
    ("meeting_notes", "first", of("members_notes"), MEMBERS, None),
    ("meeting_notes", "first", of("coming"), NOBODY, None),
    ("meeting_notes", "first", of("unwritten"), NOBODY, None),
    ("meeting_notes", "first", of_planned, NOBODY, None),
    ("meeting_notes", "first", of("called_off"), NOBODY, None),
    ("meeting_notes", "draft", of("notes"), MEMBERS, None),
    ("meeting_notes", "hidden", of("notes"), SITE, None),
    ("material_list", "first", nothing, EVERYBODY, None),
    ("material_file", "first", kept("open_file", "pk", is_alone=True), EVERYBODY, None),
    ("material_file", "first", kept("material", "pk", is_alone=True), MEMBERS, None),
    ("material_file", "first", kept("link", "pk", is_alone=True), NOBODY, None),
    ("material_file", "other", kept("material", "pk", is_alone=True), {"other", *SITE}, None),
    ("material_file", "draft", kept("material", "pk", is_alone=True), MEMBERS, None),
    ("material_file", "hidden", kept("material", "pk", is_alone=True), SITE, None),
    ("place_offer", "first", of_place, EVERYBODY, EVERYBODY),
    ("place_offer_thanks", "first", of_place, EVERYBODY, None),
    ("offer_taken_back", "first", of_token, EVERYBODY, None),
]
# The same for all readers, so that nobody's calendar or reader of feeds tells what it should not.
FOR_ANYONE = ("network_calendar", "network_feed")


def questions(cast: Cast) -> list[tuple[str, Parts, str]]:
    """Addresses whose query names, or guesses at, what somebody else has."""
    first, other, closed = cast.first, cast.other, (cast.draft, cast.hidden)
    of_first, slugs = of_network(first), ("kaupunki", "seurakunta", "ulkona", "hylatty")
    themes = [other.theme.pk, *(rows.theme.pk for rows in closed)]
    theme = [("material_list", {}, f"theme={key}") for key in themes]
    both = [("material_list", {}, f"network={first.network.slug}&theme={key}") for key in themes]
    return [
        *((name, {}, f"organisation={one}") for name in ("networks", "network_add")
          for one in slugs),
        *(("network_list", {}, f"organisation={one}") for one in slugs),
        ("network_list", {}, f"organisation={first.unapproved.slug}"),
        ("network_list", {}, f"place={cast.listings.place.slug}"),
        ("network_detail", of_first, "page=2"),
        *(("material_list", {}, f"network={rows.network.slug}") for rows in closed),
        *(("material_list", {}, f"network={rows.network.slug}&q=kanarialintu") for rows in closed),
        ("material_list", {}, "q=kanarialintu"), ("material_list", {}, "q=kanarialintu&kind=other"),
        *theme, *both,
        *(("picture_csv", of_first, f"table={one}")
          for one in ("good", "actions", "organisations", "returning", "week", "kanarialintu")),
        ("network_picture", of_first, "form=kanarialintu"),
        ("network_shared_picture", of_first, "form=kanarialintu"),
        ("network_offer_thanks", of_first, "offer=made-up"),
        ("network_offer_thanks", of_first, f"offer={offer_token(first.offer.uid)}"),
        ("note_item", of_line(first), "q=kanarialintu"), ("note_item", of_line(first), "q=piilo"),
        ("notes_write", of("unwritten")(first), "part=lines"),
        ("meeting_add", of_first, f"after={other.planned.slug}"),
        ("meeting_add", of_first, f"after={first.planned.slug}"),
        ("material_add", of_first, f"meeting={other.planned.slug}"),
        ("material_add", of_first, f"meeting={first.planned.slug}"),
    ]  # fmt: skip


def staff_path(cast: Cast, name: str, **other: Any) -> str:
    parts = {**STAFF[name][0](cast.first), **other}
    return reverse(name, kwargs=parts) + QUERY.get(name, "")


def ours(cast: Cast, *more: str) -> set[str]:
    """What may change when somebody writes to the first network, or to its house."""
    return {str(cast.first.network.pk), "files", *more}
