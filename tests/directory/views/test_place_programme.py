"""The programme on a place's own page: today first, told ahead, and who to ask."""

import re
from datetime import date, time

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from directory.models import BreakPeriod, Contact
from directory.queries.programme import MOST_EXTRAS
from tests import factories as make
from tests.public_pages import html

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wednesday_morning")]
CALL = "Not confirmed lately – call before you go"
CHECK = "Not confirmed lately – check before you go"
OLD = date(2026, 11, 1)


@pytest.fixture
def talo():
    return make.make_place(slug="talo", name="Koivun talo")


def test_past_days_of_this_week_are_folded_before_today(client, talo):
    make.make_slot(place=talo, weekdays=[1, 2, 3, 4])
    text = html(client, "/en/places/talo/")
    folded = re.search(r"(?s)<details class=\"earlier\">.*?</details>", text)[0]
    assert "Earlier this week" in folded
    assert re.findall(r'datetime="([^"]+)"', folded) == ["2026-11-23", "2026-11-24"]
    rest = text[text.index(folded) + len(folded) :]
    assert re.findall(r'<h3><time datetime="([^"]+)"', rest)[0] == "2026-11-25"


@pytest.mark.parametrize("start", ["2026-11-16", "2026-12-02"])
def test_other_weeks_begin_on_monday(client, talo, start):
    assert "Earlier this week" not in html(client, f"/en/places/talo/?start={start}")


def test_on_monday_nothing_is_earlier(client, talo):
    with time_machine.travel("2026-11-23T08:00:00+02:00", tick=False):
        assert "Earlier this week" not in html(client, "/en/places/talo/")


def test_stale_programme_warns_once_and_says_whom_to_call(client, talo):
    make.make_slot(place=talo, weekdays=[3, 4, 5], confirmed_on=OLD)
    make.make_slot(place=talo, weekdays=[5], start=time(12), end=time(13), confirmed_on=OLD)
    make.make_slot(place=talo, weekdays=[6])
    Contact.objects.create(place=talo, kind="phone", value="0199 100 100")
    text = html(client, "/en/places/talo/")
    assert text.count("Not confirmed lately") == 1
    assert f'{CALL}: <a href="tel:+358199100100">0199 100 100</a>' in text


def test_without_a_phone_nobody_is_told_to_call(client, talo):
    make.make_slot(place=talo, confirmed_on=OLD)
    Contact.objects.create(place=talo, kind="email", value="talo@example.fi")
    text = html(client, "/en/places/talo/")
    assert CHECK in text
    assert CALL not in text


def test_single_stale_series_keeps_its_own_mark(client, talo):
    make.make_slot(place=talo, weekdays=[3])
    make.make_slot(place=talo, weekdays=[4])
    make.make_slot(place=talo, weekdays=[5], confirmed_on=OLD)
    text = html(client, "/en/places/talo/")
    assert text.count(CHECK) == 1
    assert text.index(CHECK) > text.index("2026-11-27")


def test_place_gone_stale_with_its_programme_warns_once(client, talo):
    talo.confirmed_on = date(2026, 1, 1)
    talo.save()
    make.make_slot(place=talo, confirmed_on=OLD)
    assert html(client, "/en/places/talo/").count("Not confirmed lately") == 1


def test_service_whose_times_are_all_stale_warns_once(client, talo):
    slot = make.make_slot(service=make.make_service(slug="muskari"), place=talo, confirmed_on=OLD)
    make.make_slot(service=slot.service, place=talo, weekdays=[4], confirmed_on=OLD)
    Contact.objects.create(service=slot.service, kind="phone", value="+358 199 100 100")
    text = html(client, "/en/services/muskari/")
    # The coming sessions below have their own dates, and so their own marks.
    series = text[: text.index("Next times")]
    assert series.count("Not confirmed lately") == 1
    assert f'{CALL}: <a href="tel:+358199100100">' in series


