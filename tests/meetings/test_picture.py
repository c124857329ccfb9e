"""The shared picture of a network: its numbers, who reads them, and gaps that are taken up."""

import csv
import re
from datetime import date, time
from io import StringIO

import pytest
import time_machine
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from directory.filters import AGES, ServiceFilter
from directory.localized import Text
from directory.models import Category, Service
from meetings.models import Action, AgendaItem, Network, Theme
from meetings.queries.picture import ALL, NOT_TOLD, Head, Plan, share, sheet, table
from meetings.queries.picture_gaps import gap_uid
from meetings.queries.picture_notes import Term, term_of
from meetings.queries.picture_tables import NAMES, TrayTables, tray_tables
from tests import factories as make
from tests.meetings import public_rows as rows
from tests.meetings.desk_rows import (
    COMING,
    NOW,
    TODAY,
    Cast,
    make_cast,
    make_line,
    make_meeting,
    make_theme,
)

pytestmark = pytest.mark.django_db
MOST_PUBLIC, MOST_STAFF = 8, 12
SECRET = rows.SECRET
TABLES = (*NAMES, "concerns", "good", "actions")


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def cast() -> Cast:
    found = make_cast()
    found.network.area = make.make_area(slug="vantaa", name_fi="Vantaa")
    found.network.save()
    return found


@pytest.fixture
def cafe(cast):
    """A family café on Wednesday mornings, in Somali and Finnish, for one- and two-year-olds."""
    return offered(cast, "family-cafe", languages=["so", "fi"], age_from=12, age_to=35)


def offered(cast: Cast, form: str, **values) -> Service:
    category = Category.objects.filter(slug=form).first() or make.make_category(slug=form)
    area = cast.network.area
    service = make.make_service(owner=cast.a, categories=[category], **values)
    make.make_slot(service=service, place=make.make_place(area=area, owner=cast.a))
    return service


def tables_of(cast: Cast, form: str = "") -> TrayTables:
    area = cast.network.area
    slug = area.slug if area else ""
    return tray_tables(slug, TODAY, "en", form=form, with_organisations=True)


def number(found, row: str, column: str) -> int:
    line = next(one for one in (*found.rows, found.total) if one.head.key == row)
    return next(cell.count for cell in line.all_cells if cell.column.key == column)


def staff(client, cast: Cast, query: str = "", status: int = 200) -> str:
    response = client.get(f"{cast.path('picture')}{query}")
    assert response.status_code == status
    return response.content.decode()


def public(client, slug: str = "kahvit", language: str = "en", query: str = "") -> str:
    response = client.get(f"/{language}/networks/{slug}/picture/{query}")
    assert response.status_code == 200
    return response.content.decode()


# Numbers


def test_services_are_counted_by_form_organisation_language_and_age(cast, cafe):
    tray = tables_of(cast)
    assert tray.total == 1
    assert number(tray.organisations(), "family-cafe", cast.a.slug) == 1
    languages = tray.languages()
    assert [number(languages, "family-cafe", code) for code in ("so", "fi", "ar")] == [1, 1, 0]
    ages = tray.ages()
    assert [number(ages, "family-cafe", band) for band in AGES] == [0, 0, 1, 0, 0, 0]


def test_a_line_counts_on_each_of_its_days_and_in_each_part_of_the_day_that_it_lasts_into(cast):
    service = offered(cast, "family-cafe")
    place = make.make_place(area=cast.network.area)
    make.make_slot(service=service, place=place, weekdays=[1, 6], start=time(10), end=time(15))
    tray = tables_of(cast)
    days, hours, week = tray.days(), tray.hours(), tray.week()
    assert [number(days, "family-cafe", str(day)) for day in range(1, 8)] == [1, 0, 1, 0, 0, 1, 0]
    parts = ("morning", "midday", "afternoon", "evening")
    assert [number(hours, "family-cafe", part) for part in parts] == [3, 2, 2, 0]
    assert number(week, "afternoon", "6") == 1 and number(week, "morning", "3") == 1
    assert number(week, "evening", "6") == 0
    assert number(week, ALL, "6") == 1, "a line over three parts of a day is one line"


