from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from directory.actions.reports import purge_reports


class Command(BaseCommand):
    help = "Deletes what families reported 90 days ago. Run it every day."

    def handle(self, *args: Any, **options: Any) -> None:
        count = purge_reports(today=timezone.localdate())
        if options["verbosity"]:
            self.stdout.write(f"Deleted {count} reports.")
