"""Tests roll back what they do, and the index is written where a transaction ends."""

from django.db import connection


def index_now() -> None:
    """As at the end of a transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
