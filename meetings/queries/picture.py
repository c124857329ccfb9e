"""A table of numbers: what stands in its rows and columns, how many, and where there is nothing."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import pgettext

from directory.localized import Text

# By the keys of a row and a column; ALL stands for every row, or for every column.
Counts = Mapping[tuple[str, str], int]
ALL, NOT_TOLD = "", "none"


@dataclass(frozen=True, slots=True)
class Head:
    key: str
    label: Text
    url: str = ""


@dataclass(slots=True)
class Cell:
    id: str
    # What a form sends to say which cell it is.
    value: str
    column: Head
    count: int
    # Of the greatest number in the table, in hundredths: the length of a bar.
    share: int
    url: str = ""
    is_gap: bool = False
    is_taken: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    head: Head
    total: Cell
    cells: list[Cell]

    @property
    def all_cells(self) -> list[Cell]:
        return [self.total, *self.cells]


@dataclass(frozen=True, slots=True)
class Table:
    key: str
    # What its rows are.
    corner: str
    columns: list[Head]
    rows: list[Row]
    total: Row
    is_cut: bool = False

    def cells(self) -> Iterator[tuple[Row, Cell]]:
        return ((row, cell) for row in self.rows for cell in row.all_cells)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a table is made of. In `gaps` of the columns nothing is worth a question; where a row
    has nothing at all, that is one question and not one for each column."""

    key: str
    corner: str
    rows: Sequence[Head]
    columns: Sequence[Head]
    counts: Counts
    gaps: frozenset[str] = frozenset()


def table(plan: Plan, language: str) -> Table:
    inner = [(row.key, column.key) for row in plan.rows for column in plan.columns]
    most = max((plan.counts.get(pair, 0) for pair in inner), default=0)
    of_rows = max((plan.counts.get((row.key, ALL), 0) for row in plan.rows), default=0)
    of_columns = max((plan.counts.get((ALL, one.key), 0) for one in plan.columns), default=0)
    total = Head(ALL, Text(pgettext("numbers", "Total"), language))
    return Table(
        key=plan.key,
        corner=plan.corner,
        columns=list(plan.columns),
        rows=[table_row(plan, head, total, (of_rows, most)) for head in plan.rows],
        total=table_row(plan, total, total, (0, of_columns)),
    )


def table_row(plan: Plan, head: Head, total: Head, most: tuple[int, int]) -> Row:
    first, *cells = (cell_of(plan, head, column, most) for column in (total, *plan.columns))
    is_asked = bool(plan.gaps) and head is not total
    first.is_gap = is_asked and not first.count
    for cell in cells:
        is_empty = not cell.count and cell.column.key in plan.gaps
        cell.is_gap = is_asked and is_empty and not first.is_gap
    return Row(head, first, cells)


def cell_of(plan: Plan, row: Head, column: Head, most: tuple[int, int]) -> Cell:
    count = plan.counts.get((row.key, column.key), 0)
    greatest = most[0] if column.key == ALL else most[1]
    value = f"{row.key}/{column.key}"
    return Cell(
        id=f"{plan.key}/{value}",
        value=value,
        column=column,
        count=count,
        share=share(count, greatest),
    )


def share(count: int, greatest: int) -> int:
    return max(1, round(100 * count / greatest)) if count and greatest else 0


def commonest_first(heads: Iterable[Head], counts: Counts, *, row: str = ALL) -> list[Head]:
    return sorted(heads, key=lambda head: -counts.get((row, head.key), 0))


def cut(whole: Table, most: int) -> Table:
    """Its first columns, where it is too wide for a page."""
    if len(whole.columns) <= most:
        return whole
    rows = [replace(row, cells=row.cells[:most]) for row in whole.rows]
    total = replace(whole.total, cells=whole.total.cells[:most])
    return replace(whole, columns=whole.columns[:most], rows=rows, total=total, is_cut=True)


def sheet(whole: Table) -> Iterator[list[str | int]]:
    """The same numbers as rows of a file, the names of the columns first."""
    yield [whole.corner, *(str(cell.column.label) for cell in whole.total.all_cells)]
    for row in (*whole.rows, whole.total):
        yield [str(row.head.label), *(cell.count for cell in row.all_cells)]
