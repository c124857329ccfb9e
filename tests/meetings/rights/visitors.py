"""Thirteen people at the doors, and all that must hold of every answer they get."""

import copy
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.test import Client

from directory.enums import State
from directory.models import Membership
from directory.views.staff.access import CURRENT_ORGANISATION
from meetings.models import NetworkMember
from tests import factories as make
from tests.meetings.rights.people import NOW, OUTSIDERS, PEOPLE, counted, kept_from
from tests.meetings.rights.rows import Listings, Rows, make_closed, make_listings, make_rows

REFUSED = (403, 404)


@dataclass
class Cast:
    """`first` is the network that the table of addresses is about; `other` belongs to others."""

    first: Rows
    other: Rows
    draft: Rows
    hidden: Rows
    listings: Listings
    clients: dict[str, Client]
    # The forms of pages, read once.
    shown: dict[str, dict[str, Any]] = field(default_factory=dict)


def make_cast() -> Cast:
    listings = make_listings()
    home = make.make_organisation(slug="kaupunki", name_fi="Kaupunki")
    abroad = make.make_organisation(slug="seurakunta", name_fi="Seurakunta")
    first = make_rows("kahvit", home, listings)
    draft = make_closed("luonnos", "draft", home, State.DRAFT)
    cast = Cast(
        first=first,
        other=make_rows("naapuri", abroad, listings, only="neighbour"),
        draft=draft,
        hidden=make_closed("hylatyt", "nobody-approved", listings.unapproved, State.PUBLISHED),
        listings=listings,
        clients={},
    )
    term = {"former": {"until": NOW.date().replace(day=24)}, "future": {
        "since": NOW.date().replace(day=26)}, "member": {}}  # fmt: skip
    own = {name: make.make_organisation(name_fi=f"{name} ry") for name in ("former", "future")}
    own |= {"member": first.organisation, "other": abroad, "editor": home, "manager": home}
    own |= dict.fromkeys(OUTSIDERS, listings.outsiders)
    for name, values in term.items():
        for rows in (first, draft):
            if (rows, name) != (first, "member"):
                NetworkMember.objects.create(
                    network=rows.network, organisation=own[name], **values
                )  # fmt: skip
    cast.clients = {name: client_of(name, own.get(name), home) for name in PEOPLE}
    return cast


def client_of(name: str, organisation: Any, left: Any) -> Client:
    """The two who are out were in the coordinator's organisation, and signed in then."""
    client = Client(headers={"accept-language": "en"}, raise_request_exception=False)
    if name == "stranger":
        return client
    if name == "superuser":
        client.force_login(get_user_model().objects.create_superuser("root"))
        return client
    user, is_out = make.make_user(name), name in ("removed", "deactivated")
    role = "manager" if "manager" in name else "editor"
    if organisation or is_out:
        Membership.objects.create(user=user, organisation=organisation or left, role=role)
    client.force_login(user)
    if name == "removed":
        session = client.session
        session[CURRENT_ORGANISATION] = left.pk
        session.save()
        user.memberships.all().delete()
    if name == "deactivated":
        user.is_active = False
        user.save()
    return client


# How each table hangs on its network; all others count as one thing each.
OF_MEETING = "(SELECT m.network_id FROM meetings_meeting m WHERE m.id = t.meeting_id)"
OF_LINE = (
    "(SELECT m.network_id FROM meetings_meeting m JOIN meetings_noteitem n ON n.meeting_id = m.id"
    " WHERE n.id = t.noteitem_id)"
)
HANGS = {
    "network": "t.id", "offer": "t.network_id", "networkmember_themes":
    "(SELECT m.network_id FROM meetings_networkmember m WHERE m.id = t.networkmember_id)",
    **dict.fromkeys(("action", "material", "meeting", "networkmember", "series", "theme"),
                    "t.network_id"),
    **dict.fromkeys(("agendaitem", "meetinginvitation", "noteitem", "participation"), OF_MEETING),
    **dict.fromkeys(("noteitem_services", "noteitem_places", "noteitem_categories"), OF_LINE),
}  # fmt: skip
KEPT = ("meetings_", "directory_", "django_tasks")
# Written beside a network's own rows, whoever's they are.
BESIDE = ("event", "directory_contentrenewal", "directory_searchstale", "django_tasks")
Kept = dict[str, str]


