"""Documents that are packed: what is inside is unpacked and counted, and nothing of it is kept."""

import struct
import zlib
from copy import copy
from dataclasses import dataclass
from pathlib import PurePosixPath
from tempfile import SpooledTemporaryFile
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

HEAD = b"PK\x03\x04"
END = struct.Struct("<4s4H2LH")
END_HEAD = b"PK\x05\x06"
# Lists of more than 65,535 entries or beyond 4 GB have an end of another kind before it.
LARGE_END = struct.Struct("<4sLQL")
LARGE_END_HEAD = b"PK\x06\x07"
PIECE = 256 * 1024
MOST_UNPACKED = 200 * 1024 * 1024
MOST_ENTRIES = 5000
LONGEST_ENTRY = 300
# Of all together. Large sheets come to thirty; what is made to fill a disk, to a thousand.
MOST_RATIO = 100
SMALL = 10 * 1024 * 1024
# Slides have sheets in them, and these may have pictures of others.
DEEPEST = 2
IS_ENCRYPTED = 0x1
WRONG = (
    BadZipFile, EOFError, OSError, OverflowError, RuntimeError, ValueError, struct.error, zlib.error
)  # fmt: skip

PROGRAM_HEADS = (
    b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe", b"#!",
    b"7z\xbc\xaf\x27\x1c", b"Rar!",
)  # fmt: skip
PROGRAM_SUFFIXES = {
    ".bat", ".cmd", ".dll", ".exe", ".hta", ".jar", ".js", ".lnk", ".msi", ".ps1", ".scr", ".sh",
    ".vbe", ".vbs", ".wsf",
}  # fmt: skip
# How Office names a file of any kind that was dropped into a document, and its macros.
DROPPED_FILE = "Ole10Native".encode("utf-16-le")
MACROS = "_VBA_PROJECT".encode("utf-16-le")
LISTS_OF_MACROS = {"script-lb.xml", "script-lc.xml"}

MANIFEST = "META-INF/manifest.xml"
CONTENT_TYPES = "[Content_Types].xml"
LARGEST_LIST = 1024 * 1024
OFFICE = "application/vnd.openxmlformats-officedocument."
OFFICE_KINDS = {
    ".docx": (f"{OFFICE}wordprocessingml.document", "word/"),
    ".pptx": (f"{OFFICE}presentationml.presentation", "ppt/"),
    ".xlsx": (f"{OFFICE}spreadsheetml.sheet", "xl/"),
}
OPEN = "application/vnd.oasis.opendocument."
OPEN_KINDS = {".odt": f"{OPEN}text", ".odp": f"{OPEN}presentation", ".ods": f"{OPEN}spreadsheet"}


@dataclass
class Count:
    """Of all that is unpacked from one file, also from what is packed inside it."""

    size: int
    entries: int = 0
    unpacked: int = 0

    def add_entries(self, infos: list[ZipInfo]) -> None:
        self.entries += len(infos)
        told = sum(info.file_size for info in infos)
        if self.entries > MOST_ENTRIES or self.is_too_much(self.unpacked + told):
            raise too_much()

    def add(self, unpacked: int) -> None:
        self.unpacked += unpacked
        if self.is_too_much(self.unpacked):
            raise too_much()

    def is_too_much(self, unpacked: int) -> bool:
        is_dense = unpacked > SMALL and unpacked > MOST_RATIO * self.size
        return unpacked > MOST_UNPACKED or is_dense


def too_much() -> ValidationError:
    return ValidationError(_("Far too much is packed into this file. Save it as a PDF instead."))


def broken() -> ValidationError:
    return ValidationError(_("The file is not whole. Save it again and choose it anew."))


def with_macros() -> ValidationError:
    return ValidationError(_("There are macros in the file. Save it without macros, or as a PDF."))


def with_program() -> ValidationError:
    return ValidationError(_("There is a program in the file. Programs can't be shared here."))


def unreadable() -> ValidationError:
    message = _("Save it as ODT, DOCX or PDF first: old formats and passwords can't be read.")
    return ValidationError(message)


def document_suffix(file: IO[bytes], size: int) -> str | None:
    """ ".docx" and so on by what is inside; None for another packed file. Raises ValidationError
    for what nobody should open."""
    try:
        stands_alone(file)
        unpack_all(file, Count(size))
        with opened(file) as archive:
            return open_suffix(archive) or office_suffix(archive)
    except WRONG as error:
        raise broken() from error


