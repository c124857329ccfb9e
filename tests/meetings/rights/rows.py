"""Two networks that know nothing of each other, one that is a draft and one that nobody approved.

What only some may know says a secret word; who they are is told in KNOWN_BY.
"""

from dataclasses import dataclass
from datetime import date, time
from types import SimpleNamespace
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from directory.enums import State
from directory.models import Organisation, Place, Service
from meetings.models import (
    Action,
    AgendaItem,
    Material,
    Meeting,
    MeetingInvitation,
    Network,
    NetworkMember,
    NoteItem,
    Offer,
    Participation,
    Series,
    Theme,
)
from tests import factories as make
from tests.meetings.rights.people import DAYS, NEXT, NOW, secret


class Rows(SimpleNamespace):
    """All that one network has, by what it is called in the table of addresses."""


@dataclass
class Listings:
    public_service: Service
    # Nobody has seen these two; they are tied to a line of notes.
    service: Service
    place: Place
    outsiders: Organisation
    outsiders_house: Place
    # In no network.
    unapproved: Organisation
    newcomer: Organisation


def make_listings() -> Listings:
    outsiders = make.make_organisation(slug="ulkona", name_fi="Ulkona ry")
    house = make.make_place(slug="ulkotalo", name="Ulkotalo", owner=outsiders)
    word = secret("house-offer")
    offer({"place": house}, word)
    tied, owner = secret("tied"), make.make_organisation(name_fi="Omistaja")
    hidden = {"owner": owner, "state": State.DRAFT}
    return Listings(
        public_service=make.make_service(slug="kahvila", name_fi="Avoin kahvila"),
        service=make.make_service(slug="piilokerho", name_fi=f"{tied} kerho", **hidden),
        place=make.make_place(slug="piilotalo", name=f"{tied} talo", **hidden),
        outsiders=outsiders,
        outsiders_house=house,
        unapproved=make.make_organisation(
            slug="hylatty", name_fi=secret("nobody-approved"), is_approved=False
        ),
        newcomer=make.make_organisation(slug="tulokas", name_fi="Tulokas ry"),
    )


def make_rows(slug: str, coordinator: Organisation, listings: Listings, only: str = "") -> Rows:
    """With `only`, that one word is every secret of this network."""

    def word(name: str) -> str:
        return secret(only or name)

    network = Network.objects.create(
        slug=slug, coordinator=coordinator, state=State.PUBLISHED,
        name_fi=f"Verkosto {slug}", purpose_fi="Perheiden tueksi.",
    )  # fmt: skip
    rows = Rows(
        network=network,
        theme=Theme.objects.create(network=network, name_fi="Ohjaus"),
        series=Series.objects.create(network=network, name_fi="Sarja"),
        place=make.make_place(slug=f"{slug}-talo", name="Koivun talo"),
        organisation=make.make_organisation(slug=f"{slug}-jasen", name_fi="Jäsen ry"),
    )
    add_members(rows, word)
    add_held(rows, word, listings)
    add_announced(rows, word)
    add_unannounced(rows, word)
    add_bare(rows)
    add_shared(rows, word)
    return rows


def add_members(rows: Rows, word: Any) -> None:
    rows.member = NetworkMember.objects.create(
        network=rows.network, organisation=rows.organisation, email=f"{word('invited')}@example.fi"
    )
    rows.member.themes.add(rows.theme)
    rows.unapproved = make.make_organisation(
        slug=f"{rows.network.slug}-uusi", name_fi=word("unapproved"), is_approved=False
    )
    NetworkMember.objects.create(network=rows.network, organisation=rows.unapproved)


def add_held(rows: Rows, word: Any, listings: Listings) -> None:
    told = {"state": "notes_published", "notes_published_at": NOW.replace(day=12)}
    spring = meeting(rows, "kevat", date(2026, 4, 15), notes_audience="everyone", **told)
    line(spring, "Tieto on hajallaan", theme=rows.theme)
    rows.open_notes = meeting(
        rows, "avoin", date(2026, 11, 11), notes_audience="everyone", previous=spring, **told
    )
    tied = line(rows.open_notes, "Tieto on yhä hajallaan", theme=rows.theme)
    tied.services.add(listings.public_service, listings.service)
    tied.places.add(rows.place, listings.place)
    rows.tied = tied
    for organisation in (rows.organisation, rows.unapproved):
        Participation.objects.create(meeting=rows.open_notes, organisation=organisation, count=2)
        action(rows, "Kutsutaan mukaan", meeting=rows.open_notes, organisation=organisation)
    rows.members_notes = meeting(rows, "jasenille", date(2026, 10, 7), **told)
    line(rows.members_notes, word("members-only"), theme=rows.theme)
    rows.action = action(rows, word("members-only"), meeting=rows.members_notes)
    action(rows, word("members-only"))
    rows.unwritten = meeting(
        rows, "kesken", date(2026, 11, 18), state="held", asked_fi=word("unpublished"),
        answered_fi=word("unpublished"), notes_audience="everyone", series=rows.series,
    )  # fmt: skip
    rows.line = line(rows.unwritten, word("unpublished"), theme=rows.theme)
    action(rows, word("unpublished"), meeting=rows.unwritten)


