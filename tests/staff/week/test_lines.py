"""Adding, changing and ending a line of the programme."""

from datetime import date, time

import pytest

from directory.actions.lines import line_token
from directory.models import Slot
from tests import factories as make
from tests.staff.desk_cast import (
    undo,
)
from tests.staff.week.desk_forms import add_line, fields_of, page

pytestmark = pytest.mark.django_db


def test_a_typed_line_is_shown_with_its_dates_and_then_saved(cast):
    response = add_line(cast, words="ti 9.30-11 vauvakahvila")
    shown = response.content.decode()
    assert Slot.objects.count() == 3
    assert "Baby café" in shown and "Beetan talo" in shown and "1.12.2026" in shown
    assert "Not read" not in shown
    data = fields_of(response)
    for _time in range(2):
        assert cast.aino.post("/staff/slots/add/", data).status_code == 302
    slot = Slot.objects.get(weekdays=[2])
    assert (slot.service, slot.place, slot.start) == (cast.cafe, cast.place, time(9, 30))


def test_a_line_that_was_not_shown_is_not_saved(cast):
    data = fields_of(add_line(cast, words="ti 9.30-11 vauvakahvila"))
    assert cast.aino.post("/staff/slots/add/", data | {"start": "10.30"}).status_code == 200
    assert Slot.objects.count() == 3


def test_a_line_of_nobody_known_says_so(cast):
    response = add_line(cast, words="ti 9.30-11 avaruuskerho")
    assert "avaruuskerho" in response.content.decode()
    assert Slot.objects.count() == 3


def test_what_was_understood_stays_and_the_nearest_services_are_named(cast):
    response = add_line(cast, words="ti 9.30-11 vauvakavila")
    form = response.context["form"]
    assert (form["start"].value(), form["end"].value()) == ("9.30", "11.00")
    assert form["weekdays"].value() == ["2"]
    assert "Did you mean Baby café?" in response.content.decode()
    chosen = fields_of(response) | {"service": cast.cafe.pk}
    read = cast.aino.post("/staff/slots/add/", chosen)
    assert "Baby café · " in read.content.decode() and "Beetan talo" in read.content.decode()
    assert cast.aino.post("/staff/slots/add/", fields_of(read)).status_code == 302
    slot = Slot.objects.get(weekdays=[2])
    assert (slot.service, slot.place, slot.start) == (cast.cafe, cast.place, time(9, 30))


def test_the_example_is_of_ones_own_service(cast):
    assert "Tue 9.30–11 Baby café" in page(cast.aino, "/staff/slots/add/")


@pytest.mark.parametrize("where", ["Aapelin tila", "aapelin tilassa", "Aapelin tila."])
def test_a_place_named_at_the_end_of_the_line_is_read(cast, where):
    tila = make.make_place(owner=cast.a, name="Aapelin tila")
    response = add_line(cast, words=f"ti 9.30-11 vauvakahvila, {where}")
    form = response.context["form"]
    assert str(form["place"].value()) == str(tila.pk)
    assert str(form["service"].value()) == str(cast.cafe.pk)


def test_a_line_without_a_place_says_so(cast):
    make.make_service(owner=cast.a, name_en="Walking group", name_fi="Kävelyryhmä")
    response = add_line(cast, words="ti 9.30-11 kävelyryhmä")
    assert "No place is given" in response.content.decode()
    assert cast.aino.post("/staff/slots/add/", fields_of(response)).status_code == 302


def test_changing_a_line_shows_the_days_to_come(cast):
    Slot.objects.filter(pk=cast.slot.pk).update(weekdays=[1, 5])
    path = f"/staff/slots/{cast.slot.uid}/"
    data = fields_of(cast.aino.get(path)) | {"room": "Sali"}
    response = cast.aino.get(cast.aino.post(path, data)["Location"])
    assert [line.session.day for line in response.context["done"]["lines"]] == [date(2026, 11, 27)]


def test_opening_hours_of_anothers_house_are_refused(cast):
    data = {"weekdays": ["2"], "start": "9", "end": "11", "place": cast.place.pk}
    response = add_line(cast, **data)
    response = cast.aino.post("/staff/slots/add/", fields_of(response))
    assert "Choose one of your services" in response.content.decode()
    assert Slot.objects.count() == 3