@pytest.mark.parametrize(
    ("values", "parts"),
    [
        ({"start": time(9, 30), "end": time(11, 30)}, ["morning"]),
        ({"start": time(9, 30), "end": time(12)}, ["morning", "midday"]),
        ({"start": time(16, 30), "end": time(18)}, ["afternoon", "evening"]),
        ({"start": time(16, 30), "end": time(17, 30)}, ["afternoon"]),
        ({"start": time(22), "end": time(1), "ends_next_day": True}, ["evening"]),
        ({"start": time(13), "end": None}, ["afternoon"]),
        ({"start": None, "end": time(12)}, ["midday"]),
        ({"start": None, "end": None, "day_part": "evening"}, ["evening"]),
        (
            {"start": None, "end": None, "day_part": "all_day"},
            ["morning", "midday", "afternoon", "evening"],
        ),
        ({"start": None, "end": None}, [NOT_TOLD]),
    ],
)
def test_part_of_the_day(cast, values, parts):
    category = make.make_category(slug="music")
    service = make.make_service(categories=[category])
    make.make_slot(service=service, place=make.make_place(area=cast.network.area), **values)
    hours = tables_of(cast).hours()
    line = next(row for row in hours.rows if row.head.key == "music")
    assert [cell.column.key for cell in line.cells if cell.count] == parts


def test_listed_dates_have_no_weekday_and_plain_opening_hours_no_form(cast, cafe):
    place = make.make_place(area=cast.network.area)
    make.make_slot(
        service=cafe, place=place, weekdays=[], recurrence="dates", dates=[date(2026, 12, 5)]
    )
    make.make_slot(place=place, weekdays=[7])
    days = tables_of(cast).days()
    assert number(days, "family-cafe", NOT_TOLD) == 1
    assert number(days, ".open", "7") == 1 and number(days, "family-cafe", "7") == 0


def test_over_all_forms_each_service_counts_once(cast):
    both = [make.make_category(slug="music"), make.make_category(slug="outdoors")]
    service = make.make_service(categories=both, languages=["fi"])
    make.make_slot(service=service, place=make.make_place(area=cast.network.area))
    tray = tables_of(cast)
    assert tray.total == 1 and number(tray.languages(), ALL, "fi") == 1
    assert number(tray.week(), "morning", "3") == 1


def test_a_form_stands_for_the_kinds_inside_it(cast):
    parent = make.make_category(slug="meeting")
    inside = [make.make_category(slug=f"kind-{n}", parent=parent) for n in range(2)]
    service = make.make_service(categories=inside, languages=["fi"])
    make.make_slot(service=service, place=make.make_place(area=cast.network.area))
    tray = tables_of(cast)
    assert [form.key for form in tray.forms] == ["meeting"]
    assert number(tray.languages(), "meeting", "fi") == 1
    assert number(tray.days(), "meeting", "3") == 1


def test_numbers_are_those_of_the_public_list(cast, cafe):
    district = make.make_area(
        slug="koivukyla", kind="municipality", parent=cast.network.area, name_fi="Koivukylä"
    )
    make.make_slot(service=make.make_service(categories=cafe.categories.all(), languages=["so"]),
                   place=make.make_place(area=district))  # fmt: skip
    make.make_service(categories=cafe.categories.all(), languages=["so"], areas=[district])
    make.make_service(categories=cafe.categories.all(), languages=["so"])  # elsewhere
    tray = tables_of(cast)
    for name, values in (("language", ["so", "fi", "ar"]), ("age", list(AGES))):
        found = tray.languages() if name == "language" else tray.ages()
        for value in values:
            query = {"area": "vantaa", "category": "family-cafe", name: value}
            listed = ServiceFilter(query, Service.objects.published(), today=TODAY).qs.count()
            assert number(found, "family-cafe", value) == listed, (name, value)
    assert number(tray.languages(), "family-cafe", "so") == 3


