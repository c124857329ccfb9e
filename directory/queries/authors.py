"""Who wrote what the history keeps: a person to colleagues, an organisation to others."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser

from directory.localized import Text, columns, pick
from directory.models import Membership
from directory.permissions import organisations_of
from directory.queries.history import Entry, Values


@dataclass(frozen=True, slots=True)
class Author:
    """`name` only for who works with them; for others, where they work."""

    name: str
    organisations: list[Text]
    is_administrator: bool


def authors(entries: Iterable[Entry], viewer: AbstractBaseUser, language: str) -> dict[int, Author]:
    users = get_user_model().objects.in_bulk({entry.author for entry in entries} - {None})
    own = set(organisations_of(viewer).values_list("organisation", flat=True))
    works_in = defaultdict(list)
    names = columns(["name"], language)
    memberships = Membership.objects.filter(user__in=users).order_by("organisation")
    of_users = memberships.values(
        "user_id", "organisation_id", *(f"organisation__{n}" for n in names)
    )
    for row in of_users:
        works_in[row["user_id"]].append(row)
    return {
        key: Author(
            name=full_name(user) if sees_name(viewer, own, user, works_in[key]) else "",
            organisations=[organisation_name(row, language) for row in works_in[key]],
            is_administrator=user.is_superuser,
        )
        for key, user in users.items()
    }


def sees_name(
    viewer: AbstractBaseUser, own: set[int], user: AbstractBaseUser, works_in: list[Values]
) -> bool:
    is_colleague = any(row["organisation_id"] in own for row in works_in)
    return viewer.is_superuser or viewer.pk == user.pk or is_colleague


def full_name(user: AbstractBaseUser) -> str:
    return user.get_full_name() or user.email or user.get_username()


def organisation_name(row: Values, language: str) -> Text:
    plain = {name.removeprefix("organisation__"): value for name, value in row.items()}
    return pick(plain, "name", language)
