"""Two languages beside each other, and letters for each."""

import json
import re

import pytest
import typst
from django.conf import settings

from directory.localized import Text
from directory.queries.poster import Entry, Line, Part, side_by_side
from directory.typesetting import poster as typesetting
from directory.wording import weekday_name
from tests.directory.poster.sheets import (
    page,
    pdf,
)

pytestmark = pytest.mark.django_db


def test_languages_are_paired_by_day():
    """A day that was saved while the second language was read must not shift the others."""

    def part(key: int, language: str) -> Part:
        line = Line(language, Text(f"{key} {language}", language))
        return Part(key, Text(f"Day {key}", language), [Entry(1, "9.30", line)])

    first = [part(day, "fi") for day in (1, 2, 3)]
    second = [part(day, "sv") for day in (2, 3)]
    sections = side_by_side([first, second])
    assert [[str(one.title) for one in section.rows[0].lines] for section in sections] == [
        ["1 fi", "1 fi"],
        ["2 fi", "2 sv"],
        ["3 fi", "3 sv"],
    ]


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_every_word_of_the_site_has_letters(language):
    """An accessible PDF may not hold a letter without a glyph: typst refuses to make one."""
    folder = {"fi-selko": "fi_Selko", "zh-hans": "zh_Hans"}.get(language, language)
    catalogue = settings.LOCALE_PATHS[0] / folder / "LC_MESSAGES" / "django.po"
    words = catalogue.read_text(encoding="utf-8") if catalogue.exists() else ""
    names = [weekday_name(weekday, language) for weekday in range(1, 8)]
    letters = "".join(sorted(set(re.sub(r"(?m)^#.*$", "", words)) | set("".join(names))))
    source = f"""
        #set document(title: "x")
        #set text(font: ("Noto Sans", "Vazirmatn", "Noto Sans SC"), lang: "fi")
        #json(bytes({json.dumps(json.dumps(typesetting.printable(letters)))}))
    """
    typst.compile(source.encode(), font_paths=typesetting.fonts(), pdf_standards=["ua-1"])


def test_a_place_without_programme_says_so(client, place):
    assert "Ei ohjelmaa" in page(client, "?span=season")
    assert "Ei ohjelmaa" in pdf(client, "?span=season").pages[0].extract_text()
