"""What is on at a place, and the notices in which it and its services tell what is ahead."""

from datetime import date, datetime

from django.utils.translation import override

from directory.models import BreakPeriod
from directory.queries.notices import Notice
from directory.queries.series import service_series
from directory.queries.week import Week, monday_of, place_week
from directory.wording import HELSINKI
from tests import factories as make

NOW = datetime(2026, 11, 25, 8, 30, tzinfo=HELSINKI)
CHRISTMAS = ("christmas", date(2026, 12, 21), date(2027, 1, 6))


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


def series_of(slot):
    with override("en"):
        return service_series(slot.service, "en", NOW)