def test_a_network_without_an_area_counts_the_whole_country(cast, cafe):
    Network.objects.update(area=None)
    cast.network.area = None
    make.make_slot(service=make.make_service(categories=cafe.categories.all()),
                   place=make.make_place())  # fmt: skip
    assert tables_of(cast).total == 2


def test_hidden_and_ended_listings_are_not_counted(cast, cafe):
    unapproved = make.make_organisation(name_fi=f"{SECRET} yhdistys", is_approved=False)
    hidden = {"categories": cafe.categories.all(), "languages": ["ar"]}
    for values in ({"state": "draft"}, {"owner": unapproved}):
        service = make.make_service(**hidden, **values)
        make.make_slot(service=service, place=make.make_place(area=cast.network.area))
    ended = make.make_service(**hidden)
    place = make.make_place(area=cast.network.area)
    make.make_slot(service=ended, place=place, last=date(2026, 11, 1))
    cafe.organisers.add(unapproved)
    tray = tables_of(cast)
    assert tray.total == 1 and number(tray.languages(), ALL, "ar") == 0
    assert SECRET not in str(list(sheet(tray.organisations())))


def test_empty_cells_are_gaps_and_an_empty_row_is_one(cast, cafe):
    make.make_category(slug="nothing-here")
    tray = tables_of(cast)
    languages = tray.languages()
    gaps = {
        row.head.key: [c.column.key for c in row.all_cells if c.is_gap] for row in languages.rows
    }
    assert gaps["nothing-here"] == [ALL]
    assert "ar" in gaps["family-cafe"] and "so" not in gaps["family-cafe"]
    assert [row.head.key for row in languages.rows] == ["family-cafe", "nothing-here"]


def test_table_has_bars_of_the_same_numbers_and_a_sheet():
    heads = [Head("a", Text("A", "en")), Head("b", Text("B", "en"))]
    counts = {("a", "a"): 4, ("a", "b"): 1, ("a", ALL): 5, (ALL, ALL): 5, (ALL, "a"): 4}
    plan = Plan(key="x", corner="X", rows=heads, columns=heads, counts=counts)
    found = table(plan, "en")
    assert [cell.share for cell in found.rows[0].cells] == [100, 25]
    assert list(sheet(found)) == [
        ["X", "Total", "A", "B"],
        ["A", 5, 4, 1],
        ["B", 0, 0, 0],
        ["Total", 5, 4, 0],
    ]
    assert share(1, 1000) == 1 and share(0, 10) == 0


# Notes


@pytest.mark.parametrize(
    ("day", "label"),
    [
        (date(2026, 7, 31), "Spring 2026"),
        (date(2026, 8, 1), "Autumn 2026"),
        (date(2027, 1, 1), "Spring 2027"),
    ],
)
def test_terms_are_halves_of_a_year(day, label):
    assert str(term_of(day).label) == label


def test_the_term_before():
    assert Term(2026, False).before == Term(2025, True)
    assert Term(2026, True).before == Term(2026, False)


def published(network, day: date, audience: str = "everyone", **values):
    told = {"state": "notes_published", "notes_audience": audience, "notes_published_at": NOW}
    return make_meeting(network, date=day, **{**told, "slug": f"{day}-{audience}", **values})


def said_in(cast: Cast, theme: Theme, *days: date, **values) -> None:
    for day in days:
        make_line(published(cast.network, day), theme=theme, **values)