def test_anothers_service_is_refused(cast):
    theirs = make.make_service(owner=cast.b)
    data = {"weekdays": ["2"], "start": "9", "end": "11", "service": theirs.pk}
    assert add_line(cast, **data).status_code == 200
    assert Slot.objects.count() == 3


def test_a_line_is_changed_after_it_was_shown(cast):
    path = f"/staff/slots/{cast.slot.uid}/"
    data = fields_of(cast.aino.get(path)) | {"start": "10.00"}
    shown = cast.aino.post(path, data)
    assert shown.status_code == 200
    assert cast.aino.post(path, fields_of(shown)).status_code == 302
    cast.slot.refresh_from_db()
    assert cast.slot.start == time(10)


def test_correcting_the_theme_keeps_anothers_service_and_a_place_no_more_to_choose(cast):
    theirs, hidden = make.make_service(owner=cast.b), make.make_place(state="draft")
    slot = make.make_slot(service=theirs, place=hidden)
    slot.organisers.add(cast.a)
    path = f"/staff/slots/{slot.uid}/"
    data = fields_of(cast.aino.get(path)) | {"theme_fi": "Askartelua"}
    assert cast.aino.post(path, data).status_code == 302
    slot.refresh_from_db()
    assert (slot.service, slot.place, slot.theme_fi) == (theirs, hidden, "Askartelua")


@pytest.mark.parametrize("name", ["service", "place"])
def test_a_line_of_another_service_or_place_is_shown_before_it_is_saved(cast, name):
    path = f"/staff/slots/{cast.slot.uid}/"
    data = fields_of(cast.aino.get(path)) | {name: ""}
    shown = cast.aino.post(path, data)
    assert shown.status_code == 200 and shown.context["read_back"]
    cast.slot.refresh_from_db()
    assert cast.slot.service and cast.slot.place


def test_the_later_of_two_sees_how_the_line_is_and_may_then_save(cast):
    path = f"/staff/slots/{cast.slot.uid}/"
    data = fields_of(cast.aino.get(path)) | {"room": "Sali"}
    Slot.objects.filter(pk=cast.slot.pk).update(theme_fi="Jouluaskartelu")
    response = cast.aino.post(path, data)
    shown = response.content.decode()
    assert response.status_code == 409
    assert "Jouluaskartelu" in shown and "Sali" in shown
    cast.slot.refresh_from_db()
    assert (cast.slot.theme_fi, cast.slot.room) == ("Jouluaskartelu", "")
    assert cast.aino.post(path, fields_of(response)).status_code == 302
    cast.slot.refresh_from_db()
    assert cast.slot.room == "Sali"


def test_a_series_that_somebody_else_changed_is_looked_at_again_before_it_ends(cast):
    path = f"/staff/slots/{cast.slot.uid}/end/"
    data = {"last": "9.12.2026", "version": line_token(cast.slot)}
    Slot.objects.filter(pk=cast.slot.pk).update(weekdays=[4], first=date(2026, 11, 1))
    response = cast.aino.post(path, data)
    assert response.status_code == 409
    assert "2 sessions remain" in response.content.decode()
    assert Slot.objects.get(pk=cast.slot.pk).last is None
    again = {"last": "9.12.2026", "version": response.context["version"]}
    assert cast.aino.post(path, again).status_code == 302


def test_what_remains_of_a_series_that_goes_on_longer(cast):
    Slot.objects.filter(pk=cast.slot.pk).update(last=date(2026, 12, 2))
    path = f"/staff/slots/{cast.slot.uid}/end/"
    assert "4 sessions remain" in page(cast.aino, f"{path}?last=2026-12-16")
    far = page(cast.aino, f"{path}?last=2029-12-16")
    assert "It goes on for more than a year" in far and "sessions remain" not in far


def test_a_series_ends_after_a_look_at_what_remains(cast):
    path = f"/staff/slots/{cast.slot.uid}/end/"
    shown = page(cast.aino, f"{path}?last=2026-12-09")
    assert "3 sessions remain" in shown
    cast.slot.refresh_from_db()
    assert cast.slot.last is None
    response = cast.aino.post(path, {"last": "9.12.2026", "version": line_token(cast.slot)})
    cast.slot.refresh_from_db()
    assert cast.slot.last == date(2026, 12, 9)
    undo(cast.aino, response)
    cast.slot.refresh_from_db()
    assert cast.slot.last is None
