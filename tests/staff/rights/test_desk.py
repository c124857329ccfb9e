"""Who gets in where: every page of the desk, as each of seven people.

The table says who may; all others must be refused, and nobody's page may say another
organisation's secret word. A new page without a line in the table fails.
"""

from typing import Any

import pytest
from django.urls import reverse

from directory import staff_urls
from directory.models import (
    Organisation,
    Place,
    Service,
    Slot,
)
from tests.staff.rights.addresses import DESK
from tests.staff.rights.people import AALTO, NAAPURI, OWN, PIILO, SITE, WITH_DESK
from tests.staff.rights.rows import DAY, Cast

pytestmark = pytest.mark.django_db


def desk_urls() -> list[str]:
    return [pattern.name for pattern in staff_urls.urlpatterns]


def test_every_url_of_the_desk_has_a_line_in_the_table():
    assert sorted(desk_urls()) == sorted(DESK)


def test_only_who_owns_a_house_archives_it(visit):
    house = visit.cast.rows[AALTO].public[Place]
    visit.get(f"/staff/archive/place/{house.pk}/", visit.person in OWN)
    for step in ("", "restore/"):
        visit.post(f"/staff/archive/place/{house.pk}/{step}", visit.person in OWN)


def test_desk(visit):
    for name, (row, reads, writes) in DESK.items():
        path = reverse(name, kwargs=row(visit.cast))
        if reads is not None:
            visit.get(path, visit.person in reads)
        if writes is not None:
            visit.post(path, visit.person in writes)
            visit.post(path, None, foreign_ids(visit.cast))


def foreign_ids(cast: Cast) -> dict[str, Any]:
    """Every field of the desk's forms that names a row, naming the neighbour's."""
    rows = cast.rows[NAAPURI]
    names = {
        "service": Service, "place": Place, "slot": Slot, "organisation": Organisation,
        "new_place": Place, "organisers": Organisation, "target": Service,
    }  # fmt: skip
    keys = {name: (rows.own | {Organisation: rows.organisation})[model].pk
            for name, model in names.items()}  # fmt: skip
    return {
        **keys, "organisation": NAAPURI, "uid": str(rows.own[Slot].uid),
        "form_uid": str(rows.own[Slot].uid), "day": DAY.isoformat(),
        "first": DAY.isoformat(), "kind": "cancelled", "reason": "illness", "start": "10",
        "end": "11", "weekdays": "3", "recurrence": "weekly", "role": "manager",
        "slots": rows.own[Slot].pk, "history": "0" * 32, "words": "ke 9-10",
    }  # fmt: skip


def test_desk_of_another_organisation_by_its_name_in_the_address(visit):
    for name, (row, reads, _writes) in DESK.items():
        if reads is WITH_DESK:
            path = reverse(name, kwargs=row(visit.cast))
            visit.get(f"{path}?organisation={AALTO}", visit.person in OWN)
            visit.get(f"{path}?organisation={PIILO}", visit.person in SITE)
