"""The mail's worker inside a test."""

from unittest import mock

from django.core.management import call_command

WORKER = "django_tasks_db.management.commands.db_worker"


def work() -> None:
    """What the worker does until the queue is empty. Here it must neither take the tests' signals
    nor close the connection of their transaction."""
    signals = mock.patch(f"{WORKER}.Worker.configure_signals")
    with signals, mock.patch(f"{WORKER}.close_old_connections"):
        call_command("db_worker", batch=True, verbosity=0, startup_delay=False, reload=False)