def stands_alone(file: IO[bytes]) -> None:
    """Nothing stands before what is packed: another program could read that instead."""
    with opened(file) as archive:
        offsets = [info.header_offset for info in archive.infolist()]
    if min(offsets, default=1) != 0:
        raise broken()


def opened(file: IO[bytes]) -> ZipFile:
    """Its list is measured first, since opening it makes a row for every entry. Nothing stands
    after the list."""
    file.seek(-END.size, 2)
    head, *_numbers, length, _offset, comment = END.unpack(file.read(END.size))
    if head != END_HEAD or comment:
        raise broken()
    if length > MOST_ENTRIES * LONGEST_ENTRY or has_large_end(file):
        raise too_much()
    return ZipFile(file)


def has_large_end(file: IO[bytes]) -> bool:
    before = file.seek(0, 2) - END.size - LARGE_END.size
    file.seek(max(0, before))
    return file.read(len(LARGE_END_HEAD)) == LARGE_END_HEAD


def unpack_all(file: IO[bytes], count: Count, depth: int = 0) -> None:
    if depth > DEEPEST:
        raise too_much()
    with opened(file) as archive:
        infos = archive.infolist()
        count.add_entries(infos)
        for info in infos:
            refuse_by_name(info.filename)
            unpack(archive, info, count, depth)


def refuse_by_name(name: str) -> None:
    path = PurePosixPath(name.lower())
    if path.name in ("vbaproject.bin", "vbadata.xml") or is_macro(path, name):
        raise with_macros()
    if path.suffix in PROGRAM_SUFFIXES:
        raise with_program()


def is_macro(path: PurePosixPath, name: str) -> bool:
    """LibreOffice writes its lists of macros also where there are none."""
    top = path.parts[0] if path.parts else ""
    is_listed = path.name in LISTS_OF_MACROS or name.endswith("/")
    in_open_document = top in ("basic", "scripts") and not is_listed
    return in_open_document or "macrosheets" in path.parts or "activex" in path.parts


def unpack(archive: ZipFile, info: ZipInfo, count: Count, depth: int) -> None:
    """To its end, whatever size its header tells."""
    if info.flag_bits & IS_ENCRYPTED:
        raise unreadable()
    if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise broken()
    whole = copy(info)
    whole.file_size = MOST_UNPACKED + 1
    before, last = count.unpacked, b""
    with archive.open(whole) as entry, SpooledTemporaryFile(PIECE) as inner:
        is_packed = False
        while piece := entry.read(PIECE):
            if count.unpacked == before:
                is_packed = piece.startswith(HEAD)
                refuse_by_head(piece)
            count.add(len(piece))
            refuse_parts(last + piece)
            last = piece[-len(MACROS) :]
            if is_packed:
                inner.write(piece)
        if count.unpacked - before != info.file_size:
            raise too_much()
        if is_packed:
            unpack_all(inner, count, depth + 1)


def refuse_by_head(piece: bytes) -> None:
    if piece.startswith(PROGRAM_HEADS):
        raise with_program()


def refuse_parts(piece: bytes) -> None:
    """Under whatever name."""
    if DROPPED_FILE in piece:
        raise with_program()
    if MACROS in piece:
        raise with_macros()


def open_suffix(archive: ZipFile) -> str | None:
    """An open document tells its kind in its first entry, unpacked."""
    first = archive.infolist()[0]
    if first.filename != "mimetype" or first.compress_type != ZIP_STORED:
        return None
    kind = listed(archive, "mimetype").decode("ascii").strip()
    found = [suffix for suffix, known in OPEN_KINDS.items() if kind == known]
    if not found or not {"content.xml", MANIFEST} <= set(archive.namelist()):
        return None
    if b"encryption-data" in listed(archive, MANIFEST):
        raise unreadable()
    return found[0]


def office_suffix(archive: ZipFile) -> str | None:
    if CONTENT_TYPES not in archive.namelist():
        return None
    told = listed(archive, CONTENT_TYPES).decode("utf-8-sig").lower()
    if "macroenabled" in told:
        raise with_macros()
    found = [
        suffix
        for suffix, (kind, folder) in OFFICE_KINDS.items()
        if any(f"{quote}{kind}.main+xml{quote}" in told for quote in "\"'")
        and any(name.startswith(folder) for name in archive.namelist())
    ]
    return found[0] if len(found) == 1 else None


def listed(archive: ZipFile, name: str) -> bytes:
    with archive.open(name) as entry:
        told = entry.read(LARGEST_LIST + 1)
    if len(told) > LARGEST_LIST:
        raise too_much()
    return told
