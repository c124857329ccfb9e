"""What nobody but the coordinator knows of is nowhere, in whatever state it is."""

from datetime import date

import pytest
import time_machine

from meetings.models import Meeting, Series
from tests.meetings import public_rows as rows
from tests.meetings.public_rows import SECRET

pytestmark = pytest.mark.django_db
SECRETS = [
    ("suunniteltu", "planned", date(2026, 12, 8)),
    ("peruttu", "cancelled", date(2026, 12, 10)),
    ("pidetty", "held", date(2026, 11, 18)),
    ("ennen-peruttu", "cancelled", date(2026, 11, 4)),
]
PAGES = [
    "networks/",
    "networks/verkosto/",
    "networks/verkosto/picture/",
    "networks/verkosto/seuraava/",
    "networks/verkosto/avoin/",
    "networks/verkosto/avoin/notes/",
    "networks/verkosto.ics",
    "networks/verkosto/notes.atom",
    "materials/",
    f"materials/?q={SECRET}",
]


@pytest.fixture(autouse=True)
def wednesday_morning():
    with time_machine.travel(rows.NOW, tick=False):
        yield


@pytest.fixture
def cast() -> rows.Cast:
    """A chain of meetings, and one series, with what is secret between what is not."""
    cast = rows.cast()
    series = Series.objects.create(network=cast.network, name_fi=f"{SECRET} sarja")
    known = [cast.open_notes, cast.coming]
    Meeting.objects.filter(pk__in=[one.pk for one in known]).update(series=series)
    for slug, state, day in SECRETS:
        row = rows.meeting(
            cast.network,
            slug,
            state=state,
            date=day,
            announced_at=None,
            theme_fi=f"{SECRET} {slug}",
            description_fi=f"{SECRET} kuvaus",
            notes_audience="everyone",
            series=series,
            previous=cast.open_notes,
        )
        theme = cast.theme if state == "held" else None
        rows.note(row, f"{SECRET} rivi", theme=theme)
        rows.action(cast.network, f"{SECRET} tehtävä", meeting=row)
    Meeting.objects.filter(pk=cast.coming.pk).update(previous=row)
    return cast


def seen(client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def secrets_in(text: str) -> list[str]:
    return [word for slug, *_rest in SECRETS for word in (f"{SECRET} {slug}", f"/{slug}/")
            if word in text] + [f"{SECRET} {word}" for word in ("kuvaus", "rivi", "tehtävä")
                                if f"{SECRET} {word}" in text]  # fmt: skip


@pytest.mark.parametrize("who", [None, "cecilia", "bertta", "aino"])
def test_it_is_on_no_page_and_in_no_feed(client, cast, who):
    if who:
        client.force_login(getattr(cast, who))
    for page in PAGES:
        assert secrets_in(seen(client, f"/fi/{page}")) == [], page
    for slug, *_rest in SECRETS:
        for rest in ("", "notes/"):
            assert client.get(f"/fi/networks/verkosto/{slug}/{rest}").status_code == 404
    assert client.get("/fi/networks/").content.decode().count("2026-12-08") == 0


def test_the_numbers_leave_it_out(client, cast):
    said = client.get("/fi/networks/verkosto/picture/").context["said"]
    assert (said.concerns.total.total.count, said.actions.total.total.count) == (1, 2)


def test_once_announced_a_cancelled_one_is_told(client, cast):
    Meeting.objects.filter(slug="peruttu").update(announced_at=rows.NOW)
    assert f"{SECRET} peruttu" in seen(client, "/fi/networks/verkosto/")
    assert f"{SECRET} peruttu" in seen(client, "/fi/networks/verkosto/seuraava/")
    assert "STATUS:CANCELLED" in seen(client, "/fi/networks/verkosto.ics")
    assert client.get("/fi/networks/verkosto/peruttu/").status_code == 200


@pytest.mark.parametrize("who", [None, "cecilia", "bertta"])
def test_the_remote_link_and_the_members_notes_are_for_members(client, cast, who):
    if who:
        client.force_login(getattr(cast, who))
    is_member = who == "bertta"
    page = seen(client, "/fi/networks/verkosto/seuraava/")
    assert ("https://kokous.example.fi/salainen" in page) == is_member
    notes = client.get("/fi/networks/verkosto/jasenille/notes/")
    assert notes.status_code == (200 if is_member else 404)
    assert (f"{SECRET} huoli" in notes.content.decode()) == is_member
