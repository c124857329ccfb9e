"""Who can sign in to the demo. Never loaded elsewhere: everybody knows their password."""

import tomllib
from pathlib import Path
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth import get_user_model
from django.db import transaction

from directory.enums import Role
from directory.models import Membership, Organisation

PASSWORD = "demo"


@transaction.atomic
def load(folder: Path) -> None:
    """Who is there already stays as they are."""
    rows = tomllib.loads((folder / "people.toml").read_text(encoding="utf-8"))["person"]
    for row in rows:
        if not get_user_model().objects.filter(email=row["email"]).exists():
            person(row)


def person(row: dict[str, Any]) -> None:
    email, is_superuser = row["email"], row.get("superuser", False)
    name = email.partition("@")[0]
    user, _is_new = get_user_model().objects.get_or_create(username=name)
    user.email, user.is_superuser, user.is_staff = email, is_superuser, is_superuser
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    for role in Role:
        for slug in row.get(f"{role}_of", []):
            organisation = Organisation.objects.get(slug=slug)
            Membership.objects.create(user=user, organisation=organisation, role=role)
