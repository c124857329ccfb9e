"""Rights, bad input, and whose desk it is."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client

from directory.models import ScheduleChange, Slot
from tests import factories as make
from tests.staff.desk_cast import (
    TODAY,
    address,
    make_editor,
    make_user,
    rows,
    signed_in,
    undo,
    version,
)
from tests.staff.week.desk_forms import (
    HOSTILE,
    asked,
    cancel,
    closure,
    one_off,
    page,
    paths,
)

pytestmark = pytest.mark.django_db


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
    assert "cancel_note_fi_error" in response.content.decode()
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
