"""What is offered to somebody whose words found nothing."""

from datetime import date

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory

from directory.search.corrections import corrections
from directory.search.did_you_mean import did_you_mean, unknown_words
from directory.search.keyboards import on_other_keyboards
from directory.search.search import search
from directory.views.did_you_mean import other_words
from tests.factories import make_area, make_category, make_service
from tests.indexed import index_now
from tests.query_counts import counted_in

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 25)


@pytest.fixture
def cafe():
    category = make_category(slug="family-cafe", name_fi="Perhekahvila", name_en="Family café")
    return make_service(name_fi="Kohtaamispaikka Jukola", categories=[category])


def meant(text: str, language: str = "fi") -> list[str]:
    index_now()
    search(text, language, TODAY)
    return did_you_mean(text, language)


def test_a_word_of_the_concepts_is_offered_as_it_is_written(cafe):
    assert meant("berhekafila")[0] == "perhekahvila"
    assert meant("raskauspahoivvoonti") == [], "nobody offers that"


def test_only_the_unknown_word_is_replaced(cafe):
    assert meant("Berhekafila, vauvalle!")[0] == "perhekahvila, vauvalle!"


def test_words_of_listings_are_offered_as_they_stand_there():
    make_service(name_fi="Höntsäilyhetki", name_sv="Rörelsestund")
    assert meant("hontseilihotki") == ["Höntsäilyhetki"]
    assert meant("rörelsostond", "sv") == ["Rörelsestund"]


def test_an_area_is_offered():
    service = make_service(name_fi="Kahvihetki")
    service.areas.add(make_area(slug="rovakangas", name_fi="Rovakangas"))
    assert meant("rovvakankaas") == ["Rovakangas"]


def test_a_word_is_written_as_in_the_pages_language_else_in_finnish(cafe):
    written = {one.word: one.written for one in corrections("familljecaffe", "sv")}
    assert written["familjecafe"] == "familjecafé"
    assert meant("berhekafila", "ru")[0] == "perhekahvila"


@pytest.mark.parametrize("text", ["perhekahvila", "kahvila", "perhekahvilaan vauvan kanssa"])
def test_nothing_is_offered_where_all_words_are_known(text):
    assert meant(text) == []


@pytest.mark.parametrize(
    "text", ["", " ", "q", "xzq", "🙂", "\0", "'|&:*(%", "xq" * 5000, "0401234567", "咖啡"]
)
def test_odd_input_offers_nothing(cafe, text):
    assert meant(text) == []


def test_what_is_not_published_is_not_offered():
    make_service(name_fi="Höntsäilyhetki", state="draft")
    assert meant("hontseilihotki") == []


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("ctvtqyjt rfat", "семейное кафе"),
        ("csvtqyt rfat", "сімейне кафе"),
        ("зукрулфрмшдф", "perhekahvila"),
    ],
)
def test_the_keys_of_another_keyboard_are_read(cafe, typed, written):
    assert written in meant(typed, "uk")


def test_keyboards_write_what_their_keys_do():
    assert on_other_keyboards("ghbdtn")[0] == "привет"
    assert on_other_keyboards("эшешлфрмшдф")[0] == "äitikahvila"
    assert on_other_keyboards("1234") == []


def test_one_is_offered_at_a_bounded_cost(cafe):
    counts: list[int] = []
    for n in range(12):
        make_service(name_fi=f"Vauvanaamanhoito{n}")
    index_now()
    with counted_in(counts):
        found = did_you_mean("berhekafila", "fi")
    assert len(found) == 1
    assert counts[0] <= 6


def test_links_keep_the_filters(cafe):
    index_now()
    request = RequestFactory().get(
        "/fi/services/", {"q": "berhekafila", "area": ["a", "b"], "page": 2}
    )
    (first, *_rest) = other_words(request, "berhekafila", "fi")
    assert (first.words, first.url) == (
        "perhekahvila",
        "/fi/services/?q=perhekahvila&area=a&area=b",
    )
    assert other_words(request, "", "fi") == []


def test_the_part_of_a_page_is_empty_without_them_and_safe_with_them(cafe):
    name = "directory/_did_you_mean.html"
    assert render_to_string(name, {"other_words": []}).strip() == ""
    words = [{"words": "<b>", "url": "/fi/services/?q=%3Cb%3E"}]
    text = render_to_string(name, {"other_words": words})
    assert "<bdi>&lt;b&gt;</bdi>" in text and 'href="/fi/services/?q=%3Cb%3E#results"' in text


def test_unknown_words_are_those_that_name_nothing_and_stand_nowhere(cafe):
    index_now()
    search("perhekahvila jukola qwrtypsd", "fi", TODAY)
    assert unknown_words("perhekahvila jukola qwrtypsd", "fi") == ["qwrtypsd"]
