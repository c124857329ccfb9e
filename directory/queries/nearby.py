"""The places around the reader. The position comes in the address, rounded, and is kept nowhere."""

import math
from typing import NamedTuple

from babel.units import format_unit
from django.db.models import F

from directory.models import Area, Place
from directory.wording import locale

REACH_KM = 30
KM_PER_DEGREE = 111.2
MOST_PLACES = 200
LONGEST_POSITION = 40


class Position(NamedTuple):
    latitude: float
    longitude: float


def position_asked(near: str | None) -> Position | None:
    """The position of `?near=60.31,25.04`; None when it is none on Earth."""
    parts = (near or "")[:LONGEST_POSITION].split(",")
    try:
        latitude, longitude = (float(part) for part in parts)
    except ValueError:
        return None
    # Comparing this way round refuses what is not a number, too.
    if abs(latitude) < 90 and abs(longitude) <= 180:
        return Position(latitude, longitude)
    return None


def rounded(position: Position | None) -> str:
    """To about a kilometre, however exact it came."""
    return f"{position.latitude:.2f},{position.longitude:.2f}" if position else ""


def places_near(position: Position, area: str | None = None) -> dict[int, float]:
    """Published places within reach, the nearest first, with their distances in kilometres."""
    latitude, longitude = position
    shrink = math.cos(math.radians(latitude))
    tall = REACH_KM / KM_PER_DEGREE
    wide = min(tall / shrink, 360)
    across, along = F("latitude") - latitude, (F("longitude") - longitude) * shrink
    box = Place.objects.published().filter(
        latitude__range=(latitude - tall, latitude + tall),
        longitude__range=(longitude - wide, longitude + wide),
    )
    if area:
        box = box.filter(area__in=Area.objects.within(area).values("pk"))
    rows = box.order_by(across * across + along * along, "pk").values_list(
        "pk", "latitude", "longitude"
    )
    distances = {key: kilometres(position, Position(*at)) for key, *at in rows[:MOST_PLACES]}
    near = {key: away for key, away in distances.items() if away <= REACH_KM}
    return dict(sorted(near.items(), key=lambda pair: (pair[1], pair[0])))


def kilometres(one: Position, other: Position) -> float:
    """Along the ground; exact enough within a city."""
    north = one.latitude - other.latitude
    middle = math.radians((one.latitude + other.latitude) / 2)
    east = (one.longitude - other.longitude) * math.cos(middle)
    return math.hypot(north, east) * KM_PER_DEGREE


def distance_label(km: float, language: str) -> str:
    """ "1,2 km" as the language writes it; whole kilometres from ten on."""
    digits = "0" if km >= 9.95 else "0.0"
    return format_unit(km, "kilometer", length="short", format=digits, locale=locale(language))
