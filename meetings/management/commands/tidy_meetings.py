from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from meetings.actions.invitations import purge_invitations
from meetings.actions.materials import purge_files
from meetings.actions.offers import purge_offers


class Command(BaseCommand):
    help = (
        "Deletes what networks keep no longer: families' offers made 90 days ago, invitations with "
        "their answers 30 days after the meeting, and files that no material names. Run it every "
        "day."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        today = timezone.localdate()
        offers, invitations = purge_offers(today=today), purge_invitations(today=today)
        files = purge_files(now=timezone.now())
        if options["verbosity"]:
            self.stdout.write(f"Deleted: {offers} offers, {invitations} invitations, {files} files")
