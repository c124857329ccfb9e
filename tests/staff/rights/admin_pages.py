"""Where a row's pages in the admin are."""

from typing import Any

from django.urls import reverse

from directory.models import (
    Organisation,
)
from tests.staff.rights.rows import Cast


def admin_path(model: type, page: str, *args: Any) -> str:
    meta = model._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_{page}", args=args)


def sample(cast: Cast, owner: str, model: type, kind: str = "own") -> Any:
    rows = cast.rows[owner]
    return (rows.public if kind == "public" else rows.own | {Organisation: rows.organisation})[
        model
    ]
