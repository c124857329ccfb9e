from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.utils import timezone

from directory.actions.archive import purge
from directory.actions.counts import purge_counts
from directory.actions.reports import purge_reports
from directory.actions.shared_cache import purge_cache
from directory.search.rebuilding import tidy_words


class Command(BaseCommand):
    help = (
        "Deletes what is kept no longer: listings archived and reports made 90 days ago, expired "
        "sessions and where they were, files and counts of attempts, the notes of sent mail, and "
        "what was counted of pages and searches 400 days ago. Counts the words of the search's "
        "index anew. Run it every day."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        archive = purge(now=timezone.now())
        reports = purge_reports(today=timezone.localdate())
        cache = purge_cache(now=timezone.now())
        counts = purge_counts(today=timezone.localdate())
        words = tidy_words()
        call_command("clearsessions")
        UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
        call_command("prune_db_task_results", verbosity=0)
        if options["verbosity"]:
            told = ", ".join(f"{name} {count}" for name, count in sorted(archive.items()))
            self.stdout.write(f"Deleted from the archive: {told or 'nothing'}")
            self.stdout.write(
                f"Deleted: {reports} reports, {cache} expired rows of the cache, {counts} counts, "
                f"{words} words of the search's index"
            )
