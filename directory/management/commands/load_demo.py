from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from directory import demo
from directory.models import Organisation


class Command(BaseCommand):
    help = "Loads the demo's organisations, places, services and programme."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--if-empty", action="store_true", help="do nothing when there are organisations"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["if_empty"] and Organisation.objects.exists():
            return
        if settings.DEMO:
            create_demo_login()
        demo.load(settings.BASE_DIR / "fixtures" / "demo", timezone.localdate())


def create_demo_login() -> None:
    """The login that `make demo` prints; never made outside the demo."""
    users = get_user_model().objects
    if not users.filter(username="demo").exists():
        users.create_superuser("demo", password="demo")
