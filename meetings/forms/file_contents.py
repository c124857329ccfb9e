"""What a file is, told from what is in it: its name is only what somebody calls it."""

import re
from dataclasses import dataclass
from io import BytesIO
from typing import IO

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from directory.forms.pictures import BROKEN, in_eight_bits
from meetings.forms.file_names import suffix_of
from meetings.forms.packed_files import (
    HEAD,
    OFFICE_KINDS,
    OPEN_KINDS,
    broken,
    document_suffix,
    refuse_by_head,
    unreadable,
)
from meetings.forms.pdf_files import refuse_scripts

# Each takes four bytes, and eight while it is turned upright.
MOST_PIXELS = 25_000_000
PIECE = 1024 * 1024
OVERLAP = 64
PDF = re.compile(rb"%PDF-[12]\.\d")
END_OF_PDF = 2048
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PICTURES = {"PNG": ".png", "JPEG": ".jpg", "WEBP": ".webp"}
PLAIN_MODES = ("L", "RGB", "RGBA", "CMYK")
ENCODINGS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f]")
# A browser that ignores what we say about a file would run these.
WEB_PAGE = re.compile(rb"<(!doctype\s+html|html|script|iframe)[\s/>]", re.IGNORECASE)
WEB_TEXT = re.compile(r"<(!doctype|html|head|body|script|svg|iframe|object|embed|\?xml)\b", re.I)

CONTENT_TYPES = (
    {".pdf": "application/pdf"}
    | {suffix: kind for suffix, (kind, _folder) in OFFICE_KINDS.items()}
    | OPEN_KINDS
    | {suffix: f"image/{name.lower()}" for name, suffix in PICTURES.items()}
)
TEXTS = (".txt", ".csv")
SAME = {".jpeg": ".jpg", ".text": ".txt"}
ACCEPTED = (*CONTENT_TYPES, ".jpeg", *TEXTS)


@dataclass(frozen=True, slots=True)
class Contents:
    """`content` is what may be kept: pictures are made anew."""

    content: File
    suffix: str
    content_type: str


def contents_of(upload: UploadedFile) -> Contents:
    """Raises ValidationError unless it is one of the kinds, whole, harmless and rightly named."""
    upload.seek(0)
    head = upload.read(OVERLAP)
    found = recognised(upload, head)
    named = suffix_of(upload.name or "")
    if named and SAME.get(named, named) != found.suffix:
        message = _("The name ends in %(named)s, but the file is of another kind: %(found)s.")
        raise ValidationError(message % {"named": named[:12], "found": found.suffix})
    return found


def recognised(upload: UploadedFile, head: bytes) -> Contents:
    refuse_by_head(head)
    if head.startswith(OLD_OFFICE):
        raise unreadable()
    if head.startswith((b"\x89PNG", b"\xff\xd8\xff")) or head[8:12] == b"WEBP":
        return picture(upload)
    if PDF.match(head):
        return pdf(upload)
    if head.startswith(HEAD):
        return document(upload)
    return text(upload)


def unknown() -> ValidationError:
    return ValidationError(
        _(
            "Choose a PDF, a text (ODT, DOCX, TXT), slides (ODP, PPTX), a sheet (ODS, XLSX, CSV) "
            "or a picture (PNG, JPEG, WebP)."
        )
    )


def web_page() -> ValidationError:
    return ValidationError(
        _("There is a web page or an SVG picture in the file. Save it as a PDF instead.")
    )


def pdf(upload: UploadedFile) -> Contents:
    """Nothing may stand after its end, and nothing in it may run."""
    upload.seek(max(0, upload.size - END_OF_PDF))
    end = upload.read(END_OF_PDF).rstrip(b"\0\t\r\n ")
    if not end.endswith(b"%%EOF") or b"startxref" not in end:
        raise broken()
    refuse_web_page(upload)
    upload.seek(0)
    refuse_scripts(upload.read())
    return Contents(upload, ".pdf", CONTENT_TYPES[".pdf"])


def document(upload: UploadedFile) -> Contents:
    suffix = document_suffix(upload, upload.size)
    if suffix is None:
        raise unknown()
    refuse_web_page(upload)
    return Contents(upload, suffix, CONTENT_TYPES[suffix])


def refuse_web_page(file: IO[bytes]) -> None:
    file.seek(0)
    last = b""
    while piece := file.read(PIECE):
        if WEB_PAGE.search(last + piece):
            raise web_page()
        last = piece[-OVERLAP:]


def picture(upload: UploadedFile) -> Contents:
    """Only its pixels are taken along: not where it was taken, nor what hangs on behind them."""
    upload.seek(0)
    buffer = BytesIO()
    try:
        with Image.open(upload, formats=list(PICTURES)) as image:
            if image.width * image.height > MOST_PIXELS:
                raise ValidationError(_("The picture has too many pixels. Make it smaller first."))
            kind = image.format or ""
            ImageOps.exif_transpose(image, in_place=True)
            bare = plain(image)
            bare.info.clear()
            bare.save(buffer, kind, quality=90)
    except BROKEN as error:
        raise broken() from error
    suffix = PICTURES[kind]
    return Contents(ContentFile(buffer.getvalue()), suffix, CONTENT_TYPES[suffix])


def plain(image: Image.Image) -> Image.Image:
    plainer = in_eight_bits(image)
    return plainer if plainer.mode in PLAIN_MODES else plainer.convert("RGBA")


def text(upload: UploadedFile) -> Contents:
    upload.seek(0)
    data = upload.read()
    if WEB_PAGE.search(data):
        raise web_page()
    words, encoding = decoded(data)
    if WEB_TEXT.search(words):
        raise web_page()
    if CONTROL.search(words):
        raise unknown()
    suffix = SAME.get(suffix_of(upload.name or ""), suffix_of(upload.name or ""))
    kind = "text/csv" if suffix == ".csv" else "text/plain"
    return Contents(upload, suffix if suffix in TEXTS else ".txt", f"{kind}; charset={encoding}")


def decoded(data: bytes) -> tuple[str, str]:
    marked = [encoding for mark, encoding in ENCODINGS if data.startswith(mark)]
    for encoding in (*marked, "utf-8", "cp1252"):
        try:
            return data.decode(encoding).removeprefix("\ufeff"), encoding
        except UnicodeDecodeError:
            continue
    raise unknown()
