"""When the times on a page are told to be old."""

from datetime import date

import pytest

from tests.directory.views.public.pages import PAGES
from tests.public_pages import html

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wednesday_morning")]


WARNING = "Not confirmed lately"


@pytest.mark.parametrize(
    ("slot_confirmed", "last", "is_stale"),
    [
        (date(2026, 11, 11), None, False),
        (date(2026, 11, 10), None, True),
        (date(2026, 11, 10), date(2026, 11, 24), False),
    ],
)
def test_times_in_season_go_stale_in_fourteen_days(client, cafe, slot_confirmed, last, is_stale):
    cafe.confirmed_on, cafe.last = slot_confirmed, last
    cafe.save()
    assert cafe.is_stale(date(2026, 11, 25)) is is_stale
    assert (WARNING in html(client, "/en/places/talo/")) is is_stale


@pytest.mark.parametrize(
    ("confirmed", "is_stale"), [(date(2026, 5, 29), False), (date(2026, 5, 28), True)]
)
def test_listing_goes_stale_in_half_a_year(client, cafe, confirmed, is_stale):
    cafe.service.confirmed_on = confirmed
    cafe.service.save()
    assert (WARNING in html(client, "/en/services/")) is is_stale


def test_mistyped_season_is_no_failure(client, cafe):
    cafe.first, cafe.times = date(26, 8, 12), 2000
    cafe.save()
    for page in PAGES:
        html(client, page.format("fi"))
