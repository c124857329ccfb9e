"""What a search box offers while somebody types."""

import pytest

from tests.factories import make_area, make_category, make_organisation, make_place, make_service
from tests.indexed import index_now
from tests.query_counts import counted_in

pytestmark = pytest.mark.django_db


def offered(client, typed: str, language: str = "fi") -> list[tuple[str, str]]:
    index_now()
    answer = client.get(f"/{language}/suggest/", {"q": typed}).json()
    return [(one["name"], one["url"]) for one in answer["suggestions"]]


def test_a_beginning_offers_each_kind_of_thing_that_has_it(client) -> None:
    make_category(slug="baths", name_fi="Koivukylpy")
    make_area(slug="koivukyla", name_fi="Koivukylä")
    make_service(slug="uinti", name_fi="Koivukylän uinti")
    make_place(slug="halli", name="Koivuhalli")
    make_organisation(slug="seura", name_fi="Koivuseura")
    assert offered(client, "koivu") == [
        ("Koivukylpy", "/fi/services/?category=baths"),
        ("Koivukylä", "/fi/services/?area=koivukyla"),
        ("Koivukylän uinti", "/fi/services/uinti/"),
        ("Koivuhalli", "/fi/places/halli/"),
        ("Koivuseura", "/fi/organisations/seura/"),
    ]


def test_an_everyday_word_offers_the_kind_of_service_that_it_means(client) -> None:
    make_category(slug="family-cafe", name_fi="Perhekahvila", name_en="Family café")
    assert offered(client, "coffee morning", "en") == [
        ("Family café", "/en/services/?category=family-cafe")
    ]


def test_names_are_marked_with_their_language(client) -> None:
    make_service(name_fi="Vauvauinti", name_ar="سباحة الرضع")
    index_now()
    (one,) = client.get("/ar/suggest/?q=vauvau").json()["suggestions"]
    assert (one["name"], one["lang"], one["dir"]) == ("سباحة الرضع", "ar", "rtl")


def test_what_families_may_not_see_is_not_offered(client) -> None:
    hidden = make_organisation(is_approved=False, name_fi="Koivuseura")
    make_service(name_fi="Koivuranta", state="draft")
    make_place(name="Koivuhalli", owner=hidden)
    assert offered(client, "koivu") == []


@pytest.mark.parametrize("typed", ["", "k", "  ", "\0", "'|&:*(", "xq" * 5000, "🙂", "‏‏"])
def test_odd_input_offers_nothing(client, typed) -> None:
    make_service(name_fi="Kahvila")
    assert offered(client, typed) == []


def test_as_many_queries_for_many_rows_as_for_one(client) -> None:
    counts: list[int] = []
    for number in (1, 2, 27):
        for n in range(number):
            make_service(name_fi=f"Koivukerho {n}")
        index_now()
        client.get("/fi/suggest/?q=koivuker")  # what a new word is like is read once
        with counted_in(counts):
            client.get(f"/fi/suggest/?q=koivuker&n={number}")
    assert len(set(counts)) == 1
