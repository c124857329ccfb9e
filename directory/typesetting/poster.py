"""The poster as PDF: typst sets it, with fonts of our own, the same on every machine."""

import json
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import segno
import typst
from django.utils.translation import get_language_info

from directory.localized import Text
from directory.queries.poster import Detail, Line, Poster, Section, Side

TEMPLATE = Path(__file__).resolve().parent / "poster.typ"
FONTS = Path(__file__).resolve().parent.parent / "fonts"
# What joins or parts letters in Persian and Kurdish; other invisible marks only reorder text.
JOINERS = "\u200c\u200d"
INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn"}
PICTURES = ("\u2190", "\u2bff")
LAST_PLAIN = "\uffff"


@lru_cache(maxsize=1)
def fonts() -> typst.Fonts:
    """Read once: they are the same for every sheet."""
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS)]
    )


def qr_svg(url: str) -> str:
    """The code as an SVG element that takes the size of its box."""
    return segno.make(url, error="m", micro=False).svg_inline(border=0, omitsize=True)


def typeset(poster: Poster, format: Literal["pdf", "png"] = "pdf") -> bytes | list[bytes]:
    """The sheet; a list when a picture has more than one page."""
    inputs = {"poster": json.dumps(data_of(poster), ensure_ascii=False)}
    try:
        return compiled(inputs, format, ["ua-1"] if format == "pdf" else [])
    except typst.TypstError:
        # A letter that no font has is drawn as a box, which an accessible PDF may not hold.
        return compiled(inputs, format, [])


def compiled(inputs: dict[str, str], format: str, standards: list[str]) -> bytes | list[bytes]:
    return typst.compile(
        TEMPLATE,
        root=TEMPLATE.parent,
        font_paths=fonts(),
        format=format,
        sys_inputs=inputs,
        pdf_standards=standards,
    )


def printable(text: str) -> str:
    """Without emoji, which no font here has, and marks that turn the order of other words."""
    return "".join(letter for letter in text if is_printable(letter))


def is_printable(letter: str) -> bool:
    if letter in JOINERS:
        return True
    kind = unicodedata.category(letter)
    is_picture = kind == "So" and PICTURES[0] <= letter <= PICTURES[1]
    is_selector = unicodedata.name(letter, "").startswith("VARIATION SELECTOR")
    return letter <= LAST_PLAIN and kind not in INVISIBLE and not is_picture and not is_selector


def data_of(poster: Poster) -> dict[str, Any]:
    return {
        "title": printable(f"{poster.name} – {poster.sides[0].kicker} {poster.days}".strip()),
        "name": printable(poster.name),
        "address": printable(poster.address),
        "days": poster.days,
        "is_mixed": poster.is_mixed,
        "sides": [side_data(side) for side in poster.sides],
        "sections": [section_data(section) for section in poster.sections],
    }


def side_data(side: Side) -> dict[str, Any]:
    return {
        **language_data(side.language),
        "kicker": side.kicker,
        "span": side.span,
        "address": side.address,
        "coordinator": printable(side.coordinator),
        "as_of": side.as_of,
        "changes": side.changes,
        "nothing": side.nothing,
        "facts": side.facts,
        "footnotes": side.footnotes,
        "more": side.more,
        "qr": qr_svg(side.url),
    }


def language_data(language: str) -> dict[str, str | None]:
    """What typst knows of languages: two or three letters, and China's region for its letters."""
    code = language.split("-")[0]
    return {
        "lang": code,
        "region": "cn" if code == "zh" else None,
        "dir": "rtl" if get_language_info(language)["bidi"] else "ltr",
    }


def section_data(section: Section) -> dict[str, Any]:
    rows = [
        {
            "time": row.time,
            "is_cancelled": row.is_cancelled,
            "lines": [line_data(line) for line in row.lines],
        }
        for row in section.rows
    ]
    return {
        "headings": [str(heading) for heading in section.headings],
        "date": section.date,
        "notes": [str(note) for note in section.notes],
        "rows": rows,
    }


def line_data(line: Line) -> dict[str, Any]:
    return {
        "title": text_data(line.title),
        "when": line.when,
        "mark": line.mark,
        "alerts": [detail_data(one) for one in line.alerts],
        "details": [detail_data(one) for one in line.details],
    }


def detail_data(detail: Detail) -> dict[str, Any]:
    return {
        "kind": detail.kind,
        "text": text_data(detail.text),
        "name": printable(detail.name),
    }


def text_data(text: Text) -> dict[str, Any]:
    return {"value": printable(text.value), **language_data(text.language)}
