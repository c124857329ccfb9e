"""The pages of the picture: who reads them, in which languages, at what cost."""

import re
from datetime import date

import pytest
from django.conf import settings

from meetings.models import Action, AgendaItem, Network
from meetings.queries.picture_tables import NAMES
from tests import factories as make
from tests.meetings import public_rows as rows
from tests.meetings.desk_rows import COMING, Cast, make_line, make_meeting, make_theme
from tests.meetings.picture.desk import (
    number,
    offered,
    public,
    published,
    said_in,
    staff,
    tables_of,
)
from tests.query_counts import costly, counted_in

pytestmark = pytest.mark.django_db
MOST_PUBLIC, MOST_STAFF = 8, 14
TABLES = (*NAMES, "concerns", "good", "actions")


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_public_summary_answers_in_every_language(cast, cafe, client, language):
    said_in(cast, make_theme(cast.network), date(2026, 3, 4), date(2026, 10, 7))
    text = public(client, language=language)
    assert text.count("<h1") == 1 and " style=" not in text
    packed = client.get(
        f"/{language}/networks/kahvit/picture/", headers={"Accept-Encoding": "gzip"}
    )
    assert len(packed.content) < 20_000


def test_public_summary_says_when_there_is_nothing(cast, client):
    text = public(client)
    assert "No concern, good practice or action" in text and "No service is listed here yet" in text


def test_a_hidden_network_has_no_picture(cast, client):
    Network.objects.update(state="draft")
    assert client.get("/en/networks/kahvit/picture/").status_code == 404
    assert client.get("/en/networks/ei-ole/picture/").status_code == 404
    assert "Verkostokahvit" in public(cast.bertta)


HOSTILE = [
    "form=%00",
    f"form={'a' * 10_000}",
    "form=ei-ole",
    "form=a&form=b&table=x",
    "start=9999-99-99&area=%00&page=-1",
]


@pytest.mark.parametrize("query", HOSTILE)
def test_hostile_queries_give_a_page(cast, cafe, client, query):
    public(client, query=f"?{query}")
    text = staff(cast.aino, cast, f"?{query}")
    if query.startswith("form="):
        assert "A filter in the address is not known here" in text
    response = cast.aino.get(f"{cast.path()}picture.csv?{query}&table=week")
    assert response.status_code == 200


@pytest.mark.parametrize("name", ["ei-ole", "%00", "forms", "all", "_table"])
def test_unknown_table_is_not_there(cast, name):
    assert cast.aino.get(f"{cast.path()}picture.csv?table={name}").status_code == 404


def test_file_without_a_name_is_of_the_first_table(cast, cafe):
    named = cast.aino.get(f"{cast.path()}picture.csv?table=organisations").content
    for query in ("", "?table="):
        assert cast.aino.get(f"{cast.path()}picture.csv{query}").content == named


def opened(text: str) -> list[str]:
    return re.findall(
        r'<details class="picture-part picture-fold" open>.*?id="(\w+)-title"', text, re.S
    )


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("", "concerns"),
        ("?open=ages", "ages"),
        ("?form=", "week"),
        ("?form=family-cafe&open=days", "days"),
        ("?open=%00", "concerns"),
        ("?open=forms", "forms"),
        ("?open=organisations", "organisations"),
    ],
)
def test_one_table_is_open_and_the_contents_lead_to_each(cast, cafe, query, name):
    text = staff(cast.aino, cast, query)
    assert opened(text) == [name]
    contents = text.split('class="picture-contents"')[1].split("</nav>")[0]
    for one in NAMES:
        assert f"?open={one}" in contents and f"#{one}-title" in contents
        assert f'id="{one}-title"' in text


def test_without_notes_the_first_table_of_the_tray_is_open(cast, cafe):
    Action.objects.all().delete()
    for query in ("", "?open=concerns"):
        assert opened(staff(cast.aino, cast, query)) == ["organisations"]


def test_week_is_narrowed_to_one_form(cast, cafe):
    offered(cast, "music")
    text = staff(cast.aino, cast, "?form=music")
    assert '<option value="music" selected>' in text
    assert "table=week&amp;form=music" in text
    assert number(tables_of(cast, "music").week(), "morning", "3") == 1
    assert number(tables_of(cast).week(), "morning", "3") == 2


@pytest.mark.parametrize("reader", ["aino", "bertta"])
def test_coordinator_and_members_read_the_picture(cast, cafe, reader):
    client = getattr(cast, reader)
    text = staff(client, cast)
    assert "Verkostokahvit" in text and " style=" not in text
    assert ('name="cell"' in text) == (reader == "aino")
    for name in TABLES:
        assert client.get(f"{cast.path()}picture.csv?table={name}").status_code == 200


def test_others_do_not(cast, client):
    for path in (cast.path("picture"), f"{cast.path()}picture.csv?table=ages"):
        assert client.get(path).status_code == 302
        assert cast.cecilia.get(path).status_code == 403
        assert cast.daavid.get(path).status_code == 403
    cast.network.members.update(until=date(2026, 11, 24))
    staff(cast.bertta, cast, status=403)
    Network.objects.update(state="draft")
    assert cast.daavid.get(cast.path("picture")).status_code == 404
    staff(cast.aino, cast)


def more(cast: Cast, count: int) -> None:
    """So many more of everything."""
    theme = make_theme(cast.network, f"Teema {count}")
    for n in range(count):
        organisation = make.make_organisation()
        category = make.make_category()
        service = make.make_service(owner=organisation, categories=[category], languages=["so"])
        make.make_slot(service=service, place=make.make_place(area=cast.network.area))
        held = published(cast.network, date(2026, 1 + n % 10, 1 + n), slug=f"mennyt-{count}-{n}")
        make_line(held, theme=theme)
        rows.action(cast.network, f"Toimi {n}", theme=theme)
        coming = make_meeting(cast.network, date=COMING, slug=f"tuleva-{count}-{n}")
        AgendaItem.objects.create(meeting=coming, title_fi="Kohta")


def test_rows_do_not_cost_queries(cast, client):
    readers = {"anonymous": client, "bertta": cast.bertta, "aino": cast.aino}
    public_counts = {who: [] for who in readers}
    staff_counts = {who: [] for who in ("bertta", "aino")}
    for who in staff_counts:
        readers[who].get(cast.path("picture"))  # the first page of a session writes it down
    pages = (("/fi/networks/kahvit/picture/", public_counts), (cast.path("picture"), staff_counts))
    for count in (1, 3, 12):
        more(cast, count)
        for path, counts in pages:
            for who, found in counts.items():
                with counted_in(found):
                    assert readers[who].get(path).status_code == 200
    assert not costly(public_counts, MOST_PUBLIC)
    assert not costly(staff_counts, MOST_STAFF)
