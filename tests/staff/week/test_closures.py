"""Closing a place or an organisation, and what stays on."""

import re
from datetime import time

import pytest
from django.test import Client

from directory.models import ScheduleChange
from tests import factories as make
from tests.staff.desk_cast import (
    rows,
    undo,
)
from tests.staff.week.desk_forms import (
    at_beetas,
    close_the_house,
    closure,
    move,
    page,
    said,
)

pytestmark = pytest.mark.django_db


def test_closed_today_ends_by_itself_and_can_be_undone(cast):
    data = closure()
    for _time in range(2):
        response = cast.aino.post("/staff/closures/add/", data)
    assert ScheduleChange.objects.count() == 1
    assert said("illness", "fi") in page(Client(), f"/fi/places/{cast.place.slug}/")
    next_week = f"/fi/places/{cast.place.slug}/?start=2026-11-30"
    assert said("illness", "fi") not in page(Client(), next_week)
    undo(cast.aino, response)
    assert rows() == []


def test_closing_asks_what_stays_on_and_cancels_it_in_the_same_action(cast):
    extra = at_beetas(cast)
    move(cast.aino, cast.friday)
    asked = close_the_house(cast)
    shown = asked.content.decode()
    assert asked.status_code == 200 and "These stay on" in shown and "Story circle" in shown
    assert not ScheduleChange.objects.filter(kind="cancelled").exists()
    anchor = re.search(r'name="also" value="([^"]+)"', shown)[1]
    version_shown = asked.context["form"]["asked"].value()
    before = rows()
    response = close_the_house(cast, asked=version_shown, also=[anchor])
    assert response.status_code == 302
    assert ScheduleChange.objects.filter(service=extra.service, kind="cancelled").exists()
    assert ScheduleChange.objects.filter(place=cast.place, kind="cancelled").exists()
    undo(cast.bertta, response)
    assert rows() == before


def test_closing_leaves_on_what_is_not_ticked(cast):
    extra = at_beetas(cast)
    version_shown = close_the_house(cast).context["form"]["asked"].value()
    assert close_the_house(cast, asked=version_shown).status_code == 302
    assert not ScheduleChange.objects.filter(service=extra.service, kind="cancelled").exists()
    assert ScheduleChange.objects.filter(place=cast.place, kind="cancelled").exists()


def test_a_guests_session_that_stays_on_is_told_but_not_cancelled(cast):
    move(cast.aino, cast.slot, start="10", end="12")
    asked = close_the_house(cast)
    shown = asked.content.decode()
    assert "Baby café" in shown and "Tell" in shown and 'name="also"' not in shown
    anchor = f"slot-{cast.slot.pk}-2026-11-25"
    version_shown = asked.context["form"]["asked"].value()
    close_the_house(cast, asked=version_shown, also=[anchor])
    assert not ScheduleChange.objects.filter(slot=cast.slot, kind="cancelled").exists()


def test_a_session_added_since_it_was_asked_is_asked_about_too(cast):
    at_beetas(cast)
    version_shown = close_the_house(cast).context["form"]["asked"].value()
    at_beetas(cast, start=time(19))
    assert "19.00" in close_the_house(cast, asked=version_shown).content.decode()
    assert not ScheduleChange.objects.filter(kind="cancelled").exists()


def test_an_organisations_closure_closes_its_opening_hours_too(cast):
    coordinated = make.make_place(coordinator=cast.b)
    make.make_slot(place=coordinated)
    response = cast.bertta.post("/staff/closures/add/", closure())
    for place in (cast.place, coordinated):
        assert said("illness", "fi") in page(Client(), f"/fi/places/{place.slug}/")
    shown = page(cast.bertta, response["Location"])
    assert "Families now see" in shown and "Closed: <bdi" in shown
    assert "Cancelled: Illness" not in page(cast.aino)


def test_nothing_to_close_is_chosen_beforehand(cast):
    assert "checked" not in page(cast.aino, "/staff/closures/add/")
    response = cast.aino.post("/staff/closures/add/", closure(about=""))
    assert response.status_code == 200 and rows() == []
    assert "about" in response.context["form"].errors


def test_the_coordinator_closes_the_place_and_opens_it_again(cast):
    data = closure(about=f"place-{cast.place.pk}")
    cast.bertta.post("/staff/closures/add/", data)
    change = ScheduleChange.objects.get()
    assert f"/staff/closures/{change.uid}/open/" in page(cast.bertta)
    assert "Cancelled: Illness" in page(cast.aino)
    assert cast.aino.post(f"/staff/closures/{change.uid}/open/").status_code == 403
    cast.bertta.post(f"/staff/closures/{change.uid}/open/")
    assert rows() == []


@pytest.mark.parametrize("first", ["1.1.0003", "1.1.1900", "31.12.9999"])
def test_a_closure_from_ages_ago_is_refused_beside_the_field(cast, first):
    response = cast.aino.post("/staff/closures/add/", closure(first=first))
    assert response.status_code == 200 and rows() == []
    assert {"first", "last"} & set(response.context["form"].errors)


def test_a_guest_cannot_close_the_place(cast):
    response = cast.aino.post("/staff/closures/add/", closure(about=f"place-{cast.place.pk}"))
    assert response.status_code == 200 and rows() == []
