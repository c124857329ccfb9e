"""What is told after saving."""

import pytest
from django.utils import timezone

from directory.actions.archive import archive
from tests import factories as make
from tests.staff.listing.forms import now, opened, outdated, path_of, saved_page, text_of

pytestmark = pytest.mark.django_db


def test_what_is_out_of_date_now_is_told_with_a_link(cast):
    page = saved_page(cast.aino, cast.cafe, name_sv="Babykafé")
    assert "out of date" not in page.split("<form")[0] and outdated(cast.cafe) == 0
    page = saved_page(cast.aino, cast.cafe, name_fi="Perhekahvila")
    assert "2 translations are now out of date:" in page and outdated(cast.cafe) == 2
    assert f'href="/staff/translations/source/service/{cast.cafe.pk}/name/"' in page


def test_after_a_small_correction_translations_stay_valid(cast):
    page = saved_page(cast.aino, cast.cafe, name_fi="Vauva-kahvila", is_small="on")
    assert now(cast.cafe).name_fi == "Vauva-kahvila"
    assert outdated(cast.cafe) == 0 and "now out of date" not in page
    other = make.make_service(owner=cast.a, name_fi="Kerho", name_en="", summary_en="")
    assert "Only a small correction" not in cast.aino.get(path_of(other)).content.decode()


def test_emptied_texts_are_named(cast):
    page = saved_page(cast.aino, cast.cafe, name_en="")
    assert "No text is left in: Name (English)." in page


def test_what_is_saved_into_the_archive_says_so_and_offers_the_way_back(cast):
    data = opened(cast.aino, cast.cafe) | {"summary_fi": "Uusi teksti."}
    archive(row=cast.cafe, now=timezone.now())
    page = cast.aino.post(path_of(cast.cafe), data, follow=True).content.decode()
    assert "But this is in the archive" in page and now(cast.cafe).summary_fi == "Uusi teksti."
    assert f'action="/staff/archive/service/{cast.cafe.pk}/restore/"' in page


def test_free_with_an_unexplained_price_is_told(cast):
    page = saved_page(cast.aino, cast.cafe, price="2,50", is_free="on")
    assert page.count("the price of something optional") == 2
    page = saved_page(cast.aino, cast.cafe, fee_note_fi="Lounas")
    assert "the price of something optional" not in page
    public = cast.aino.get(f"/fi/services/{cast.cafe.slug}/").content.decode()
    assert "2,50" in text_of(public) and "Lounas" in public
