"""What the picture counts of the services that families are offered."""

from datetime import date, time

import pytest

from directory.filters import AGES, ServiceFilter
from directory.localized import Text
from directory.models import Service
from meetings.models import Network
from meetings.queries.picture import ALL, NOT_TOLD, Head, Plan, share, sheet, table
from tests import factories as make
from tests.meetings.desk_rows import TODAY
from tests.meetings.picture.desk import number, offered, tables_of
from tests.meetings.public_rows import SECRET

pytestmark = pytest.mark.django_db


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
