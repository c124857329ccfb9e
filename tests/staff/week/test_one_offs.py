"""Sessions of their own, added, changed and cancelled."""

from datetime import date, time

import pytest
from django.test import Client

from directory.models import ScheduleChange
from directory.queries.occurrence import token
from directory.queries.one_offs import version_of
from tests import factories as make
from tests.staff.desk_cast import (
    address,
    rows,
    undo,
)
from tests.staff.week.desk_forms import fields_of, one_off, page, said

pytestmark = pytest.mark.django_db


def test_a_one_off_is_added_once(cast):
    data = one_off(cast)
    for _time in range(2):
        response = cast.aino.post("/staff/one-offs/add/", data)
    assert ScheduleChange.objects.count() == 1
    assert "Ylimääräinen" in page(Client(), f"/fi/places/{cast.place.slug}/")
    assert "10.00–12.00" in page(cast.aino, response["Location"])


def test_a_one_off_is_changed_and_cancelled_with_its_reason(cast):
    cast.aino.post("/staff/one-offs/add/", one_off(cast))
    extra = ScheduleChange.objects.get()
    path = f"/staff/one-offs/{extra.uid}/"
    page(cast.aino, path)
    data = one_off(cast, uid=str(extra.uid), start="13", end="14", version=token([extra]))
    assert cast.aino.post(path, data).status_code == 302
    extra.refresh_from_db()
    assert extra.start == time(13)
    data = {"reason": "weather", "version": version_of(extra)}
    assert cast.aino.post(f"{path}cancel/", data).status_code == 302
    assert said("weather", "fi") in page(Client(), f"/fi/places/{cast.place.slug}/")


def test_a_cancelled_one_off_is_on_after_all(cast):
    cast.aino.post("/staff/one-offs/add/", one_off(cast))
    extra = ScheduleChange.objects.get()
    kept = rows()
    path = f"/staff/one-offs/{extra.uid}/"
    assert f"{path}restore/" not in page(cast.aino)
    cast.aino.post(f"{path}cancel/", {"reason": "weather", "version": version_of(extra)})
    for shown in (page(cast.aino), page(cast.aino, path)):
        assert f'action="{path}restore/"' in shown
    assert cast.bertta.post(f"{path}restore/").status_code == 403
    for _time in range(2):
        response = cast.aino.post(f"{path}restore/", {"version": version_of(extra)})
        assert response.status_code == 302
    assert rows() == kept


def test_a_one_off_cancelled_with_the_others_of_its_service_stays_so(cast):
    extra = make.make_change(service=cast.cafe, kind="extra", start=time(16))
    make.make_change(service=cast.cafe)
    path = f"/staff/one-offs/{extra.uid}/restore/"
    assert path not in page(cast.aino)
    cast.aino.post(path, {"version": version_of(extra)})
    assert ScheduleChange.objects.filter(kind="cancelled").exists()


def test_a_one_off_begins_with_nothing_chosen_and_asks_once_for_its_time(cast):
    make.make_service(owner=cast.a)
    form = cast.aino.get("/staff/one-offs/add/").context["form"]
    assert next(iter(form["about"].field.choices))[0] == ""
    data = one_off(cast, start="", end="")
    response = cast.aino.post("/staff/one-offs/add/", data)
    assert "Families see: ask for the time" in response.content.decode() and rows() == []
    seen = response.context["form"]["seen"].value()
    assert cast.aino.post("/staff/one-offs/add/", data | {"seen": seen}).status_code == 302


def test_the_same_one_off_from_two_tabs_is_asked_about(cast):
    cast.aino.post("/staff/one-offs/add/", one_off(cast))
    response = cast.aino.post("/staff/one-offs/add/", one_off(cast))
    assert "There is one like it" in response.content.decode()
    assert ScheduleChange.objects.count() == 1


def test_cancelling_one_of_two_that_are_alike_says_what_becomes_of_it(cast):
    extras = [
        make.make_change(
            service=cast.cafe, kind="extra", first=date(2026, 11, 28), last=date(2026, 11, 28)
        )
        for _n in range(2)
    ]
    path = f"/staff/one-offs/{extras[0].uid}/cancel/"
    response = cast.aino.post(path, {"reason": "illness", "version": version_of(extras[0])})
    assert "What else is held that day stays on" in page(cast.aino, response["Location"])
    assert list(ScheduleChange.objects.values_list("pk", flat=True)) == [extras[1].pk]


def test_an_extra_session_beside_the_regular_one_is_cancelled_alone(cast):
    extra = make.make_change(slot=cast.slot, kind="extra", start=time(16), end=time(17))
    shown = page(cast.aino)
    assert shown.count(address(cast.slot, "cancel")) == 1
    part = shown.split(f'/staff/one-offs/{extra.uid}/cancel/"')[1]
    seen = part.split('name="version" value="')[1].split('"')[0]
    data = {"reason": "illness", "version": seen}
    response = cast.aino.post(f"/staff/one-offs/{extra.uid}/cancel/", data)
    assert response.status_code == 302 and rows() == []
    undo(cast.aino, response)
    assert ScheduleChange.objects.get().pk == extra.pk


@pytest.mark.parametrize("action", ["", "cancel/"])
def test_the_later_of_two_sees_how_the_one_off_is_and_may_then_save(cast, action):
    cast.aino.post("/staff/one-offs/add/", one_off(cast))
    extra = ScheduleChange.objects.get()
    path = f"/staff/one-offs/{extra.uid}/"
    name = "cancel_form" if action else "form"
    data = fields_of(cast.aino.get(path), name) | {"note_fi": "Kuume"}
    ScheduleChange.objects.filter(pk=extra.pk).update(end=time(13), note_sv="Ta med lunch.")
    kept = rows()
    response = cast.aino.post(path + action, data)
    shown = response.content.decode()
    assert response.status_code == 409 and rows() == kept
    assert "10.00–13.00" in shown and "Kuume" in shown
    assert action or "Ta med lunch." in shown
    again = cast.aino.post(path + action, fields_of(response, name))
    assert again.status_code == 302 and rows() != kept


def test_changing_a_one_off_keeps_the_service_and_place_that_could_not_be_chosen(cast):
    """A member of both organisations corrects B's one-off at the desk of A."""
    theirs, library = make.make_service(owner=cast.b), make.make_place()
    extra = make.make_change(service=theirs, kind="extra", start=time(16), new_place=library)
    cast.b.memberships.create(user=cast.aino_user, role="editor")
    path = f"/staff/one-offs/{extra.uid}/?organisation={cast.a.slug}"
    data = fields_of(cast.aino.get(path)) | {"start": "17.00"}
    assert cast.aino.post(path, data).status_code == 302
    extra.refresh_from_db()
    assert (extra.service, extra.new_place, extra.start) == (theirs, library, time(17))


def test_a_one_off_of_anothers_service_or_place_is_refused(cast):
    theirs = make.make_service(owner=cast.b)
    for about in (f"service-{theirs.pk}", f"place-{cast.place.pk}", "x", ""):
        response = cast.aino.post("/staff/one-offs/add/", one_off(cast, about=about))
        assert response.status_code == 200
    assert rows() == []


def test_a_uid_of_anothers_row_gives_nothing(cast):
    theirs = make.make_change(place=cast.place)
    kept = rows()
    response = cast.aino.post("/staff/one-offs/add/", one_off(cast, uid=str(theirs.uid)))
    assert response.status_code == 403 and rows() == kept
