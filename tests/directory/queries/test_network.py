"""The network's week and its days in pages: what is there, once, and what is not."""

import random
from datetime import date, datetime, time, timedelta

import pytest
from django.db.models import Q
from django.http import QueryDict

from directory.filters import WeekFilter
from directory.models import BreakPeriod, Slot
from directory.queries.network import day_asked, network_day, network_week
from directory.queries.programme import load_slots, programme
from directory.queries.selection import Selection, places_in
from directory.queries.session import Session
from directory.schedule.dates import rule_dates
from directory.wording import HELSINKI
from tests import factories as make
from tests.query_counts import costly, counted_in

pytestmark = pytest.mark.django_db
MONDAY, WEDNESDAY, THURSDAY = date(2026, 11, 23), date(2026, 11, 25), date(2026, 11, 26)
NOW = datetime(2026, 11, 25, 8, 30, tzinfo=HELSINKI)
MOST_QUERIES = 12  # a week, and a page of one day
WEEKLY = ["weekly", "odd_weeks", "even_weeks"]


def selection(query: str = "") -> Selection:
    return WeekFilter(QueryDict(query)).selection


def week_of(query: str = "", monday: date = MONDAY) -> dict[date, list[Session]]:
    return {day.date: day.sessions for day in network_week(selection(query), monday, NOW, "fi")}


def wednesday(query: str = "") -> list[Session]:
    return week_of(query)[WEDNESDAY]


def titles(sessions: list[Session]) -> list[str]:
    return [str(session.title) for session in sessions]


@pytest.fixture
def vantaa():
    """A county, a municipality in it and a district of that, with a place in the district."""
    county = make.make_area(slug="county", name_fi="Maakunta")
    town = make.make_area(slug="vantaa", kind="municipality", parent=county, name_fi="Vantaa")
    district = make.make_area(slug="koivu", kind="district", parent=town, name_fi="Koivu")
    return make.make_place(name="Koivun talo", area=district)


@pytest.fixture
def elsewhere():
    return make.make_place(name="Kemin talo", area=make.make_area(slug="kemi"))


def club(place, name: str = "Kerho", **values):
    """A drop-in club on Wednesdays 9.30–11.30."""
    own = {key: values.pop(key) for key in list(values) if key in SERVICE_FIELDS}
    return make.make_slot(service=make.make_service(name_fi=name, **own), place=place, **values)


SERVICE_FIELDS = {"access", "age_from", "age_to", "expecting", "languages", "categories", "areas"}
SERVICE_FIELDS |= {"state", "owner", "delivery", "organisers"}


@pytest.mark.parametrize("area", ["county", "vantaa", "koivu"])
def test_area_holds_what_lies_in_the_areas_within(vantaa, elsewhere, area):
    club(vantaa, "Täällä")
    club(elsewhere, "Muualla")
    assert titles(wednesday(f"area={area}")) == ["Täällä"]
    assert titles(wednesday("area=kemi")) == ["Muualla"]
    assert titles(wednesday()) == ["Täällä", "Muualla"]


def test_open_hours_stand_among_activities_in_order_of_the_clock(vantaa):
    club(vantaa, "Kerho", start=time(10), end=time(11))
    make.make_slot(place=vantaa, start=time(9), end=time(15))
    club(vantaa, "Ennen", start=time(9), end=time(10))
    assert [(s.time, str(s.title)) for s in wednesday("area=vantaa")] == [
        ("9.00–10.00", "Ennen"),
        ("9.00–15.00", "Open"),
        ("10.00–11.00", "Kerho"),
    ]


def test_what_needs_sign_up_is_shown_when_asked_for(vantaa):
    club(vantaa, "Avoin")
    club(vantaa, "Kurssi", access="register")
    club(None, "Puhelin", areas=[vantaa.area], delivery=["phone"])
    assert titles(wednesday("area=vantaa")) == ["Avoin"]
    assert titles(wednesday("area=vantaa&sign_up=on")) == ["Avoin", "Kurssi", "Puhelin"]
    assert titles(wednesday("sign_up=on")) == ["Avoin", "Kurssi", "Puhelin"]


