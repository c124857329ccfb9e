"""Rows by keys that another query finds."""

from collections.abc import Sequence

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, BooleanField, Func, IntegerField, QuerySet, Value


def among(keys: QuerySet, field: str = "pk") -> Func:
    """The condition that `field` is one of the keys, which are found once whatever the plan.

    Where statistics say that tables are empty, as while they are being filled, PostgreSQL joins
    row by row and finds those of `pk__in` again for each row: minutes for some hundred rows.
    """
    return any_of(field, ArraySubquery(keys))


def one_of(keys: Sequence[int], field: str = "pk") -> Func:
    """The condition that `field` is one of the keys, as one value however many they are."""
    return any_of(field, array(keys))


def place_among(keys: Sequence[int], field: str = "pk") -> Func:
    """Where in the keys `field` stands, to order by."""
    return Func(array(keys), field, function="array_position", output_field=IntegerField())


def array(keys: Sequence[int]) -> Value:
    return Value(list(keys), output_field=ArrayField(BigIntegerField()))


def any_of(field: str, keys: Func | Value) -> Func:
    return Func(
        field,
        keys,
        template="(%(expressions)s))",
        arg_joiner=" = ANY(",
        output_field=BooleanField(),
    )
