from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from meetings.actions.materials import purge_files
from meetings.actions.offers import purge_offers


class Command(BaseCommand):
    help = (
        "Deletes what networks keep no longer: families' offers made 90 days ago, and files that "
        "no material names. Run it every day."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        offers = purge_offers(today=timezone.localdate())
        files = purge_files(now=timezone.now())
        if options["verbosity"]:
            self.stdout.write(f"Deleted: {offers} offers, {files} files")
