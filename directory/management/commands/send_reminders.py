from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from directory.actions.reminders import remind_all, tell_all
from directory.tasks import requeue_abandoned


class Command(BaseCommand):
    help = (
        "Queues the mails that ask organisations to confirm what is old, once a week each, "
        "and that tell of new reports, once a day each. Run it every day; more often is harmless."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.SITE_URL:
            raise CommandError("SITE_URL is not set. The mails need it for their links.")
        now = timezone.localtime()
        again = requeue_abandoned(now=now)
        asked = remind_all(now=now)
        told = tell_all(now=now)
        if options["verbosity"]:
            self.stdout.write(f"Queued: {asked} to confirm, {told} of reports, {again} once more.")