def test_concerns_are_counted_by_theme_and_term_and_the_returning_ones_named(cast):
    language, guidance = make_theme(cast.network, "Kieli"), make_theme(cast.network, "Ohjaus")
    said_in(cast, language, date(2026, 3, 4), date(2026, 10, 7))
    said_in(cast, guidance, date(2026, 10, 14))
    make_line(published(cast.network, date(2026, 10, 21)), kind="good_practice", theme=guidance)
    text = staff(cast.aino, cast)
    concerns = text.split('id="concerns-title"')[1].split('id="good-title"')[0]
    assert "Spring 2026" in concerns and "Autumn 2026" in concerns
    returning = text.split('id="returning-title"')[1].split("</section>")[0]
    assert "Kieli" in returning and "Ohjaus" not in returning
    assert "In 2 terms" in returning and "Autumn 2026" in returning
    assert sheet_of(cast.aino, cast, "concerns")[1] == ["Kieli", "2", "1", "1"]
    assert sheet_of(cast.aino, cast, "good")[2] == ["Ohjaus", "1", "0", "1"]


def test_what_is_older_than_the_last_terms_is_counted_together(cast):
    theme = make_theme(cast.network)
    said_in(cast, theme, date(2017, 11, 15), date(2018, 4, 11), date(2026, 11, 4))
    header, line, *_rest = sheet_of(cast.aino, cast, "concerns")
    assert header[2] == "Earlier" and header[-1] == "Autumn 2026" and len(header) == 9
    assert line[1:3] == ["3", "2"]


def test_actions_are_counted_by_state(cast):
    theme = make_theme(cast.network)
    rows.action(cast.network, "Valmis", theme=theme, state="done", closed_on=TODAY)
    rows.action(cast.network, "Kesken", theme=theme)
    found = {line[0]: line[1:] for line in sheet_of(cast.aino, cast, "actions")}
    assert found["Varhainen tuki"] == ["2", "1", "1", "0"]
    assert found["Total"] == ["3", "2", "1", "0"]


def test_public_summary_counts_only_what_everyone_may_read(cast, cafe, client):
    theme = make_theme(cast.network, "Kaikkien aihe")
    other = make_theme(cast.network, f"{SECRET} aihe")
    make_line(published(cast.network, date(2026, 10, 7)), theme=theme)
    make_line(published(cast.network, date(2026, 10, 8), "network"), theme=other)
    make_line(published(cast.network, date(2026, 3, 8), "network"), theme=theme)
    rows.action(cast.network, "Jäsenten toimi")
    for reader in (client, cast.aino, cast.bertta):
        text = public(reader)
        concerns = text.split('id="concerns-title"')[1].split('id="good-title"')[0]
        numbers = re.findall(r"<tfoot>.*?</tfoot>", text, re.DOTALL)
        assert "Kaikkien aihe" in concerns and "Spring" not in concerns
        assert re.findall(r"<td>(\d+)", numbers[0]) == ["1", "1"]
        assert re.findall(r"<td>(\d+)", numbers[2]) == ["0", "0", "0", "0"]
        assert "<button" not in text.split("<main")[1].split('class="picture-form"')[0]


def test_theme_without_anything_public_shows_only_its_name(cast, client):
    """The themes stand on the network's own page; a number would tell of closed notes."""
    theme = make_theme(cast.network, "Ohjaus")
    make_line(published(cast.network, date(2026, 10, 8), "network"), theme=theme)
    assert "No concern, good practice or action" in public(client)


# Pages


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


@pytest.mark.parametrize("name", ["", "ei-ole", "%00", "forms", "all", "_table"])
def test_unknown_table_is_not_there(cast, name):
    assert cast.aino.get(f"{cast.path()}picture.csv?table={name}").status_code == 404


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


