"""What changes, rests or is cancelled in a season."""

import re
from datetime import date, time

import pytest

from tests import factories as make
from tests.directory.poster.sheets import cancel_often, fill, page, pdf, season_row

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("last", [None, date(2027, 5, 31)])
def test_season_does_not_print_a_cancelled_line_as_running(client, place, scope, last):
    make.make_change(**scope, last=last, reason="staff_shortage")
    row = season_row(page(client, "?span=season"), "Kerho")
    assert "<s>9.30–11.30</s> <s>Kerho</s>" in row
    told = "25.11.2026–31.5.2027" if last else "toistaiseksi"
    assert f"Ei ohjelmaa {told} Liian vähän työntekijöitä" in row
    assert "<s>" not in season_row(page(client, "?span=season"), "Kahvila")
    assert "Ei ohjelmaa" in pdf(client, "?span=season").pages[0].extract_text()


def test_season_says_cancelled_lines_in_both_languages(client, place, club):
    make.make_change(slot=club, last=None, reason="illness")
    row = season_row(page(client, "?span=season&also=en"), "Kerho")
    assert "Ei ohjelmaa toistaiseksi" in row and "No sessions until further notice" in row
    assert "Sairastuminen" in row and "Illness" in row


def test_season_strikes_a_line_on_request(client, place):
    music = make.make_service(name_fi="Muskari")
    slot = make.make_slot(place=place, service=music, recurrence="on_request", weekdays=[])
    make.make_change(slot=slot, last=None)
    assert "Ei ohjelmaa toistaiseksi" in season_row(page(client, "?span=season"), "Muskari")


def test_season_tells_longer_cancellations(client, place, scope):
    make.make_change(**scope, first=date(2027, 1, 7), last=date(2027, 2, 12), reason="illness")
    row = season_row(page(client, "?span=season"), "Kerho")
    assert "Ei ohjelmaa 7.1.–12.2.2027 – Sairastuminen" in row
    assert "<s>" not in row


def test_season_tells_cancellations_of_many_lines_at_the_foot(client, place, club, organiser):
    brunch = make.make_service(name_fi="Brunssi", organisers=[organiser])
    make.make_slot(place=place, service=brunch, weekdays=[6])
    make.make_change(organisation=organiser, first=date(2027, 1, 7), last=None, reason="other")
    text = page(client, "?span=season")
    [footnotes] = re.findall(r'<div class="poster-footnotes">.*?</div>', text)
    assert "* Ei ohjelmaa toistaiseksi, alkaen 7.1.2027<" in footnotes
    assert "Muu syy" not in text
    for name in ("Kerho", "Brunssi"):
        assert f"{name} *" in season_row(text, name)


def test_season_leaves_single_dates_to_the_week(client, place, club):
    make.make_change(slot=club, first=date(2026, 12, 4), last=date(2026, 12, 4))
    assert "Ei ohjelmaa" not in page(client, "?span=season")


def test_season_tells_single_dates_of_a_list(client, place):
    dates = [date(2026, 12, 4), date(2026, 12, 11), date(2026, 12, 18)]
    music = make.make_service(name_fi="Muskari")
    slot = make.make_slot(place=place, service=music, recurrence="dates", weekdays=[], dates=dates)
    make.make_change(slot=slot, first=dates[0], last=dates[0], reason="illness")
    make.make_change(
        slot=slot, kind="other_time", first=dates[1], last=dates[1], new_date=date(2026, 12, 12)
    )
    row = season_row(page(client, "?span=season"), "Muskari")
    assert "Ei ohjelmaa: perjantai 4. joulukuuta – Sairastuminen" in row
    assert "Eri aika (11.12.) · 12.12. 9.30–11.30" in row


def test_season_strikes_a_list_whose_dates_are_all_cancelled(client, place):
    dates = [date(2026, 11, 4), date(2026, 12, 4)]
    music = make.make_service(name_fi="Muskari")
    slot = make.make_slot(place=place, service=music, recurrence="dates", weekdays=[], dates=dates)
    make.make_change(slot=slot, first=dates[1], last=dates[1])
    row = season_row(page(client, "?span=season"), "Muskari")
    assert "<s>Muskari</s> Ei ohjelmaa: perjantai 4. joulukuuta" in row


def test_season_prints_the_time_that_lasts(client, place, scope):
    make.make_change(**scope, kind="other_time", last=None, start=time(13), end=time(15))
    row = season_row(page(client, "?span=season"), "Kerho")
    assert row.strip().startswith("13.00–15.00")
    assert "Uusi aika, oli 9.30–11.30" in row


def test_season_tells_another_time_to_come(client, place, scope):
    days = {"first": date(2027, 1, 7), "last": date(2027, 2, 12)}
    make.make_change(**scope, **days, kind="other_time", start=time(13), end=time(15))
    row = season_row(page(client, "?span=season"), "Kerho")
    assert row.strip().startswith("9.30–11.30")
    assert "Eri aika (7.1.–12.2.2027) · 13.00–15.00" in row


@pytest.mark.parametrize(
    "first, told",
    [(date(2026, 11, 20), "Eri paikka ·"), (date(2027, 1, 7), "Eri paikka (7.1.2027–) ·")],
)
def test_season_tells_another_place(client, place, scope, first, told):
    library = make.make_place(name="Kirjasto")
    make.make_change(**scope, kind="other_place", first=first, last=None, new_place=library)
    assert f"{told} Kirjasto" in season_row(page(client, "?span=season"), "Kerho")


def test_season_does_not_name_a_hidden_place(client, place, club):
    hidden = make.make_place(name="Salainen paikka", state="draft")
    make.make_change(slot=club, kind="other_place", last=None, new_place=hidden)
    text = page(client, "?span=season")
    assert "Eri paikka" in season_row(text, "Kerho")
    assert "Salainen" not in text


def test_season_strikes_every_line_of_a_closed_place(client, place, club):
    make.make_change(place=place, last=None, reason="other")
    make.make_change(slot=club, kind="other_place", last=None, new_place=make.make_place(name="K2"))
    text = page(client, "?span=season")
    [footnotes] = re.findall(r'<div class="poster-footnotes">.*?</div>', text)
    assert "Suljettu toistaiseksi" in footnotes
    assert "Muu syy" not in text
    assert "<s>" in season_row(text, "Kahvila")
    assert "<s>" not in season_row(text, "Kerho")


def test_season_does_not_call_closed_what_leaves_something_open(client, place, club):
    days = {"first": date(2026, 12, 21), "last": date(2027, 1, 10)}
    make.make_change(place=place, **days)
    make.make_change(slot=club, kind="as_usual", **days)
    text = page(client, "?span=season")
    assert "Suljettu" not in text
    assert "Ei ohjelmaa 21.12.2026–10.1.2027" in season_row(text, "Kahvila")
    assert "Ei ohjelmaa" not in season_row(text, "Kerho")


def test_season_counts_the_cancellations_that_it_has_no_room_for(client, place):
    fill(place, 25)
    cancel_often(12)
    text = page(client, "?span=season")
    assert text.count("Ei ohjelmaa viikolla") == 8
    assert "4 lisää sivulla" in text
    read = pdf(client, "?span=season")
    assert len(read.pages) == 1
    assert "4 lisää sivulla" in read.pages[0].extract_text()


def test_season_of_a_closed_place_without_programme(client, place):
    make.make_change(place=place, last=None)
    assert "Suljettu toistaiseksi" in page(client, "?span=season")
