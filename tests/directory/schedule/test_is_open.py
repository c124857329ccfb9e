"""Whether it is going on at a moment, clock changes and nights included."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from directory.schedule import DayPart, Occurrence, Rule, expand, is_open
from tests.directory.schedule.timetable import cancelled, other_time, rule, slot

HELSINKI = ZoneInfo("Europe/Helsinki")
HOUR = timedelta(hours=1)


def occurrence(given: Rule, day: date) -> Occurrence:
    (found,) = expand([slot(given)], first=day, last=day)
    return found


def helsinki(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=HELSINKI)


def utc(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-11-25 09:59:59", False),
        ("2026-11-25 10:00", True),
        ("2026-11-25 11:59:59", True),
        ("2026-11-25 12:00", False),
        ("2026-11-24 11:00", False),
        ("2026-11-26 11:00", False),
    ],
)
def test_is_open_from_its_start_until_before_its_end(moment: str, expected: bool) -> None:
    assert is_open(occurrence(rule(), date(2026, 11, 25)), helsinki(moment)) is expected


@pytest.mark.parametrize(
    ("day", "opens"),
    [
        (date(2026, 3, 22), "2026-03-22 08:00"),
        (date(2026, 3, 29), "2026-03-29 07:00"),
        (date(2026, 10, 18), "2026-10-18 07:00"),
        (date(2026, 10, 25), "2026-10-25 08:00"),
    ],
)
def test_is_open_at_ten_on_the_wall_over_both_clock_changes(day: date, opens: str) -> None:
    sunday = occurrence(rule("7"), day)

    assert is_open(sunday, utc(opens)) is True
    assert is_open(sunday, utc(opens) - timedelta(seconds=1)) is False


def test_is_open_through_the_hour_that_comes_twice() -> None:
    night = occurrence(rule("6", "22-5+"), date(2026, 10, 24))

    open_hours = [
        hour for hour in range(24) if is_open(night, utc("2026-10-24 12:00") + hour * HOUR)
    ]

    # From 22.00 (19.00 UTC) to 5.00 (3.00 UTC) is eight hours that night.
    assert open_hours == list(range(7, 15))


def test_is_open_tells_the_two_same_hours_apart() -> None:
    night = occurrence(rule("7", "3.30-5"), date(2026, 10, 25))
    moment = helsinki("2026-10-25 03:10")

    assert is_open(night, moment) is False
    assert is_open(night, moment.replace(fold=1)) is True


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-11-27 20:59", False),
        ("2026-11-27 21:00", True),
        ("2026-11-28 00:59", True),
        ("2026-11-28 01:00", False),
        ("2026-11-27 00:30", False),
    ],
)
def test_is_open_past_midnight(moment: str, expected: bool) -> None:
    night = occurrence(rule("5", "21-1+"), date(2026, 11, 27))

    assert is_open(night, helsinki(moment)) is expected


@pytest.mark.parametrize("given", [rule(at="10-"), rule(at="-12"), rule(at="-")])
def test_is_open_is_unknown_on_its_day_without_both_times(given: Rule) -> None:
    found = occurrence(given, date(2026, 11, 25))

    assert is_open(found, helsinki("2026-11-25 11:00")) is None
    assert is_open(found, helsinki("2026-11-24 23:59")) is False
    assert is_open(found, helsinki("2026-11-26 00:00")) is False


def test_is_open_is_unknown_by_part_of_the_day() -> None:
    found = occurrence(rule(at="-", day_part=DayPart.ALL_DAY), date(2026, 11, 25))

    assert is_open(found, helsinki("2026-11-25 11:00")) is None


def test_is_open_asks_for_the_day_in_helsinki() -> None:
    found = occurrence(rule(at="-"), date(2026, 11, 25))

    assert is_open(found, utc("2026-11-24 22:30")) is None
    assert is_open(found, utc("2026-11-25 22:30")) is False


def test_is_open_never_when_cancelled() -> None:
    day = date(2026, 11, 25)
    (found,) = expand([slot(rule())], first=day, last=day, changes=[cancelled("2026-11-25")])

    assert is_open(found, helsinki("2026-11-25 11:00")) is False


def test_is_open_at_its_new_time() -> None:
    day = date(2026, 11, 25)
    later = other_time("2026-11-25", "13-14")
    (found,) = expand([slot(rule())], first=day, last=day, changes=[later])

    assert is_open(found, helsinki("2026-11-25 11:00")) is False
    assert is_open(found, helsinki("2026-11-25 13:30")) is True


def test_is_open_refuses_a_moment_without_a_zone() -> None:
    with pytest.raises(ValueError, match="aware"):
        is_open(occurrence(rule(), date(2026, 11, 25)), datetime(2026, 11, 25, 11))


def test_starts_and_ends_in_the_zone_asked() -> None:
    night = occurrence(rule("5", "21-1+"), date(2026, 11, 27))
    unknown = occurrence(rule(at="-"), date(2026, 11, 25))

    assert night.starts_at(HELSINKI) == helsinki("2026-11-27 21:00")
    assert night.ends_at(HELSINKI) == helsinki("2026-11-28 01:00")
    assert (unknown.starts_at(HELSINKI), unknown.ends_at(HELSINKI)) == (None, None)