@pytest.mark.parametrize("who", ["anonymous", "bertta", "aino"])
def test_rows_do_not_cost_queries(cast, client, who):
    reader = client if who == "anonymous" else getattr(cast, who)
    paths = {"/fi/networks/kahvit/picture/": MOST_PUBLIC}
    if who != "anonymous":
        paths[cast.path("picture")] = MOST_STAFF
        reader.get(cast.path("picture"))  # the first page of a session writes it down
    counts = {path: [] for path in paths}
    for count in (1, 3, 12):
        more(cast, count)
        for path in paths:
            with CaptureQueriesContext(connection) as captured:
                assert reader.get(path).status_code == 200
            counts[path].append(len(captured))
    for path, most in paths.items():
        assert len(set(counts[path])) == 1 and counts[path][0] <= most, (
            counts,
            "\n".join(q["sql"][:60] + " … " + q["sql"][-160:] for q in captured.captured_queries),
        )


# Files


def sheet_of(client, cast: Cast, name: str) -> list[list[str]]:
    response = client.get(f"{cast.path()}picture.csv?table={name}")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == f'attachment; filename="kahvit-{name}.csv"'
    text = response.content.decode("utf-8-sig")
    return list(csv.reader(StringIO(text, newline=""), delimiter=";"))


def test_file_has_the_numbers_of_the_table(cast, cafe):
    header, line, *_rest, total = sheet_of(cast.aino, cast, "languages")
    assert header[:2] == ["Kind of service", "Total"] and "Somali" in header
    assert line[header.index("Somali")] == "1" and line[header.index("Arabic")] == "0"
    assert total[:2] == ["Total", "1"]


@pytest.mark.parametrize("evil", ['=HYPERLINK("x")', "+1+1", "-1", "@SUM(A1)", "\t=1"])
def test_names_that_spreadsheets_would_run_are_made_harmless(cast, cafe, evil):
    cast.a.name_fi = evil
    cast.a.save()
    cafe.categories.update(name_fi=evil)
    header, line, *_rest = sheet_of(cast.aino, cast, "organisations")
    assert f"'{evil}" in header and line[0] == f"'{evil}"
    assert not any(cell.startswith(("=", "+", "-", "@", "\t")) for cell in (*header, *line))


# Gaps


def press(client, cast: Cast, **values):
    data = {"table": "languages", "cell": "family-cafe/ar", "where": "action", "form": ""}
    return client.post(cast.path("picture", "gap"), data | values)


def test_gap_becomes_an_item_of_a_coming_agenda_once(cast, cafe):
    meeting = make_meeting(cast.network)
    for _ in range(3):
        response = press(cast.aino, cast, where=str(meeting.uid))
        assert response["Location"] == f"{cast.path('picture')}#languages/family-cafe/ar"
    item = meeting.agenda.get()
    assert "Arabic" in item.title_en and (item.kind, item.theme) == ("discussion", None)
    text = staff(cast.aino, cast)
    assert "On the agenda now" in text
    cell = text.split('id="languages/family-cafe/ar"')[1].split("</td>")[0]
    assert "<button" not in cell and "taken up already" in cell
    assert (
        '<button type="submit" class="take button-quiet" name="cell" value="family-cafe/ru"' in text
    )


def test_gap_becomes_an_action_once(cast, cafe):
    before = Action.objects.count()
    for _ in range(3):
        assert press(cast.aino, cast, table="ages", cell="family-cafe/13").status_code == 302
    assert Action.objects.count() == before + 1
    action = Action.objects.order_by("-pk").first()
    assert "13–17 years" in action.text_en and action.network == cast.network
    assert (action.organisation, action.state) == (None, "open")


def test_closed_action_of_a_gap_stays_closed_and_comes_again_next_term(cast, cafe):
    press(cast.aino, cast)
    made = Action.objects.order_by("-pk").first()
    Action.objects.filter(pk=made.pk).update(state="done", closed_on=TODAY)
    press(cast.aino, cast)
    assert Action.objects.get(pk=made.pk).state == "done"
    assert "already this term" in staff(cast.aino, cast)
    spring = date(2027, 1, 12)
    assert gap_uid(1, "action", "x", TODAY) != gap_uid(1, "action", "x", spring)


