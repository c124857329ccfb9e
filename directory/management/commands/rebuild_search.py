from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand

from directory.models import Indexed
from directory.search.rebuilding import rebuild


class Command(BaseCommand):
    help = "Reads everything into the search's index anew; the site may serve meanwhile."

    def handle(self, **options: Any) -> None:
        read: Counter[Indexed] = Counter()
        for kind, number in rebuild():
            read[kind] += number
        for kind, number in read.items():
            self.stdout.write(f"{kind.label}: {number}")
