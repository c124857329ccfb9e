"""What nobody has confirmed lately: of one organisation for its staff, and counted for the site."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import chain

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import (
    BooleanField,
    Count,
    DateField,
    F,
    Func,
    Max,
    Min,
    Q,
    QuerySet,
    Value,
)
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _

from directory.enums import RecurrenceChoices
from directory.localized import Text, columns, pick
from directory.models import Organisation, Place, Service, Slot
from directory.permissions import by_runner, editable_by
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


@dataclass(slots=True)
class Tally:
    """One organisation's unconfirmed lines and listings."""

    slots: int = 0
    listings: int = 0
    first: date = date.max
    organisation: Organisation | None = None
    name: Text | None = None

    @property
    def oldest(self) -> date | None:
        """None when something has never been confirmed."""
        return None if self.first == NEVER else self.first

    def add(self, first: date, *, slots: int = 0, listings: int = 0) -> None:
        self.slots += slots
        self.listings += listings
        self.first = min(self.first, first)


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
            edit_url=reverse("service_edit", args=[service.slug]),
        )


def place_rows(places: QuerySet) -> Iterable[StaleRow]:
    for place in places.rewrite(False).only("slug", "confirmed_on", "name"):
        yield StaleRow(
            key=f"place-{place.pk}",
            title=Text(place.name, "fi"),
            detail=_("The page of the place: address, texts, contacts"),
            place="",
            confirmed_on=place.confirmed_on,
            edit_url=reverse("place_edit", args=[place.slug]),
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


def stale_counts(rows: QuerySet) -> list[dict]:
    """For each organisation that runs any of the rows: `runner`, `count` and the `first` day."""
    day = Coalesce("confirmed_on", Value(NEVER), output_field=DateField())
    return [
        found
        for part in by_runner(rows)
        for found in part.order_by().values("runner").annotate(count=Count("pk"), first=Min(day))
    ]


def stale_tallies(today: date) -> dict[int, Tally]:
    """Of every organisation with something unconfirmed, by its key."""
    found: defaultdict[int, Tally] = defaultdict(Tally)
    slots = on_show(Slot.objects.all(), today).stale(today)
    listings = [model.objects.published().stale(today) for model in (Service, Place)]
    for row in stale_counts(slots):
        found[row["runner"]].add(row["first"], slots=row["count"])
    for row in chain.from_iterable(map(stale_counts, listings)):
        found[row["runner"]].add(row["first"], listings=row["count"])
    return found


def tallies(language: str, today: date) -> list[Tally]:
    """Every organisation with something unconfirmed, that with the oldest first."""
    found = stale_tallies(today)
    keys = sorted(found, key=lambda key: (found[key].first, key))[:MOST_ORGANISATIONS]
    for organisation in counted_organisations(keys, language):
        found[organisation.pk].organisation = organisation
        found[organisation.pk].name = pick(organisation, "name", language)
    return [found[key] for key in keys]


def counted_organisations(keys: list[int], language: str) -> QuerySet:
    """With how many people each has, and the week when they were last asked."""
    rows = Organisation.objects.rewrite(False).filter(pk__in=keys)
    people = Count("memberships", distinct=True)
    return rows.annotate(people=people, asked=Max("reminders__monday")).only(
        "slug", *columns(["name"], language)
    )
