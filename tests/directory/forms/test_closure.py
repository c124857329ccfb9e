"""Closing places, and what it cancels."""

from datetime import date, datetime, time, timedelta

import pytest

from directory.actions.closures import close_places
from directory.forms.closure import ClosePlacesForm
from directory.forms.read_back import dated
from directory.queries.week import place_sessions
from directory.wording import HELSINKI
from tests import factories as make
from tests.directory.forms.typed import TODAY, again, errors, shown

pytestmark = pytest.mark.django_db


def closure_form(places, **data):
    return dated(ClosePlacesForm, TODAY)({"reason": "renovation", **data}, places=places)


def test_closure_shows_how_many_sessions_it_cancels():
    place, other = make.make_place(), make.make_place()
    kept = make.make_slot(place=place, weekdays=[4])
    make.make_change(slot=kept, kind="as_usual", first=date(2026, 12, 3), last=date(2026, 12, 3))
    make.make_slot(place=place, weekdays=[2, 3])
    make.make_slot(place=other)

    form = closure_form([place], first="vk 49")

    assert shown(form).sentence == (
        "Closed 30.11.–6.12.2026: Building work. It cancels 2 sessions on 30.11.–6.12.2026."
    )
    assert again(form).is_valid()


def wednesday_with_an_extra():
    """Two slots in a week that is held as usual, and something extra at the place."""
    place, day = make.make_place(), date(2026, 12, 2)
    for hour in (9, 13):
        make.make_slot(place=place, start=time(hour), end=time(hour + 1))
    week = {"first": date(2026, 11, 30), "last": date(2026, 12, 6)}
    make.make_change(place=place, kind="as_usual", **week)
    make.make_change(place=place, kind="extra", first=day, last=day, start=time(17))
    return place


def close(form):
    days = {name: form.cleaned_data[name] for name in ("first", "last")}
    close_places(places=form.places, told=form.explanation, **days)


def cancelled_at(place):
    monday = date(2026, 11, 30)
    sunday = monday + timedelta(days=6)
    now = datetime(2026, 11, 25, 8, 30, tzinfo=HELSINKI)
    return sum(one.is_cancelled for one in place_sessions(place, monday, sunday, now, "en"))


@pytest.mark.parametrize(("days", "told"), [("2.12.2026", 3), ("vk 49", 2)])
def test_closure_counts_what_the_programme_will_cancel(days, told):
    place = wednesday_with_an_extra()
    form = closure_form([place], first=days, last=days.replace("vk 49", ""))

    assert f"It cancels {told} sessions on " in shown(form).sentence

    assert again(form).is_valid()
    close(form)
    assert cancelled_at(place) == told
    again_form = closure_form([place], first=days, last=days.replace("vk 49", ""))
    assert "It cancels 0 sessions on " in shown(again_form).sentence


def test_closure_repeated_after_it_was_lifted_for_a_while_lifts_nothing_away():
    place, week = make.make_place(), {"first": date(2026, 11, 30), "last": date(2026, 12, 6)}
    make.make_slot(place=place)
    make.make_change(place=place, **week)
    make.make_change(place=place, kind="as_usual", **week)

    form = closure_form([place], first="vk 49")

    assert "It cancels 0 sessions on " in shown(form).sentence


def test_closure_until_further_notice_counts_the_coming_weeks():
    place = make.make_place()
    make.make_slot(place=place)

    form = closure_form([place], first="1.12.2026", until_further_notice="on")

    assert shown(form).sentence == (
        "Closed from 1.12.2026 until further notice: Building work."
        " It cancels 4 sessions on 1.–28.12.2026."
    )


def test_closure_shown_for_other_places_is_shown_again():
    one, other = make.make_place(), make.make_place()
    form = closure_form([one], first="vk 49")
    shown(form)

    shown(type(form)(form.data, places=[one, other]))


@pytest.mark.parametrize(
    ("data", "name"),
    [
        ({"first": "1.12.2026"}, "last"),
        ({"first": "1.12.2026", "last": "1.11.2026"}, "last"),
        ({"first": "1.12.2026", "last": "2.12.2026", "until_further_notice": "on"}, "last"),
        ({"first": "joskus", "last": "2.12.2026"}, "first"),
        ({"first": "1.12.2026", "last": "2.12.2026", "reason": "whim"}, "reason"),
        ({"first": "1.12.2026", "last": "2.12.2026", "reason": ""}, "reason"),
        ({"first": "1.12.2026", "last": "2.12.2026", "note_fi": "x" * 301}, "note_fi"),
    ],
)
def test_closure_that_is_unclear_says_where(data, name):
    assert list(errors(closure_form([make.make_place()], **data))) == [name]
