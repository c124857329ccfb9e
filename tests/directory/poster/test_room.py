"""What a sheet has no room for."""

from datetime import time

import pytest

from tests import factories as make
from tests.directory.poster.sheets import fill, page, pdf

pytestmark = pytest.mark.django_db


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
