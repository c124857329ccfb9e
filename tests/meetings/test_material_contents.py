"""What may be shared is told from what is in a file; what it is called is cleaned."""

from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from PIL import Image

from meetings.forms.file_contents import contents_of
from meetings.forms.file_names import LONGEST, safe_name
from meetings.forms.packed_files import Count
from tests.meetings import material_files as files

GOOD = {
    "opas.pdf": files.PDF,
    "opas.PDF": files.PDF + b"\r\n\0",
    "opas.docx": files.office("docx"),
    "kalvot.pptx": files.office("pptx"),
    "taulu.xlsx": files.office("xlsx"),
    "opas.odt": files.open_document("odt"),
    "kalvot.odp": files.open_document("odp"),
    "taulu.ods": files.open_document("ods"),
    "kuva.png": files.picture("PNG"),
    "kuva.jpeg": files.picture("JPEG"),
    "kuva.webp": files.picture("WEBP"),
    "lista.txt": "Ähtäri, öljy".encode(),
    "lista.csv": "Nimi;Määrä\nÄiti;1".encode("cp1252"),
    "vanha.txt": "Muistio".encode("utf-16"),
}


@pytest.mark.parametrize("name", GOOD)
def test_what_networks_share_is_taken(name):
    found = contents_of(files.upload(name, GOOD[name]))
    ending = name[name.rindex(".") :].lower().replace(".jpeg", ".jpg")
    assert found.suffix == ending
    assert found.content.size > 0


def test_a_name_without_an_ending_gets_one_by_the_contents():
    assert contents_of(files.upload("Muistio 25.11.2026", files.PDF)).suffix == ".pdf"


