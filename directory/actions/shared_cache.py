"""What the server processes keep in common for a while: counts of attempts, files to be loaded."""

from datetime import datetime

from django.db import connection


def purge_cache(*, now: datetime) -> int:
    """Django drops what has expired only when it is asked for again, or when the table is full."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM shared_cache WHERE expires < %s", [now])
        return cursor.rowcount
