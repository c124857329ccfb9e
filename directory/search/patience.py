"""Queries of the search, given up when they take too long."""

from collections.abc import Mapping
from typing import Any

from django.db import connection

PATIENCE_MS = 1500


def rows_within_patience(sql: str, values: Mapping[str, Any]) -> list[tuple]:
    """Raises OperationalError when the time is up; a transaction around it is lost then."""
    limited = f"SET LOCAL statement_timeout = {PATIENCE_MS}; {sql};"
    with connection.cursor() as cursor:
        cursor.execute(f"{limited} SET LOCAL statement_timeout TO DEFAULT", values)
        cursor.set_result(-2)  # between the settings around it
        return cursor.fetchall()
