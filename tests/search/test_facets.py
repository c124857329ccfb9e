"""Each option of the services' list says how many services the list holds when it is chosen."""

import random
import re
from datetime import time
from pathlib import Path

import pytest
from django.conf import settings
from django.http import QueryDict

from directory import demo
from directory.enums import Accessibility
from directory.filters import ServiceFilter
from directory.models import Area, Category, Place, Service, Slot
from directory.queries.facet_rows import FLAGS
from directory.views.facets import FACETS, Facet, facets
from tests import factories as make
from tests.indexed import index_now
from tests.public_pages import html
from tests.query_counts import counted_in
from tests.search.asked_apart import TODAY, Chosen, asked_apart

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("wednesday_morning")]
SERVICES = "/en/services/"
NAMES = [*FACETS, *FLAGS]


@pytest.fixture
def whole_demo():
    demo.load(Path(settings.BASE_DIR) / "fixtures" / "demo", TODAY)
    index_now()


@pytest.fixture
def cafe():
    """A family café in Vantaa on Wednesday mornings, in Finnish and Somali, for small children."""
    area = make.make_area(slug="vantaa", name_fi="Vantaa")
    service = make.make_service(
        slug="kahvila",
        name_fi="Avoin kahvila",
        areas=[area],
        categories=[make.make_category(slug="family-cafe", name_fi="Perhekahvila")],
        languages=["fi", "so"],
        age_to=83,
    )
    return make.make_slot(service=service, place=make.make_place(slug="talo", area=area))


@pytest.fixture
def club():
    """A club on Tuesday evenings, in Finnish, for schoolchildren."""
    service = make.make_service(
        slug="kerho", name_fi="Iltakerho", languages=["fi"], age_from=84, age_to=155
    )
    return make.make_slot(
        service=service, place=make.make_place(), weekdays=[2], start=time(17), end=time(19)
    )


def listed(chosen: Chosen, words: str = "") -> ServiceFilter:
    query = QueryDict(mutable=True)
    query["q"] = words
    for name, values in chosen.items():
        query.setlist(name, values)
    return ServiceFilter(query, Service.objects.published(), today=TODAY)


def keys(filterset: ServiceFilter) -> set[int]:
    return set(filterset.qs.values_list("pk", flat=True))


def counts(filterset: ServiceFilter, name: str) -> dict[str, int]:
    """Of all options, also of those that hold nothing."""
    field = filterset.form.fields[name]
    values = [value for value, _label in field.choices] if hasattr(field, "choices") else ["on"]
    return {value: filterset.found.count_with({name: [value]}) for value in values}


def some_choices(filterset: ServiceFilter, number: int) -> list[Chosen]:
    """Two or three facets with one or two options each, among those that hold something."""
    drawn = random.Random(8)
    full = {name: [v for v, n in counts(filterset, name).items() if n] for name in NAMES}
    return [
        {
            name: drawn.sample(full[name], min(len(full[name]), drawn.randint(1, 2)))
            for name in drawn.sample([name for name in NAMES if full[name]], drawn.randint(2, 3))
        }
        for _n in range(number)
    ]


def test_every_count_is_what_the_list_then_holds(whole_demo):
    bare = listed({})
    seen = 0
    for name in NAMES:
        for value, count in counts(bare, name).items():
            chosen = {name: [value]}
            assert keys(listed(chosen)) == asked_apart(chosen), chosen
            assert count == len(asked_apart(chosen)), chosen
            seen += count > 0
    assert seen > 60
    assert Area.objects.count() == len(counts(bare, "area"))
    assert Category.objects.count() == len(counts(bare, "category"))


def test_counts_of_narrowed_lists_are_what_these_then_hold(whole_demo):
    for chosen in some_choices(listed({}), 8):
        narrowed = listed(chosen)
        assert keys(narrowed) == asked_apart(chosen), chosen
        assert narrowed.found.count == len(asked_apart(chosen)), chosen
        for name in NAMES:
            for value, count in list(counts(narrowed, name).items())[:4]:
                assert count == len(asked_apart({**chosen, name: [value]})), (chosen, name, value)


def test_counts_of_words_are_what_the_list_then_holds(whole_demo):
    by_words = listed({}, "kerho")
    found = keys(by_words)
    assert len(found) > 3
    for name in NAMES:
        for value, count in counts(by_words, name).items():
            assert count == len(found & asked_apart({name: [value]})), (name, value)


def shown(chosen: Chosen) -> dict[str, Facet]:
    return {facet.name: facet for facet in facets(listed(chosen))}


def test_a_facet_does_not_narrow_its_own_counts(cafe, club):
    by_value = {one.value: one.count for one in shown({"language": ["so"]})["language"].shown}
    assert by_value == {"fi": 2, "so": 1}
    ages = {one.value: one.count for one in shown({"language": ["so"]})["age"].shown}
    assert ages == {age: 1 for age in ("0", "1", "3")}


def test_options_of_a_facet_add_up_and_facets_narrow(client, cafe, club):
    both = html(client, f"{SERVICES}?language=so&language=fi")
    assert "Avoin kahvila" in both and "Iltakerho" in both
    one = html(client, f"{SERVICES}?language=so&language=fi&time=evening")
    assert "Avoin kahvila" not in one and "Iltakerho" in one


def test_a_day_and_a_time_are_of_one_line(client, cafe):
    """Wednesday mornings and Friday evenings are no Friday mornings."""
    make.make_slot(service=cafe.service, weekdays=[5], start=time(17), end=time(19))
    assert "Avoin kahvila" in html(client, f"{SERVICES}?day=5&time=evening")
    assert "Avoin kahvila" not in html(client, f"{SERVICES}?day=5&time=morning")


