"""The desk in the browser's own terms: what is shown, to whom, and what a post does."""

import re
from datetime import date, datetime, time, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from directory.actions.lines import line_token
from directory.enums import Reason
from directory.models import ScheduleChange, Slot
from directory.queries.occurrence import token
from directory.queries.one_offs import version_of
from directory.wording import HELSINKI
from tests import factories as make
from tests.staff.desk_cast import (
    TODAY,
    WEDNESDAY,
    address,
    done_of,
    make_cast,
    make_editor,
    make_user,
    rows,
    signed_in,
    undo,
    version,
)

pytestmark = pytest.mark.django_db
HOSTILE = [
    "<script>alert(1)</script>",
    "\u202eoikealta",
    "👶🏽🎈",
    "\x00",
    "a" * 10_000,
    "' OR 1=1 --",
    "31.2.2026",
    "9999-99-99",
]


@pytest.fixture(autouse=True)
def wednesday():
    with time_machine.travel(WEDNESDAY, tick=False):
        yield


@pytest.fixture
def cast():
    return make_cast()


def page(client, path="/staff/") -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def cancel(client, slot, **data):
    return client.post(
        address(slot, "cancel"), {"reason": "illness", "version": version(slot), **data}
    )


def move(client, slot, **data):
    base = {"day": "25.11.2026", "start": "9.30", "end": "11.30", "version": version(slot)}
    return client.post(address(slot, "move"), base | data)


def said(reason, language):
    with override(language):
        return str(Reason(reason).label)


# What is shown


def test_today_comes_first_and_earlier_days_are_folded(cast):
    shown = page(cast.aino)
    assert shown.index("day-2026-11-25") < shown.index("day-2026-11-27")
    assert shown.index("day-2026-11-29") < shown.index("day-2026-11-23")
    assert "earlier-days" in shown


def test_another_week_begins_on_monday(cast):
    shown = page(cast.aino, "/staff/?start=2026-12-02")
    assert shown.index("day-2026-11-30") < shown.index("day-2026-12-06")
    assert "earlier-days" not in shown


@pytest.mark.parametrize("query", ["start=", "start=9999-99-99", "start=\x00", "done=x", "start=a"])
def test_bad_addresses_show_this_week(cast, query):
    assert "day-2026-11-25" in page(cast.aino, f"/staff/?{query}")


def test_the_places_coordinator_sees_its_guests_but_cannot_touch_them(cast):
    shown = page(cast.bertta)
    assert "Run by" in shown and "Aapelin tuki" in shown
    assert address(cast.open_hours, "cancel") in shown
    assert address(cast.slot, "cancel") not in shown


def test_a_guest_does_not_see_the_houses_own_programme(cast):
    assert address(cast.open_hours) not in page(cast.aino)


def test_a_hidden_service_is_marked_for_its_own_and_unseen_by_others(cast):
    hidden = make.make_service(owner=cast.a, name_fi="Salainen", state="draft")
    make.make_slot(service=hidden, place=cast.place)
    assert "Families don't see this yet" in page(cast.aino)
    assert "Salainen" not in page(cast.bertta)


@pytest.mark.parametrize("path", ["/staff/", "/staff/slots/"])
def test_queries_do_not_grow_with_the_programme(cast, path):
    counts = {queries_with(cast, slots, path) for slots in (1, 3, 30)}
    assert len(counts) == 1


def queries_with(cast, count, path):
    for _n in range(count - Slot.objects.filter(service__owner=cast.a).count() + 2):
        service = make.make_service(owner=cast.a)
        slot = make.make_slot(service=service, place=make.make_place())
        make.make_change(slot=slot)
    page(cast.aino, path)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        page(cast.aino, path)
    return len(queries)


# Cancel, move, as usual


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


# The week


def test_the_week_is_confirmed_once_and_says_how_many(cast):
    Slot.objects.update(confirmed_on=None)
    response = cast.aino.post("/staff/week/confirm/")
    assert "2 lines are confirmed today." in page(cast.aino, response["Location"])
    again = cast.aino.post("/staff/week/confirm/")
    assert "confirmed today already" in page(cast.aino, again["Location"])
    undo(cast.aino, response)
    assert not Slot.objects.filter(confirmed_on=TODAY).exists()


