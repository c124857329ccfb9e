from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from directory import demo, demo_people, demo_reports
from directory.models import Organisation


class Command(BaseCommand):
    help = "Loads the demo's organisations, places, services and programme."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--if-empty", action="store_true", help="do nothing when there are organisations"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        folder = settings.BASE_DIR / "fixtures" / "demo"
        if not (options["if_empty"] and Organisation.objects.exists()):
            demo.load(folder, timezone.localdate())
        if settings.DEMO:
            demo_people.load(folder)
            demo_reports.load(folder, timezone.localtime())