MACROS = "There are macros"
PROGRAM = "There is a program"
BROKEN = "not whole"
TOO_MUCH = "Far too much"
WEB_PAGE = "a web page or an SVG"
NAMED = "The name ends in"
KINDS = "Choose a PDF"
OLD = "Save it as ODT"
HTML = b"<html><script>alert(1)</script></html>"
BAD = {
    "macros-by-part": ("a.docx", files.with_entry("word/vbaProject.bin"), MACROS),
    "macros-by-any-part": ("a.docx", files.with_entry("word/other/VBAPROJECT.BIN"), MACROS),
    "macros-by-type": ("a.docx", files.office(main=files.MACRO_TYPE), MACROS),
    "docm": ("a.docm", files.office(main=files.MACRO_TYPE), MACROS),
    "old-macro-sheet": ("a.xlsx", files.with_entry("xl/macrosheets/s.xml", kind="xlsx"), MACROS),
    "open-macros": ("a.odt", files.open_document(Basic__Standard__M1=b"x"), MACROS),
    "open-scripts": ("a.odt", files.open_document(Scripts__python__a=b"x"), MACROS),
    "program": ("a.exe", b"MZ\x90\0" + b"\0" * 90, PROGRAM),
    "program-called-pdf": ("a.pdf", b"MZ\x90\0" + b"\0" * 90, PROGRAM),
    "linux-program": ("a.txt", b"\x7fELF\2\1\1", PROGRAM),
    "script-called-text": ("a.txt", b"#!/bin/sh\nrm", PROGRAM),
    "program-inside": ("a.docx", files.with_entry("word/media/a.png", b"MZ\x90\0"), PROGRAM),
    "script-inside": ("a.docx", files.with_entry("word/media/run.JS"), PROGRAM),
    "dropped-file": (
        "a.docx",
        files.with_entry("word/embeddings/o.bin", b"\xd0\xcf" + "Ole10Native".encode("utf-16-le")),
        PROGRAM,
    ),
    "pdf-called-docx": ("a.docx", files.PDF, NAMED),
    "double-ending": ("a.pdf.exe", files.PDF, NAMED),
    "docx-called-odt": ("a.odt", files.office(), NAMED),
    "picture-called-pdf": ("a.pdf", files.picture(), NAMED),
    "text-called-pdf": ("a.pdf", b"no PDF at all", NAMED),
    "cut-pdf": ("a.pdf", files.PDF[:-8], BROKEN),
    "page-after-pdf": ("a.pdf", files.PDF + HTML, BROKEN),
    "packed-after-pdf": ("a.pdf", files.PDF + files.office(), BROKEN),
    "page-before-pdf": ("a.pdf", HTML + files.PDF, WEB_PAGE),
    "page-in-pdf": ("a.pdf", files.PDF.replace(b"1 0 obj", HTML + b"1 0 obj"), WEB_PAGE),
    "page-before-packed": ("a.docx", HTML + files.office(), WEB_PAGE),
    "page-after-packed": ("a.docx", files.office() + HTML, BROKEN),
    "packed-before-packed": ("a.docx", files.office() + files.office(), BROKEN),
    "cut-packed": ("a.docx", files.office()[:-30], BROKEN),
    "any-packed": ("a.zip", files.packed({"a.txt": b"x"}), KINDS),
    "two-kinds-at-once": (
        "a.docx",
        files.packed(
            {
                "[Content_Types].xml": files.types_of(
                    '"'.join(
                        f"application/vnd.openxmlformats-officedocument.{name}.main+xml"
                        for _part, name in files.PARTS.values()
                    )
                ),
                "word/a.xml": b"x",
                "ppt/a.xml": b"x",
                "xl/a.xml": b"x",
            }
        ),
        KINDS,
    ),
    "html": ("a.html", HTML, WEB_PAGE),
    "html-called-text": ("a.txt", b"Hei\n" + HTML, WEB_PAGE),
    "html-in-two-bytes": ("a.csv", HTML.decode().encode("utf-16"), WEB_PAGE),
    "svg": ("a.svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>', WEB_PAGE),
    "svg-called-png": ("a.png", b'<?xml version="1.0"?><svg onload="x"/>', WEB_PAGE),
    "gif": ("a.gif", b"GIF89a\1\0\1\0\0\0\0", KINDS),
    "no-text": ("a.txt", b"\x01\x02\x03\x04", KINDS),
    "half-a-picture": ("a.png", files.picture()[:40], BROKEN),
    "old-office": ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, OLD),
    "with-a-password": (
        "a.odt",
        files.packed(
            {
                "mimetype": b"application/vnd.oasis.opendocument.text",
                "content.xml": b"?",
                "META-INF/manifest.xml": b"<manifest:encryption-data/>",
            },
            stored=("mimetype",),
        ),
        OLD,
    ),
}


@pytest.mark.parametrize("case", BAD)
def test_what_could_harm_is_refused_and_told_why(case):
    name, data, told = BAD[case]
    with pytest.raises(ValidationError, match=told):
        contents_of(files.upload(name, data))


def test_empty_lists_of_macros_do_no_harm():
    listed = {"Basic/script-lc.xml": b"x", "Basic/Standard/script-lb.xml": b"x", "Scripts/": b""}
    told = {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"x"}
    data = files.packed({**told, "META-INF/manifest.xml": b"x", **listed}, stored=("mimetype",))
    assert contents_of(files.upload("a.odt", data)).suffix == ".odt"


def test_slides_with_a_sheet_in_them_are_taken():
    data = files.with_entry("ppt/embeddings/a.xlsx", files.office("xlsx"), "pptx")
    assert contents_of(files.upload("a.pptx", data)).suffix == ".pptx"


# What unpacks to far more than it seems


@pytest.fixture
def small_limits(monkeypatch):
    monkeypatch.setattr("meetings.forms.packed_files.MOST_UNPACKED", 60_000)
    monkeypatch.setattr("meetings.forms.packed_files.SMALL", 20_000)
    monkeypatch.setattr("meetings.forms.packed_files.MOST_ENTRIES", 20)


def inside(data: bytes, depth: int) -> bytes:
    for _layer in range(depth):
        data = files.with_entry("word/embeddings/a.docx", data)
    return data


