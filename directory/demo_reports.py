"""What families have reported in the demo. Loading it again adds nothing that is there."""

import tomllib
import uuid
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction

from directory.enums import ReportState
from directory.models import Place, Report, Service

NAMESPACE = uuid.UUID("0c5a2a35-8f0f-4b0e-9a5c-6a2b6f1d9b7e")


@transaction.atomic
def load(folder: Path, now: datetime) -> None:
    rows = tomllib.loads((folder / "reports.toml").read_text(encoding="utf-8"))["report"]
    for row in rows:
        forms = [uuid.uuid5(NAMESPACE, f"{row['key']} {n}") for n in range(row.get("said", 1))]
        if not Report.objects.filter(forms__contains=forms[:1]).exists():
            report(row, forms, now)


def report(row: dict[str, Any], forms: list[uuid.UUID], now: datetime) -> None:
    at = now - timedelta(days=row["days"])
    Report.objects.create(
        service=Service.objects.get(slug=row["service"]) if "service" in row else None,
        place=Place.objects.get(slug=row["place"]) if "place" in row else None,
        kind=row["kind"],
        language=row["language"],
        message=row["message"],
        state=row.get("state", ReportState.NEW),
        forms=forms,
        created_at=at,
        last_at=at,
        closed_at=now - timedelta(days=row["closed"]) if "closed" in row else None,
    )
