"""The index holds what families may see, whatever way it was saved."""

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from directory.models import Indexed, SearchPosting, SearchStale, SearchWord, Service
from directory.search.normal import words_of
from tests.factories import (
    make_area,
    make_category,
    make_organisation,
    make_place,
    make_service,
    make_slot,
)
from tests.indexed import index_now

pytestmark = pytest.mark.django_db


def standing(kind: Indexed, item: int) -> dict[str, int]:
    """The words of an item with their weights."""
    index_now()
    rows = SearchPosting.objects.filter(kind=kind, item=item)
    return dict(rows.values_list("word__word", "weight"))


def of_service(service: Service) -> dict[str, int]:
    return standing(Indexed.SERVICE, service.pk)


def test_a_name_weighs_more_than_a_summary_and_that_more_than_a_description() -> None:
    found = of_service(
        make_service(name_fi="Vauvauinti", summary_fi="Altaassa", description_fi="Pyyhe mukaan")
    )
    assert found["vauvauinti"] > found["altaassa"] > found["pyyhe"]


@pytest.mark.parametrize("language", ["sv", "so", "ar", "ckb", "zh_hans", "fi_selko"])
def test_texts_of_every_language_are_found(language) -> None:
    service = make_service(**{f"name_{language}": "Dugsi مقهى 婴儿"})
    assert {"dugsi", "مقهي", "婴儿"} <= of_service(service).keys()


def test_a_service_is_found_by_all_that_tells_of_it() -> None:
    county = make_area(name_fi="Lappi")
    town = make_area(kind="municipality", parent=county, name_fi="Kemi", name_ru="Кеми")
    place = make_place(name="Jukola", area=town, street="Torpantie 1", city="Kemi")
    service = make_service(
        owner=make_organisation(name_fi="Seurakunta"),
        categories=[make_category(slug="cafe", name_so="Kafee")],
        languages=["so"],
        accessibility=["lift"],
        age_from=0,
        age_to=11,
    )
    make_slot(service=service, place=place, weekdays=[6], theme_fi="Värikylpy")
    wanted = "jukola torpantie kemi lappi кеми seurakunta kafee varikylpy"
    signs = {"@category:cafe", "@language:so", "@lift", "@age:0", "@day:6", "@weekend", "@free"}
    found = of_service(service)
    assert set(wanted.split()) | signs <= found.keys()
    assert not {"@age:1", "@online", "@day:5"} & found.keys()


def test_what_meets_nowhere_serves_each_part_of_its_area_and_what_meets_does_not() -> None:
    county = make_area(name_fi="Lappi")
    make_area(kind="municipality", parent=county, name_fi="Tornio")
    by_phone, held = make_service(areas=[county]), make_service(areas=[county])
    make_slot(service=held, place=make_place(area=county))
    assert "tornio" in of_service(by_phone)
    assert "tornio" not in of_service(held)


@pytest.mark.parametrize("hidden", [{"state": "draft"}, {"state": "archived"}])
def test_what_families_may_not_see_has_no_word_in_the_index(hidden) -> None:
    assert of_service(make_service(name_fi="Salainen", **hidden)) == {}


def test_listings_of_an_organisation_not_yet_approved_have_no_word_in_the_index() -> None:
    owner = make_organisation(is_approved=False)
    service, place = make_service(owner=owner), make_place(owner=owner)
    assert of_service(service) == {}
    assert standing(Indexed.PLACE, place.pk) == {}
    assert standing(Indexed.ORGANISATION, owner.pk) == {}
    owner.is_approved = True
    owner.save()
    assert of_service(service)


def edits(service: Service) -> dict[str, object]:
    """Ways to bring the word "uusi" to a service."""
    place = make_place()
    category, organisation, area = make_category(), make_organisation(), make_area()
    slot = make_slot(service=service, place=place)
    service.categories.add(category)
    service.organisers.add(organisation)
    service.areas.add(area)

    def raw() -> None:
        with connection.cursor() as cursor:
            cursor.execute("UPDATE directory_service SET name_fi = 'Uusi'")

    return {
        "save": lambda: Service(pk=service.pk, **plain(service), name_fi="Uusi").save(),
        "update": lambda: Service.objects.update(summary_fi="Uusi"),
        "raw": raw,
        "category": lambda: type(category).objects.update(name_fi="Uusi"),
        "organisation": lambda: type(organisation).objects.update(name_sv="Uusi"),
        "area": lambda: type(area).objects.update(name_fi="Uusi"),
        "place": lambda: type(place).objects.update(name="Uusi"),
        "slot": lambda: type(slot).objects.update(theme_fi="Uusi"),
        "link": lambda: service.places.add(make_place(name="Uusi")),
    }


