"""Dates of the demo data, written relative to the day of loading so that it is never stale."""

import re
from datetime import date, time, timedelta

WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
RELATIVE = re.compile(r"(?P<base>[a-z-]+?)(?P<step>[+-]\d+[dw])?")
SEASON = re.compile(r"(?P<year>year|nextyear)-(?P<month>\d\d)-(?P<day>\d\d)")


def demo_date(text: str | date, today: date) -> date:
    """ "today-3d", "tuesday+1w", "first-of-month", "year-08-12", "nextyear-05-31" or ISO.

    "year-MM-DD" is that day of the season in course, the latest one not after today;
    "nextyear-MM-DD" the first such day after the season's 1 August.
    """
    if isinstance(text, date):
        return text
    if season := SEASON.fullmatch(text):
        return season_day(season["year"], int(season["month"]), int(season["day"]), today)
    if found := RELATIVE.fullmatch(text):
        return base_day(found["base"], today) + step(found["step"])
    return date.fromisoformat(text)


def season_day(kind: str, month: int, day: int, today: date) -> date:
    if kind == "year":
        this_year = date(today.year, month, day)
        return this_year if this_year <= today else date(today.year - 1, month, day)
    season_start = season_day("year", 8, 1, today)
    candidate = date(season_start.year, month, day)
    return candidate if candidate > season_start else date(season_start.year + 1, month, day)


def base_day(name: str, today: date) -> date:
    if name == "today":
        return today
    if name == "first-of-month":
        return today.replace(day=1)
    return today + timedelta(days=WEEKDAYS.index(name) - today.weekday())


def step(text: str | None) -> timedelta:
    if not text:
        return timedelta()
    return int(text[:-1]) * timedelta(days=7 if text.endswith("w") else 1)


def demo_time(text: str | time | None) -> time | None:
    """ "9.30" or "9:30"."""
    if text is None or isinstance(text, time):
        return text
    hours, minutes = text.replace(":", ".").split(".")
    return time(int(hours), int(minutes))