def add_announced(rows: Rows, word: Any) -> None:
    rows.coming = meeting(
        rows, "tuleva", date(2026, 12, 9), state="invited", attendance="both", place=rows.place,
        remote_link=f"https://etana.example.fi/{word('remote')}", series=rows.series,
        asks_food=True, asks_interpreter=True, previous=rows.open_notes,
    )  # fmt: skip
    rows.other_item = item(rows.coming, "Kuulumiset")
    item(rows.coming, word("members-only"), kind="open_action", action=rows.action)
    rows.invitation = MeetingInvitation.objects.create(
        meeting=rows.coming, organisation=rows.organisation, queued_at=NOW,
        email=f"{word('invited')}@example.fi", answer="coming", answered_at=NOW,
        diets=word("invited"), interpreter=word("invited"),
    )  # fmt: skip
    house = make.make_place(name=word("secret-house"), state=State.DRAFT)
    rows.in_secret_house = meeting(
        rows, "piilossa", date(2026, 12, 16), state="invited", place=house, series=rows.series
    )


def add_unannounced(rows: Rows, word: Any) -> None:
    is_first = word("planned") == secret("planned")
    days = DAYS if is_first else {day.replace(month=12, day=n): DAYS[day] for n, day in NEXT}
    states = {"planned": "planned", "called-off": "cancelled"}
    for day, name in days.items():
        told = word(name)
        row = meeting(
            rows, name, day, state=states[name], announced_at=None,
            theme_fi=told, description_fi=told, place_text=told, room=told, asked_fi=told,
            series=rows.series, previous=rows.open_notes, notes_audience="everyone",
        )  # fmt: skip
        row_item = item(row, told, speaker=told)
        item(row, told, order=1)
        line(row, told)
        action(rows, told, meeting=row)
        setattr(rows, name.replace("-", "_"), row)
        rows.item = row_item if name == "planned" else rows.item


def add_bare(rows: Rows) -> None:
    """Planned by mistake: only what has nothing yet can be taken away."""
    rows.bare = meeting(rows, "turha", date(2027, 2, 3), announced_at=None)


def add_shared(rows: Rows, word: Any) -> None:
    rows.open_material = material(rows.network, "Opas", audience="everyone", meeting=rows.coming)
    rows.open_file = material(rows.network, "Avoin", "avoin", audience="everyone")
    told = word("members-only")
    rows.material = material(rows.network, told, told, theme=rows.theme, meeting=rows.open_notes)
    rows.link = material(
        rows.network, told, link=f"https://etana.example.fi/{told}", meeting=rows.coming
    )
    rows.offer = offer({"network": rows.network}, word("offered"))


def make_closed(slug: str, name: str, coordinator: Organisation, state: str) -> Rows:
    """A network that is not public, where everything is meant for everyone."""
    word = secret(name)
    network = Network.objects.create(
        slug=slug, coordinator=coordinator, state=state, name_fi=word, purpose_fi=word
    )
    rows = Rows(network=network, theme=Theme.objects.create(network=network, name_fi=word))
    rows.notes = meeting(
        rows, "avoin", date(2026, 11, 11), state="notes_published", theme_fi=word,
        notes_published_at=NOW.replace(day=12), notes_audience="everyone",
    )  # fmt: skip
    line(rows.notes, word, theme=rows.theme)
    action(rows, word, meeting=rows.notes)
    rows.coming = meeting(rows, "tuleva", date(2026, 12, 8), state="invited", theme_fi=word)
    rows.material = material(network, word, word, audience="everyone", theme=rows.theme)
    return rows


def meeting(rows: Rows, slug: str, day: date, **values: Any) -> Meeting:
    announced = {"announced_at": NOW.replace(day=2)}
    return Meeting.objects.create(
        network=rows.network, slug=f"{rows.network.slug}-{slug}", date=day, start=time(9),
        end=time(11), **{**announced, **values},
    )  # fmt: skip


def item(row: Meeting, title: str, **values: Any) -> AgendaItem:
    return AgendaItem.objects.create(meeting=row, title_fi=title, **values)


def line(row: Meeting, text: str, **values: Any) -> NoteItem:
    base = {"kind": "concern", "text_fi": text, "created_at": NOW}
    return NoteItem.objects.create(meeting=row, **{**base, **values})


def action(rows: Rows, text: str, **values: Any) -> Action:
    return Action.objects.create(network=rows.network, text_fi=text, created_at=NOW, **values)


def material(network: Network, title: str, filename: str = "", **values: Any) -> Material:
    base: dict[str, Any] = {"language": "fi", "added_at": NOW}
    if filename:
        content = ContentFile(f"%PDF {title}".encode())
        name = default_storage.save(f"materials/{network.slug}.pdf", content)
        base |= {"file": name, "filename": f"{filename}.pdf", "content_type": "application/pdf"}
    else:
        base |= {"link": "https://aineistot.example.fi/opas"}
    return Material.objects.create(network=network, title_fi=title, **{**base, **values})


def offer(about: dict[str, Any], word: str) -> Offer:
    return Offer.objects.create(
        **about, language="fi", contact=f"{word}@example.fi", message=word, consented_at=NOW,
        created_at=NOW,
    )  # fmt: skip
