import gzip
import statistics
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings

NO_CACHE = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}


class Command(BaseCommand):
    help = "Measures public pages in this process: queries, bytes and milliseconds."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("paths", nargs="+", metavar="/fi/services/")
        parser.add_argument("--requests", type=int, default=30)
        parser.add_argument(
            "--cached", action="store_true", help="with the page cache, as visitors get them"
        )

    def handle(
        self, *args: Any, paths: list[str], requests: int, cached: bool, **options: Any
    ) -> None:
        self.stdout.write(f"{'queries':>7} {'gz bytes':>8} {'p50 ms':>7} {'p95 ms':>7}  page")
        caches = settings.CACHES if cached else {**settings.CACHES, "pages": NO_CACHE}
        with override_settings(
            ALLOWED_HOSTS=["testserver"], SECURE_SSL_REDIRECT=False, CACHES=caches
        ):
            for path in paths:
                self.stdout.write(measured(path, requests))


def measured(path: str, requests: int) -> str:
    client = Client()
    with CaptureQueriesContext(connection) as queries:
        response = client.get(path)
        count = len(queries)
    size = len(gzip.compress(response.content))
    times = sorted(timed(client, path) for _ in range(requests))
    p50, p95 = statistics.median(times), times[int(len(times) * 0.95)]
    status = "" if response.status_code == 200 else f"  ({response.status_code})"
    return f"{count:7} {size:8} {p50:7.1f} {p95:7.1f}  {path}{status}"


def timed(client: Client, path: str) -> float:
    started = time.perf_counter()
    client.get(path)
    return (time.perf_counter() - started) * 1000
