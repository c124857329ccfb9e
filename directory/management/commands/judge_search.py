from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from directory.search.judging import Result, judge, read_judged, scores


class Command(BaseCommand):
    help = "Recall at five and mean reciprocal rank of the search, by language."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="such as tests/search/queries.toml")
        parser.add_argument("--misses", action="store_true", help="what was not found well")

    def handle(self, *, file: Path, misses: bool, **options: Any) -> None:
        results = judge(read_judged(file), timezone.localdate())
        for language, score in sorted(scores(results).items()):
            figures = f"recall@5 {score.recall:.3f}  MRR {score.reciprocal_rank:.3f}"
            self.stdout.write(f"{language:8} {score.queries:4} queries  {figures}")
        for result in results:
            if not result.judged.right and result.found:
                self.stdout.write(f"found for nothing: {result.judged.words}: {result.found[:5]}")
            elif misses and result.judged.right and result.recall < 1:
                self.stdout.write(self.missed(result))

    def missed(self, result: Result) -> str:
        judged = result.judged
        lost = sorted(judged.right - set(result.found[:5]))
        return f"{judged.language} “{judged.words}”\n    found {result.found[:5]}\n    not {lost}"
