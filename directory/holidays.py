"""Finland's public holidays by name, computed for each year and never stored as dates."""

from datetime import date
from functools import lru_cache

from holidays import country_holidays

# The library's English names, mapped to keys that enums.HOLIDAY_NAMES translates.
KEYS = {
    "New Year's Day": "new_year",
    "Epiphany": "epiphany",
    "Good Friday": "good_friday",
    "Easter Sunday": "easter_sunday",
    "Easter Monday": "easter_monday",
    "May Day": "may_day",
    "Ascension Day": "ascension_day",
    "Pentecost": "pentecost",
    "Midsummer Eve": "midsummer_eve",
    "Midsummer Day": "midsummer_day",
    "All Saints' Day": "all_saints",
    "Independence Day": "independence_day",
    "Christmas Eve": "christmas_eve",
    "Christmas Day": "christmas_day",
    "Second Day of Christmas": "second_christmas_day",
}


@lru_cache(maxsize=16)
def _year(year: int) -> dict[date, str]:
    return {
        day: KEYS[name.split("; ")[0]]  # two can fall on one day, as in 2008
        for day, name in country_holidays("FI", years=[year], language="en_US").items()
    }


def holidays_between(first: date, last: date) -> dict[date, str]:
    """Key of each holiday by its date, both ends included."""
    years = range(first.year, last.year + 1)
    return {day: key for year in years for day, key in _year(year).items() if first <= day <= last}