def bombs() -> dict[str, bytes]:
    zeros = b"\0" * 70_000
    return {
        "told": files.with_entry("word/a.xml", zeros),
        "in-parts": files.office(**{f"word__{n}": bytes(7_000) for n in range(10)}),
        "dense": files.with_entry("word/a.xml", zeros[:59_000] + b"x" * 200),
        "nested": inside(files.with_entry("word/a.xml", zeros), 1),
        "nested-in-parts": files.office(
            **{f"word__embeddings__{n}": files.with_entry("a.xml", bytes(16_000)) for n in range(5)}
        ),
        "deep": inside(files.office(), 3),
        "many": files.office(**{f"word__{n}": b"x" for n in range(30)}),
    }


@pytest.mark.parametrize("case", bombs())
def test_what_unpacks_to_far_too_much_is_refused(case, small_limits):
    with pytest.raises(ValidationError, match=TOO_MUCH):
        contents_of(files.upload("a.docx", bombs()[case]))


def test_what_tells_less_than_it_unpacks_to_is_refused(small_limits):
    """Its header and its check fit the few bytes that it tells."""
    for unpacked in (200, 70_000):
        with pytest.raises(ValidationError):
            contents_of(files.upload("a.docx", files.lying_entry(unpacked, 100)))


def test_no_more_is_unpacked_than_allowed(monkeypatch):
    read = []
    data = files.with_entry("word/a.xml", bytes(30 * 1024 * 1024))
    add = "meetings.forms.packed_files.Count.add"
    monkeypatch.setattr("meetings.forms.packed_files.Count.add_entries", lambda *_some: None)
    real = Count.add
    monkeypatch.setattr(add, lambda self, size: (read.append(size), real(self, size)))
    with pytest.raises(ValidationError, match=TOO_MUCH):
        contents_of(files.upload("a.docx", data))
    assert sum(read) < 12 * 1024 * 1024


def test_a_picture_of_far_too_many_points_is_refused(monkeypatch):
    monkeypatch.setattr("meetings.forms.file_contents.MOST_PIXELS", 40)
    with pytest.raises(ValidationError, match="too many pixels"):
        contents_of(files.upload("a.png", files.picture()))


def test_a_picture_keeps_nothing_but_its_pixels():
    exif = Image.Exif()
    exif[0x010E] = "Hakopolku 2"
    for kind in ("PNG", "JPEG", "WEBP"):
        data = files.picture(kind, exif=exif) + HTML
        found = contents_of(files.upload(f"a.{kind}", data)).content.read()
        assert b"Hakopolku" not in found
        assert b"<html" not in found
        with Image.open(BytesIO(found)) as image:
            assert (image.format, image.size) == (kind, (8, 6))


# Names


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("Opas perheille.pdf", "Opas perheille.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Windows\\opas.PDF", "opas.pdf"),
        ("..", "material.pdf"),
        (".htaccess", "htaccess.pdf"),
        ("a\r\nSet-Cookie: x=1.pdf", "aSet-Cookie x=1.pdf"),
        ("cv\u202efdp.exe\u202c.pdf", "cvfdp.exe.pdf"),
        ("\u2066opas\u2069.pdf", "opas.pdf"),
        ('a"; filename="b.exe".pdf', "a ; filename= b.exe.pdf"),
        ("Hagaha qoyska – أسرة.pdf", "Hagaha qoyska – أسرة.pdf"),
        ("Muistio 25.11.2026", "Muistio 25.11.2026.pdf"),
        ("a\0b.pdf", "ab.pdf"),
    ],
)
def test_names_lose_their_tricks_and_keep_their_words(name, clean):
    assert safe_name(name, ".pdf") == clean


def test_long_names_are_cut():
    for letter in ("a", "ä", "家", "👪"):
        name = safe_name(letter * 500 + ".pdf", ".pdf")
        assert len(name) <= LONGEST
        assert len(name.encode()) <= 200
        assert name.endswith(f"{letter}.pdf")
