"""What the tests here write and ask with."""

from datetime import date, datetime, time
from uuid import uuid4

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from directory.enums import Reason
from directory.models import Slot
from directory.wording import HELSINKI
from tests import factories as make
from tests.staff.desk_cast import (
    address,
    version,
)

HOSTILE = [
    "<script>alert(1)</script>",
    "\u202eoikealta",
    "👶🏽🎈",
    "\x00",
    "a" * 10_000,
    "' OR 1=1 --",
    "31.2.2026",
    "9999-99-99",
]


def page(client, path="/staff/") -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def cancel(client, slot, **data):
    return client.post(
        address(slot, "cancel"), {"reason": "illness", "version": version(slot), **data}
    )


def move(client, slot, **data):
    base = {"day": "25.11.2026", "start": "9.30", "end": "11.30", "version": version(slot)}
    return client.post(address(slot, "move"), base | data)


def said(reason, language):
    with override(language):
        return str(Reason(reason).label)


def queries_with(cast, count, path):
    for _n in range(count - Slot.objects.filter(service__owner=cast.a).count() + 2):
        service = make.make_service(owner=cast.a)
        slot = make.make_slot(service=service, place=make.make_place())
        make.make_change(slot=slot)
    page(cast.aino, path)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        page(cast.aino, path)
    return len(queries)


def last_thursday(cast, **values):
    day = date(2026, 11, 19)
    base = {"kind": "extra", "first": day, "last": day, "start": time(17), "new_place": cast.place}
    return make.make_change(**{"service": cast.cafe} | base | values)


SUNDAY_EVENING = datetime(2026, 11, 29, 20, 0, tzinfo=HELSINKI)


def one_off(cast, **data):
    base = {
        "uid": str(uuid4()), "about": f"service-{cast.cafe.pk}", "day": "28.11.2026",
        "start": "10", "end": "12", "place": cast.place.pk, "note_fi": "Ylimääräinen",
    }  # fmt: skip
    return base | data


def closure(**data):
    base = {
        "uid": str(uuid4()), "about": "organisation", "first": "25.11.2026", "last": "25.11.2026",
        "reason": "illness",
    }  # fmt: skip
    return base | data


def at_beetas(cast, **values):
    """A one-off of B's own at its house, which a closure of the house leaves on."""
    circle = make.make_service(owner=cast.b, name_en="Story circle")
    base = {"service": circle, "kind": "extra", "start": time(17), "new_place": cast.place}
    return make.make_change(**base | values)


def close_the_house(cast, **data):
    return cast.bertta.post("/staff/closures/add/", closure(about=f"place-{cast.place.pk}", **data))


def add_line(cast, **data):
    base = {"form_uid": str(uuid4()), "recurrence": "weekly", "interval": "1"}
    return cast.aino.post("/staff/slots/add/", base | data)


def fields_of(response, name="form") -> dict:
    """What the page would post as it stands."""
    form = response.context[name]
    values = {name: form[name].value() for name in form.fields}
    return {name: value for name, value in values.items() if value not in (None, False, "")}


def paths(cast) -> dict[str, str]:
    extra = make.make_change(service=cast.cafe, kind="extra", start=time(17))
    closed = make.make_change(
        organisation=cast.a, first=date(2026, 12, 24), last=date(2026, 12, 24)
    )
    slot = f"/staff/slots/{cast.slot.uid}/"
    shared = ["/staff/", "/staff/slots/", "/staff/slots/add/", "/staff/one-offs/add/",
              "/staff/closures/add/", "/staff/week/copy/"]  # fmt: skip
    own = [slot, f"{slot}end/", address(cast.slot), f"/staff/one-offs/{extra.uid}/"]
    posts = [address(cast.slot, name) for name in ("cancel", "move", "as-usual")]
    posts += [f"/staff/one-offs/{extra.uid}/{name}/" for name in ("cancel", "restore")]
    posts += [f"/staff/closures/{closed.uid}/open/"]
    wide = ["/staff/week/confirm/", "/staff/undo/"]
    return (
        dict.fromkeys(shared, "shared")
        | dict.fromkeys(own, "own")
        | dict.fromkeys(posts, "post")
        | dict.fromkeys(wide, "wide")
    )


def asked(client, path, kind):
    return client.post(path) if kind in ("post", "wide") else client.get(path)
