"""What staff type: shown back before it is saved, warned of, never lost."""

from datetime import date, datetime, time, timedelta

import pytest
from django.utils import translation

from directory.actions.closures import close_places
from directory.forms.breaks import BreakPeriodForm
from directory.forms.change import ScheduleChangeForm
from directory.forms.closure import ClosePlacesForm
from directory.forms.read_back import dated
from directory.forms.slot import SlotForm
from directory.models import BreakPeriod, ScheduleChange, Slot
from directory.queries.week import place_sessions
from directory.wording import HELSINKI
from tests import factories as make

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 25)


@pytest.fixture(autouse=True)
def in_english():
    with translation.override("en"):
        yield


def slot_form(data, slot=None):
    base = {"recurrence": "weekly", "interval": "1", "follows_holidays": "on"}
    return dated(SlotForm, TODAY)({**base, **data}, instance=slot)


def again(form, **changes):
    """What the browser sends when the page that came back is saved as it is."""
    data = form.data.copy()
    for name, value in changes.items():
        data[name] = value
    arguments = {"places": form.places} if hasattr(form, "places") else {"instance": fresh(form)}
    return type(form)(data, **arguments)


def fresh(form):
    return type(form.instance).objects.filter(pk=form.instance.pk).first()


def shown(form):
    assert not form.is_valid()
    assert form.read_back is not None, form.errors
    return form.read_back


def errors(form):
    assert not form.is_valid()
    assert form.read_back is None
    return dict(form.errors)


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


def break_form(**data):
    calendar = make.make_break_calendar()
    return dated(BreakPeriodForm, TODAY)(data, instance=BreakPeriod(calendar=calendar))


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("syysloma vk 42", "Autumn break 18.–24.10.2027"),
        ("autumn break week 42/2026", "Autumn break 12.–18.10.2026"),
        ("höstlov vecka 42", "Autumn break 18.–24.10.2027"),
        ("joululoma 21.12.-6.1.", "Christmas break 21.12.2026–6.1.2027"),
        ("12.–18.10.", "Break 12.–18.10.2027"),
        ("sportlov 22.2.2027", "Winter break 22.2.2027"),
    ],
)
def test_break_in_own_words_is_shown_back(words, sentence):
    form = break_form(words=words)
    assert shown(form).sentence == sentence
    second = type(form)(form.data, instance=form.instance)
    assert second.is_valid(), second.errors


def test_break_typed_as_two_dates_is_saved_at_once():
    assert break_form(kind="autumn", first="12.10.2026", last="18.10.2026").is_valid()


@pytest.mark.parametrize(
    "words", ["vk 54", "syysloma", "1.6. alkaen", "\U0001f383 42", "5.10., 7.10."]
)
def test_break_that_is_no_period_gets_a_message_and_stays(words):
    form = break_form(words=words)
    assert list(errors(form)) == ["words"]
    assert form["words"].value() == words


def test_break_with_a_date_missing_says_which():
    assert list(errors(break_form(kind="autumn", first="12.10.2026"))) == ["last"]


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


def close(form):
    days = {name: form.cleaned_data[name] for name in ("first", "last")}
    close_places(places=form.places, told=form.explanation, **days)


def cancelled_at(place):
    monday = date(2026, 11, 30)
    sunday = monday + timedelta(days=6)
    now = datetime(2026, 11, 25, 8, 30, tzinfo=HELSINKI)
    return sum(one.is_cancelled for one in place_sessions(place, monday, sunday, now, "en"))


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
