"""The list of one's listings."""

import pytest

from directory.models import Place, Service
from tests import factories as make
from tests.staff.listing.forms import path_of, text_of

pytestmark = pytest.mark.django_db


def test_the_list_has_own_listings_only_in_few_queries(cast, django_assert_max_num_queries):
    def queries():
        with django_assert_max_num_queries(25) as found:
            page = cast.aino.get("/staff/listings/").content.decode()
        return len(found), page

    make.make_place(owner=cast.a)
    cast.aino.get("/staff/listings/")
    few, page = queries()
    assert "Baby café" in page and "Beetan talo" not in page
    for number in range(3):
        make.make_service(owner=cast.a, name_fi=f"Toinen {number}", state="draft")
        make.make_place(owner=cast.a)
    make.make_service(owner=cast.a, name_fi="Arkistoitu", state="archived")
    many, page = queries()
    assert many == few and "Toinen 2" in page and "Arkistoitu" not in page
    assert Place.objects.count() == 5


def test_the_list_says_whose_each_is_and_how_it_stands(cast):
    cast.cafe.organisers.add(cast.b)
    Service.objects.filter(pk=cast.cafe.pk).update(confirmed_on="2026-11-20", name_fi="Uusi")
    draft = make.make_service(owner=cast.a, name_fi="Luonnos", state="draft", confirmed_on=None)
    page = " ".join(cast.aino.get("/staff/listings/").content.decode().split())
    for words in ("1 translation out of date", "20.11.2026", "Draft", "Not confirmed yet"):
        assert words in page
    assert "Owner: Aapelin tuki · also: Beeta" in text_of(page)
    assert f"/staff/preview/services/{draft.slug}/" in page
    edit_page = cast.bertta.get(path_of(cast.cafe)).content.decode()
    assert "Owner: Aapelin tuki · also: Beeta" in text_of(edit_page)


def test_a_long_list_is_searched_by_name(cast):
    assert 'name="q"' not in cast.aino.get("/staff/listings/").content.decode()
    for number in range(15):
        make.make_service(owner=cast.a, name_fi=f"Kerho {number}")
    assert 'name="q"' in cast.aino.get("/staff/listings/").content.decode()
    page = cast.aino.get("/staff/listings/?q=KERHO+3").content.decode()
    assert "Kerho 3" in page and "Kerho 4" not in page and "No place has such a name" in page
    for hostile in ("%00", "x" * 10_000, "%F0%9F%91%B6", "a&q=b"):
        assert cast.aino.get(f"/staff/listings/?q={hostile}").status_code == 200
