"""What pages cost in queries as their rows grow, and what a query costs in repeated steps."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

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


def say_tables_are_empty() -> None:
    """Statistics as of tables read while their first rows were not committed yet.

    They are gone with the test's transaction, and so is what the planner makes of them.
    """
    tables = [name for name in connection.introspection.table_names() if "directory_" in name]
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(
                "SELECT pg_restore_relation_stats("
                "'schemaname', 'public', 'relname', %s, 'relpages', 1, 'reltuples', 0::real)",
                [table],
            )


def most_loops(sql: str) -> int:
    """How often PostgreSQL really runs the step of the query that it repeats the most."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, TIMING OFF, FORMAT JSON) {sql}")
        [[[explained]]] = cursor.fetchall()
    return max(loops_within(explained["Plan"]))


def loops_within(step: dict[str, Any]) -> Iterator[int]:
    yield step["Actual Loops"]
    for part in step.get("Plans", []):
        yield from loops_within(part)
