"""PDFs that run something of their own when they are opened."""

import re
import zlib
from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from meetings.forms.packed_files import broken

MOST_PARTS = 5000
MOST_UNPACKED = 64 * 1024 * 1024
# From the name of a part to where it begins, and what stands there before the packed bytes.
LONGEST_HEAD = 1000
BEGINNING = re.compile(rb"stream(?:\r\n?|\n)..", re.DOTALL)


def spelled(name: str) -> bytes:
    """Any letter of a PDF's name may be written as its number: /J#61vaScript."""
    letters = (b"(?:%c|#(?i:%02x))" % (letter, letter) for letter in name.encode())
    return b"".join(letters) + rb"(?![A-Za-z0-9])"


STARTS = re.compile(rb"/(?:%s|%s)" % (spelled("JavaScript"), spelled("Launch")))
PACKED_PART = re.compile(rb"/" + spelled("ObjStm"))


def refuse_scripts(data: bytes) -> None:
    """Those in the open and in packed parts; what has a password can't be looked into."""
    if STARTS.search(data) or any(STARTS.search(part) for part in packed_parts(data)):
        raise ValidationError(
            _("There is a script in the PDF. Print it into a new PDF, and choose that one.")
        )


def packed_parts(data: bytes) -> Iterator[bytes]:
    left = MOST_UNPACKED
    for number, named in enumerate(PACKED_PART.finditer(data)):
        if number >= MOST_PARTS or left <= 0:
            raise broken()
        begins = BEGINNING.search(data, named.end(), named.end() + LONGEST_HEAD)
        if begins is not None:
            ends = data.find(b"endstream", begins.end())
            part = unpacked(data[begins.end() : ends], left)
            left -= len(part)
            yield part


def unpacked(part: bytes, most: int) -> bytes:
    """Readers take no heed of the sum at its end either."""
    try:
        return zlib.decompressobj(-zlib.MAX_WBITS).decompress(part, most)
    except zlib.error:
        return b""
