"""What a place and a service tell ahead, on a Wednesday morning in November 2026 (week 48)."""

from datetime import date, datetime, time, timedelta

import pytest
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from directory.models import BreakPeriod
from directory.queries.ahead import MOST_NOTICES, REACH
from directory.queries.notices import Notice
from directory.queries.series import service_series
from directory.queries.week import Week, monday_of, place_week
from directory.wording import HELSINKI, InterfaceWords
from tests import factories as make

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 25, 8, 30, tzinfo=HELSINKI)


@pytest.fixture
def talo():
    return make.make_place(slug="talo", name="Koivun talo")


def activity(place, name: str, **slot):
    service = make.make_service(name_fi=name, name_en=name)
    return make.make_slot(service=service, place=place, **slot)


def breaks(*periods: tuple[str, date, date]):
    calendar = make.make_break_calendar()
    for kind, first, last in periods:
        BreakPeriod.objects.create(calendar=calendar, kind=kind, first=first, last=last)
    return calendar


def week_of(place, now: datetime = NOW, start: date | None = None, language: str = "en") -> Week:
    with override(language):
        return place_week(place, monday_of(start or now.date()), now, language, "/en/places/talo/")


def said(notice: Notice) -> str:
    """As the page says it, in one line."""
    names = ", ".join(f"{name.text} {name.days}".strip() for name in notice.names)
    parts = [": ".join(part for part in (names, notice.sentence) if part), notice.reason]
    line = ": ".join(part for part in parts if part)
    if notice.then:
        line += f" > {notice.then.sentence} {notice.then.title}".rstrip()
    return line


def told(place, **options) -> list[str]:
    week = week_of(place, **options)
    return [said(notice) for notice in [*week.notices, *week.coming_up]]


WINTER_BREAK = ("winter", date(2027, 1, 18), date(2027, 1, 24))
CHRISTMAS = ("christmas", date(2026, 12, 21), date(2027, 1, 6))


def test_break_that_takes_everything(talo):
    activity(talo, "Muskari", break_calendar=breaks(WINTER_BREAK))
    assert told(talo) == [
        "No sessions in week 3 (18.–24.1.2027): Winter break"
        " > Next: Wednesday 27 January 9.30–11.30 Muskari"
    ]


def test_break_in_this_year_needs_no_year(talo):
    autumn = ("autumn", date(2026, 12, 7), date(2026, 12, 13))
    make.make_slot(place=talo, break_calendar=breaks(autumn))
    assert told(talo) == [
        "No sessions in week 50 (7.–13.12.): Autumn break"
        " > Open again on Wednesday 16 December 9.30–11.30"
    ]


def test_break_names_those_that_follow_it(talo):
    calendar = breaks(CHRISTMAS)
    activity(talo, "Muskari", break_calendar=calendar)
    activity(talo, "Läksyapu", weekdays=[1], break_calendar=calendar)
    activity(talo, "Perhekahvila", weekdays=[2])
    assert told(talo) == ["Läksyapu, Muskari: No sessions 21.12.2026–6.1.2027: Christmas break"]


def test_break_of_one_day_of_an_activity_tells_which(talo):
    slot = activity(talo, "Muskari", break_calendar=breaks(CHRISTMAS))
    make.make_slot(service=slot.service, place=talo, weekdays=[2])
    assert told(talo) == [
        "Muskari Wednesdays at 9.30–11.30: No sessions 21.12.2026–6.1.2027: Christmas break"
    ]


def test_break_that_takes_nothing_is_not_told(talo):
    calendar = breaks(CHRISTMAS, ("other", date(2026, 12, 7), date(2026, 12, 8)))
    activity(talo, "Muskari", break_calendar=calendar, last=date(2026, 12, 16))
    assert not [line for line in told(talo) if "No sessions" in line]


def test_break_that_a_change_lifts_is_not_told(talo):
    slot = activity(
        talo, "Muskari", break_calendar=breaks(("other", date(2026, 12, 7), date(2026, 12, 13)))
    )
    day = date(2026, 12, 9)
    make.make_change(slot=slot, kind="as_usual", first=day, last=day)
    assert told(talo) == []


def test_same_break_of_two_calendars_is_told_once(talo):
    activity(talo, "Muskari", break_calendar=breaks(CHRISTMAS))
    activity(talo, "Perhekahvila", weekdays=[2], break_calendar=breaks(CHRISTMAS))
    assert len(told(talo)) == 1


