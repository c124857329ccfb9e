"""The poster of a place: what stands on it, on one page, in one language and in two."""

import io
import json
import re
from datetime import date, time, timedelta

import pypdf
import pytest
import time_machine
import typst
import zxingcpp
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from directory.localized import Text
from directory.models import BreakPeriod, Organisation, Place, SlotVisitor
from directory.queries.poster import Entry, Line, Part, side_by_side
from directory.typesetting import poster as typesetting
from directory.wording import weekday_name
from tests import factories as make

pytestmark = pytest.mark.django_db
WEDNESDAY = "2026-11-25T08:30:00+02:00"
POSTER = "/fi/places/talo/poster/"
PDF = "/fi/places/talo/poster.pdf"
MOST_QUERIES = 8
A4 = (595, 842)


@pytest.fixture(autouse=True)
def wednesday_morning():
    with time_machine.travel(WEDNESDAY, tick=False):
        yield


@pytest.fixture
def place() -> Place:
    coordinator = make.make_organisation(name_fi="MLL Uusimaa", name_ar="")
    return make.make_place(slug="talo", name="Koivun talo", coordinator=coordinator)


def fill(place: Place, count: int, **values) -> None:
    """Named sessions from Monday to Friday, each with a professional and two organisers."""
    owners = [make.make_organisation(name_fi="Vantaan ja Keravan hyvinvointialue")]
    owners += [make.make_organisation(name_fi="Vantaan seurakunnat")]
    for number in range(count):
        service = make.make_service(
            name_fi=f"Koko perheen avoin kerho {number}",
            name_ar=f"نادي العائلة المفتوح {number}",
            organisers=owners,
            is_free=True,
            **values,
        )
        slot = make.make_slot(
            place=place,
            service=service,
            weekdays=[number % 5 + 1],
            start=time(8 + number // 5 % 12, 30),
            end=time(9 + number // 5 % 12, 45),
            room="Iso sali",
            theme_fi="Askartelua ja laulua",
        )
        SlotVisitor.objects.create(slot=slot, role="midwife", start=time(9), end=time(9, 15))


def pdf(client, query: str = "", path: str = PDF) -> pypdf.PdfReader:
    response = client.get(f"{path}{query}")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    return pypdf.PdfReader(io.BytesIO(response.content))


def page(client, query: str = "", path: str = POSTER) -> str:
    response = client.get(f"{path}{query}")
    assert response.status_code == 200
    text = re.sub(r"</?bdi[^>]*>", "", response.content.decode())
    return re.sub(r"\s+", " ", text)


@pytest.mark.parametrize("query", ["", "?also=ar", "?also=sv", "?span=season"])
@pytest.mark.parametrize("count", [5, 15, 25, 40])
def test_pdf_is_one_a4_page(client, place, count, query):
    fill(place, count)
    read = pdf(client, query)
    assert len(read.pages) == 1
    assert tuple(round(float(side)) for side in read.pages[0].mediabox[2:]) == A4
    text = read.pages[0].extract_text()
    assert text.count("Askartelua ja laulua") == count * (2 if "also" in query else 1)


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


def test_hidden_listings_are_not_on_it(client, place):
    stranger = make.make_organisation(name_fi="Salainen järjestö", is_approved=False)
    make.make_slot(place=place, service=make.make_service(name_fi="Luonnos", state="draft"))
    hidden = make.make_service(name_fi="Hyväksymätön", owner=stranger)
    make.make_slot(place=place, service=hidden)
    shown = make.make_slot(place=place, service=make.make_service(organisers=[stranger]))
    SlotVisitor.objects.create(slot=shown, role="midwife", organisation=stranger)
    Place.objects.filter(pk=place.pk).update(coordinator=stranger)
    for query in ("?also=ar", "?span=season&also=ar"):
        text = page(client, query)
        assert not re.search("Luonnos|Hyväksymätön|Salainen", text)
        assert "Salainen" not in pdf(client, query).pages[0].extract_text()


@pytest.mark.parametrize("path", [POSTER, PDF])
def test_hidden_and_unknown_places_have_no_poster(client, place, path):
    assert client.get(path.replace("talo", "muu")).status_code == 404
    Place.objects.update(state="draft")
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        "start=9999-99-99",
        "start=9999-01-01",
        "start=%00",
        "span=foo",
        "span=" + "x" * 10_000,
        "also=../../etc",
        "also=%00",
        "also=klingon",
    ],
)
def test_odd_requests_are_told_and_answered(client, place, query):
    fill(place, 1)
    assert 'class="caution"' in page(client, f"?{query}")
    response = client.get(f"{PDF}?{query}")
    assert response.status_code == 302
    assert response["Location"].startswith(POSTER)


