"""Who gets a poster, and what odd requests get."""

import re

import pytest

from directory.models import Place, SlotVisitor
from tests import factories as make
from tests.directory.poster.sheets import HOSTILE, MOST_QUERIES, PDF, POSTER, fill, page, pdf
from tests.query_counts import costly, counted_in

pytestmark = pytest.mark.django_db


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


def test_few_queries_whatever_the_number_of_slots(client, place):
    queries = ("", "?also=ar", "?span=season", "?span=season&also=ar")
    counts = {f"{path}{query}": [] for path in (POSTER, PDF) for query in queries}
    for more in (1, 2, 27):
        fill(place, more)
        for address, found in counts.items():
            with counted_in(found):
                assert client.get(address).status_code == 200, address
    assert not costly(counts, MOST_QUERIES)
