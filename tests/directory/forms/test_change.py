"""A change of a line, typed or chosen."""

from datetime import date

import pytest

from directory.forms.change import ScheduleChangeForm
from directory.forms.read_back import dated
from directory.models import ScheduleChange
from tests import factories as make
from tests.directory.forms.typed import TODAY, again, shown

pytestmark = pytest.mark.django_db


def change_form(slot=None, **data):
    base = {"kind": "cancelled", "slot": slot.pk if slot else ""}
    return dated(ScheduleChangeForm, TODAY)({**base, **data})


def test_change_of_a_held_date_is_saved_at_once():
    form = change_form(make.make_slot(), first="2.12.2026", last="2.12.2026")
    assert form.is_valid(), form.errors


def test_change_without_a_year_is_shown_first():
    form = change_form(make.make_slot(), first="2.12.", last="2.12.")

    reading = shown(form)

    assert reading.sentence == "Cancelled 2.12.2026"
    assert reading.dates == ("Wed 2.12.2026",)
    assert again(form).is_valid()


def test_change_for_a_week_fills_in_both_ends():
    form = change_form(make.make_slot(), first="vk 49")

    assert shown(form).sentence == "Cancelled 30.11.–6.12.2026"
    assert again(form).save().last == date(2026, 12, 6)


def test_change_on_a_day_when_the_slot_is_not_held_warns_with_the_next_dates():
    form = change_form(make.make_slot(), first="3.12.2026", last="3.12.2026")

    (warning,) = shown(form).warnings

    assert warning.startswith(
        "The slot is not held then. The next dates: Wed 25.11.2026, Wed 2.12."
    )
    assert again(form).is_valid()


def test_change_without_a_last_day_is_never_saved_unseen():
    form = change_form(make.make_slot(), first="2.12.2026")

    assert "No last day is given, so this holds until further notice." in shown(form).warnings
    assert again(form).is_valid()


def test_change_of_the_wrong_weekday_warns():
    form = change_form(make.make_slot(), first="ti 2.12.2026", last="2.12.2026")
    assert "The weekday and the date do not match: 2.12.2026 is Wednesday." in shown(form).warnings


def test_extra_of_a_service_without_time_and_place_warns():
    service = make.make_service()
    data = {"kind": "extra", "first": "1.12.2026", "last": "1.12.2026", "service": service.pk}

    form = change_form(**data)

    assert shown(form).warnings == (
        "No time is given for the extra session.",
        "No place is given for the extra session.",
    )
    assert again(form).is_valid()
    assert change_form(make.make_slot(), **{**data, "service": ""}).is_valid()


def test_change_form_tells_the_next_dates_of_the_slot():
    slot = make.make_slot()

    form = dated(ScheduleChangeForm, TODAY)(initial={"slot": str(slot.pk)})

    assert form.fields["first"].help_text.startswith("The next dates: Wed 25.11.2026")


@pytest.mark.parametrize("key", ["x", "-1", "9" * 40, "²", "\x00", ["1"]])
def test_change_form_about_no_slot_is_a_form(key):
    assert dated(ScheduleChangeForm, TODAY)(initial={"slot": key}).as_p()


def test_change_far_away_warns():
    form = change_form(make.make_slot(), first="1.1.2099")
    assert shown(form).warnings == (
        "No last day is given, so this holds until further notice.",
        "That is more than two years away.",
    )
    assert not ScheduleChange.objects.exists()


def test_move_to_a_day_far_away_warns():
    day = {"first": "2.12.2026", "last": "2.12.2026"}
    form = change_form(make.make_slot(), kind="other_time", new_date="2.12.2099", **day)
    assert shown(form).warnings == ("That is more than two years away.",)
    assert again(form).is_valid()
