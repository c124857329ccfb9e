"""Cancelling, moving and restoring one session."""

from datetime import date, time

import pytest
from django.test import Client

from directory.models import ScheduleChange
from tests import factories as make
from tests.staff.desk_cast import (
    address,
    done_of,
    make_editor,
    rows,
    signed_in,
    undo,
    version,
)
from tests.staff.week.desk_forms import cancel, fields_of, move, one_off, page, said

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["fi", "ar"])
def test_families_see_a_cancellation_at_once(cast, language):
    path = f"/{language}/places/{cast.place.slug}/"
    reason = said("illness", language)
    assert reason not in page(Client(), path)
    assert cancel(cast.aino, cast.slot).status_code == 302
    assert reason in page(Client(), path)


def test_after_a_cancellation_it_is_told_shown_and_undone(cast):
    response = cancel(cast.aino, cast.slot)
    shown = page(cast.aino, response["Location"])
    assert "Families now see" in shown and "Cancelled: Baby café" in shown
    assert str(done_of(response)) in shown
    again = undo(cast.aino, response)
    assert rows() == []
    undo(cast.aino, again)
    assert ScheduleChange.objects.get().reason == "illness"


def test_a_repeated_cancellation_is_one_row(cast):
    data = {"reason": "illness", "version": version(cast.slot)}
    for _time in range(3):
        assert cast.aino.post(address(cast.slot, "cancel"), data).status_code == 302
    assert ScheduleChange.objects.count() == 1


def test_words_of_ones_own_are_told_in_each_language(cast):
    cancel(cast.aino, cast.slot, reason="", note_fi="Putki vuotaa.", note_sv="Röret läcker.")
    assert "Putki vuotaa." in page(Client(), f"/fi/places/{cast.place.slug}/")
    assert "Röret läcker." in page(Client(), f"/sv/places/{cast.place.slug}/")


def test_neither_reason_nor_words_is_asked_for(cast):
    response = cancel(cast.aino, cast.slot, reason="")
    assert "Choose a reason, or write one." in response.content.decode()
    assert rows() == []


@pytest.mark.parametrize(("start", "end"), [("930", "11"), ("9.30", "11.00"), ("klo 9:30", "11")])
def test_times_are_read_as_people_write_them(cast, start, end):
    response = move(cast.aino, cast.friday, day="27.11.2026", start=start, end=end)
    assert response.status_code == 404  # Friday's line is not held on Wednesday
    response = move(cast.aino, cast.slot, start=start, end=end)
    change = ScheduleChange.objects.get()
    assert (change.start, change.end) == (time(9, 30), time(11))
    assert "9.30–11.00" in page(cast.aino, response["Location"])


def test_moved_to_another_day_it_is_shown_there(cast):
    response = move(cast.aino, cast.slot, day="to 26.11.")
    assert ScheduleChange.objects.get().new_date == date(2026, 11, 26)
    shown = page(cast.aino, response["Location"])
    assert "Held on" in shown
    move(cast.aino, cast.slot, day="2.12.2026")
    assert ScheduleChange.objects.get().new_date == date(2026, 12, 2)


def test_a_day_that_is_past_is_refused_beside_the_field(cast):
    response = move(cast.aino, cast.slot, day="24.11.2026")
    assert "day" in response.context["move_form"].errors and rows() == []
    past = date(2026, 11, 18)
    data = {"day": "18.11.2026", "start": "10", "end": "11", "version": version(cast.slot, past)}
    assert cast.aino.post(address(cast.slot, "move", past), data).status_code == 302
    response = cast.aino.post("/staff/one-offs/add/", one_off(cast, day="24.11.2026"))
    assert "day" in response.context["form"].errors


def test_where_it_was_moved_from_leads_to_where_it_went_and_back(cast):
    move(cast.aino, cast.slot, day="3.12.2026")
    gap = page(cast.aino).split(f'id="slot-{cast.slot.pk}-2026-11-25-gap"')[1].split("</li>")[0]
    assert f"start=2026-12-03#slot-{cast.slot.pk}-2026-11-25" in page(cast.aino)
    assert "Held on" in gap
    cast.aino.post(address(cast.slot, "as-usual"), {"version": version(cast.slot)})
    assert rows() == []


def test_clearing_the_times_is_asked_about(cast):
    response = move(cast.aino, cast.slot, start="", end="", day="26.11.2026")
    assert "It is held at its usual time" in response.content.decode() and rows() == []
    seen = response.context["move_form"]["seen"].value()
    move(cast.aino, cast.slot, start="", end="", day="26.11.2026", seen=seen)
    assert ScheduleChange.objects.get().new_date == date(2026, 11, 26)


