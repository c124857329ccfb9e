from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from meetings import demo
from meetings.models import Network


class Command(BaseCommand):
    help = "Loads the demo's networks, after `load_demo`."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--if-empty", action="store_true", help="do nothing when there are networks"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not (options["if_empty"] and Network.objects.exists()):
            demo.load(settings.BASE_DIR / "fixtures" / "demo", timezone.localdate())
