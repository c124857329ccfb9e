"""What is found, and in which order, by words as parents type them."""

from datetime import date, time

import pytest
from django.db import connection

from directory.models import Indexed, Service
from directory.queries.nearby import Position
from directory.search.search import search
from tests.factories import make_area, make_category, make_place, make_service, make_slot
from tests.indexed import index_now

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 11, 23)


def found(text: str, language: str = "fi", **options) -> list[str]:
    """Slugs of services in the order of the search."""
    index_now()
    answer = search(text, language, MONDAY, **options)
    slugs = dict(Service.objects.values_list("pk", "slug"))
    return [slugs[key] for key in answer.keys(Indexed.SERVICE)]


@pytest.mark.parametrize(
    ("name", "asked", "language"),
    [
        ({"name_fi": "Vauvauinti Kukolassa"}, "vauvauinti", "fi"),
        ({"name_fi": "Vauvauinti Kukolassa"}, "vauvauintiin", "fi"),
        ({"name_fi": "Vauvauinti Kukolassa"}, "uinti", "fi"),
        ({"name_fi": "Vauvauinti Kukolassa"}, "VAUVAU", "fi"),
        ({"name_fi": "Vauvauinti Kukolassa"}, "vauvuinti", "fi"),
        ({"name_fi": "Vauvauinti Kukolassa"}, "Kukola vauvauinti", "fi"),
        ({"name_fi": "Käsityökerho"}, "kasityokerho", "fi"),
        ({"name_fi": "Kasityokerho"}, "käsityö", "fi"),
        ({"name_fi": "Sirkus"}, "sirkuskoulussa", "fi"),
        ({"name_sv": "Familjecaféet"}, "familjecafe", "sv"),
        ({"name_sv": "Lekparken"}, "lekparkerna", "sv"),
        ({"name_en": "Story hours"}, "story hour", "en"),
        ({"name_ru": "Рисование для малышей"}, "рисования", "ru"),
        ({"name_ru": "Ёлка"}, "елка", "ru"),
        ({"name_ar": "أُمسيات الرسم"}, "امسيات", "ar"),
        ({"name_ckb": "کۆڕی چیرۆک"}, "كۆری چيرۆك", "ckb"),
        ({"name_zh_hans": "亲子游泳班"}, "游泳", "zh-hans"),
        ({"name_vi": "Đường sách"}, "duong sach", "vi"),
        ({"name_uk": "П’ятниця з казкою"}, "пятниця", "uk"),
    ],
)
def test_a_name_is_found_however_it_is_written(name, asked, language) -> None:
    make_service(slug="wanted", **{"name_fi": "Jokin", **name})
    make_service(slug="other", name_fi="Xylitoli")
    assert found(asked, language) == ["wanted"]


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        ("coffee morning", "en"),
        ("kahville vauvan kanssa", "fi"),
        ("семейное кафе", "ru"),
        ("semeynoe kafe", "ru"),
        ("قهوة الصباح", "ar"),
        ("亲子咖啡", "zh-hans"),
        ("maqaayadda qoyska", "so"),
    ],
)
def test_everyday_words_find_a_listing_that_is_in_finnish_only(asked, language) -> None:
    cafe = make_category(slug="family-cafe", name_fi="Perhekahvila")
    make_service(slug="cafe", name_fi="Avoin ovi", categories=[cafe])
    make_service(slug="other", name_fi="Xylitoli")
    assert found(asked, language) == ["cafe"]


def test_the_name_of_a_category_in_any_language_finds_its_services() -> None:
    kind = make_category(name_fi="Rytmiikka", name_so="Qubaysi")
    make_service(slug="wanted", categories=[kind])
    make_service(slug="other")
    assert found("qubaysi", "so") == ["wanted"]


def test_a_place_and_its_town_find_what_is_held_there() -> None:
    town = make_area(name_fi="Kukola", name_sv="Kuckola")
    make_slot(service=make_service(slug="wanted"), place=make_place(name="Mylly", area=town))
    make_service(slug="other")
    assert found("mylly") == found("kukolassa") == found("kuckola", "sv") == ["wanted"]


@pytest.mark.parametrize("asked", ["in arabic", "arabiankielinen", "بالعربية"])
def test_the_language_spoken_there_is_understood(asked) -> None:
    make_service(slug="arabic", languages=["ar", "fi"])
    make_service(slug="finnish", languages=["fi"])
    assert found(asked, "en") == ["arabic"]


