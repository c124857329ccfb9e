"""The rules themselves: who may edit what, and choose what."""

import pytest

from directory.models import Area, Organisation, Photo, Place, Service, Slot
from directory.permissions import choosable_by, editable_by, may_edit, would_run
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisations():
    return make.make_organisation(), make.make_organisation()


@pytest.fixture
def aino(organisations):
    return make.make_member("aino", organisations[0])


def chosen(user, model, field):
    return set(choosable_by(user, model._meta.get_field(field)))


def test_organiser_edits_whoever_owns_the_house(organisations, aino):
    mine, theirs = organisations
    house = make.make_place(owner=theirs)
    club = make.make_service(owner=mine)
    slot, opening = make.make_slot(service=club, place=house), make.make_slot(place=house)

    assert set(editable_by(aino, Slot.objects.all())) == {slot}
    assert not may_edit(aino, house)
    assert not may_edit(aino, opening)


def test_coordinator_edits_the_place_but_no_partners_programme(organisations, aino):
    mine, theirs = organisations
    house = make.make_place(owner=theirs, coordinator=mine)
    slot = make.make_slot(place=house, service=make.make_service(owner=theirs))

    assert may_edit(aino, house)
    assert not may_edit(aino, slot)


def test_unknown_model_is_nobodys_but_the_superusers(aino):
    area = make.make_area()
    assert not may_edit(aino, area)
    aino.is_superuser = True
    assert may_edit(aino, area)


def test_inactive_user_edits_nothing(organisations, aino):
    aino.is_active = False
    assert not may_edit(aino, organisations[0])


def test_owner_and_organisers_are_chosen_among_ones_own(organisations, aino):
    mine, _theirs = organisations

    assert chosen(aino, Service, "owner") == {mine}
    assert chosen(aino, Service, "organisers") == {mine}
    assert chosen(aino, Slot, "organisers") == {mine}


def test_session_may_be_in_any_house_that_families_see(organisations, aino):
    mine, theirs = organisations
    seen = make.make_place(owner=theirs)
    make.make_place(owner=theirs, state="draft")
    make.make_place(owner=make.make_organisation(is_approved=False))
    make.make_place(owner=mine, state="archived")
    own_draft = make.make_place(owner=mine, state="draft")

    assert chosen(aino, Slot, "place") == {seen, own_draft}


def test_partners_are_those_that_families_may_know(organisations, aino):
    make.make_organisation(is_approved=False)
    assert chosen(aino, Place, "partners") == set(organisations)


def test_field_without_a_rule_offers_nothing(aino):
    make.make_service()
    assert not chosen(aino, Photo, "service")
    assert not chosen(aino, Organisation, "parent")
    assert not chosen(aino, Area, "parent")


def test_line_is_ones_own_by_organiser_service_or_place(organisations, aino):
    mine, theirs = organisations
    my_club, their_club = make.make_service(owner=mine), make.make_service(owner=theirs)
    my_house, their_house = make.make_place(owner=mine), make.make_place(owner=theirs)

    assert would_run(aino, my_club, their_house, [])
    assert would_run(aino, None, my_house, [])
    assert would_run(aino, their_club, their_house, [mine])
    assert not would_run(aino, None, their_house, [])
    assert not would_run(aino, their_club, my_house, [])
    assert not would_run(aino, my_club, my_house, [theirs])
