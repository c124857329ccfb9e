"""The demo's post: to the console, and kept for a page of its own, which only the demo has."""

import json
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from time import time_ns
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.console import EmailBackend
from django.utils import timezone

KEPT = 50


def folder() -> Path:
    """A file for each message, so that several server processes need not agree on anything."""
    return settings.BASE_DIR / "var" / "demo-mail"


class DemoMailBackend(EmailBackend):
    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            keep(message)
        return super().send_messages(email_messages)


def keep(message: EmailMessage) -> None:
    folder().mkdir(parents=True, exist_ok=True)
    told = {
        "to": ", ".join(message.to),
        "subject": str(message.subject),
        "body": str(message.body),
        "at": timezone.localtime().isoformat(),
    }
    part = folder() / f"{time_ns()}.part"
    part.write_text(json.dumps(told), encoding="utf-8")
    part.replace(part.with_suffix(".json"))
    for old in newest_first()[KEPT:]:
        old.unlink(missing_ok=True)


def newest_first() -> list[Path]:
    return sorted(folder().glob("*.json"), reverse=True)


def messages() -> list[dict[str, Any]]:
    kept = []
    for file in newest_first()[:KEPT]:
        with suppress(FileNotFoundError):  # another process has just dropped it
            kept.append(json.loads(file.read_text(encoding="utf-8")))
    return [{**told, "at": datetime.fromisoformat(told["at"])} for told in kept]