def test_what_answers_all_words_comes_before_what_answers_one() -> None:
    make_service(slug="one", name_fi="Satutunti", summary_fi="Tikkurilassa")
    make_service(slug="both", name_fi="Satutunti", summary_fi="Kukolassa")
    make_service(slug="far", name_fi="Satutunti", summary_fi="Hakunilassa")
    assert found("satutunti kukola")[0] == "both"


def test_a_title_comes_before_a_summary_and_that_before_a_description() -> None:
    make_service(slug="c", name_fi="Kerho", description_fi="Sirkus")
    make_service(slug="b", name_fi="Kerho", summary_fi="Sirkus")
    make_service(slug="a", name_fi="Sirkus")
    assert found("sirkus")[:2] == ["a", "b"]


def test_what_is_on_today_comes_before_this_week_and_that_before_next_season() -> None:
    services = {slug: make_service(slug=slug, name_fi="Sirkus") for slug in "dcba"}
    make_slot(service=services["a"], place=make_place(), weekdays=[MONDAY.isoweekday()])
    make_slot(service=services["b"], place=make_place(), weekdays=[4])
    make_slot(service=services["c"], place=make_place(), weekdays=[1], first=date(2027, 1, 11))
    assert found("sirkus")[:2] == ["a", "b"]


def test_confirmed_comes_before_stale() -> None:
    make_service(slug="stale", name_fi="Sirkus", confirmed_on=date(2025, 1, 1))
    make_service(slug="fresh", name_fi="Sirkus", confirmed_on=date(2026, 11, 1))
    assert found("sirkus") == ["fresh", "stale"]


def test_near_comes_before_far_when_a_position_is_given() -> None:
    for slug, latitude in (("far", 62.0), ("near", 60.3)):
        place = make_place(latitude=latitude, longitude=25.0)
        make_slot(service=make_service(slug=slug, name_fi="Sirkus"), place=place, start=time(9))
    assert found("sirkus") == ["far", "near"]
    assert found("sirkus", position=Position(60.31, 25.04)) == ["near", "far"]


def test_equals_keep_their_order() -> None:
    slugs = [make_service(name_fi="Sirkus").slug for _n in range(5)]
    assert found("sirkus") == found("sirkus") == slugs


@pytest.mark.parametrize("asked", ["xqzwv", "bitcoin kurssi", "asdfghjkl", "шщыюъ", "12345678"])
def test_what_means_nothing_finds_nothing(asked) -> None:
    make_service(name_fi="Perhekahvila", summary_fi="Kahvia ja leikkiä")
    assert found(asked) == []


@pytest.mark.parametrize(
    "asked",
    ["", "   ", "'", '"', "|", "&", ":*", "(", "')--", "\\", "%", "_", "\0", "🙂🙂", "‏‎", "@age:0",
     "@", "a" * 10_000, "перhе кahvila مقهى 婴", "?" * 300],
)  # fmt: skip
def test_odd_input_is_answered(asked) -> None:
    make_service(name_fi="Leikkikerho")
    assert found(asked) == []


@pytest.mark.parametrize("asked", ["category", "drop", "visitor", "language"])
def test_the_names_of_signs_are_no_words(asked) -> None:
    make_service(name_fi="Leikkikerho", languages=["so"], categories=[make_category(slug="plays")])
    assert found(asked, "en") == []


def test_what_is_part_of_a_need_counts_though_it_tells_nothing_alone() -> None:
    make_service(slug="crisis", categories=[make_category(slug="crisis-help", name_fi="Kriisi")])
    make_service(slug="other", name_fi="Leikkikerho")
    assert found("jag vill dö hela tiden", "sv") == ["crisis"]


def test_only_stop_words_are_looked_for_as_they_are() -> None:
    make_service(slug="wanted", name_fi="Missä on apua")
    make_service(slug="other", name_fi="Leikkikerho")
    assert found("missä") == ["wanted"]


def test_a_search_takes_two_queries_however_much_it_finds(django_assert_num_queries) -> None:
    for _n in range(30):
        make_service(name_fi="Sirkus")
    index_now()
    search("sirkus", "fi", MONDAY)
    with django_assert_num_queries(2):
        assert len(search("sirkus", "fi", MONDAY).found) == 30


@pytest.mark.django_db(transaction=True)
def test_a_search_that_takes_too_long_is_given_up(monkeypatch) -> None:
    make_service(name_fi="Sirkus")
    monkeypatch.setattr("directory.search.patience.PATIENCE_MS", 20)
    monkeypatch.setattr("directory.search.ranking.ORDERED", "SELECT pg_sleep(5), %(parts)s, 1")
    assert search("sirkus", "fi", MONDAY).is_late
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        assert cursor.fetchone() == ("0",)
