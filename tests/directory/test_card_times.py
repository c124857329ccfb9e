"""What the card tells of its times: where, how sure, and in whose words."""

import re
from datetime import date, time

import pytest

from directory.models import Service
from directory.models.translation_record import made_by_machine
from tests import factories as make
from tests.browser.words import said

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wednesday_morning")]
STALE, TENTATIVE, ELSEWHERE = "Not confirmed lately", "Not certain yet", "Other place"
MACHINE = "Translated by a machine"
CARDS = ["services/kahvila/card/", "places/talo/card/"]
LONG_AGO = date(2024, 1, 1)


@pytest.fixture
def cafe():
    service = make.make_service(slug="kahvila", name_fi="Avoin kahvila", name_en="Open café")
    place = make.make_place(slug="talo", name="Koivun talo", street="Koivutie 1")
    return make.make_slot(service=service, place=place)


def panel(client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    text = re.search(r'<article class="panel both".*?</article>', response.text, re.DOTALL)[0]
    return re.sub(r"<bdi[^>]*>([^<]*)</bdi>", r"\1", text)


def times(text: str) -> list[str]:
    return re.findall(r"<li>(.*?)</li>", text, re.DOTALL)


def test_details_not_confirmed_lately_are_told_in_both_languages(client, cafe):
    paths = [f"/ar/{path}" for path in CARDS]
    for path in paths:
        assert said(STALE, "ar") not in panel(client, path)
    cafe.confirmed_on = LONG_AGO
    cafe.save()
    for path in paths:
        text = panel(client, path)
        assert text.count(said(STALE, "ar")) == text.count(said(STALE, "fi")) == 1


def test_a_listing_not_confirmed_lately_is_told_of_too(client, cafe):
    for listing in (cafe.service, cafe.place):
        listing.confirmed_on = LONG_AGO
        listing.save()
    for path in CARDS:
        assert said(STALE, "fi") in panel(client, f"/ar/{path}")


def test_a_time_that_is_not_certain_says_so(client, cafe):
    make.make_slot(
        service=cafe.service, place=cafe.place, start=time(13), end=time(15), is_tentative=True
    )
    for path in CARDS:
        sure, uncertain = times(panel(client, f"/ar/{path}"))
        assert said(TENTATIVE, "fi") not in sure and "9.30–11.30" in sure
        assert said(TENTATIVE, "fi") in uncertain and said(TENTATIVE, "ar") in uncertain


def test_times_at_two_places_each_have_their_own(client, cafe):
    other = make.make_place(name="Lehdon kirjasto", street="Lehtotie 2")
    make.make_slot(service=cafe.service, place=other, start=time(13), end=time(15))
    text = panel(client, "/ar/services/kahvila/card/")
    first, second = times(text)
    assert "9.30–11.30" in first and "Koivun talo" in first and "Koivutie 1" in first
    assert "13.00–15.00" in second and "Lehdon kirjasto" in second and "Lehtotie 2" in second
    assert text.count("Koivun talo") == text.count("Lehdon kirjasto") == 1


def test_times_at_one_place_name_it_once(client, cafe):
    text = panel(client, "/ar/services/kahvila/card/")
    assert len(times(text)) == 2
    assert text.count("Koivun talo") == 1 and "Koivun talo" not in "".join(times(text))


def test_what_is_moved_out_of_sight_does_not_send_to_the_usual_place(client, cafe):
    hidden = make.make_place(name="Piilo", state="draft")
    make.make_change(slot=cafe, kind="other_place", new_place=hidden, last=date(2026, 12, 31))
    text = panel(client, "/ar/services/kahvila/card/")
    assert said(ELSEWHERE, "fi") in text and said(ELSEWHERE, "ar") in text
    assert "Koivun talo" not in text and "Piilo" not in text


def test_what_falls_back_or_a_machine_wrote_is_marked(client, cafe):
    fallback = r'<span class="other-language" lang="en"[^>]*>Open café'
    for path in CARDS:
        assert re.search(fallback, panel(client, f"/ar/{path}"))
        assert said(MACHINE, "ar") not in panel(client, f"/ar/{path}")
    with made_by_machine():
        Service.objects.filter(pk=cafe.service.pk).update(name_ar="مقهى")
    for path in CARDS:
        text = panel(client, f"/ar/{path}")
        assert "مقهى" in text and said(MACHINE, "ar") in text
