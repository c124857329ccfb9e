"""What there is to translate, by language and state."""

from datetime import date
from re import findall

import pytest

from directory.models import TranslationRecord
from tests import factories as make
from tests.staff.desk_cast import make_user, signed_in
from tests.staff.translations.texts import HOSTILE, page, path, queries_with, write_past_the_desk

pytestmark = pytest.mark.django_db


def test_the_languages_are_counted_by_state(cast):
    write_past_the_desk(cast.cafe, name_sv="Babycafé")
    write_past_the_desk(cast.cafe, name_fi="Perhekahvila")
    shown = page(cast.aino, "/staff/translations/")
    card = shown[shown.index("/staff/translations/sv/") :]
    card = card[: card.index("</ul>")]
    # Missing are the name of the organisation and the summary of the service.
    assert "Out of date: 1" in card and "Missing: 2" in card and "Up to date" not in card


def test_the_oldest_outdated_come_first(cast):
    other = make.make_service(owner=cast.a, name_fi="Isäkerho", name_sv="Pappaklubb")
    write_past_the_desk(cast.cafe, name_sv="Babycafé")
    TranslationRecord.objects.filter(row=other.pk, field="name").update(made_at="2020-01-01T00:00Z")
    for service in (cast.cafe, other):
        write_past_the_desk(service, name_fi=f"Uusi {service.pk}")
    shown = page(cast.aino, "/staff/translations/sv/")
    places = [shown.index(path(service)) for service in (other, cast.cafe)]
    assert places == sorted(places)
    assert places[1] < shown.index(path(cast.cafe, field="summary"))


def test_a_list_can_be_narrowed_to_a_state(cast):
    write_past_the_desk(cast.cafe, name_sv="Babycafé")
    assert path(cast.cafe) not in page(cast.aino, "/staff/translations/sv/")
    assert path(cast.cafe) in page(cast.aino, "/staff/translations/sv/?state=current")
    assert path(cast.cafe) not in page(cast.aino, "/staff/translations/sv/?state=missing")
    shown = page(cast.aino, "/staff/translations/sv/?state=zzz")
    assert (
        "There is no such state" in shown and "zzz" not in shown.split("<main")[1].split("chips")[0]
    )


def test_only_what_families_may_still_see_is_to_be_done(cast):
    make.make_service(owner=cast.a, name_fi="Arkistoitu", state="archived")
    make.make_slot(service=cast.cafe, theme_fi="Mennyt kausi", last=date(2026, 5, 1))
    make.make_change(
        slot=cast.slot, note_fi="Vanha huomautus", first=date(2026, 1, 7), last=date(2026, 1, 7)
    )
    make.make_change(slot=cast.slot, note_fi="Tuleva huomautus")
    shown = page(cast.aino, "/staff/translations/sv/")
    assert "Tuleva huomautus" in shown
    assert not [gone for gone in ("Arkistoitu", "Mennyt kausi", "Vanha huomautus") if gone in shown]


def test_other_organisations_texts_are_not_in_the_list(cast):
    make.make_service(owner=cast.b, name_fi="Beetan oma")
    assert "Beetan oma" not in page(cast.aino, "/staff/translations/sv/")
    assert "Beetan oma" in page(cast.bertta, "/staff/translations/sv/")
    assert cast.aino.get(f"/staff/translations/?organisation={cast.b.slug}").status_code == 403


def test_the_sites_own_texts_are_the_superusers(cast):
    make.make_category(name_fi="Kahvilat")
    admin = make_user("ylläpitäjä")
    admin.is_superuser = True
    admin.save()
    assert "Kahvilat" in page(signed_in(admin), "/staff/translations/sv/?site=1")
    assert "Kahvilat" not in page(cast.aino, "/staff/translations/sv/?site=1")


@pytest.mark.parametrize("address", ["/staff/translations/", "/staff/translations/sv/"])
def test_queries_do_not_grow_with_the_texts(cast, address):
    page(cast.aino, address)  # the first visit of a day renews the session
    few, more, many = [queries_with(cast, number, address) for number in (1, 3, 30)]
    # One for the titles of each kind of row; a full page has no more kinds than a short one.
    assert few == more >= many and few <= 12


def test_a_long_list_is_paged(cast):
    for number in range(20):
        make.make_service(owner=cast.a, name_fi=f"Palvelu {number}")
    first = page(cast.aino, "/staff/translations/sv/")
    second = page(cast.aino, "/staff/translations/sv/?page=2")
    links = [
        set(findall(r'href="(/staff/translations/sv/service/[^"?]+)', one))
        for one in (first, second)
    ]
    assert len(links[0]) <= 30 and links[1] and not links[0] & links[1]


@pytest.mark.parametrize("query", HOSTILE)
def test_hostile_addresses_are_answered(cast, query):
    for address in ("/staff/translations/", "/staff/translations/sv/", path(cast.cafe)):
        assert cast.aino.get(f"{address}?{query}").status_code == 200
    assert cast.aino.get(f"/staff/translations/sv/export/?{query}").status_code in (200, 302)


@pytest.mark.parametrize(
    "address",
    [
        "/staff/translations/xx/",
        "/staff/translations/xx/export/",
        "/staff/translations/sv/service/99999999999999999999/name/",
        "/staff/translations/sv/service/1/slug/",
        "/staff/translations/sv/user/1/name/",
        "/staff/translations/source/user/1/password/",
    ],
)
def test_what_is_not_there_is_not_found(cast, address):
    assert cast.aino.get(address).status_code == 404