def test_only_own_lines_are_confirmed(cast):
    cast.aino.post("/staff/week/confirm/", {"organisation": cast.b.slug})
    cast.open_hours.refresh_from_db()
    assert cast.open_hours.confirmed_on != TODAY


def test_last_weeks_one_offs_again(cast):
    extra = make.make_change(
        service=cast.cafe, kind="extra", first=date(2026, 11, 19), last=date(2026, 11, 19),
        start=time(17), end=time(18), new_place=cast.place,
    )  # fmt: skip
    assert "17.00–18.00" in page(cast.aino, "/staff/week/copy/")
    for _time in range(2):
        cast.aino.post("/staff/week/copy/", {"chosen": [extra.pk]})
    assert ScheduleChange.objects.filter(first=date(2026, 11, 26)).count() == 1
    assert "There already" in page(cast.aino, "/staff/week/copy/")


def last_thursday(cast, **values):
    day = date(2026, 11, 19)
    base = {"kind": "extra", "first": day, "last": day, "start": time(17), "new_place": cast.place}
    return make.make_change(**{"service": cast.cafe} | base | values)


def test_a_one_off_is_not_copied_into_a_house_that_its_keeper_has_closed(cast):
    extra = last_thursday(cast)
    make.make_change(place=cast.place, first=date(2026, 11, 26), last=date(2026, 11, 26))
    assert "The place is closed that day" in page(cast.aino, "/staff/week/copy/")
    response = cast.aino.post("/staff/week/copy/", {"chosen": [extra.pk]})
    assert response.status_code == 200 and ScheduleChange.objects.count() == 2


def test_a_one_off_is_not_copied_to_a_place_that_cannot_be_chosen_any_more(cast):
    extra = last_thursday(cast, new_place=make.make_place(state="draft"))
    assert "The place can no longer be chosen" in page(cast.aino, "/staff/week/copy/")
    cast.aino.post("/staff/week/copy/", {"chosen": [extra.pk]})
    assert ScheduleChange.objects.count() == 1


def test_ones_own_closure_keeps_no_one_off_from_being_copied(cast):
    extra = last_thursday(cast, service=None, place=cast.place, new_place=None)
    make.make_change(place=cast.place, first=date(2026, 11, 26), last=date(2026, 11, 26))
    cast.bertta.post("/staff/week/copy/", {"chosen": [extra.pk]})
    assert ScheduleChange.objects.filter(kind="extra", first=date(2026, 11, 26)).exists()


def test_queries_of_copying_do_not_grow(cast):
    counts = set()
    for n in (1, 3):
        for at in range(n):
            last_thursday(cast, start=time(8 + at), new_place=make.make_place())
        page(cast.aino, "/staff/week/copy/")
        with CaptureQueriesContext(connection) as queries:
            page(cast.aino, "/staff/week/copy/")
        counts.add(len(queries))
    assert len(counts) == 1


def test_queries_do_not_grow_with_one_offs(cast):
    counts = set()
    for n in (1, 3):
        for at in range(n):
            make.make_change(service=cast.cafe, kind="extra", start=time(8 + at))
            make.make_change(slot=cast.slot, kind="extra", start=time(15 + at))
        page(cast.aino)
        with CaptureQueriesContext(connection) as queries:
            page(cast.aino)
        counts.add(len(queries))
    assert len(counts) == 1


SUNDAY_EVENING = datetime(2026, 11, 29, 20, 0, tzinfo=HELSINKI)


def test_when_the_week_is_over_the_next_one_stands_below(cast):
    assert "day-2026-12-02" not in page(cast.aino)
    with time_machine.travel(SUNDAY_EVENING, tick=False):
        shown = page(cast.aino)
    assert shown.index("day-2026-11-29") < shown.index("day-2026-12-02")
    assert address(cast.slot, "cancel", date(2026, 12, 2)) in shown


def test_an_empty_next_week_is_not_shown(cast):
    Slot.objects.update(last=date(2026, 11, 27))
    with time_machine.travel(SUNDAY_EVENING, tick=False):
        assert "day-2026-12-02" not in page(cast.aino)


def test_anothers_one_off_cannot_be_copied(cast):
    other = make.make_change(
        place=cast.place, kind="extra", first=date(2026, 11, 19), last=date(2026, 11, 19)
    )
    cast.aino.post("/staff/week/copy/", {"chosen": [other.pk]})
    assert ScheduleChange.objects.count() == 1


