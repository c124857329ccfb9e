"""What pages cost in queries as their rows grow."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.test.utils import CaptureQueriesContext

Counts = dict[str, list[int]]


@contextmanager
def counted_in(counts: list[int]) -> Iterator[None]:
    with CaptureQueriesContext(connection) as captured:
        yield
    counts.append(len(captured))


def costly(counts: Counts, most: int) -> Counts:
    """The pages whose queries vary with the rows, or are more than `most`."""
    return {page: found for page, found in counts.items() if len({*found}) > 1 or max(found) > most}
