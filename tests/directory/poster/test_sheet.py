"""One A4 page for the door, as PDF and as a page."""

import io
import re
from datetime import date, time

import pytest
import zxingcpp
from PIL import Image

from directory.models import BreakPeriod
from directory.typesetting import poster as typesetting
from tests import factories as make
from tests.directory.poster.sheets import (
    A4,
    PDF,
    fill,
    page,
    pdf,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("count", [5, 15, 25, 40])
def test_pdf_is_one_a4_page(client, place, count):
    fill(place, count)
    for query in ("", "?also=ar", "?also=sv", "?span=season"):
        read = pdf(client, query)
        assert len(read.pages) == 1, query
        assert tuple(round(float(side)) for side in read.pages[0].mediabox[2:]) == A4
        text = read.pages[0].extract_text()
        assert text.count("Askartelua ja laulua") == count * (2 if "also" in query else 1), query


@pytest.mark.parametrize("count", [5, 15, 25])
def test_pdf_in_arabic_is_one_page(client, place, count):
    fill(place, count)
    read = pdf(client, path="/ar/places/talo/poster.pdf")
    assert len(read.pages) == 1
    text = read.pages[0].extract_text()
    assert text.count("العائلة") == count
    assert "8.30–9.45" in text


def test_pdf_says_what_the_week_has(client, place):
    fill(place, 3)
    read = pdf(client)
    text = re.sub(r"\s+", " ", read.pages[0].extract_text())
    for words in ("Koivun talo", "Hakopolku 2", "23.–29.11.2026", "8.30–9.45", "Iso sali"):
        assert words in text
    assert "9.00–9.15" in text
    assert "testserver/fi/places/talo/" in text
    assert "MLL Uusimaa" in text
    assert read.metadata.title.startswith("Koivun talo")
    assert read.trailer["/Root"]["/Lang"] == "fi"


def test_pdf_is_made_for_screen_readers(client, place):
    fill(place, 2)
    response = client.get(f"{PDF}?also=ar")
    assert b"pdfuaid:part" in response.content


def test_pdf_is_shown_in_the_browser_under_its_own_name(client, place):
    response = client.get(f"{PDF}?also=ar")
    assert response["Content-Disposition"] == 'inline; filename="talo-2026-w48-fi-ar.pdf"'


@pytest.mark.parametrize("languages", [["fi"], ["ar"], ["fi", "ar"]])
def test_the_code_leads_to_the_live_page(client, place, languages, monkeypatch):
    seen = []
    monkeypatch.setattr("directory.views.poster.typeset", lambda poster: seen.append(poster) or b"")
    client.get(f"/{languages[0]}/places/talo/poster.pdf?also={languages[-1]}")
    picture = Image.open(io.BytesIO(typesetting.typeset(seen[0], "png")))
    found = {code.text for code in zxingcpp.read_barcodes(picture)}
    assert found == {f"http://testserver/{code}/places/talo/" for code in languages}


def test_address_in_digits_stays_in_one_piece_in_arabic(client, place, settings):
    settings.SITE_URL = "http://127.0.0.1:8000"
    sheet = pdf(client, path=PDF.replace("/fi/", "/ar/")).pages[0]
    assert "127.0.0.1:8000/ar/places/" in sheet.extract_text(extraction_mode="layout")


def test_page_has_a_code_for_each_language(client, place):
    text = page(client, "?also=ar")
    assert text.count('class="poster-code"') == 2
    assert 'href="http://testserver/ar/places/talo/"' in text


def test_special_things_of_the_week_are_told(client, place):
    cafe = make.make_service(name_fi="Perhekahvila")
    slot = make.make_slot(place=place, service=cafe, weekdays=[1, 2, 3, 4])
    make.make_change(slot=slot, reason="illness", note_fi="Ensi viikolla taas.")
    tuesday, thursday = date(2026, 11, 24), date(2026, 11, 26)
    make.make_change(
        slot=slot, kind="other_time", first=tuesday, last=tuesday, start=time(12), end=time(14)
    )
    library = make.make_place(name="Kirjasto")
    make.make_change(
        slot=slot, kind="other_place", first=thursday, last=thursday, new_place=library
    )
    text = page(client)
    assert "<s>9.30–11.30</s>" in text
    assert "<s>Perhekahvila</s>" in text
    for words in ("Peruttu", "Sairastuminen", "Ensi viikolla taas.", "12.00–14.00", "Kirjasto"):
        assert words in text
    assert "Perhekahvila" in pdf(client).pages[0].extract_text()


def test_holidays_and_breaks_are_named_on_their_day(client, place):
    calendar = make.make_break_calendar()
    BreakPeriod.objects.create(
        calendar=calendar, kind="christmas", first=date(2026, 12, 21), last=date(2027, 1, 6)
    )
    make.make_slot(place=place, weekdays=[1], break_calendar=calendar)
    text = page(client, "?start=2026-12-21")
    assert "Jouluaatto" in text
    assert "Joululoma" in text


def test_both_languages_stand_in_their_own_direction(client, place):
    fill(place, 1)
    text = page(client, "?also=ar")
    assert re.search(r'<div class="poster-line" lang="fi" dir="ltr">', text)
    assert re.search(r'<div class="poster-line" lang="ar" dir="rtl">', text)
    assert "Koko perheen avoin kerho 0" in text
    assert "نادي العائلة المفتوح" in text
    assert text.count("8.30–9.45") == 1


def test_nothing_of_the_second_language_leaks_into_the_first(client, place):
    fill(place, 1)
    assert "نادي" not in page(client)
    assert page(client, "?also=fi").count('class="poster-line"') == 7