# One-offs and closures


def one_off(cast, **data):
    base = {
        "uid": str(uuid4()), "about": f"service-{cast.cafe.pk}", "day": "28.11.2026",
        "start": "10", "end": "12", "place": cast.place.pk, "note_fi": "Ylimääräinen",
    }  # fmt: skip
    return base | data


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


def closure(**data):
    base = {
        "uid": str(uuid4()), "about": "organisation", "first": "25.11.2026", "last": "25.11.2026",
        "reason": "illness",
    }  # fmt: skip
    return base | data


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


def at_beetas(cast, **values):
    """A one-off of B's own at its house, which a closure of the house leaves on."""
    circle = make.make_service(owner=cast.b, name_en="Story circle")
    base = {"service": circle, "kind": "extra", "start": time(17), "new_place": cast.place}
    return make.make_change(**base | values)


def close_the_house(cast, **data):
    return cast.bertta.post("/staff/closures/add/", closure(about=f"place-{cast.place.pk}", **data))


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


# Lines


def add_line(cast, **data):
    base = {"form_uid": str(uuid4()), "recurrence": "weekly", "interval": "1"}
    return cast.aino.post("/staff/slots/add/", base | data)


def fields_of(response, name="form") -> dict:
    """What the page would post as it stands."""
    form = response.context[name]
    values = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in values.items() if value not in (None, False, "")}


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


# Rights, and bad input


def paths(cast) -> dict[str, str]:
    extra = make.make_change(service=cast.cafe, kind="extra", start=time(17))
    closed = make.make_change(
        organisation=cast.a, first=date(2026, 12, 24), last=date(2026, 12, 24)
    )
    slot = f"/staff/slots/{cast.slot.uid}/"
    shared = ["/staff/", "/staff/slots/", "/staff/slots/add/", "/staff/one-offs/add/",
              "/staff/closures/add/", "/staff/week/copy/"]  # fmt: skip
    own = [slot, f"{slot}end/", address(cast.slot), f"/staff/one-offs/{extra.uid}/"]
    posts = [address(cast.slot, name) for name in ("cancel", "move", "as-usual")]
    posts += [f"/staff/one-offs/{extra.uid}/{name}/" for name in ("cancel", "restore")]
    posts += [f"/staff/closures/{closed.uid}/open/"]
    wide = ["/staff/week/confirm/", "/staff/undo/"]
    return (
        dict.fromkeys(shared, "shared")
        | dict.fromkeys(own, "own")
        | dict.fromkeys(posts, "post")
        | dict.fromkeys(wide, "wide")
    )


def asked(client, path, kind):
    return client.post(path) if kind in ("post", "wide") else client.get(path)


def test_every_address_asks_who_it_is(cast):
    everything = paths(cast)
    kept = rows()
    for path, kind in everything.items():
        stranger = asked(Client(), path, kind)
        assert stranger.status_code == 302 and "/staff/account/login/" in stranger["Location"], path
        reader = asked(cast.cecilia, path, kind)
        allowed = (302,) if path == "/staff/undo/" else (403,)
        assert reader.status_code in allowed, path
        outsider = asked(signed_in(make_editor(make.make_organisation())), path, kind)
        refused = (403, 404) if kind in ("own", "post") else (200, 302)
        assert outsider.status_code in refused, path
        neighbour = asked(cast.bertta, path, kind)
        assert neighbour.status_code in refused, path
        if kind in ("post", "wide"):
            assert Client(enforce_csrf_checks=True).post(path).status_code in (302, 403)
            assert cast.aino.get(path).status_code == 405, path
    assert rows() == kept
    for path, kind in everything.items():
        assert asked(cast.aino, path, kind).status_code in (200, 302), path


def test_a_post_without_its_token_is_refused(cast):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.aino_user)
    data = {"reason": "illness", "version": version(cast.slot)}
    assert client.post(address(cast.slot, "cancel"), data).status_code == 403
    assert rows() == []


def test_undo_of_anothers_action_is_refused(cast):
    response = cancel(cast.aino, cast.slot)
    kept = rows()
    assert undo(cast.bertta, response).status_code == 403
    assert rows() == kept


