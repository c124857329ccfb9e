"""Small files of every kind that may be shared, and what people try with them."""

import struct
import zlib
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\nstartxref\n9\n%%EOF\n"
PARTS = {
    "docx": ("word/document.xml", "wordprocessingml.document"),
    "pptx": ("ppt/presentation.xml", "presentationml.presentation"),
    "xlsx": ("xl/workbook.xml", "spreadsheetml.sheet"),
}
OPEN_KINDS = {"odt": "text", "odp": "presentation", "ods": "spreadsheet"}
MACRO_TYPE = "application/vnd.ms-word.document.macroEnabled.main+xml"


def packed(entries: dict[str, bytes], stored: tuple[str, ...] = ()) -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data, ZIP_STORED if name in stored else ZIP_DEFLATED)
    return buffer.getvalue()


def types_of(main: str) -> bytes:
    return f'<Types><Override PartName="/main.xml" ContentType="{main}"/></Types>'.encode()


def office(kind: str = "docx", main: str = "", **more: bytes) -> bytes:
    part, name = PARTS[kind]
    told = main or f"application/vnd.openxmlformats-officedocument.{name}.main+xml"
    entries = {"[Content_Types].xml": types_of(told), part: b"<xml/>"}
    return packed(entries | {name.replace("__", "/"): data for name, data in more.items()})


def with_entry(name: str, data: bytes = b"x", kind: str = "docx") -> bytes:
    buffer = BytesIO(office(kind))
    with ZipFile(buffer, "a", ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return buffer.getvalue()


def open_document(kind: str = "odt", **more: bytes) -> bytes:
    told = f"application/vnd.oasis.opendocument.{OPEN_KINDS[kind]}".encode()
    entries = {"mimetype": told, "content.xml": b"<xml/>", "META-INF/manifest.xml": b"<m/>"}
    entries |= {name.replace("__", "/"): data for name, data in more.items()}
    return packed(entries, stored=("mimetype",))


def picture(kind: str = "PNG", **saved: object) -> bytes:
    buffer = BytesIO()
    Image.new("RGB", (8, 6), "teal").save(buffer, kind, **saved)
    return buffer.getvalue()


def lying_entry(unpacked: int, told: int) -> bytes:
    """A document with an entry whose header tells another size and fits its first bytes."""
    data = b"\0" * unpacked
    buffer = BytesIO(office())
    with ZipFile(buffer, "a", ZIP_DEFLATED) as archive:
        archive.writestr(ZipInfo("word/media/a.bin"), data, ZIP_DEFLATED)
    whole = buffer.getvalue()
    real = struct.pack("<I", zlib.crc32(data)), struct.pack("<I", unpacked)
    false = struct.pack("<I", zlib.crc32(data[:told])), struct.pack("<I", told)
    for old, new in zip(real, false, strict=True):
        whole = whole.replace(old, new)
    return whole


def upload(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data, content_type="application/octet-stream")