@pytest.mark.parametrize("query", ["also=fi&also=fi", "also=ar&also=ar", "span=week&span=season"])
def test_repeated_keys_do_no_harm(client, place, query):
    fill(place, 1)
    assert 'class="caution"' not in page(client, f"?{query}")
    assert len(pdf(client, f"?{query}").pages) == 1


HOSTILE = [
    "#let x = 1 #x",
    'sulku " ja \\ ja \\\\',
    "]#panic()[",
    "$ x^2 $ *lihava* _vino_ @viite <tunniste> `koodi` // pois",
    "Emoji 🎉👨‍👩‍👧 ☀️ loppu",
    "\u202eoikealta\u202c \u2067vasemmalle\u2069 \u200f",
    "ሰላም ไทย हिन्दी",
    "=" * 150,
    "x" * 150,
]


@pytest.mark.parametrize("query", ["?also=so", "?span=season"])
@pytest.mark.parametrize("path", [PDF, "/ar/places/talo/poster.pdf"])
def test_texts_are_never_markup(client, place, path, query):
    for text in HOSTILE:
        service = make.make_service(name_fi=text)
        make.make_slot(place=place, service=service, theme_fi=text, room=text[:80], note_fi=text)
    Place.objects.update(name="".join(HOSTILE)[:150])
    assert len(pdf(client, query, path).pages) == 1


def test_markup_is_printed_as_it_was_written(client, place):
    make.make_slot(place=place, service=make.make_service(name_fi="#let x = 1 #x"))
    assert "#let x = 1 #x" in pdf(client).pages[0].extract_text()


@pytest.mark.parametrize("query", ["", "?also=ar", "?span=season", "?span=season&also=ar"])
@pytest.mark.parametrize("path", [POSTER, PDF])
def test_few_queries_whatever_the_number_of_slots(client, place, path, query):
    counts = []
    for more in (1, 2, 27):
        fill(place, more)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(f"{path}{query}").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] == counts[2] <= MOST_QUERIES


@pytest.mark.parametrize("span", ["week", "season"])
def test_what_does_not_fit_is_told(client, place, span):
    fill(place, 123)
    text = page(client, f"?span={span}")
    assert text.count('class="poster-row"') == 80
    assert text.count("43 lisää sivulla") == 1
    assert "43 lisää sivulla" in pdf(client, f"?span={span}").pages[0].extract_text()


@pytest.mark.parametrize("span", ["week", "season"])
def test_every_day_has_its_share_of_a_sheet_that_is_too_small(client, place, span):
    every_day = make.make_service(name_fi="Aamupuuro")
    make.make_slot(place=place, service=every_day, weekdays=[1, 2, 3, 4, 5], start=time(7))
    for number in range(90):
        make.make_slot(place=place, weekdays=[1], start=time(8, number % 60))
    make.make_slot(place=place, service=make.make_service(name_fi="Iltapuuro"), weekdays=[5])
    text = page(client, f"?span={span}")
    assert text.count('class="poster-row"') == 80
    assert text.count("Aamupuuro") == 5
    assert "Iltapuuro" in text
    assert "16 lisää sivulla" in text


def test_free_and_open_to_all_is_said_once(client, place):
    fill(place, 2)
    assert page(client).count("Maksuton") == 1
    make.make_slot(place=place, service=make.make_service(is_free=False, access="register"))
    assert "Maksuton" not in page(client)


def test_season_says_each_line_once_a_weekday(client, place):
    cafe = make.make_service(name_fi="Perhekahvila", age_to=83)
    season = {"first": date(2026, 8, 12), "last": date(2026, 12, 16)}
    make.make_slot(place=place, service=cafe, weekdays=[1, 3], **season)
    make.make_slot(place=place, service=cafe, recurrence="odd_weeks", weekdays=[2], **season)
    old = make.make_service(name_fi="Mennyt kerho")
    make.make_slot(place=place, service=old, last=date(2026, 10, 1))
    text = page(client, "?span=season")
    assert text.count("Perhekahvila") == 3
    assert "12.8.–16.12.2026" in text
    assert "Parittomien viikkojen tiistai" in text
    assert "Alle 7-vuotiaat" in text
    assert "Mennyt kerho" not in text


