"""The network whose notes are written here: its rows as the server has them, and others' writes."""

from django.contrib.auth import get_user_model
from django.test import Client
from playwright.sync_api import Page

from directory.models import Organisation
from meetings.models import Action, Meeting, Network, NetworkMember, NoteItem, Theme
from tests import factories as make
from tests.browser.conftest import WEDNESDAY
from tests.browser.test_desk import committed

SLUG = "selaimen-verkosto"
ORGANISATION = "vantaan-seurakunnat"


def begin() -> str:
    organisation = Organisation.objects.get(slug=ORGANISATION)
    network = Network.objects.create(
        slug=SLUG, name_fi="Selaimen verkosto", purpose_fi="Yhdessä", state="published",
        coordinator=organisation,
    )  # fmt: skip
    NetworkMember.objects.create(
        network=network, organisation=organisation, email="verkosto@example.fi"
    )
    Meeting.objects.create(
        network=network, slug="2026-11-11", date=WEDNESDAY.date().replace(day=11), state="held"
    )
    Action.objects.create(network=network, text_fi="Tehdään esite", created_at=WEDNESDAY)
    client = Client()
    client.force_login(make.make_member("kirjuri", organisation))
    return client.cookies["sessionid"].value


def end() -> None:
    Action.objects.filter(network__slug=SLUG).delete()
    Meeting.objects.filter(network__slug=SLUG).delete()
    Network.objects.filter(slug=SLUG).delete()
    get_user_model().objects.filter(username="kirjuri").delete()


def lines_of(page: Page) -> list[tuple[str, str]]:
    """As the server has them."""
    found: list[tuple[str, str]] = []
    day = page.url.split("/notes")[0].rsplit("/", 1)[1]
    rows = NoteItem.objects.filter(meeting__network__slug=SLUG, meeting__slug=day)
    committed(lambda: found.extend(rows.values_list("text_en", "kind")))
    return found


def change_line(text: str, **values: object) -> None:
    """By somebody else, just now."""
    latest = NoteItem.objects.filter(meeting__network__slug=SLUG).latest("pk")
    committed(lambda: NoteItem.objects.filter(pk=latest.pk).update(text_en=text, **values))


def themes_of_lines(page: Page) -> list[str | None]:
    found: list[str | None] = []
    day = page.url.split("/notes")[0].rsplit("/", 1)[1]
    rows = NoteItem.objects.filter(meeting__network__slug=SLUG, meeting__slug=day)
    committed(lambda: found.extend(rows.values_list("theme__name_fi", flat=True)))
    return found


def add_theme(name: str) -> int:
    keys: list[int] = []

    def add() -> None:
        network = Network.objects.get(slug=SLUG)
        keys.append(Theme.objects.create(network=network, name_fi=name).pk)

    committed(add)
    return keys[0]


def publish(page: Page) -> None:
    day = page.url.split("/notes")[0].rsplit("/", 1)[1]
    rows = Meeting.objects.filter(network__slug=SLUG, slug=day)
    at = {"announced_at": WEDNESDAY, "notes_published_at": WEDNESDAY}
    committed(lambda: rows.update(state="notes_published", **at))