def test_what_is_tied_to_a_listing_later_is_followed_and_what_is_untied_too() -> None:
    partner, place, service = make_organisation(name_fi="Kumppani"), make_place(), make_service()
    slot = make_slot(service=service, place=place)
    assert "kumppani" not in standing(Indexed.PLACE, place.pk)
    place.partners.add(partner)
    visitor = slot.visitors.create(role="midwife")
    assert "kumppani" in standing(Indexed.PLACE, place.pk)
    assert "@visitor:midwife" in of_service(service)
    place.partners.clear()
    visitor.delete()
    assert "kumppani" not in standing(Indexed.PLACE, place.pk)
    assert "@visitor:midwife" not in of_service(service)


def test_an_area_that_moves_or_goes_takes_its_name_along() -> None:
    old, new = make_area(name_fi="Lappi"), make_area(name_fi="Uusimaa")
    town = make_area(kind="municipality", parent=old, name_fi="Tornio")
    by_phone, elsewhere = make_service(areas=[old]), make_service(areas=[new])
    assert "tornio" in of_service(by_phone)
    town.parent = new
    town.save()
    assert "tornio" not in of_service(by_phone)
    assert "tornio" in of_service(elsewhere)
    town.delete()
    assert "tornio" not in of_service(elsewhere)


def test_what_happens_at_a_hidden_place_is_told_nowhere() -> None:
    service, place = make_service(), make_place(name="Salapaikka", state="draft")
    make_slot(service=service, place=place, theme_fi="Salaisuus", weekdays=[6])
    assert not {"salapaikka", "salaisuus", "@day:6"} & of_service(service).keys()
    place.state = "published"
    place.save()
    assert {"salapaikka", "salaisuus", "@day:6"} <= of_service(service).keys()


def plain(service: Service) -> dict[str, object]:
    names = ["slug", "owner_id", "summary_fi", "delivery", "state", "confirmed_on"]
    return {name: getattr(service, name) for name in names}


@pytest.mark.parametrize(
    "way",
    ["save", "update", "raw", "category", "organisation", "area", "place", "slot", "link"],
)
def test_whatever_way_is_taken_the_index_follows(way) -> None:
    service = make_service()
    edit = edits(service)[way]
    assert "uusi" not in of_service(service)
    edit()
    assert "uusi" in of_service(service)


def test_what_goes_leaves_the_index() -> None:
    service = make_service(name_fi="Vauvauinti")
    slot = make_slot(service=service, place=make_place(name="Jukola"))
    assert "jukola" in of_service(service)
    slot.delete()
    assert "jukola" not in of_service(service)
    Service.objects.update(name_fi="Muskari")
    assert "vauvauinti" not in of_service(service)
    key = service.pk
    service.delete()
    assert standing(Indexed.SERVICE, key) == {}


def test_confirming_a_listing_reads_nothing_anew() -> None:
    make_service()
    index_now()
    Service.objects.update(confirmed_on="2026-11-20")
    assert not SearchStale.objects.exists()


def test_rebuilding_mends_an_index_that_is_wrong() -> None:
    service = make_service(name_fi="Vauvauinti")
    right = of_service(service)
    SearchPosting.objects.filter(weight=100).delete()
    SearchPosting.objects.create(
        kind=Indexed.PLACE, item=10**6, weight=1, word=SearchWord.objects.first()
    )
    SearchWord.objects.create(word="turha")
    call_command("rebuild_search", verbosity=0)
    assert of_service(service) == right
    assert standing(Indexed.PLACE, 10**6) == {}
    assert not SearchWord.objects.filter(word="turha").exists()


@pytest.mark.django_db(transaction=True)
def test_an_edit_and_its_words_are_committed_together() -> None:
    with transaction.atomic():
        service = make_service(name_fi="Vauvauinti")
    names = SearchPosting.objects.filter(kind=Indexed.SERVICE, item=service.pk)
    assert names.filter(word__word__in=words_of("Vauvauinti")).exists()
    assert not SearchStale.objects.exists()
