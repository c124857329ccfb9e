"""What the services' list should hold, by the database, one condition after another."""

from datetime import date, timedelta

from django.db.models import Q

from directory.models import Place, Service, Slot
from directory.queries.facet_rows import COMING_DAYS, FLAGS
from directory.queries.matching import for_age, held_or_meant

TODAY = date(2026, 11, 25)
Chosen = dict[str, list[str]]


def asked_apart(chosen: Chosen) -> set[int]:
    found = set(Service.objects.published().values_list("pk", flat=True))
    for name, values in chosen.items():
        if name not in ("day", "time"):
            found &= set().union(*(answering(name, value) for value in values))
    if chosen.get("day") or chosen.get("time"):
        lines = Slot.objects.published().not_ended(TODAY).filter(service__isnull=False)
        found &= {line.service_id for line in lines if is_then(line, chosen)}
    return found


def answering(name: str, value: str) -> set[int]:
    services = Service.objects.published().order_by()
    keys: set[int] = set()
    for condition in conditions(name, value):
        keys |= set(services.filter(condition).values_list("pk", flat=True))
    return keys


def conditions(name: str, value: str) -> list[Q]:
    """Any of them will do."""
    if name in FLAGS:
        return [FLAGS[name]]
    if name == "age":
        return [for_age(value)]
    if name == "area":
        return [Q(pk__in=held_or_meant(value, TODAY))]
    if name == "category":
        return [Q(categories__slug=value), Q(categories__parent__slug=value)]
    if name == "language":
        return [Q(languages__contains=[value])]
    places = Place.objects.published().filter(accessibility__contains=[value])
    current = Slot.objects.published().not_ended(TODAY).filter(place__in=places)
    return [Q(accessibility__contains=[value]), Q(places__in=places), Q(slots__in=current)]


def is_then(line: Slot, chosen: Chosen) -> bool:
    last = TODAY + timedelta(days=COMING_DAYS - 1)
    if line.first and line.first > last:
        return False
    dates = [day for day in line.dates if TODAY <= day <= last]
    days = {*map(str, line.weekdays), *(str(day.isoweekday()) for day in dates)}
    is_on_request = line.recurrence == "on_request"
    on_day = days & set(chosen["day"]) if chosen.get("day") else days or is_on_request
    return bool(on_day and (not chosen.get("time") or times_of(line) & set(chosen["time"])))


def times_of(line: Slot) -> set[str]:
    if line.start:
        hour = line.start.hour
        return {"morning" if hour < 12 else "afternoon" if hour < 16 else "evening"}
    of_part = {"": set(), "midday": {"afternoon"}, "all_day": {"morning", "afternoon", "evening"}}
    return of_part.get(line.day_part, {line.day_part})
