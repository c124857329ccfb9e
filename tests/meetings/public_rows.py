"""A network with everything that its public pages can say, and all that they must not."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib.auth.models import User

from directory.models import Organisation
from meetings.models import (
    Action,
    AgendaItem,
    Material,
    Meeting,
    Network,
    NetworkMember,
    NoteItem,
    Participation,
    Series,
    Theme,
)
from tests import factories as make

HELSINKI = ZoneInfo("Europe/Helsinki")
NOW = datetime(2026, 11, 25, 8, 30, tzinfo=HELSINKI)
SECRET = "Salainen"


def network(slug: str = "verkosto", **values: Any) -> Network:
    base = {
        "state": "published",
        "name_fi": "Kodin verkosto",
        "purpose_fi": "Perheiden **tukena**.",
    }
    return Network.objects.create(slug=slug, **{**base, **values})


def meeting(network: Network, slug: str, **values: Any) -> Meeting:
    base = {
        "kind": "network",
        "state": "invited",
        "date": date(2026, 12, 9),
        "start": time(9),
        "end": time(11),
        "theme_fi": "Tilannekuva",
    }
    all_values = {**base, **values}
    announced = None if all_values["state"] == "planned" else NOW.replace(day=2)
    return Meeting.objects.create(
        network=network, slug=slug, **{"announced_at": announced, **all_values}
    )


def held(network: Network, slug: str, audience: str = "everyone", **values: Any) -> Meeting:
    """With its notes published."""
    base = {
        "state": "notes_published",
        "date": date(2026, 11, 11),
        "theme_fi": "Varhainen tuki",
        "notes_audience": audience,
        "notes_published_at": NOW.replace(day=12),
    }
    return meeting(network, slug, **{**base, **values})


def note(meeting: Meeting, text: str, **values: Any) -> NoteItem:
    base = {"kind": "concern", "text_fi": text, "created_at": NOW}
    return NoteItem.objects.create(meeting=meeting, **{**base, **values})


def action(network: Network, text: str, **values: Any) -> Action:
    return Action.objects.create(network=network, text_fi=text, **{"created_at": NOW, **values})


def material(network: Network, title: str, **values: Any) -> Material:
    base = {
        "language": "fi",
        "kind": "guide",
        "audience": "everyone",
        "link": "https://aineistot.example.fi/opas",
        "added_at": NOW,
    }
    return Material.objects.create(network=network, title_fi=title, **{**base, **values})


@dataclass(frozen=True)
class Cast:
    """Aino coordinates, Bertta's organisation is a member, Cecilia's is not."""

    network: Network
    coming: Meeting
    open_notes: Meeting
    members_notes: Meeting
    theme: Theme
    coordinator: Organisation
    aino: User
    bertta: User
    cecilia: User


def cast() -> Cast:
    area = make.make_area(slug="vantaa", name_fi="Vantaa")
    coordinator = make.make_organisation(slug="kaupunki", name_fi="Kaupunki")
    member = make.make_organisation(slug="jasen", name_fi="Jäsenyhdistys")
    outsider = make.make_organisation(slug="muu", name_fi="Muu yhdistys")
    home = network(coordinator=coordinator, area=area, how_to_join_fi="Kirjoita meille.")
    theme = Theme.objects.create(network=home, name_fi="Ohjaus")
    joined = NetworkMember.objects.create(network=home, organisation=member)
    joined.themes.add(theme)
    place = make.make_place(slug="talo", name="Koivun talo", area=area)
    coming = meeting(
        home,
        "seuraava",
        attendance="both",
        place=place,
        remote_link="https://kokous.example.fi/salainen",
        registration_until=date(2026, 12, 4),
        capacity=30,
        asks_food=True,
    )
    open_notes = held(home, "avoin", place=place)
    service = make.make_service(slug="kahvila", name_fi="Avoin kahvila")
    line = note(open_notes, "Tieto on **hajallaan**.", theme=theme)
    line.services.add(service)
    line.places.add(place)
    line.categories.add(make.make_category(slug="family-cafe", name_fi="Perhekahvila"))
    AgendaItem.objects.create(meeting=coming, title_fi="Kuulumiset", start=time(9), kind="round")
    Participation.objects.create(meeting=open_notes, organisation=member, count=4)
    action(home, "Kootaan lista", meeting=open_notes, organisation=member, due=date(2026, 12, 1))
    material(home, "Opas ohjaukseen", meeting=open_notes, theme=theme)
    return Cast(
        network=home,
        coming=coming,
        open_notes=open_notes,
        members_notes=hidden_rows(home, coming, open_notes),
        theme=theme,
        coordinator=coordinator,
        aino=make.make_member("aino", coordinator),
        bertta=make.make_member("bertta", member),
        cecilia=make.make_member("cecilia", outsider),
    )


def hidden_rows(home: Network, coming: Meeting, open_notes: Meeting) -> Meeting:
    """What must not leak from this network; that of members is returned."""
    members_notes = held(home, "jasenille", "network", date=date(2026, 10, 7))
    note(members_notes, f"{SECRET} huoli", kind="works")
    theirs = action(home, f"{SECRET} toimi", meeting=members_notes)
    action(home, f"{SECRET} aukko")
    AgendaItem.objects.create(
        meeting=coming, title_fi=f"{SECRET} asia", kind="open_action", action=theirs
    )
    material(home, f"{SECRET} aineisto", audience="network", meeting=members_notes)
    unapproved = make.make_organisation(
        slug="uusi", name_fi=f"{SECRET} yhdistys", is_approved=False
    )
    NetworkMember.objects.create(network=home, organisation=unapproved)
    Participation.objects.create(meeting=open_notes, organisation=unapproved, count=1)
    action(home, "Kutsutaan mukaan", meeting=open_notes, organisation=unapproved)
    line = NoteItem.objects.get(meeting=open_notes)
    line.services.add(make.make_service(slug="luonnos", name_fi=f"{SECRET} luonnos", state="draft"))
    line.places.add(make.make_place(slug="heidan", name=f"{SECRET} tila", owner=unapproved))
    return members_notes


def rows_that_nobody_sees(home: Network) -> None:
    """Drafts, meetings that are not announced, and the network of an unapproved coordinator."""
    draft = meeting(home, "luonnos", state="planned", theme_fi=f"{SECRET} suunnitelma")
    note(draft, f"{SECRET} muistio")
    unwritten = meeting(home, "kesken", state="held", date=date(2026, 11, 18), theme_fi="Kesken")
    note(unwritten, f"{SECRET} keskeneräinen")
    action(home, f"{SECRET} keskeneräinen toimi", meeting=unwritten)
    unapproved = make.make_organisation(name_fi=f"{SECRET} koordinoija", is_approved=False)
    hidden = network("piilossa", name_fi=f"{SECRET} verkosto", coordinator=unapproved)
    note(held(hidden, "avoin"), f"{SECRET} rivi")
    material(hidden, f"{SECRET} opas")
    unpublished = network(
        "tekeilla", name_fi=f"{SECRET} luonnosverkosto", state="draft", coordinator=home.coordinator
    )
    note(held(unpublished, "avoin"), f"{SECRET} luonnosrivi")


def many(home: Network, count: int) -> None:
    """So many more rows of everything."""
    series = Series.objects.create(network=home, name_fi=f"Sarja {count}")
    first = Meeting.objects.get(network=home, slug="seuraava")
    Meeting.objects.filter(pk=first.pk).update(series=series)
    open_notes = Meeting.objects.get(network=home, slug="avoin")
    theme = Theme.objects.create(network=home, name_fi=f"Teema {count}")
    for n in range(count):
        organisation = make.make_organisation()
        joined = NetworkMember.objects.create(network=home, organisation=organisation)
        joined.themes.add(theme)
        meeting(home, f"tuleva-{count}-{n}", series=series)
        note(held(home, f"mennyt-{count}-{n}"), f"Rivi {n}", theme=theme)
        line = note(open_notes, f"Tieto {n}", theme=theme)
        line.services.add(make.make_service())
        line.places.add(make.make_place())
        Participation.objects.create(meeting=open_notes, organisation=organisation, count=n)
        action(home, f"Toimi {n}", meeting=open_notes, organisation=organisation)
        AgendaItem.objects.create(meeting=first, title_fi=f"Kohta {n}")
        material(home, f"Opas {n}", meeting=open_notes, theme=theme)
        material(home, f"Kalvot {n}", meeting=first)
        network(f"muu-{count}-{n}", coordinator=organisation, area=home.area)