def test_the_panel_stands_at_the_line_that_was_acted_on(cast):
    shown = page(cast.aino, cancel(cast.aino, cast.slot)["Location"])
    line = shown.split(f'id="slot-{cast.slot.pk}-2026-11-25"')[1]
    assert 'id="done"' in line.split('id="day-2026-11-26"')[0]
    assert shown.count('id="done"') == shown.count("Cancelled: Baby café") == 1


def test_another_place_is_looked_for_and_chosen_before_it_is_saved(cast):
    library = make.make_place(name="Koivukylän kirjasto")
    response = move(cast.aino, cast.slot, other_place="koivukylän kirj")
    shown = response.content.decode()
    assert "Koivukylän kirjasto" in shown and "Choose the right place" in shown
    assert rows() == []
    move(cast.aino, cast.slot, place=library.pk)
    assert ScheduleChange.objects.get().new_place == library
    assert "Koivukylän kirjasto" in page(Client(), f"/fi/places/{cast.place.slug}/")


def test_correcting_the_time_leaves_it_in_the_place_that_was_looked_for(cast):
    library = make.make_place(name="Koivukylän kirjasto")
    move(cast.aino, cast.slot, place=library.pk)
    data = fields_of(cast.aino.get(f"{address(cast.slot)}?move"), "move_form")
    shown = page(cast.aino, f"{address(cast.slot)}?move")
    assert f'<option value="{library.pk}" selected>' in shown
    cast.aino.post(address(cast.slot, "move"), data | {"start": "10.00"})
    assert ScheduleChange.objects.get(kind="other_place").new_place == library
    assert ScheduleChange.objects.get(kind="other_time").start == time(10)


def test_a_place_that_was_looked_for_stays_chosen_while_a_doubt_is_asked_about(cast):
    library = make.make_place(name="Koivukylän kirjasto")
    response = move(cast.aino, cast.slot, place=library.pk, start="5", end="7")
    assert f'<option value="{library.pk}" selected>' in response.content.decode()


def test_a_hidden_place_cannot_be_chosen(cast):
    hidden = make.make_place(state="draft", name="Piilo")
    for data in ({"place": hidden.pk}, {"other_place": "Piilo"}):
        assert move(cast.aino, cast.slot, **data).status_code == 200
    assert rows() == []


def test_nobody_meets_in_a_house_that_its_keeper_has_closed(cast):
    make.make_change(place=cast.place)
    response = move(cast.aino, cast.slot, start="10", end="11")
    assert "The place is closed that day" in response.content.decode()
    assert ScheduleChange.objects.filter(slot__isnull=False).count() == 0


def test_an_early_hour_is_asked_about_once(cast):
    response = move(cast.aino, cast.slot, start="5", end="7")
    shown = response.content.decode()
    assert response.status_code == 200 and rows() == []
    seen = shown.split('name="seen" value="')[1].split('"')[0]
    assert move(cast.aino, cast.slot, start="5.00", end="7.00", seen=seen).status_code == 302


def test_as_usual_is_one_post(cast):
    cancel(cast.aino, cast.slot)
    shown = page(cast.aino)
    assert address(cast.slot, "as-usual") in shown
    cast.aino.post(address(cast.slot, "as-usual"), {"version": version(cast.slot)})
    assert rows() == []
    assert address(cast.slot, "as-usual") not in page(cast.aino)


def test_as_usual_is_not_offered_over_anothers_closure(cast):
    make.make_change(place=cast.place)
    assert address(cast.slot, "as-usual") not in page(cast.aino)
    response = cast.aino.post(address(cast.slot, "as-usual"), {"version": version(cast.slot)})
    assert "This is not yours to lift" in page(cast.aino, response["Location"])
    assert ScheduleChange.objects.filter(slot__isnull=False).count() == 0


def test_the_later_of_two_sees_the_earlier(cast):
    before = version(cast.slot)
    colleague = signed_in(make_editor(cast.a))
    move(colleague, cast.slot, start="10", end="12")
    kept = rows()
    data = {"reason": "illness", "version": before, "note_fi": "Kuume"}
    response = cast.aino.post(address(cast.slot, "cancel"), data)
    shown = response.content.decode()
    assert response.status_code == 409
    assert "Somebody else changed this meanwhile" in shown
    assert "10.00–12.00" in shown and "Kuume" in shown
    assert rows() == kept
