"""A line of the programme, typed and shown before it is saved."""

from datetime import date, time

import pytest

from directory.forms.read_back import dated
from directory.forms.slot import SlotForm
from directory.models import BreakPeriod, Slot
from tests import factories as make
from tests.directory.forms.typed import TODAY, again, errors, shown

pytestmark = pytest.mark.django_db


def slot_form(data, slot=None):
    base = {"recurrence": "weekly", "interval": "1", "follows_holidays": "on"}
    return dated(SlotForm, TODAY)({**base, **data}, instance=slot)


def words_of(place):
    return {"place": place.pk, "words": "joka toinen ke klo 9.30-11, 12.8.-16.12."}


def test_slot_in_own_words_is_shown_before_it_is_saved():
    form = slot_form(words_of(make.make_place()))

    reading = shown(form)

    assert reading.sentence == "Every other Wednesday at 9.30–11.00, 12.8.–16.12.2026"
    assert reading.heard == "joka toinen ke klo 9.30-11, 12.8.-16.12."
    assert reading.dates == ("Wed 2.12.2026", "Wed 16.12.2026")
    assert reading.warnings == (
        "No year was written. Read as 12.8.–16.12.2026.",
        "The weeks are counted from 12.8.2026. If it is not held that week, correct that date.",
    )
    assert not Slot.objects.exists()
    assert form["start"].value() == "9.30"
    assert form["first"].value() == "12.8.2026"
    assert form["weekdays"].value() == ["3"]
    assert form["words"].value() == ""


def test_slot_that_was_shown_is_saved():
    form = slot_form(words_of(make.make_place()))
    shown(form)

    second = again(form)

    assert second.is_valid(), second.errors
    slot = second.save()
    assert (slot.recurrence, slot.weekdays, slot.anchor) == (
        "every_n_weeks",
        [3],
        date(2026, 8, 12),
    )
    assert (slot.start, slot.end) == (time(9, 30), time(11))
    assert (slot.first, slot.last) == (date(2026, 8, 12), date(2026, 12, 16))


def test_slot_changed_after_it_was_shown_is_shown_again():
    form = slot_form(words_of(make.make_place()))
    shown(form)

    assert "10.00–11.00" in shown(again(form, start="10")).sentence
    assert not Slot.objects.exists()


def test_slot_with_a_forged_signature_is_shown():
    shown(slot_form({**words_of(make.make_place()), "seen": "0" * 64}))


def test_slot_rule_changed_field_by_field_is_shown_too():
    slot = make.make_slot()
    data = {"service": slot.service_id, "place": slot.place_id, "weekdays": ["3"]}

    form = slot_form({**data, "start": "930", "end": "12"}, slot)

    assert shown(form).sentence == "Wednesdays at 9.30–12.00"
    assert form["start"].value() == "9.30"


def test_slot_whose_rule_stays_is_saved_at_once():
    slot = make.make_slot(start=time(5))
    data = {"service": slot.service_id, "place": slot.place_id, "weekdays": ["3"]}

    form = slot_form({**data, "start": "5.00", "end": "11.30", "room": "2. krs"}, slot)

    assert form.is_valid(), form.errors


def test_dates_in_a_break_or_on_a_holiday_are_named():
    calendar = make.make_break_calendar()
    BreakPeriod.objects.create(
        calendar=calendar, kind="winter", first=date(2026, 12, 14), last=date(2026, 12, 20)
    )
    place = make.make_place()
    data = {"place": place.pk, "words": "pe 9-11", "break_calendar": calendar.pk}

    assert shown(slot_form(data)).dates == (
        "Fri 27.11.2026",
        "Fri 4.12.2026",
        "Fri 11.12.2026",
        "Fri 18.12.2026 – not held: Winter break",
        "Fri 25.12.2026 – not held: Christmas Day",
        "Fri 1.1.2027 – not held: New Year's Day",
        "Fri 8.1.2027",
        "Fri 15.1.2027",
    )


def test_closure_of_the_place_is_told_among_the_dates():
    place = make.make_place()
    make.make_change(place=place, first=TODAY, last=date(2026, 12, 2), reason="renovation")

    dates = shown(slot_form({"place": place.pk, "words": "ke 9-11"})).dates

    assert dates[:3] == (
        "Wed 25.11.2026 – not held: Building work",
        "Wed 2.12.2026 – not held: Building work",
        "Wed 9.12.2026",
    )


