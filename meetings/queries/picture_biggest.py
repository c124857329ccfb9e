"""The gaps that matter most: what many offer in the area, and nobody in some language, for some age
or on some weekday."""

from collections.abc import Iterator
from dataclasses import dataclass

from meetings.queries.picture import Cell, Head, Row, Table
from meetings.queries.picture_gaps import question

MOST = 8
LOOKED_AT = ("languages", "ages", "days")


@dataclass(frozen=True, slots=True)
class BigGap:
    # What a form sends: the table and the cell.
    value: str
    question: str
    form: Head
    total: int


def biggest_gaps(
    tables: dict[str, Table], forms: list[Head], totals: dict[str, int]
) -> list[BigGap]:
    """Not taken up yet. The commonest of `forms` first; of each at most one language, age and
    weekday, that in which most else is offered."""
    rows = {name: {row.head.key: row for row in tables[name].rows} for name in LOOKED_AT}
    found = []
    for form in forms:
        for name in LOOKED_AT:
            row = rows[name].get(form.key)
            if row and totals[form.key] and (cell := widest(tables[name], row)):
                words = question(name, row.head, cell.column, None)
                found.append(BigGap(cell.id, words, form, totals[form.key]))
    return found[:MOST]


def widest(whole: Table, row: Row) -> Cell | None:
    """Of the empty cells of a row, the one whose column has the most."""
    counts = {cell.column.key: cell.count for cell in whole.total.cells}
    return max(empty(row), key=lambda cell: counts[cell.column.key], default=None)


def empty(row: Row) -> Iterator[Cell]:
    return (cell for cell in row.cells if cell.is_gap and not cell.is_taken)
