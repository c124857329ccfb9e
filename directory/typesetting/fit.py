"""How large the letters of the HTML poster may be so that a printed sheet holds everything.

The browser's fonts are not known here, so that widths are guessed with a margin; the PDF is
measured instead.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from math import ceil

from directory.queries.poster import Detail, Line, Poster, Row, Section, Side

# Points, as css/poster.css has them in classes of the same number: the first is the largest.
SIZES = (17, 15.5, 14, 13, 12, 11, 10, 9.25, 8.5, 7.75, 7.25, 6.75, 6.25, 5.75, 5.25)
DENSE_BELOW = 9
READABLE = 7
POINT = 0.3528
SHEET_WIDTH = 184
# What masthead and foot leave, for one language and for two.
ROOM = {1: 195, 2: 189}
LETTER = 0.53


def fitted(poster: Poster) -> Poster:
    """The poster itself, or without the names of organisers when they would make it too small."""
    if SIZES[size_number(poster) - 1] >= READABLE:
        return poster
    return replace(poster, sections=[brief_section(section) for section in poster.sections])


def brief_section(section: Section) -> Section:
    rows = [replace(row, lines=[brief_line(line) for line in row.lines]) for row in section.rows]
    return replace(section, rows=rows)


def brief_line(line: Line) -> Line:
    kept = [one for one in line.details if one.kind != "name"]
    return replace(
        line, details=[replace(one, name="") if one.kind == "visitor" else one for one in kept]
    )


def size_number(poster: Poster) -> int:
    """The place in SIZES, from 1, of the largest letters that fit."""
    room = ROOM[len(poster.sides)]
    fitting = (number for number, size in enumerate(SIZES, 1) if height(poster, size) <= room)
    return next(fitting, len(SIZES))


def is_dense(number: int) -> bool:
    return SIZES[number - 1] < DENSE_BELOW


def height(poster: Poster, size: float) -> float:
    """Millimetres of all the days and footnotes."""
    em = size * POINT
    count = len(poster.sides)
    beside = 15 if count == 1 else 9
    line_length = (SHEET_WIDTH / em - beside) / count / LETTER
    leading = 1.42 if any(side.dir == "rtl" for side in poster.sides) else 1.27
    ems = sum(
        section_height(section, line_length, leading, size < DENSE_BELOW)
        for section in poster.sections
    )
    notes = max(note_lines(side, SHEET_WIDTH / em / count / LETTER) for side in poster.sides)
    return (ems + notes * leading * 1.3) * em


def note_lines(side: Side, line_length: float) -> int:
    return sum(ceil(width(note) / line_length) for note in [*side.footnotes, side.more])


def section_height(section: Section, line_length: float, leading: float, dense: bool) -> float:
    rows = sum(row_height(row, line_length, leading, dense) for row in section.rows)
    has_note = any(section.notes)
    if len(section.headings) == 1:
        head = leading * (2.2 + has_note)
        return max(rows, head) + (1.1 if dense else 1.5)
    return rows + leading * (1.1 + has_note + (not section.rows)) + (1.4 if dense else 1.9)


def row_height(row: Row, line_length: float, leading: float, dense: bool) -> float:
    lines = max(line_count(line, line_length, dense) for line in row.lines)
    return lines * leading + (0.25 if dense else 0.6)


def line_count(line: Line, line_length: float, dense: bool) -> float:
    title, alerts = width(str(line.title)), details_width(line.alerts) * 1.1
    details = details_width(line.details)
    if dense:
        return ceil((title * 1.1 + alerts + details) / line_length)
    parts = [part for part in (alerts, details) if part]
    return 1.1 * ceil(title * 1.2 / line_length) + sum(
        0.9 * ceil(part * 0.92 / line_length) for part in parts
    )


def details_width(details: Iterable[Detail]) -> float:
    return sum(width(f"{one.text} · {one.name} · ") for one in details)


def width(text: str) -> float:
    """In letters; a Chinese one takes the room of two."""
    return sum(1.8 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