def test_closure_and_the_next_opening(talo):
    make.make_slot(place=talo, weekdays=[1, 2, 3, 4], start=time(9), end=time(15))
    activity(talo, "Muskari", weekdays=[1], start=time(8), end=time(9))
    make.make_change(
        place=talo, first=date(2026, 12, 1), last=date(2026, 12, 5), reason="renovation",
        note_en="The floor is being sanded.",
    )  # fmt: skip
    week = week_of(talo)
    assert [said(notice) for notice in week.coming_up] == [
        "Closed 1.–5.12.: Building work > Open again on Monday 7 December 9.00–15.00"
    ]
    assert str(week.coming_up[0].note) == "The floor is being sanded."
    assert week.coming_up[0].then.url == "/en/places/talo/?start=2026-12-07"
    assert week.notices == []


def test_closure_of_this_week_stands_over_the_week(talo):
    make.make_slot(place=talo)
    make.make_change(place=talo, first=date(2026, 11, 25), last=date(2026, 11, 25))
    week = week_of(talo)
    assert [said(notice) for notice in week.notices] == [
        "Closed on Wednesday 25 November > Open again on Wednesday 2 December 9.30–11.30"
    ]
    assert week.coming_up == []
    assert week.next is None


def test_closure_of_the_next_days_stands_over_the_week_even_on_a_sunday(talo):
    make.make_slot(place=talo, weekdays=[1, 2])
    make.make_change(place=talo, first=date(2026, 11, 30), last=None)
    assert week_of(talo).notices == []
    assert len(week_of(talo, now=NOW + timedelta(days=4)).notices) == 1
    assert week_of(talo, now=NOW + timedelta(days=4)).next is None
    past = week_of(talo, now=NOW + timedelta(days=7), start=NOW.date())
    assert (past.notices, len(past.coming_up)) == ([], 1)


def test_next_opening_is_after_a_break_that_follows_the_closure(talo):
    make.make_slot(place=talo, break_calendar=breaks(CHRISTMAS))
    make.make_change(place=talo, first=date(2026, 12, 1), last=date(2026, 12, 20))
    first, second = told(talo)
    assert first == "Closed 1.–20.12. > Open again on Wednesday 13 January 9.30–11.30"
    assert second.startswith("No sessions 21.12.2026–6.1.2027")


def test_next_opening_may_be_a_season_away(talo):
    make.make_slot(place=talo, last=date(2026, 11, 30))
    make.make_slot(place=talo, first=date(2027, 9, 1), start=time(10), end=time(12))
    make.make_change(place=talo, first=date(2026, 11, 25), last=date(2027, 8, 1))
    (line,) = told(talo)
    assert line.endswith("> Open again on Wednesday 1 September 10.00–12.00")


@pytest.mark.parametrize(
    ("first", "sentence"),
    [
        (date(2026, 11, 1), "Closed until further notice"),
        (date(2026, 12, 1), "Closed from 1.12. until further notice"),
    ],
)
def test_closure_until_further_notice(talo, first, sentence):
    make.make_slot(place=talo)
    make.make_change(place=talo, first=first, last=None, reason="renovation")
    assert told(talo) == [f"{sentence}: Building work > It is not known yet when it opens again."]


def test_closure_is_told_where_nothing_would_be_held_anyway(talo):
    make.make_slot(place=talo, first=date(2027, 8, 18))
    make.make_change(place=talo, first=date(2026, 12, 1), last=None)
    assert told(talo)[0].startswith("Closed from 1.12. until further notice")


def test_closure_that_leaves_something_names_what_it_takes(talo):
    activity(talo, "Muskari")
    kept = activity(talo, "Perhekahvila", weekdays=[4])
    make.make_change(place=talo, first=date(2026, 12, 1), last=date(2026, 12, 4))
    make.make_change(slot=kept, kind="as_usual", first=date(2026, 12, 3), last=date(2026, 12, 3))
    assert told(talo) == ["Muskari: No sessions 1.–4.12."]


def test_cancelled_series_of_weeks_is_told_and_one_date_is_not(talo):
    slot = activity(talo, "Muskari")
    activity(talo, "Perhekahvila", weekdays=[2])
    day = date(2026, 12, 2)
    change = make.make_change(slot=slot, first=day, last=day, reason="illness")
    assert told(talo) == []
    change.last = date(2026, 12, 10)
    change.save()
    assert told(talo) == ["Muskari: No sessions 2.–10.12.: Illness"]


def test_holiday_within_two_weeks(talo):
    make.make_slot(place=talo, weekdays=[7])
    assert told(talo) == ["No sessions on Sunday 6 December: Independence Day"]
    assert told(talo, now=NOW - timedelta(days=5)) == []


def test_holiday_names_those_that_rest_when_others_do_not(talo):
    activity(talo, "Muskari", weekdays=[7])
    activity(talo, "Perhekahvila", weekdays=[7], follows_holidays=False)
    assert told(talo) == ["Muskari: No sessions on Sunday 6 December: Independence Day"]


