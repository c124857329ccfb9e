"""XLIFF 2.0, the format in which translators' tools take texts and give them back. No Django."""

from directory.xliff.document import (
    Document,
    Problem,
    Segment,
    Unit,
    XliffError,
    language_code,
    language_tag,
)
from directory.xliff.read import read
from directory.xliff.write import write

__all__ = [
    "Document",
    "Problem",
    "Segment",
    "Unit",
    "XliffError",
    "language_code",
    "language_tag",
    "read",
    "write",
]