def test_words_for_the_time_alone_leave_the_days_and_the_season():
    slot = make.make_slot(first=date(2026, 8, 12), last=date(2026, 12, 16))
    data = {"service": slot.service_id, "place": slot.place_id, "weekdays": ["3"]}
    season = {"start": "9.30", "end": "11.30", "first": "12.8.2026", "last": "16.12.2026"}

    form = slot_form({**data, **season, "words": "klo 13-15"}, slot)

    assert shown(form).sentence == "Wednesdays at 13.00–15.00, 12.8.–16.12.2026"


def test_words_that_are_not_understood_stay_with_a_message_beside_them():
    form = slot_form({"place": make.make_place().pk, "words": "ti 9-11, ei 5.1."})

    assert errors(form) == {"words": ["Not understood: “ei 5.1.”."]}
    assert form["words"].value() == "ti 9-11, ei 5.1."


def test_words_left_over_are_told():
    form = slot_form({"place": make.make_place().pk, "words": "ti 9-11 vauvakahvila"})
    assert "Not read: “vauvakahvila”." in shown(form).warnings


def test_past_season_and_end_before_start_are_warned_of_and_saved():
    place = make.make_place()
    data = {"place": place.pk, "weekdays": ["2"], "start": "22", "end": "2", "last": "1.6.2026"}
    form = slot_form(data)

    reading = shown(form)

    assert "The season is already over." in reading.warnings
    assert any("2.00 is before the start" in warning for warning in reading.warnings)
    assert "This gives no dates to come." in reading.warnings
    second = again(form)
    assert second.is_valid(), second.errors
    assert second.save().ends_next_day


def test_end_corrected_after_the_question_is_no_longer_the_next_day():
    place = make.make_place()
    form = slot_form({"place": place.pk, "weekdays": ["2"], "start": "11", "end": "1"})
    shown(form)

    corrected = again(form, end="13")

    assert shown(corrected).sentence == "Tuesdays at 11.00–13.00"
    assert again(corrected).is_valid()


def test_listed_dates_are_checked_against_their_weekdays():
    place = make.make_place()
    data = {"place": place.pk, "recurrence": "dates", "dates": "ti 3.12., to 10.12."}

    form = slot_form(data)

    assert "The weekday and the date do not match: 3.12.2026 is Thursday." in shown(form).warnings
    assert form["dates"].value() == "3.12.2026, 10.12.2026"
    second = again(form)
    assert second.is_valid()
    assert second.save().dates == [date(2026, 12, 3), date(2026, 12, 10)]


@pytest.mark.parametrize(
    ("name", "typed", "message"),
    [
        ("start", "puoli kymmenen", "Write a time such as 9.30."),
        ("start", "9\x00", "Null characters are not allowed."),
        ("start", "<script>alert(1)</script>", "Write a time such as 9.30."),
        ("start", "🦊", "Write a time such as 9.30."),
        ("first", "30.2.", "Write a date such as 12.8.2026."),
        ("last", "1.6.9999", "Write a date such as 12.8.2026."),
        ("dates", "5.9.–7.9.", "Write dates such as 5.9.2026, 3.10.2026."),
        ("words", "😀 ti 25.61", "Not understood: “25.61”."),
    ],
)
def test_what_cannot_be_read_gets_a_message_and_stays(name, typed, message):
    form = slot_form({"place": make.make_place().pk, "weekdays": ["2"], name: typed})

    assert errors(form) == {name: [message]}
    assert form[name].value() == typed


@pytest.mark.parametrize("name", ["start", "first", "dates", "words"])
def test_what_is_too_long_gets_a_message_and_stays(name):
    typed = "9" * 10_000
    form = slot_form({"place": make.make_place().pk, "weekdays": ["2"], name: typed})

    assert "at most" in errors(form)[name][0]
    assert form[name].value() == typed


def test_slot_of_another_calendar_that_does_not_exist_is_refused():
    data = {"place": make.make_place().pk, "words": "ti 9", "break_calendar": "999999"}
    form = slot_form(data)

    assert list(errors(form)) == ["break_calendar"]
    assert form["words"].value() == "ti 9"
