"""What nobody has confirmed lately: of one organisation for its staff, and counted for the site."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from typing import NamedTuple

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import BooleanField, Count, F, Func, Max, Q, QuerySet, Value
from django.urls import reverse
from django.utils.translation import gettext as _

from directory.enums import RecurrenceChoices
from directory.localized import Text, columns, pick
from directory.models import Organisation, Place, Service, Slot
from directory.permissions import editable_by
from directory.queries.one_offs import title_of
from directory.queries.own import kept_places, own_slots, run_services
from directory.queries.programme import SLOT_FIELDS
from directory.schedule import describe
from directory.wording import InterfaceWords

MOST_ROWS = 200
MOST_ORGANISATIONS = 500
NEVER = date.min


@dataclass(frozen=True, slots=True)
class StaleRow:
    """`key` names the row among all kinds, such as slot-12."""

    key: str
    title: Text
    detail: str
    place: str
    confirmed_on: date | None
    edit_url: str


class Tie(NamedTuple):
    """A row that is an organisation's to confirm."""

    organisation: int
    kind: str
    row: int
    day: date | None


@dataclass(slots=True)
class Tally:
    """One organisation's unconfirmed lines and listings."""

    slots: int = 0
    listings: int = 0
    days: list[date] = field(default_factory=list)
    organisation: Organisation | None = None
    name: Text | None = None

    @property
    def oldest(self) -> date | None:
        """None when something has never been confirmed."""
        first = min(self.days)
        return None if first == NEVER else first


def on_show(slots: QuerySet, today: date) -> QuerySet:
    """What families see and will see again: a list of dates may be over although no end is set."""
    coming = Func(
        Value(today),
        F("dates"),
        template="(%(expressions)s))",
        arg_joiner=" <= ANY (",
        output_field=BooleanField(),
    )
    undated = ~Q(recurrence=RecurrenceChoices.DATES)
    return slots.published().not_ended(today).alias(coming=coming).filter(undated | Q(coming=True))


def stale_rows(
    organisation: Organisation, user: AbstractBaseUser, language: str, today: date
) -> list[StaleRow]:
    """What families see of the organisation's own, oldest first; three queries."""
    rows = chain(
        slot_rows(on_show(own_slots(organisation, user), today).stale(today), language),
        service_rows(
            editable_by(user, run_services(organisation)).published().stale(today), language
        ),
        place_rows(editable_by(user, kept_places(organisation)).published().stale(today)),
    )
    return sorted(rows, key=lambda row: (row.confirmed_on or NEVER, str(row.title), row.key))


def slot_rows(slots: QuerySet, language: str) -> Iterable[StaleRow]:
    names = [f"service__{name}" for name in columns(["name"], language)]
    words = InterfaceWords(language)
    rows = slots.rewrite(False).select_related("service", "place")
    for slot in rows.only(*SLOT_FIELDS, *names, "place__name"):
        yield StaleRow(
            key=f"slot-{slot.pk}",
            title=title_of(slot.service, language),
            detail=describe(slot.rule, words),
            place=slot.place.name if slot.place else "",
            confirmed_on=slot.confirmed_on,
            edit_url=reverse("slot_edit", args=[slot.uid]),
        )


def service_rows(services: QuerySet, language: str) -> Iterable[StaleRow]:
    rows = services.rewrite(False).only("slug", "confirmed_on", *columns(["name"], language))
    for service in rows:
        yield StaleRow(
            key=f"service-{service.pk}",
            title=pick(service, "name", language),
            detail=_("The page of the service: texts, contacts, facts"),
            place="",
            confirmed_on=service.confirmed_on,
            edit_url=reverse("admin:directory_service_change", args=[service.pk]),
        )


def place_rows(places: QuerySet) -> Iterable[StaleRow]:
    for place in places.rewrite(False).only("slug", "confirmed_on", "name"):
        yield StaleRow(
            key=f"place-{place.pk}",
            title=Text(place.name, "fi"),
            detail=_("The page of the place: address, texts, contacts"),
            place="",
            confirmed_on=place.confirmed_on,
            edit_url=reverse("admin:directory_place_change", args=[place.pk]),
        )


def asked_rows(
    organisation: Organisation, user: AbstractBaseUser, keys: Iterable[str]
) -> list[QuerySet]:
    """The organisation's own among the rows that are named, stale or not; the rest is left out."""
    own = {
        "slot": own_slots(organisation, user),
        "service": editable_by(user, run_services(organisation)),
        "place": editable_by(user, kept_places(organisation)),
    }
    asked: dict[str, list[str]] = {kind: [] for kind in own}
    for key in list(keys)[:MOST_ROWS]:
        kind, _hyphen, number = key.partition("-")
        if kind in asked and number.isascii() and number.isdigit() and len(number) < 19:
            asked[kind].append(number)
    return [rows.filter(pk__in=asked[kind]) for kind, rows in own.items() if asked[kind]]


def stale_ties(today: date) -> tuple[set[Tie], set[Tie]]:
    """Those of lines, then those of services and places.

    `slots_run_by`, `services_run_by` and `places_kept_by` seen from the rows' side: all at once.
    """
    slots = on_show(Slot.objects.all(), today).stale(today)
    led = slots.filter(organisers__isnull=True)
    plain = led.filter(service__isnull=True)
    services, places = (model.objects.published().stale(today) for model in (Service, Place))
    lines = tied(slots, "organisers")
    lines |= tied(led, "service__owner") | tied(led, "service__organisers")
    lines |= tied(plain, "place__owner") | tied(plain, "place__coordinator")
    listings = tied(services, "owner") | tied(services, "organisers")
    return lines, listings | tied(places, "owner") | tied(places, "coordinator")


def tied(rows: QuerySet, path: str) -> set[Tie]:
    found = rows.filter(**{f"{path}__isnull": False}).order_by()
    kind = rows.model._meta.model_name
    return {
        Tie(organisation, kind, key, day)
        for organisation, key, day in found.values_list(path, "pk", "confirmed_on")
    }


def stale_organisations(today: date) -> set[int]:
    return {tie.organisation for tie in chain(*stale_ties(today))}


def tallies(language: str, today: date) -> list[Tally]:
    """Every organisation with something unconfirmed, that with the oldest first."""
    found: defaultdict[int, Tally] = defaultdict(Tally)
    lines, listings = stale_ties(today)
    for tie in lines:
        found[tie.organisation].slots += 1
    for tie in listings:
        found[tie.organisation].listings += 1
    for tie in chain(lines, listings):
        found[tie.organisation].days.append(tie.day or NEVER)
    first = sorted(found, key=lambda key: (min(found[key].days), key))[:MOST_ORGANISATIONS]
    for organisation in counted_organisations(first, language):
        found[organisation.pk].organisation = organisation
        found[organisation.pk].name = pick(organisation, "name", language)
    return [found[key] for key in first]


def counted_organisations(keys: list[int], language: str) -> QuerySet:
    """With how many people each has, and the week when they were last asked."""
    rows = Organisation.objects.rewrite(False).filter(pk__in=keys)
    people = Count("memberships", distinct=True)
    return rows.annotate(people=people, asked=Max("reminders__monday")).only(
        "slug", *columns(["name"], language)
    )
