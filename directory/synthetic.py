"""A synthetic country for measuring: believable sizes and spread, names that mean nothing."""

import random
from collections.abc import Iterator
from datetime import date, time, timedelta
from itertools import islice
from typing import Any, TypeVar

import pgtrigger
from django.db import transaction
from django.db.models import Model

from directory.models import (
    Area,
    Category,
    Organisation,
    Place,
    ScheduleChange,
    Service,
    Slot,
)

BATCH = 2000
COUNTIES, MUNICIPALITIES = 21, 309
# A smaller country has fewer municipalities, each as full of services as in the whole one.
SERVICES_IN_MUNICIPALITY = 97
ACTIVITIES = ["perhekahvila", "muskari", "vauvakerho", "neuvonta", "isäryhmä", "kielikerho"]
NAMES = ["Kuusi", "Koivu", "Lehto", "Ranta", "Niitty", "Harju", "Laakso", "Saari", "Pelto"]
Row = TypeVar("Row", bound=Model)


@transaction.atomic
@pgtrigger.ignore()
def make_country(*, services: int, slots: int, today: date, seed: int = 1) -> None:
    """Adds that many services and slots, with their areas, organisations and places.

    The history triggers are off: nobody changed anything here.
    """
    rng = random.Random(seed)
    municipalities = make_areas(
        rng, max(1, min(MUNICIPALITIES, services // SERVICES_IN_MUNICIPALITY))
    )
    organisations = create(
        Organisation,
        (
            Organisation(
                slug=f"synthetic-{n}", kind="ngo", name_fi=f"Yhdistys {n}", is_approved=True
            )
            for n in range(max(10, services // 20))
        ),
    )
    places = create(
        Place,
        (
            synthetic_place(n, rng, rng.choice(municipalities), rng.choice(organisations))
            for n in range(max(10, services // 5))
        ),
    )
    made = create(
        Service, (synthetic_service(n, rng, rng.choice(organisations)) for n in range(services))
    )
    link(rng, made, municipalities)
    spread = (
        synthetic_slot(rng, rng.choice(made), rng.choice(places), today) for _ in range(slots)
    )
    lines = create(Slot, spread)
    create(
        ScheduleChange,
        (
            synthetic_change(rng, slot, places, today)
            for slot in rng.sample(lines, k=min(len(lines), slots // 100))
        ),
    )


def create(model: type[Row], rows: Iterator[Row]) -> list[Row]:
    """Writes the rows in batches, so that memory holds one batch of full rows at a time."""
    made: list[Row] = []
    while batch := list(islice(rows, BATCH)):
        made += model._default_manager.bulk_create(batch)
    return made


def make_areas(rng: random.Random, municipalities: int) -> list[Area]:
    top = min(COUNTIES, municipalities)
    counties = create(
        Area,
        (Area(slug=f"county-{n}", kind="county", name_fi=f"Maakunta {n}") for n in range(top)),
    )
    return create(
        Area,
        (
            Area(
                slug=f"municipality-{n}",
                kind="municipality",
                parent=counties[n % top],
                name_fi=f"{NAMES[n % len(NAMES)]}kunta {n}",
                latitude=rng.uniform(60, 69),
                longitude=rng.uniform(21, 30),
            )
            for n in range(municipalities)
        ),
    )


def synthetic_place(n: int, rng: random.Random, area: Area, owner: Organisation) -> Place:
    return Place(
        slug=f"synthetic-place-{n}",
        kind=rng.choice(["meeting_place", "open_daycare", "family_cafe", "other"]),
        name=f"{rng.choice(NAMES)}talo {n}",
        area=area,
        owner=owner,
        coordinator=owner,
        state="published",
        summary_fi="Perheiden yhteinen paikka.",
        street=f"{rng.choice(NAMES)}tie {n % 90 + 1}",
        postal_code=f"{n % 90000 + 10000}",
        city=area.name_fi,
        latitude=area.latitude + rng.uniform(-0.1, 0.1),
        longitude=area.longitude + rng.uniform(-0.2, 0.2),
        confirmed_on=date(2026, 1, 1),
    )


def synthetic_service(n: int, rng: random.Random, owner: Organisation) -> Service:
    activity = rng.choice(ACTIVITIES)
    return Service(
        slug=f"synthetic-{n}",
        owner=owner,
        state="published",
        name_fi=f"{rng.choice(NAMES)}n {activity} {n}",
        name_sv=f"Grupp {n}",
        summary_fi=f"Avoin {activity} koko perheelle, kahvia ja seuraa.",
        summary_en="Open to the whole family, with coffee and company.",
        age_from=rng.choice([None, 0, 12, 36]),
        age_to=rng.choice([None, 84, 155]),
        languages=rng.sample(["fi", "sv", "en", "ru", "so", "ar"], k=2),
        delivery=[rng.choice(["place", "place", "place", "online"])],
        access=rng.choice(["drop_in", "drop_in", "register"]),
        is_free=rng.random() < 0.8,
    )


def link(rng: random.Random, services: list[Service], areas: list[Area]) -> None:
    categories = list(Category.objects.values_list("pk", flat=True))
    ties: list[tuple[type[Model], Iterator[dict[str, Any]]]] = [
        (
            Service.organisers.through,
            ({"service_id": s.pk, "organisation_id": s.owner_id} for s in services),
        ),
        (
            Service.areas.through,
            ({"service_id": s.pk, "area_id": rng.choice(areas).pk} for s in services),
        ),
    ]
    if categories:
        ties.append(
            (
                Service.categories.through,
                ({"service_id": s.pk, "category_id": rng.choice(categories)} for s in services),
            )
        )
    for through, rows in ties:
        create(through, (through(**row) for row in rows))


def synthetic_slot(rng: random.Random, service: Service, place: Place, today: date) -> Slot:
    hour = rng.randint(8, 18)
    clock = {"start": time(hour, rng.choice([0, 30])), "end": time(hour + 2, 0)}
    if rng.random() < 0.1:
        clock = {"day_part": rng.choice(["morning", "midday", "afternoon"])}
    return Slot(
        service=service,
        place=place,
        weekdays=[rng.randint(1, 5)],
        recurrence=rng.choice(["weekly"] * 8 + ["odd_weeks", "even_weeks"]),
        first=today - timedelta(days=rng.randint(61, 400)),
        last=today + timedelta(days=rng.randint(-60, 300)) if rng.random() < 0.9 else None,
        confirmed_on=today - timedelta(days=rng.randint(0, 30)),
        **clock,
    )


def synthetic_change(
    rng: random.Random, slot: Slot, places: list[Place], today: date
) -> ScheduleChange:
    """Half of what differs is cancelled; the rest is at another time, at another place or extra."""
    day = today + timedelta(days=(slot.weekdays[0] - today.isoweekday()) % 7)
    kind = rng.choice(["cancelled"] * 5 + ["other_time"] * 2 + ["other_place", "extra", "extra"])
    hour = rng.randint(8, 18)
    says: dict[str, Any] = {}
    if kind in ("other_time", "extra"):
        says = {"start": time(hour), "end": time(hour + 2)}
    if kind == "other_place":
        says = {"new_place": rng.choice(places)}
    return ScheduleChange(
        slot=slot, kind=kind, first=day, last=day, reason=rng.choice(["illness", "event"]), **says
    )
