"""An organisation's services and places by name, for the list from which they are edited."""

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import QuerySet

from directory.enums import State
from directory.localized import Text, columns, pick
from directory.models import Organisation
from directory.permissions import editable_by
from directory.queries.own import kept_places, run_services


@dataclass(frozen=True, slots=True)
class ListingRow:
    pk: int
    slug: str
    name: Text
    state: str
    is_public: bool
    confirmed_on: date | None

    @property
    def state_name(self) -> str:
        return State(self.state).label


def listing_rows(
    organisation: Organisation, user: AbstractBaseUser, language: str
) -> tuple[list[ListingRow], list[ListingRow]]:
    services = editable_by(user, run_services(organisation))
    places = editable_by(user, kept_places(organisation))
    named = columns(["name"], language)
    return rows_of(services, named, language), rows_of(places, ["name"], language)


def rows_of(listings: QuerySet, names: list[str], language: str) -> list[ListingRow]:
    facts = ("pk", "slug", "state", "confirmed_on", "owner__is_approved")
    found = listings.rewrite(False).order_by().values(*facts, *names)
    rows = [listing_row(row, names, language) for row in found]
    return sorted(rows, key=lambda row: (str(row.name).casefold(), row.pk))


def listing_row(row: dict, names: list[str], language: str) -> ListingRow:
    is_place = names == ["name"]
    return ListingRow(
        pk=row["pk"],
        slug=row["slug"],
        name=Text(row["name"], language) if is_place else pick(row, "name", language),
        state=row["state"],
        is_public=row["state"] == State.PUBLISHED and row["owner__is_approved"],
        confirmed_on=row["confirmed_on"],
    )