def test_changed_phone_hours_are_left_out_too(vantaa, elsewhere):
    slot = club(None, "Puhelin", areas=[elsewhere.area], delivery=["phone"])
    make.make_change(slot=slot, kind="other_time", start=time(9), end=time(10))
    for query in ("", "area=vantaa", "area=kemi", "area=vantaa&sign_up=on"):
        assert titles(wednesday(query)) == []
    assert titles(wednesday("area=kemi&sign_up=on")) == ["Puhelin"]


@pytest.mark.parametrize(("area", "shown"), [("vantaa", ["Puhelin"]), ("kemi", [])])
def test_what_has_no_place_is_in_the_areas_it_is_meant_for(vantaa, elsewhere, area, shown):
    club(None, "Puhelin", areas=[vantaa.area.parent.parent], delivery=["phone"])
    assert titles(wednesday(f"area={area}&sign_up=on")) == shown


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("category=music", ["Muskari"]),
        ("category=culture", ["Muskari"]),
        ("category=baby", ["Vauvat"]),
        ("age=0", ["Muskari", "Open", "Vauvat"]),
        ("age=7", ["Muskari", "Open"]),
        ("age=expecting", ["Vauvat"]),
        ("language=so", ["Vauvat"]),
        ("language=so&category=music", []),
        ("age=99&category=none&language=xx&area=atlantis", ["Muskari", "Open", "Vauvat"]),
    ],
)
def test_each_filter(vantaa, query, shown):
    culture = make.make_category(slug="culture")
    music = make.make_category(slug="music", parent=culture)
    baby = make.make_category(slug="baby")
    club(vantaa, "Muskari", categories=[music], languages=["fi"])
    club(vantaa, "Vauvat", categories=[baby], languages=["so"], age_to=11, expecting=True)
    make.make_slot(place=vantaa)
    assert sorted(titles(wednesday(query))) == shown


def test_hidden_listings_stay_hidden(vantaa, elsewhere):
    pending = make.make_organisation(is_approved=False)
    club(vantaa, "Luonnos", state="draft")
    club(vantaa, "Odottaa", owner=pending)
    club(make.make_place(area=vantaa.area, state="archived"), "Piilossa")
    hidden = make.make_place(area=vantaa.area, owner=pending, name="Salainen talo")
    make.make_slot(place=hidden)
    secret = make.make_service(name_fi="Salainen", state="draft")
    make.make_change(service=secret, kind="extra", new_place=vantaa, start=time(9), end=time(10))
    moved = club(elsewhere, "Muutti")
    make.make_change(slot=moved, kind="other_place", new_place=hidden)
    for query in ("", "area=vantaa", "area=vantaa&sign_up=on"):
        seen = wednesday(query)
        assert [s.place_name for s in seen] == ([] if query else [""])
    assert titles(wednesday()) == ["Muutti"]


def test_moved_into_and_out_of_the_area(vantaa, elsewhere):
    leaves, comes = club(vantaa, "Lähtee"), club(elsewhere, "Tulee")
    make.make_change(slot=leaves, kind="other_place", new_place=elsewhere)
    make.make_change(slot=comes, kind="other_place", new_place=vantaa)
    for area in ("vantaa", "kemi"):
        seen = {str(s.title): s.moved_to for s in wednesday(f"area={area}")}
        assert seen == {"Lähtee": "Kemin talo", "Tulee": "Koivun talo"}
    assert sorted(titles(wednesday())) == ["Lähtee", "Tulee"]


def test_place_that_moves_for_a_while_brings_its_programme(vantaa, elsewhere):
    club(elsewhere, "Tulee")
    make.make_change(place=elsewhere, kind="other_place", last=None, new_place=vantaa)
    assert titles(wednesday("area=vantaa")) == ["Tulee"]


def test_session_moved_to_another_day_is_told_on_both(vantaa):
    slot = club(vantaa)
    make.make_change(slot=slot, kind="other_time", new_date=THURSDAY, start=time(13), end=time(14))
    week = week_of("area=vantaa")
    assert [(s.time, s.held_on != "") for s in week[WEDNESDAY]] == [("9.30–11.30", True)]
    assert [(s.time, s.was_time) for s in week[THURSDAY]] == [
        ("13.00–14.00", "ke 25.11. 9.30–11.30")
    ]


def test_cancelled_with_its_reason(vantaa):
    slot = club(vantaa)
    make.make_change(slot=slot, kind="cancelled", reason="illness")
    [session] = wednesday("area=vantaa")
    assert (session.is_cancelled, session.reason) == (True, "Illness")


