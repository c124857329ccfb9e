"""Time that goes on inside a test, which the database takes for one moment."""

from django.db import connection

TICKING = """
    CREATE SCHEMA ticking;
    CREATE FUNCTION ticking.now() RETURNS timestamptz LANGUAGE sql AS 'SELECT clock_timestamp()';
    SET LOCAL search_path = ticking, pg_catalog, public;
"""


def let_time_pass() -> None:
    """For the history's triggers each statement is a moment of its own, until the test ends."""
    with connection.cursor() as cursor:
        cursor.execute(TICKING)