def test_season_says_when_some_lines_rest(client, place):
    calendar = make.make_break_calendar()
    BreakPeriod.objects.create(
        calendar=calendar, kind="winter", first=date(2027, 2, 22), last=date(2027, 2, 28)
    )
    BreakPeriod.objects.create(
        calendar=calendar, kind="other", first=date(2026, 12, 5), last=date(2026, 12, 6)
    )
    club = make.make_service(name_fi="Kerho")
    make.make_slot(place=place, service=club, weekdays=[3], break_calendar=calendar)
    make.make_slot(place=place, service=make.make_service(name_fi="Kahvila"))
    text = page(client, "?span=season")
    [footnotes] = re.findall(r'<div class="poster-footnotes">.*?</div>', text)
    assert "22.–28.2.2027" in footnotes and "* " in footnotes
    assert "5.–6.12.2026" not in footnotes  # nothing is held on that weekend anyway
    assert re.search(r'Kerho <span class="poster-mark">\*</span>', text)
    assert not re.search(r'Kahvila <span class="poster-mark">', text)


def test_season_tells_closed_days_and_listed_dates(client, place):
    make.make_change(
        place=place, first=date(2026, 12, 22), last=date(2027, 1, 3), reason="renovation"
    )
    dates = [date(2026, 11, 1), date(2026, 12, 4), date(2026, 12, 11)]
    make.make_slot(place=place, recurrence="dates", weekdays=[], dates=dates)
    text = page(client, "?span=season&also=sv")
    assert "22.12.2026–3.1.2027" in text
    assert re.search(r"4\.12\. ja 11\.12\.", text)
    assert "1.11." not in text


def season_row(text: str, name: str) -> str:
    """The row of an activity, without tags but with what is struck out."""
    [row] = [one for one in re.findall(r'<li class="poster-row">.*?</li>', text) if name in one]
    return re.sub(r"\s+", " ", re.sub(r"<(?!/?s>)[^>]*>", " ", row))


@pytest.fixture
def organiser():
    return make.make_organisation(name_fi="MLL Vantaa")


@pytest.fixture
def club(place, organiser):
    """A Friday club beside the Wednesday café of others."""
    make.make_slot(place=place, service=make.make_service(name_fi="Kahvila"))
    service = make.make_service(name_fi="Kerho", organisers=[organiser])
    return make.make_slot(place=place, service=service, weekdays=[5], last=date(2027, 5, 28))


@pytest.fixture(params=["slot", "service", "organisation"])
def scope(request, club, organiser):
    """What a change of the club is about."""
    about = {"slot": club, "service": club.service, "organisation": organiser}
    return {request.param: about[request.param]}


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


def cancel_often(count: int) -> None:
    """A week at a time for all that `fill` made, from December on."""
    parish = Organisation.objects.filter(name_fi="Vantaan seurakunnat").latest("pk")
    for number in range(count):
        monday = date(2026, 12, 7) + timedelta(weeks=2 * number)
        make.make_change(
            organisation=parish, first=monday, last=monday + timedelta(days=6), reason="renovation"
        )


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


def test_languages_are_paired_by_day():
    """A day that was saved while the second language was read must not shift the others."""

    def part(key: int, language: str) -> Part:
        line = Line(language, Text(f"{key} {language}", language))
        return Part(key, Text(f"Day {key}", language), [Entry(1, "9.30", line)])

    first = [part(day, "fi") for day in (1, 2, 3)]
    second = [part(day, "sv") for day in (2, 3)]
    sections = side_by_side([first, second])
    assert [[str(one.title) for one in section.rows[0].lines] for section in sections] == [
        ["1 fi", "1 fi"],
        ["2 fi", "2 sv"],
        ["3 fi", "3 sv"],
    ]


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_every_word_of_the_site_has_letters(language):
    """An accessible PDF may not hold a letter without a glyph: typst refuses to make one."""
    folder = {"fi-selko": "fi_Selko", "zh-hans": "zh_Hans"}.get(language, language)
    catalogue = settings.LOCALE_PATHS[0] / folder / "LC_MESSAGES" / "django.po"
    words = catalogue.read_text(encoding="utf-8") if catalogue.exists() else ""
    names = [weekday_name(weekday, language) for weekday in range(1, 8)]
    letters = "".join(sorted(set(re.sub(r"(?m)^#.*$", "", words)) | set("".join(names))))
    source = f"""
        #set document(title: "x")
        #set text(font: ("Noto Sans", "Vazirmatn", "Noto Sans SC"), lang: "fi")
        #json(bytes({json.dumps(json.dumps(typesetting.printable(letters)))}))
    """
    typst.compile(source.encode(), font_paths=typesetting.fonts(), pdf_standards=["ua-1"])


def test_a_place_without_programme_says_so(client, place):
    assert "Ei ohjelmaa" in page(client, "?span=season")
    assert "Ei ohjelmaa" in pdf(client, "?span=season").pages[0].extract_text()