def test_notices_stand_on_the_page_in_the_readers_language(client, talo):
    make.make_slot(place=talo, weekdays=[3, 7])
    make.make_change(
        place=talo, first=date(2026, 12, 1), last=date(2026, 12, 4), reason="renovation",
        note_fi="Lattia hiotaan.",
    )  # fmt: skip
    text = html(client, "/en/places/talo/")
    assert "Closed 1.–4.12.:</strong> Building work" in text
    assert "Lattia hiotaan." in text
    assert "Independence Day" in text
    assert 'href="/en/places/talo/?start=2026-12-07"' in text
    for language in ("fi", "ar", "so"):
        assert "1.–4.12." in html(client, f"/{language}/places/talo/")


def test_note_over_the_week_is_not_repeated_on_its_sessions(client, talo):
    make.make_slot(place=talo, weekdays=[3, 4, 5])
    day = date(2026, 11, 25)
    make.make_change(place=talo, first=day, last=date(2026, 11, 27), note_fi="Lattia hiotaan.")
    text = html(client, "/fi/places/talo/")
    assert text.count("Lattia hiotaan.") == 1
    assert text.count("is-cancelled") == 3


def test_note_of_a_change_cannot_bring_markup(client, talo):
    make.make_slot(place=talo)
    note = "<script>alert(1)</script>"
    make.make_change(place=talo, first=date(2026, 12, 1), last=date(2026, 12, 4), note_fi=note)
    assert note not in html(client, "/en/places/talo/")


def test_extra_of_a_service_says_who_organises_it(client, talo):
    hidden = make.make_organisation(name_fi="Salainen yhdistys", is_approved=False)
    owner = make.make_organisation(name_fi="MLL Uusimaa")
    service = make.make_service(name_fi="Pikkujoulut", owner=owner, organisers=[owner, hidden])
    make.make_change(
        service=service, kind="extra", first=date(2026, 11, 26), last=date(2026, 11, 26),
        start=time(17), end=time(19), new_place=talo,
    )  # fmt: skip
    text = html(client, "/en/places/talo/")
    session = text[text.index("17.00–19.00") :]
    assert "MLL Uusimaa" in session
    assert "Salainen" not in text


def test_extras_of_a_page_are_bounded(client, talo):
    service = make.make_service()
    day = date(2026, 11, 26)
    for _n in range(MOST_EXTRAS + 10):
        make.make_change(service=service, kind="extra", first=day, last=day, new_place=talo)
    assert html(client, "/en/places/talo/").count('class="session"') == MOST_EXTRAS


def programme_of(count: int):
    place = make.make_place(slug=f"talo-{count}")
    calendar = make.make_break_calendar()
    BreakPeriod.objects.create(
        calendar=calendar, kind="christmas", first=date(2026, 12, 21), last=date(2027, 1, 6)
    )
    for n in range(count):
        service = make.make_service(slug=f"palvelu-{count}-{n}")
        slot = make.make_slot(
            service=service, place=place, weekdays=[1 + n % 7], break_calendar=calendar
        )
        make.make_change(slot=slot, first=date(2026, 12, 1), last=date(2026, 12, 9))
        make.make_slot(place=place, weekdays=[1 + n % 7], first=date(2026, 12, 14))
    make.make_change(place=place, first=date(2027, 1, 11), last=date(2027, 2, 28))


@pytest.mark.parametrize(
    "path",
    [
        "/ar/places/talo-{}/",
        "/ar/places/talo-{}/?start=2026-06-01",
        "/ar/places/talo-{}/?start=2028-09-04",
        "/ar/services/palvelu-{}-0/",
    ],
)
def test_telling_ahead_costs_the_same_for_any_programme(client, path):
    counts = []
    for n in (1, 3, 30):
        programme_of(n)
        with CaptureQueriesContext(connection) as queries:
            html(client, path.format(n))
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2] <= 8, counts