def test_break_and_holiday_cancel_with_their_names(vantaa):
    calendar = make.make_break_calendar()
    BreakPeriod.objects.create(
        calendar=calendar, kind="christmas", first=date(2026, 12, 21), last=date(2027, 1, 6)
    )
    club(vantaa, break_calendar=calendar)
    [session] = week_of(monday=date(2026, 12, 21))[date(2026, 12, 23)]
    assert session.reason == "Christmas break"
    [epiphany] = week_of(monday=date(2027, 1, 4))[date(2027, 1, 6)]
    assert (epiphany.is_cancelled, epiphany.reason) == (True, "Epiphany")


def test_extras_of_a_slot_a_service_and_a_place(vantaa, elsewhere):
    slot = club(vantaa, "Kerho")
    service = make.make_service(name_fi="Palvelu")
    hours = {
        "kind": "extra",
        "first": THURSDAY,
        "last": THURSDAY,
        "start": time(16),
        "end": time(18),
    }
    make.make_change(slot=slot, **hours)
    make.make_change(service=service, new_place=vantaa, **hours)
    make.make_change(place=vantaa, **hours)
    make.make_change(place=elsewhere, **hours)
    assert sorted(titles(week_of("area=vantaa")[THURSDAY])) == ["Kerho", "Open", "Palvelu"]
    assert len(week_of()[THURSDAY]) == 4


def test_extra_that_needs_sign_up_is_left_out_too(vantaa):
    course = make.make_service(name_fi="Kurssi", access="register")
    make.make_change(service=course, kind="extra", new_place=vantaa, start=time(9), end=time(10))
    assert titles(wednesday("area=vantaa")) == []
    assert titles(wednesday("area=vantaa&sign_up=on")) == ["Kurssi"]


def test_open_now_is_marked(vantaa):
    club(vantaa, start=time(8), end=time(9))
    club(vantaa, start=time(9), end=time(10))
    assert [s.is_open_now for s in wednesday()] == [True, False]


def test_long_day_is_cut_and_says_so(vantaa):
    for n in range(13):
        club(vantaa, f"Kerho {n}", start=time(8 + n), end=time(9 + n), weekdays=[2, 3])
    [tuesday, today] = network_week(selection(), MONDAY, NOW, "fi", most=12)[1:3]
    assert titles(today.sessions) == [f"Kerho {n}" for n in range(12)]
    assert (tuesday.has_more, today.has_more, tuesday.is_past, today.is_past) == (
        True,
        True,
        True,
        False,
    )


def test_change_shows_on_the_page_where_its_new_time_falls(vantaa):
    for n in range(4):
        club(vantaa, f"Kerho {n}", start=time(9 + n), end=time(10 + n))
    retimed = Slot.objects.get(start=time(9))
    make.make_change(slot=retimed, kind="other_time", start=time(11, 30), end=time(12))
    pages = [network_day(selection(), WEDNESDAY, n, NOW, "fi", most=2) for n in (1, 2, 3)]
    assert titles(pages[0].sessions) == ["Kerho 1"]
    assert titles(pages[1].sessions) == ["Kerho 2", "Kerho 0", "Kerho 3"]
    assert pages[2] is None


def random_day(rng: random.Random, places: list) -> None:
    """Slots that meet on that Wednesday or not, and changes of every kind about it."""
    service = make.make_service()
    for _ in range(25):
        start = rng.choice([None, time(9), time(9), time(10), time(rng.randint(8, 18))])
        end = rng.choice([None, time(20), time(21)])
        make.make_slot(
            service=service,
            place=rng.choice([*places, *places, None]),
            weekdays=rng.sample(range(1, 8), k=rng.randint(1, 4)),
            recurrence=rng.choice(WEEKLY),
            start=start,
            end=end,
        )
    for slot in rng.sample(list(Slot.objects.all()), k=14):
        random_change(rng, slot, places)
    make.make_change(
        service=service, kind="extra", new_place=places[0], start=time(10), end=time(11)
    )