@pytest.mark.parametrize(
    ("name", "cell", "words"),
    [
        ("organisations", "music/{b}", "Beeta"),
        ("days", "family-cafe/6", "Sat"),
        ("hours", "family-cafe/evening", "Evening"),
        ("week", "evening/", "All kinds of services"),
        ("week", "morning/6", "Sat, Morning"),
        ("languages", "nothing-here/", "nobody offers this"),
    ],
)
def test_each_table_has_gaps_of_its_own_words(cast, cafe, name, cell, words):
    make.make_category(slug="nothing-here")
    service = offered(cast, "music")
    service.categories.update(name_en="Music")
    make.make_service(owner=cast.b, categories=cafe.categories.all(), areas=[cast.network.area])
    response = press(cast.aino, cast, table=name, cell=cell.format(b=cast.b.slug))
    assert "#" in response["Location"]
    assert words in Action.objects.order_by("-pk").first().text_en


def test_an_empty_row_is_one_gap_in_all_tables(cast, cafe):
    make.make_category(slug="nothing-here")
    before = Action.objects.count()
    for name in ("organisations", "languages", "ages"):
        press(cast.aino, cast, table=name, cell="nothing-here/")
    assert Action.objects.count() == before + 1
    press(cast.aino, cast, table="days", cell="nothing-here/")
    assert "regular times" in Action.objects.order_by("-pk").first().text_en


def test_week_of_one_form_and_of_all_are_different_gaps(cast, cafe):
    offered(cast, "music")
    for form in ("music", ""):
        press(cast.aino, cast, table="week", cell="morning/6", form=form)
    assert Action.objects.count() == 3


def test_returning_concern_is_taken_up_with_its_theme(cast):
    theme = make_theme(cast.network, "Kieli")
    said_in(cast, theme, date(2026, 3, 4), date(2026, 10, 7))
    meeting = make_meeting(cast.network)
    for _ in range(2):
        press(cast.aino, cast, table="returning", cell=f"{theme.pk}/", where=str(meeting.uid))
    item = meeting.agenda.get()
    assert item.theme == theme and "Kieli" in item.title_en
    assert "Taken up" in staff(cast.aino, cast)


@pytest.mark.parametrize(
    "values",
    [
        {"cell": "family-cafe/so"},
        {"cell": "family-cafe/none"},
        {"cell": "ei-ole/ar"},
        {"cell": "a" * 10_000},
        {"cell": "\0"},
        {"table": "_table"},
        {"table": "returning", "cell": "1/"},
        {"table": "\0", "form": "\0"},
        {"where": ""},
        {"where": "00000000-0000-0000-0000-000000000000"},
        {"where": "\0"},
    ],
)
def test_what_is_no_gap_or_no_coming_meeting_makes_nothing(cast, cafe, values):
    before = (Action.objects.count(), AgendaItem.objects.count())
    assert press(cast.aino, cast, **values).status_code == 302
    assert (Action.objects.count(), AgendaItem.objects.count()) == before
    assert 'class="message' in staff(cast.aino, cast)


def test_meeting_of_the_past_or_of_another_network_takes_no_gap(cast, cafe):
    other = rows.network("muu", coordinator=cast.b)
    past = make_meeting(cast.network, date=date(2026, 11, 4), state="held")
    for meeting in (past, make_meeting(other)):
        press(cast.aino, cast, where=str(meeting.uid))
        assert not meeting.agenda.exists()


def test_only_the_coordinator_takes_gaps_up_and_looking_changes_nothing(cast, cafe, client):
    before = Action.objects.count()
    assert press(client, cast).status_code == 302
    for person in (cast.bertta, cast.cecilia, cast.daavid):
        assert press(person, cast).status_code == 403
    assert cast.aino.get(cast.path("picture", "gap")).status_code == 405
    staff(cast.aino, cast)
    assert Action.objects.count() == before
