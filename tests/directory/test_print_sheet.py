"""What the sheet on paper says of how sure it is, and of a week without a programme."""

import re
from datetime import date

import pytest

from directory.models import Contact
from tests import factories as make
from tests.browser.words import said

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wednesday_morning")]
CALL = "Not confirmed lately – call before you go"
SHEETS = ["/fi/services/kahvila/print/?also=ar", "/fi/places/talo/print/?also=ar"]


@pytest.fixture
def cafe():
    service = make.make_service(slug="kahvila")
    place = make.make_place(slug="talo")
    for listing in ({"service": service}, {"place": place}):
        Contact.objects.create(kind="phone", value="0199 100 100", **listing)
    return make.make_slot(service=service, place=place)


def sheet(client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    text = re.sub(r"<bdi[^>]*>([^<]*)</bdi>", r"\1", response.text)
    return text.split('<article class="sheet">')[1].split("</article>")[0]


def test_times_not_confirmed_lately_are_told_on_a_fresh_listing(client, cafe):
    for path in SHEETS:
        assert said(CALL) not in sheet(client, path)
    cafe.confirmed_on = date(2024, 1, 1)
    cafe.save()
    for path in SHEETS:
        text = sheet(client, path)
        assert text.count(said(CALL, "fi")) == text.count(said(CALL, "ar")) == 1


def test_a_listing_not_confirmed_lately_is_told_once(client, cafe):
    for row in (cafe, cafe.service, cafe.place):
        row.confirmed_on = date(2024, 1, 1)
        row.save()
    for path in SHEETS:
        text = sheet(client, path)
        assert text.count(said(CALL, "fi")) == text.count(said(CALL, "ar")) == 1


def test_a_week_without_a_programme_says_so_and_what_comes_next(client, cafe):
    _service, place = SHEETS
    assert said("No programme") not in sheet(client, place)
    cafe.first = date(2026, 12, 9)
    cafe.save()
    text = sheet(client, place)
    assert text.count(said("No programme", "fi")) == text.count(said("No programme", "ar")) == 1
    assert "9. joulukuuta" in text
