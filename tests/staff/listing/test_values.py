"""What may be typed, and how it is shown."""

from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from directory.models import Contact, Service
from tests.staff.listing.forms import (
    field_values,
    now,
    opened,
    path_of,
    saved_page,
)

pytestmark = pytest.mark.django_db


def test_what_no_text_may_hold_is_left_out(cast):
    odd = "Rivi\x0b \x1b\u202eyksi\u2068\ufffe\r\nkaksi\tkolme"
    data = opened(cast.aino, cast.cafe) | {
        "summary_fi": odd, "contacts-0-kind": "phone", "contacts-0-value": "040 123 4567",
        "contacts-0-label_fi": "Puh\x0belin",
    }  # fmt: skip
    assert cast.aino.post(path_of(cast.cafe), data).status_code == 302
    assert now(cast.cafe).summary_fi == "Rivi yksi\nkaksi\tkolme"
    assert Contact.objects.get().label_fi == "Puhelin"


def test_what_the_database_has_already_does_not_break_the_sheet(cast):
    cast.aino_user.is_staff = True
    cast.aino_user.save()
    Service.objects.filter(pk=cast.cafe.pk).update(summary_fi="Rivi\x0byksi")
    response = cast.aino.get("/staff/admin/directory/service/export/xlsx/")
    assert response.status_code == 200
    sheet = load_workbook(BytesIO(response.content)).active
    assert "Riviyksi" in [cell.value for cell in sheet[2]]


@pytest.mark.parametrize(("language", "shown"), [("fi", "2,50"), ("sv", "2,50"), ("en", "2.50")])
def test_a_price_is_shown_as_the_language_has_it(cast, language, shown):
    Service.objects.filter(pk=cast.cafe.pk).update(price="2.50", fee_note_fi="Lounas")
    cast.aino.cookies["language"] = language
    client = Client(headers={"accept-language": language})
    client.force_login(cast.aino_user)
    page = client.get(path_of(cast.cafe))
    assert f'name="price" value="{shown}"' in page.content.decode()
    assert client.post(path_of(cast.cafe), field_values(page)).status_code == 302
    assert str(now(cast.cafe).price) == "2.50"


@pytest.mark.parametrize(
    ("typed", "months"),
    [("8 v", 96), ("8 vuotta", 96), ("8 år", 96), ("18", 18), ("1,5 v", 18), ("1 v 6 kk", 18),
     ("8 months", 8)],
)  # fmt: skip
def test_ages_are_understood_in_years_too(cast, typed, months):
    page = saved_page(cast.aino, cast.cafe, age_from=typed)
    assert now(cast.cafe).age_from == months
    assert ("96 months = 8 years." in page) == (months == 96)


@pytest.mark.parametrize("typed", ["vauva", "8 lasta", "-1", "99999", "1201", "v", "９ x" * 50])
def test_what_is_no_age_is_told(cast, typed):
    saved_page(cast.aino, cast.cafe, age_from=typed)
    assert now(cast.cafe).age_from is None
