"""A place with a week to print, and how its poster is asked for and read."""

import io
import re
from datetime import date, time, timedelta

import pypdf

from directory.models import Organisation, Place, SlotVisitor
from tests import factories as make

WEDNESDAY = "2026-11-25T08:30:00+02:00"


POSTER = "/fi/places/talo/poster/"


PDF = "/fi/places/talo/poster.pdf"


MOST_QUERIES = 8


A4 = (595, 842)


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


def season_row(text: str, name: str) -> str:
    """The row of an activity, without tags but with what is struck out."""
    [row] = [one for one in re.findall(r'<li class="poster-row">.*?</li>', text) if name in one]
    return re.sub(r"\s+", " ", re.sub(r"<(?!/?s>)[^>]*>", " ", row))


def cancel_often(count: int) -> None:
    """A week at a time for all that `fill` made, from December on."""
    parish = Organisation.objects.filter(name_fi="Vantaan seurakunnat").latest("pk")
    for number in range(count):
        monday = date(2026, 12, 7) + timedelta(weeks=2 * number)
        make.make_change(
            organisation=parish, first=monday, last=monday + timedelta(days=6), reason="renovation"
        )