def everything() -> Kept:
    """What is kept, by network and by table: two are equal when nothing was written between."""
    with connection.cursor() as cursor:
        names = [one for one in connection.introspection.table_names(cursor)
                 if one.startswith(KEPT)]  # fmt: skip
        parts = " UNION ALL ".join(map(lines_of, names))
        cursor.execute(
            f"SELECT key, md5(string_agg(line, '|' ORDER BY line)) FROM ({parts}) AS kept"
            " GROUP BY key"
        )
        found = dict(cursor.fetchall())
    return {**found, **files()}


def files() -> Kept:
    return {"files": " ".join(sorted(map(str, Path(settings.MEDIA_ROOT).rglob("*"))))}


def has_written() -> bool:
    """Whether anything was written to the database since the test began, sessions included."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id_if_assigned() IS NOT NULL")
        return cursor.fetchone()[0]


def lines_of(table: str) -> str:
    short = table.removeprefix("meetings_")
    key = f"COALESCE(({HANGS[short]})::text, '{table}')" if short in HANGS else f"'{table}'"
    return f"SELECT {key} AS key, '{table}' || t::text AS line FROM {table} t"


def changed(before: Kept, after: Kept) -> set[str]:
    return {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


class Visit:
    """One person at many addresses."""

    def __init__(self, cast: Cast, person: str) -> None:
        self.cast, self.person, self.client = cast, person, cast.clients[person]
        self.problems: list[str] = []
        self.before = everything()
        self.kept_from = kept_from(person)

    def get(self, path: str, allowed: bool | None = None) -> Any:
        response = self.client.get(path)
        self.look("GET", path, allowed, response)
        return response

    def post(
        self,
        path: str,
        allowed: bool | None,
        data: Any = None,
        may_write: Collection[str] = (),
        then: Callable[[], list[str]] = list,
    ) -> Any:
        """Sent, looked at and undone; `may_write` are the networks and tables that may change, and
        `then` finds what is wrong in what was written."""
        cookies = copy.deepcopy(self.client.cookies)
        with undone():
            response = self.client.post(path, data or {})
            after = everything() if has_written() else self.before | files()
            written, wrong = changed(self.before, after), then()
        self.forget_files()
        self.client.cookies = SimpleCookie(cookies)
        self.look("POST", path, allowed, response, data)
        counted["checks"] += 1
        if extra := [key for key in written if not self.may_change(key, may_write)]:
            self.problem("POST", path, f"wrote to {sorted(extra)}", data)
        if wrong:
            self.problem("POST", path, f"left {wrong}", data)
        response.written = written
        return response

    def forget_files(self) -> None:
        """What the database takes back by itself."""
        for path in Path(settings.MEDIA_ROOT).rglob("*.*"):
            if str(path) not in self.before["files"]:
                path.unlink()

    def may_change(self, key: str, may_write: Collection[str]) -> bool:
        """ "new" in `may_write` is a network that was not there before."""
        is_beside = key.endswith(BESIDE[0]) or key.startswith(BESIDE[1:])
        is_new = "new" in may_write and key not in self.before
        return key in may_write or (bool(may_write) and (is_beside or is_new))

    def look(self, method: str, path: str, allowed: bool | None, response: Any, data: Any = None):
        counted["checks"] += 2
        status = response.status_code
        if allowed is not None and allowed is self.is_refused(response):
            self.problem(method, path, f"allowed={allowed}, status={status}", data)
        if status >= 500:
            error = response.exc_info[1] if response.exc_info else ""
            self.problem(method, path, f"status={status} {error!r:.160}", data)
        text = body_of(response) + str(response.headers)
        words = [word for word in self.kept_from if word in text and word not in path]
        if words:
            self.problem(method, path, f"tells {words}", data)

    def is_refused(self, response: Any) -> bool:
        if response.status_code == 302 and "/login/" in response["Location"]:
            return True
        return response.status_code in REFUSED

    def problem(self, method: str, path: str, what: str, data: Any = None) -> None:
        self.problems.append(f"{self.person} {method} {path}: {what} {data or ''}"[:700])

    def wants_sign_in(self, response: Any) -> bool:
        return response.status_code == 302 and "/login/" in response["Location"]

    def end(self) -> None:
        if written := changed(self.before, everything()):
            self.problem("GET", "", f"reading wrote to {sorted(written)}")
        assert not self.problems, f"{len(self.problems)} problems:\n" + "\n".join(self.problems)


def body_of(response: Any) -> str:
    """Long lines of a calendar are folded."""
    content = b"".join(response) if response.streaming else response.content
    return content.decode(errors="replace").replace("\r\n ", "")
