"""The rows of an uploaded CSV or XLSX file, as they stand in it."""

import csv
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from io import BytesIO, StringIO
from itertools import islice
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from openpyxl import load_workbook

from directory.validators import writable

LARGEST_FILE = 5 * 1024 * 1024
LARGEST_UNPACKED = 60 * 1024 * 1024
MOST_COLUMNS = 100
LAST_ROW = 50_000
FORMULA = ("=", "+", "-", "@", "\t", "\r")
# Whatever a damaged or a crafted archive, or the XML in it, raises on its way.
UNREADABLE = (
    zipfile.BadZipFile, zlib.error, SyntaxError, LookupError, ValueError, TypeError,
    AttributeError, OSError, EOFError, RuntimeError,
)  # fmt: skip


def file_rows(name: str, content: bytes, most: int) -> list[tuple[int, list[Any]]]:
    """The first rows that have something in them, with their numbers in the file.

    ValidationError says what is wrong with the file.
    """
    is_workbook = name.lower().endswith(".xlsx")
    rows = workbook_rows(content, most) if is_workbook else first_full(csv_rows(content), most)
    return [(number, [as_typed(cell) for cell in row]) for number, row in rows]


def first_full(rows: Iterable[Sequence[Any]], most: int) -> list[tuple[int, Sequence[Any]]]:
    full = ((number, row) for number, row in enumerate(rows, 1) if any(map(is_told, row)))
    return list(islice(full, most))


def is_told(cell: Any) -> bool:
    return cell is not None and cell != ""


def csv_rows(content: bytes) -> list[list[str]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValidationError(_("Save the file as CSV UTF-8 or as XLSX.")) from error
    first = text.partition("\n")[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    try:
        return list(csv.reader(StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise ValidationError(_("The file can't be read.")) from error


def workbook_rows(content: bytes, most: int) -> list[tuple[int, Sequence[Any]]]:
    """Nothing is unpacked of a file that would be too large."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            size = sum(one.file_size for one in packed.infolist())
        if size <= LARGEST_UNPACKED:
            return first_full(sheet_rows(content), most)
    except UNREADABLE as error:
        raise ValidationError(_("The file can't be read.")) from error
    raise ValidationError(_("The file is too large."))


def sheet_rows(content: bytes) -> Iterable[Sequence[Any]]:
    book = load_workbook(BytesIO(content), read_only=True, data_only=True)
    # A row may say that it is the billionth, and all those before it would be gone through.
    return book.worksheets[0].iter_rows(
        max_row=LAST_ROW, max_col=MOST_COLUMNS, values_only=True
    )  # fmt: skip


def harmless(value: Any) -> Any:
    """A cell that begins like a formula is run by spreadsheets: an apostrophe keeps it a text."""
    if not isinstance(value, str):
        return value
    text = writable(value)
    return f"'{text}" if text.startswith(FORMULA) else text


def as_typed(value: Any) -> Any:
    """The text of a cell without what only a spreadsheet needs, or what is typed by accident."""
    if not isinstance(value, str):
        return "" if value is None else value
    value = writable(value.replace("\x00", "")).strip()
    return value[1:] if value.startswith("'") and value[1:].startswith(FORMULA) else value
