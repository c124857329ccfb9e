"""Rows by keys that another query finds."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Func, QuerySet


def among(keys: QuerySet, field: str = "pk") -> Func:
    """The condition that `field` is one of the keys, which are found once whatever the plan.

    Where statistics say that tables are empty, as while they are being filled, PostgreSQL joins
    row by row and finds those of `pk__in` again for each row: minutes for some hundred rows.
    """
    return Func(
        field,
        ArraySubquery(keys),
        template="(%(expressions)s))",
        arg_joiner=" = ANY(",
        output_field=BooleanField(),
    )
