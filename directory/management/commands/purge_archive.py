from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from directory.actions.archive import purge


class Command(BaseCommand):
    help = "Deletes what has been in the archive for 90 days; run it daily."

    def handle(self, *args: Any, **options: Any) -> None:
        deleted = purge(now=timezone.now())
        told = ", ".join(f"{name} {count}" for name, count in sorted(deleted.items()))
        self.stdout.write(f"Deleted from the archive: {told or 'nothing'}")