def test_holidays_in_a_row_are_one_notice(talo):
    make.make_slot(place=talo, weekdays=[1, 2, 3, 4, 5, 6])
    assert told(talo, now=datetime(2026, 12, 21, 9, tzinfo=HELSINKI)) == [
        "No sessions 24.–26.12.: Christmas Eve, Christmas Day, Boxing Day"
        " > Open again on Monday 28 December 9.30–11.30",
        "No sessions on Friday 1 January: New Year's Day",
    ]


def test_holiday_inside_a_break_is_told_with_the_break_alone(talo):
    make.make_slot(place=talo, weekdays=[3, 4, 5], break_calendar=breaks(CHRISTMAS))
    (line,) = told(talo, now=datetime(2026, 12, 21, 9, tzinfo=HELSINKI))
    assert line.startswith("No sessions 21.12.2026–6.1.2027: Christmas break")


def test_season_that_begins(talo):
    activity(talo, "Muskari", weekdays=[2], end=None, first=date(2026, 12, 16))
    assert told(talo) == ["Muskari Tuesdays at 9.30: Begins on Tuesday 22 December"]


def test_seasons_that_begin_in_one_week_are_one_notice(talo):
    for weekday, name in ((1, "Läksyapu"), (2, "Muskari"), (4, "Muskari")):
        activity(talo, name, weekdays=[weekday], first=date(2026, 12, 7))
    assert told(talo) == ["Läksyapu, Muskari: Begins in week 50 (7.–10.12.)"]


def test_first_time_is_the_first_that_is_held(talo):
    slot = activity(talo, "Muskari", first=date(2026, 12, 2))
    make.make_change(slot=slot, first=date(2026, 12, 2), last=date(2026, 12, 2))
    assert told(talo) == ["Muskari Wednesdays at 9.30–11.30: Begins on Wednesday 9 December"]


@pytest.mark.parametrize(
    ("season", "is_told"),
    [
        ({"last": date(2026, 12, 18)}, True),
        ({"last": date(2027, 1, 31)}, False),
        ({"first": date(2026, 10, 7), "times": 11}, True),
        ({"first": date(2026, 10, 7), "times": 30}, False),
    ],
)
def test_season_that_ends(talo, season, is_told):
    activity(talo, "Muskari", **season)
    last = "Muskari Wednesdays at 9.30–11.30: Last time on Wednesday 16 December"
    assert told(talo) == ([last] if is_told else [])


def test_season_that_goes_straight_on_neither_ends_nor_begins(talo):
    slot = activity(talo, "Muskari", last=date(2026, 12, 9))
    make.make_slot(service=slot.service, place=talo, first=date(2026, 12, 14))
    assert told(talo) == []


def test_week_without_sessions_says_when_the_next_one_is(talo):
    activity(talo, "Perhekahvila", weekdays=[2], first=date(2026, 12, 8))
    next_ = week_of(talo).next
    assert (next_.sentence, str(next_.title), next_.url) == (
        "Next: Tuesday 8 December 9.30–11.30",
        "Perhekahvila",
        "/en/places/talo/?start=2026-12-07",
    )


def test_week_that_has_more_to_come_says_no_next(talo):
    make.make_slot(place=talo)
    assert week_of(talo).next is None
    afterwards = week_of(talo, now=NOW.replace(hour=12)).next
    assert afterwards.sentence == "Open again on Wednesday 2 December 9.30–11.30"


def test_week_of_the_past_says_no_next(talo):
    make.make_slot(place=talo, first=date(2026, 12, 1))
    assert week_of(talo, start=date(2026, 11, 16)).next is None


def test_place_whose_programme_is_over_says_that_nobody_knows(talo):
    make.make_slot(place=talo, first=date(2027, 1, 13), last=date(2027, 1, 20))
    make.make_change(place=talo, first=date(2027, 1, 13), last=date(2027, 1, 30))
    assert week_of(talo).next.sentence == "It is not known yet when it opens again."
    assert week_of(make.make_place()).next is None


def test_later_week_tells_what_is_ahead_of_it(talo):
    winter = ("winter", date(2027, 2, 22), date(2027, 2, 28))
    make.make_slot(place=talo, weekdays=[2], break_calendar=breaks(winter))
    assert told(talo) == []
    (line,) = told(talo, start=date(2027, 1, 4))
    assert line.startswith("No sessions in week 8 (22.–28.2.2027): Winter break")


def test_hidden_listings_are_not_named(talo):
    calendar = breaks(CHRISTMAS)
    unapproved = make.make_organisation(is_approved=False)
    for state in ({"state": "draft"}, {"owner": unapproved}):
        service = make.make_service(name_fi="Salainen", **state)
        make.make_slot(
            service=service, place=talo, break_calendar=calendar, last=date(2026, 12, 30)
        )
        make.make_slot(service=service, place=talo, first=date(2026, 12, 2))
    hidden = make.make_place(name="Salainen", state="draft")
    make.make_change(place=hidden, first=date(2026, 12, 1), last=None)
    activity(talo, "Muskari", break_calendar=calendar)
    lines = told(talo)
    assert len(lines) == 1
    assert "Salainen" not in lines[0]