def random_change(rng: random.Random, slot: Slot, places: list) -> None:
    day = rng.choice([WEDNESDAY, WEDNESDAY, THURSDAY])
    start = time(rng.randint(8, 18))
    says = {
        "cancelled": {},
        "other_time": {"start": start, "end": time(20)},
        "moved_day": {"new_date": rng.choice([MONDAY, WEDNESDAY, THURSDAY]), "start": start},
        "other_place": {"new_place": rng.choice(places)},
        "extra": {"start": start, "end": time(20), "new_place": rng.choice([None, *places])},
    }
    kind = rng.choice(list(says))
    stored = "other_time" if kind == "moved_day" else kind
    make.make_change(slot=slot, kind=stored, first=day, last=day, **says[kind])


def identity(session: Session) -> tuple:
    seen = session.occurrence
    return seen.series, seen.change, seen.scheduled_day, session.day, session.is_gap


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize(
    ("area", "is_placeless_shown"), [("", True), ("", False), ("vantaa", False)]
)
def test_pages_of_a_day_lose_nothing_and_show_nothing_twice(
    vantaa, elsewhere, seed, area, is_placeless_shown
):
    random_day(random.Random(seed), [vantaa, elsewhere])
    places = places_in(area) if area else None
    chosen = Selection(Q(), places, Q() if is_placeless_shown else None)
    every = programme(
        load_slots(Slot.objects.all(), "fi"),
        first=WEDNESDAY,
        last=WEDNESDAY,
        language="fi",
        today=WEDNESDAY,
        extras=Q(place__isnull=False) | Q(service__isnull=False),
    )
    wanted = sorted(repr(identity(s)) for s in every if chosen.concerns(s))
    for most in (3, 30):
        shown, number = [], 1
        while page := network_day(chosen, WEDNESDAY, number, NOW, "fi", most):
            shown += page.sessions
            number += 1
            assert page.has_more or network_day(chosen, WEDNESDAY, number, NOW, "fi", most) is None
        assert sorted(repr(identity(s)) for s in shown) == wanted
    week = network_week(chosen, MONDAY, NOW, "fi", most=100)
    assert sorted(repr(identity(s)) for s in week[2].sessions) == wanted


def random_rule(rng: random.Random) -> dict:
    kind = rng.choice([*WEEKLY, "every_n_weeks", "monthly", "dates", "on_request"])
    first = rng.choice([None, date(2026, 1, 1) + timedelta(days=rng.randint(0, 400))])
    days = [date(2026, 12, 1) + timedelta(days=rng.randint(0, 60)) for _ in range(5)]
    return {
        "recurrence": kind,
        "weekdays": rng.sample(range(1, 8), k=rng.randint(1, 3)),
        "interval": rng.randint(1, 5),
        "anchor": date(2026, 6, 1) + timedelta(days=rng.randint(0, 400)),
        "nth": rng.sample([1, 2, 3, 4, 5, -1], k=rng.randint(1, 2)),
        "dates": days,
        "first": first,
        "last": rng.choice([None, date(2027, 1, 3)]) if first is None else None,
    }


def test_sql_gives_the_days_that_the_engine_gives():
    """Over the turn of a year of 53 weeks."""
    rng = random.Random(53)
    service = make.make_service()
    for _ in range(120):
        make.make_slot(service=service, **random_rule(rng))
    slots = list(Slot.objects.all())
    for n in range(35):
        day = date(2026, 12, 10) + timedelta(days=n)
        wanted = {slot.pk for slot in slots if list(rule_dates(slot.rule, day, day))}
        assert set(Slot.objects.held_on(day).values_list("pk", flat=True)) == wanted, day


def test_queries_do_not_grow_with_sessions(vantaa):
    counts = {query: [] for query in ("", "area=vantaa", "area=vantaa&sign_up=on")}
    for added in (1, 2, 27):
        for _ in range(added):
            club(vantaa)
        for query, found in counts.items():
            with counted_in(found):
                week_of(query)
                network_day(selection(query), WEDNESDAY, 1, NOW, "fi")
    assert not costly(counts, MOST_QUERIES)


@pytest.mark.parametrize(
    ("asked", "day", "is_wrong"),
    [
        (None, None, False),
        ("2026-11-27", date(2026, 11, 27), False),
        ("2026-02-30", None, True),
        ("9999-12-31", None, True),
        ("keskiviikko\0", None, True),
    ],
)
def test_day_asked(asked, day, is_wrong):
    found, error = day_asked(asked, WEDNESDAY)
    assert (found, error != "") == (day, is_wrong)
