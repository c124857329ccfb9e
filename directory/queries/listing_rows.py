"""An organisation's services and places by name, for the list from which they are edited."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import QuerySet

from directory.enums import State
from directory.localized import Text, columns, pick
from directory.models import Organisation, Place, Service
from directory.permissions import editable_by
from directory.queries.keepers import Keepers, keepers
from directory.queries.own import kept_places, run_services
from directory.queries.translations import outdated_by_row


@dataclass(frozen=True, slots=True)
class ListingRow:
    """`outdated` is how many of its translations are."""

    pk: int
    slug: str
    name: Text
    state: str
    is_public: bool
    confirmed_on: date | None
    keepers: Keepers
    outdated: int

    @property
    def state_name(self) -> str:
        return State(self.state).label


def listing_rows(
    organisation: Organisation, user: AbstractBaseUser, language: str
) -> tuple[list[ListingRow], list[ListingRow]]:
    services = editable_by(user, run_services(organisation))
    places = editable_by(user, kept_places(organisation))
    outdated = outdated_by_row({Service: services, Place: places})
    return rows_of(services, outdated, language), rows_of(places, outdated, language)


def rows_of(
    listings: QuerySet, outdated: Mapping[tuple[str, int], int], language: str
) -> list[ListingRow]:
    is_place = listings.model is Place
    names = ["name"] if is_place else columns(["name"], language)
    facts = ("pk", "slug", "state", "confirmed_on", "owner__is_approved")
    kept = keepers(listings, language)
    rows = [
        ListingRow(
            pk=row["pk"],
            slug=row["slug"],
            name=Text(row["name"], language) if is_place else pick(row, "name", language),
            state=row["state"],
            is_public=row["state"] == State.PUBLISHED and row["owner__is_approved"],
            confirmed_on=row["confirmed_on"],
            keepers=kept[row["pk"]],
            outdated=outdated[listings.model._meta.db_table, row["pk"]],
        )
        for row in listings.rewrite(False).order_by().values(*facts, *names)
        if row["pk"] in kept
    ]
    return sorted(rows, key=lambda row: (str(row.name).casefold(), row.pk))


def named_like(words: str, rows: Sequence[ListingRow]) -> list[ListingRow]:
    wanted = words.casefold()
    return [row for row in rows if wanted in str(row.name).casefold()]