def test_no_more_lines_than_anyone_reads(talo):
    for n in range(12):
        period = ("other", date(2026, 12, 7 + n), date(2026, 12, 7 + n))
        activity(talo, f"Kerho {n}", weekdays=[1, 2, 3, 4, 5, 6], break_calendar=breaks(period))
    lines = told(talo)
    assert len(lines) == MOST_NOTICES
    assert lines[0] == "Kerho 0: No sessions on Monday 7 December: Break"


def test_many_names_are_cut_short(talo):
    calendar = breaks(CHRISTMAS)
    for n in range(8):
        activity(talo, f"Kerho {n}", break_calendar=calendar)
    activity(talo, "Perhekahvila", weekdays=[2])
    (notice,) = week_of(talo).coming_up
    assert (len(notice.shown_names), notice.more_names) == (5, 3)


DAYS = st.integers(-20, 80).map(lambda n: NOW.date() + timedelta(days=n))
PERIODS = st.tuples(DAYS, st.integers(0, 25))


@given(closed=PERIODS, weekdays=st.sets(st.integers(1, 7), min_size=1))
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_session_is_held_in_a_told_closure_and_one_when_it_opens(talo, closed, weekdays):
    talo.slots.all().delete()
    talo.changes.all().delete()
    make.make_slot(place=talo, weekdays=sorted(weekdays), follows_holidays=False)
    first, last = closed[0], closed[0] + timedelta(days=closed[1])
    make.make_change(place=talo, first=first, last=last)
    week = week_of(talo)
    notices = [*week.notices, *week.coming_up]
    assert bool(notices) == (last >= NOW.date() and first <= NOW.date() + REACH)
    for notice in notices:
        opens = notice.then.day
        assert opens > last and opens.isoweekday() in weekdays
        assert (opens - last).days <= 7


def series_of(slot):
    with override("en"):
        return service_series(slot.service, "en", NOW)


def test_service_tells_its_breaks_and_the_place_where_they_are(talo):
    slot = activity(talo, "Muskari", break_calendar=breaks(CHRISTMAS))
    assert [said(one) for one in series_of(slot).notices] == [
        "No sessions 21.12.2026–6.1.2027: Christmas break"
    ]
    other = make.make_place(name="Kirkko")
    make.make_slot(service=slot.service, place=other, weekdays=[4], follows_holidays=False)
    assert [said(one) for one in series_of(slot).notices] == [
        "Koivun talo: No sessions 21.12.2026–6.1.2027: Christmas break"
    ]


def test_service_shows_the_cancelled_next_session_and_the_one_after_it(talo):
    slot = activity(talo, "Muskari")
    make.make_change(slot=slot, reason="illness")
    (line,) = series_of(slot).lines
    assert (line.cancelled.day, line.cancelled.reason) == (date(2026, 11, 25), "Illness")
    assert line.next.day == date(2026, 12, 2)


def test_service_finds_the_next_session_after_a_long_closure(talo):
    slot = activity(talo, "Muskari")
    make.make_change(place=talo, first=date(2026, 11, 1), last=date(2027, 8, 1))
    assert series_of(slot).lines[0].next.day == date(2027, 8, 4)
    make.make_change(place=talo, first=date(2026, 11, 1), last=None)
    (line,) = series_of(slot).lines
    assert (line.next, line.is_unknown) == (None, True)


@pytest.mark.parametrize(
    ("first", "last", "season"),
    [
        (date(2026, 8, 12), date(2026, 12, 16), "12.8.–16.12."),
        (date(2026, 12, 1), date(2026, 12, 16), "1.–16.12."),
        (date(2026, 8, 12), date(2027, 5, 31), "12.8.2026–31.5.2027"),
        (date(2027, 1, 12), date(2027, 5, 31), "12.1.–31.5.2027"),
        (date(2027, 1, 12), None, "12.1.2027–"),
        (date(2026, 8, 12), None, "12.8.–"),
        (None, date(2027, 5, 31), "–31.5.2027"),
        (None, date(2026, 12, 16), "–16.12."),
    ],
)
def test_season_of_another_year_is_said_with_the_year(first, last, season):
    assert InterfaceWords("en", NOW.date()).date_range(first, last) == season


def test_listed_dates_of_another_year_are_said_with_the_year():
    days = [date(2026, 12, 1), date(2027, 1, 5)]
    assert InterfaceWords("en", NOW.date()).date_list(days) == "1.12. and 5.1.2027"
