from datetime import date

import pytest

from directory.enums import HOLIDAY_NAMES
from directory.holidays import KEYS, holidays_between


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 4, 3), "good_friday"),
        (date(2026, 6, 19), "midsummer_eve"),
        (date(2026, 10, 31), "all_saints"),
        (date(2027, 3, 29), "easter_monday"),
        (date(2027, 5, 6), "ascension_day"),
        (date(2028, 12, 6), "independence_day"),
    ],
)
def test_holiday_falls_on(day, name):
    assert holidays_between(day, day) == {day: name}


def test_every_holiday_for_thirty_years_has_a_name():
    found = set(holidays_between(date(2020, 1, 1), date(2050, 12, 31)).values())
    assert found == set(KEYS.values()) == set(HOLIDAY_NAMES)


def test_range_over_new_year_takes_both_years():
    found = holidays_between(date(2026, 12, 24), date(2027, 1, 6))
    assert list(found.values()) == [
        "christmas_eve", "christmas_day", "second_christmas_day", "new_year", "epiphany",
    ]  # fmt: skip