def test_no_get_changes_anything(cast):
    everything = paths(cast)
    kept = rows(), list(Slot.objects.order_by("pk").values_list("last", "confirmed_on"))
    for path in everything:
        cast.aino.get(path, {"last": "2026-12-09", "reason": "illness", "start": "2026-11-23"})
    assert (rows(), list(Slot.objects.order_by("pk").values_list("last", "confirmed_on"))) == kept


@pytest.mark.parametrize("bad", HOSTILE, ids=lambda text: ascii(text[:12]))
def test_bad_input_keeps_what_was_typed_and_saves_nothing_wrong(cast, bad):
    posts = {
        address(cast.slot, "cancel"): {"reason": bad, "version": version(cast.slot)},
        address(cast.slot, "move"): {"day": bad, "start": bad, "end": bad, "place": bad},
        "/staff/one-offs/add/": one_off(cast, day=bad, start=bad, uid=bad),
        "/staff/closures/add/": closure(first=bad, last=bad, reason=bad),
        "/staff/slots/add/": {"words": bad, "form_uid": bad, "service": bad, "weekdays": [bad]},
        f"/staff/slots/{cast.slot.uid}/": {"words": bad, "first": bad},
        f"/staff/slots/{cast.slot.uid}/end/": {"last": bad},
    }
    for path, data in posts.items():
        response = cast.aino.post(path, data)
        assert response.status_code == 200, path
        assert "<script>alert" not in response.content.decode()
    assert cast.aino.post("/staff/undo/", {"history": bad}).status_code == 302
    assert cast.aino.post("/staff/week/copy/", {"chosen": [bad], "start": bad}).status_code == 200
    assert rows() == [] and Slot.objects.count() == 3


@pytest.mark.parametrize("note", ["<b>Hei</b>", "👶🏽", "\u202eväärin", "\u200fمرحبا"])
def test_odd_notes_are_kept_and_escaped(cast, note):
    cancel(cast.aino, cast.slot, note_fi=note)
    kept = ScheduleChange.objects.get().note_fi
    assert kept == note.replace("\u202e", "")
    assert "<b>Hei" not in page(Client(), f"/fi/places/{cast.place.slug}/")


def test_ten_megabytes_are_refused(cast):
    response = cancel(cast.aino, cast.slot, note_fi="a" * 10_000_000)
    assert response.status_code in (200, 400)
    assert rows() == []


def test_too_long_a_note_is_said_beside_it(cast):
    response = cancel(cast.aino, cast.slot, note_fi="a" * 301)
    assert "id_note_fi_error" in response.content.decode()
    assert "a" * 301 in response.content.decode()


@pytest.mark.parametrize(
    "day", ["2026-11-26", "2026-02-31", "x", "9999-12-31", "0003-01-01", "0001-01-03"]
)
def test_a_day_when_it_is_not_held_is_not_there(cast, day):
    assert cast.aino.get(f"/staff/slots/{cast.slot.uid}/{day}/").status_code == 404


def test_a_member_of_two_organisations_sees_one_week_at_a_time(cast):
    user = make_user("both")
    for organisation in (cast.a, cast.b):
        organisation.memberships.create(user=user, role="editor")
    client = signed_in(user)
    of_b = page(client, f"/staff/?organisation={cast.b.slug}")
    of_a = page(client, f"/staff/?organisation={cast.a.slug}")
    assert address(cast.open_hours, "cancel") in of_b
    assert address(cast.open_hours, "cancel") not in of_a
    assert TODAY + timedelta(days=2) == date(2026, 11, 27)


def test_the_desk_of_the_organisation_in_the_address_stays_that_ones(cast):
    """Its forms and links, and where they lead afterwards."""
    cast.b.memberships.create(user=cast.aino_user, role="editor")
    cast.aino.post("/staff/organisation/", {"organisation": cast.a.slug})
    Slot.objects.update(confirmed_on=None)
    query = f"organisation={cast.b.slug}"
    shown = page(cast.aino, f"/staff/?{query}")
    action = re.search(r'action="(/staff/week/confirm/[^"]*)"', shown)[1]
    response = cast.aino.post(action)
    cast.open_hours.refresh_from_db()
    cast.slot.refresh_from_db()
    assert (cast.open_hours.confirmed_on, cast.slot.confirmed_on) == (TODAY, None)
    assert query in response["Location"]
    main = shown.split("<main")[1]
    addresses = re.findall(r'(?:action|href)="(/staff/[^"]*)"', main)
    assert addresses and all(query in one for one in addresses)