@pytest.mark.parametrize(
    ("clock", "times"),
    [
        ({"start": time(11, 59)}, {"morning"}),
        ({"start": time(12)}, {"afternoon"}),
        ({"start": time(15, 59)}, {"afternoon"}),
        ({"start": time(16)}, {"evening"}),
        ({"start": None, "day_part": "morning"}, {"morning"}),
        ({"start": None, "day_part": "midday"}, {"afternoon"}),
        ({"start": None, "day_part": "all_day"}, {"morning", "afternoon", "evening"}),
        ({"start": None}, set()),
    ],
)
def test_time_is_by_the_start_or_the_part_of_the_day(cafe, clock, times):
    Slot.objects.update(end=None, **clock)
    assert {value for value, n in counts(listed({}), "time").items() if n} == times


def test_what_a_place_offers_is_offered_by_what_is_held_there(client, cafe):
    Place.objects.update(accessibility=[Accessibility.STEP_FREE])
    assert "Avoin kahvila" in html(client, f"{SERVICES}?accessibility=step_free")
    Place.objects.update(state="draft")
    assert "Avoin kahvila" not in html(client, f"{SERVICES}?accessibility=step_free")


def test_what_holds_nothing_is_hidden_unless_chosen(cafe):
    assert "13" not in {one.value for one in shown({})["age"].shown}
    chosen = {one.value: one for one in shown({"age": ["13"]})["age"].shown}["13"]
    assert (chosen.count, chosen.is_chosen) == (0, True)
    assert "accessibility" not in shown({})


def test_after_eight_options_the_rest_is_folded_but_never_what_is_chosen():
    kinds = [make.make_category(slug=f"kind-{n}", name_fi=f"Laji {n:02}") for n in range(12)]
    for n in range(12):
        make.make_service(categories=kinds[: n + 1])
    facet = shown({"category": ["kind-11"]})["category"]
    assert [one.value for one in facet.shown] == [*(f"kind-{n}" for n in range(8)), "kind-11"]
    assert [one.count for one in facet.folded] == [4, 3, 2]


def test_old_addresses_and_empty_choices_keep_working(client, cafe):
    old = "?q=&category=family-cafe&area=vantaa&age=1&language=&free=on"
    text = html(client, SERVICES + old)
    assert "Avoin kahvila" in text
    assert text.count('class="chip"') == 4
    assert "field-error" not in text


def test_a_chip_for_each_choice(client, cafe):
    text = html(client, f"{SERVICES}?age=1&age=3&time=morning")
    links = re.findall(r'class="chip" href="[^"]+\?([^"]+)#results"', text)
    assert [link.replace("&amp;", "&") for link in links] == [
        "age=3&time=morning",
        "age=1&time=morning",
        "age=1&age=3",
    ]


def offers(client, query: str) -> dict[str, tuple[str, int]]:
    index_now()
    text = html(client, f"{SERVICES}?{query}")
    part = text.partition('class="nearest"')[2].partition("</ul>")[0]
    found = re.findall(r'href="([^"#]*)#results"><span>([^<]+)</span> <span>\((\d+)\)', part)
    return {label: (url.replace("&amp;", "&"), int(count)) for url, label, count in found}


def test_nothing_found_offers_what_is_nearest(client, cafe, club):
    found = offers(client, "q=kahvila&language=so&time=evening")
    assert found == {
        "Without “Evening”": (f"{SERVICES}?q=kahvila&language=so", 1),
        "The words alone, without filters": (f"{SERVICES}?q=kahvila", 1),
    }
    text = html(client, f"{SERVICES}?q=kahvila&language=so&time=evening")
    assert 'href="/en/card/"' in text and 'href="/en/places/"' in text


def test_nothing_found_offers_to_leave_the_words(client, cafe):
    found = offers(client, "q=qwerty&language=so")
    assert found == {"Without “qwerty”": (f"{SERVICES}?language=so", 1)}


def test_nothing_found_offers_a_wider_area(client, cafe):
    county = cafe.place.area
    town = make.make_area(slug="town", kind="municipality", parent=county)
    make.make_area(slug="part", kind="district", parent=town)
    found = offers(client, "area=part&age=3")
    assert found["In a wider area: Vantaa"] == (f"{SERVICES}?area=vantaa&age=3", 1)
    text = html(client, f"{SERVICES}?area=part&age=3")
    assert 'href="/en/places/?area=part"' in text


def test_at_most_six_queries_for_any_number_of_services(client, cafe):
    numbers: list[int] = []
    for many in (1, 3, 30):
        for _n in range(many):
            make.make_slot(service=make.make_service(areas=[cafe.place.area]), place=cafe.place)
        with counted_in(numbers):
            html(client, f"{SERVICES}?area=vantaa&day=3")
    assert len(set(numbers)) == 1
    assert numbers[0] <= 6


@pytest.mark.django_db(transaction=True)
def test_what_is_kept_is_of_the_latest_edit(client):
    service = make.make_service(languages=["so"], name_fi="Avoin kahvila")
    before, after = [], []
    with counted_in(before):
        assert "Avoin kahvila" in html(client, f"{SERVICES}?language=so")
    with counted_in(after):
        html(client, f"{SERVICES}?language=so&page=1")
    assert after[0] == before[0] - 1
    service.languages = ["fi"]
    service.save()
    assert "Avoin kahvila" not in html(client, f"{SERVICES}?language=so")
