"""Damaged and tricky files: each is refused with words, or made harmless."""

import struct
import zlib
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.exceptions import ValidationError
from PIL import Image

from meetings.forms.file_contents import contents_of
from meetings.forms.file_names import safe_name
from tests.meetings import material_files as files
from tests.pictures import DAMAGED_NOTES

BROKEN = "not whole"
TOO_MUCH = "Far too much"
SCRIPT = "There is a script in the PDF"

# Pictures


@pytest.mark.parametrize("notes", DAMAGED_NOTES)
def test_a_picture_with_damaged_notes_is_refused_with_words(notes):
    data = files.picture("JPEG", exif=notes)
    with pytest.raises(ValidationError, match=BROKEN):
        contents_of(files.upload("a.jpg", data))


def test_a_picture_is_turned_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    found = contents_of(files.upload("a.jpg", files.picture("JPEG", exif=exif)))
    with Image.open(found.content) as image:
        assert image.size == (6, 8)


def test_a_scan_in_fine_greys_stays_grey():
    scan = Image.new("I;16", (3, 1))
    for x, grey in enumerate((0, 30_000, 65_535)):
        scan.putpixel((x, 0), grey)
    buffer = BytesIO()
    scan.save(buffer, "PNG")
    found = contents_of(files.upload("a.png", buffer.getvalue()))
    with Image.open(found.content) as image:
        assert [image.getpixel((x, 0)) for x in range(3)] == [0, 116, 255]


# Lists of what is packed


def with_end(data: bytes, **numbers: int) -> bytes:
    """With other numbers in the end of its list."""
    names = ("disk", "list_disk", "here", "entries", "length", "offset", "comment")
    told = dict(zip(names, struct.unpack("<4H2LH", data[-18:]), strict=True)) | numbers
    return data[:-18] + struct.pack("<4H2LH", *told.values())


@pytest.fixture
def counted(monkeypatch):
    """Every list that Python reads."""
    read = []

    def opened(file):
        read.append(file)
        return ZipFile(file)

    monkeypatch.setattr("meetings.forms.packed_files.ZipFile", opened)
    return read


def test_a_list_that_is_far_too_long_is_not_read(counted):
    large_end = struct.pack("<4sLQL", b"PK\x06\x07", 0, 0, 1)
    whole = files.office()
    for data in (
        with_end(whole, length=2_000_000),
        with_end(whole, length=0xFFFFFFFF, entries=0xFFFF, here=0xFFFF),
        whole[:-22] + large_end + whole[-22:],
    ):
        with pytest.raises(ValidationError, match=TOO_MUCH):
            contents_of(files.upload("a.docx", data))
    assert counted == []


def test_a_long_list_inside_is_not_read_either(counted):
    inner = with_end(files.office("xlsx"), length=2_000_000)
    data = files.with_entry("word/embeddings/a.xlsx", inner)
    with pytest.raises(ValidationError, match=TOO_MUCH):
        contents_of(files.upload("a.docx", data))
    assert len(counted) == 2


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04",
        b"PK\x03\x04" + b"\0" * 40,
        with_end(files.office(), offset=0xFFFFFFF0),
        with_end(files.office(), length=7),
        with_end(files.office(), comment=9),
        files.with_entry("word/embeddings/a.xlsx", files.office("xlsx") + b"\0"),
    ],
)
def test_what_is_packed_wrongly_is_not_whole(data):
    with pytest.raises(ValidationError, match=BROKEN):
        contents_of(files.upload("a.docx", data))


def test_macros_are_found_under_any_name():
    data = files.with_entry("word/media/a.bin", b"\xd0\xcf" + "_VBA_PROJECT".encode("utf-16-le"))
    with pytest.raises(ValidationError, match="There are macros"):
        contents_of(files.upload("a.docx", data))


def test_lists_of_kinds_are_read_only_so_far():
    with pytest.raises(ValidationError, match=TOO_MUCH):
        contents_of(files.upload("a.docx", files.office(main="x" * 1_100_000)))


# PDFs


def pdf(part: bytes) -> bytes:
    return files.PDF.replace(b"endobj", b"endobj\n" + part, 1)


def packed_part(inside: bytes, name: bytes = b"/ObjStm", check: bytes = b"") -> bytes:
    packed = zlib.compress(inside)
    packed = packed[: -len(check)] + check if check else packed
    return b"2 0 obj<</Type %s/Filter/FlateDecode>>\nstream\r\n%s\nendstream" % (name, packed)


SCRIPTS = {
    "open": b"<</S/JavaScript/JS(app.alert\\(1\\))>>",
    "spelled": b"<</S /J#61vaScrip#74 /JS 3 0 R>>",
    "program": b"<</S/Launch/F(cmd.exe)>>",
    "packed": packed_part(b"1 0 <</S /JavaScript /JS (x)>>"),
    "packed-spelled": packed_part(b"1 0 <</S /Launch>>", name=b"/Obj#53tm"),
    "packed-false-sum": packed_part(b"1 0 <</S /JavaScript>>", check=b"\0\0\0\0"),
}


@pytest.mark.parametrize("case", SCRIPTS)
def test_a_pdf_that_runs_something_is_refused(case):
    with pytest.raises(ValidationError, match=SCRIPT):
        contents_of(files.upload("a.pdf", pdf(SCRIPTS[case])))


@pytest.mark.parametrize(
    "part",
    [
        packed_part(b"1 0 <</Title (Opas)>>"),
        b"<</Type/ObjStm>>stream\nnothing packed\nendstream",
        b"/ObjStm",
        b"(JavaScript and Launch) /LaunchPad /JavaScripts",
    ],
)
def test_a_quiet_pdf_is_taken(part):
    assert contents_of(files.upload("a.pdf", pdf(part))).suffix == ".pdf"


def test_a_pdf_unpacks_only_so_far(monkeypatch):
    monkeypatch.setattr("meetings.forms.pdf_files.MOST_UNPACKED", 1000)
    data = pdf(packed_part(bytes(5000)) * 2)
    with pytest.raises(ValidationError, match=BROKEN):
        contents_of(files.upload("a.pdf", data))


# Names


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("CON.pdf", "_CON.pdf"),
        ("aux", "_aux.pdf"),
        ("nul.opas.pdf", "_nul.opas.pdf"),
        ("Lpt1 .pdf", "_Lpt1.pdf"),
        ("com¹.pdf", "_com¹.pdf"),
        ("Console.pdf", "Console.pdf"),
        ("Aux opas.pdf", "Aux opas.pdf"),
        ("opas.pdf:stream.exe", "opas.pdf stream.pdf"),
        ("opas.pdf ", "opas.pdf.pdf"),
    ],
)
def test_no_name_is_a_device_of_windows(name, clean):
    assert safe_name(name, ".pdf") == clean
