"""Plain opening hours merge; whatever has a name, a gap or an unknown does not."""

from datetime import date

from directory.schedule import Change, Occurrence, Scope, Series, expand, merge_opening_hours
from tests.directory.schedule.timetable import (
    ELSEWHERE,
    HOME,
    SERVICE,
    cancelled,
    extra,
    other_time,
    rule,
    shown,
)

WEDNESDAY = date(2026, 11, 25)


def hours(key: int, at: str, service: int | None = None, place: int = HOME) -> Series:
    return Series(key=key, rule=rule("3", at), service=service, place=place)


def on(*series: Series, changes: tuple[Change, ...] = ()) -> list[Occurrence]:
    return expand(series, first=WEDNESDAY, last=WEDNESDAY, changes=changes)


def merged(*series: Series, changes: tuple[Change, ...] = ()) -> list[str]:
    return [shown(one) for one in merge_opening_hours(on(*series, changes=changes))]


def test_overlapping_hours_merge() -> None:
    assert merged(hours(1, "9-12"), hours(2, "11-15")) == ["Wed 2026-11-25 9-15"]


def test_hours_that_meet_merge() -> None:
    assert merged(hours(1, "9-12"), hours(2, "12-15"), hours(3, "15-16")) == ["Wed 2026-11-25 9-16"]


def test_hours_within_hours_vanish() -> None:
    assert merged(hours(1, "9-15"), hours(2, "10-11"), hours(3, "14-16")) == ["Wed 2026-11-25 9-16"]


def test_hours_past_midnight_merge() -> None:
    assert merged(hours(1, "20-1+"), hours(2, "18-23")) == ["Wed 2026-11-25 18-1+ #2"]


def test_a_gap_keeps_hours_apart() -> None:
    assert merged(hours(1, "9-12"), hours(2, "12.01-15")) == [
        "Wed 2026-11-25 9-12",
        "Wed 2026-11-25 12.01-15 #2",
    ]


def test_places_stay_apart() -> None:
    assert len(merged(hours(1, "9-12"), hours(2, "9-12", place=ELSEWHERE))) == 2


def test_days_stay_apart() -> None:
    both = [Series(key=1, rule=rule("34", "9-12"), place=HOME)]
    found = expand(both, first=WEDNESDAY, last=date(2026, 11, 26))

    assert merge_opening_hours(found) == found


def test_named_activities_never_merge() -> None:
    café, club = hours(2, "10-12", service=SERVICE), hours(3, "11-13", service=SERVICE)

    assert merged(hours(1, "9-15"), café, club) == [
        "Wed 2026-11-25 9-15",
        "Wed 2026-11-25 10-12 #2",
        "Wed 2026-11-25 11-13 #3",
    ]


def test_a_named_activity_does_not_keep_hours_apart() -> None:
    café = hours(3, "10-12", service=SERVICE)

    assert merged(hours(1, "9-11"), café, hours(2, "11-15")) == [
        "Wed 2026-11-25 9-15",
        "Wed 2026-11-25 10-12 #3",
    ]


def test_cancelled_hours_stay_marked() -> None:
    assert merged(hours(1, "9-12"), hours(2, "11-15"), changes=(cancelled("2026-11-25"),)) == [
        "Wed 2026-11-25 9-12 x change 1",
        "Wed 2026-11-25 11-15 #2",
    ]


def test_hours_without_both_times_stay_apart() -> None:
    assert len(merged(hours(1, "9-"), hours(2, "9-12"), hours(3, "-12"), hours(4, "-"))) == 4


def test_an_extra_lengthens_the_hours() -> None:
    longer = extra("2026-11-25", "15-18", Scope.PLACE)

    assert merged(hours(1, "9-15"), changes=(longer,)) == ["Wed 2026-11-25 9-18"]


def test_merged_hours_keep_what_shaped_them() -> None:
    later = other_time("2026-11-25", "10-12")

    (found,) = merge_opening_hours(on(hours(1, "9-12"), hours(2, "12-15"), changes=(later,)))

    assert found.changes == (later,)
    assert shown(found) == "Wed 2026-11-25 10-15 (was 9-15)"


def test_nothing_merges_to_nothing() -> None:
    assert merge_opening_hours([]) == []
