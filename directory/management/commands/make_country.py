from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from directory.models import Service
from directory.search.rebuilding import rebuild
from directory.synthetic import make_country


class Command(BaseCommand):
    help = "Adds a synthetic country of services and slots, for measuring."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--services", type=int, default=30_000)
        parser.add_argument("--slots", type=int, default=150_000)

    def handle(self, *args: Any, services: int, slots: int, **options: Any) -> None:
        if services < 1 or slots < 0:
            raise CommandError("Give at least one service and no negative number of slots.")
        if Service.objects.filter(slug__startswith="synthetic-").exists():
            raise CommandError("This database has a synthetic country already.")
        make_country(services=services, slots=slots, today=timezone.localdate())
        for _batch in rebuild():
            pass
        self.stdout.write(f"Made {services} services and {slots} slots.")
