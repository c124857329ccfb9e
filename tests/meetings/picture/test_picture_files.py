"""The picture's numbers as files for spreadsheets."""

import pytest

from tests.meetings.picture.desk import sheet_of

pytestmark = pytest.mark.django_db


def test_file_has_the_numbers_of_the_table(cast, cafe):
    header, line, *_rest, total = sheet_of(cast.aino, cast, "languages")
    assert header[:2] == ["Kind of service", "Total"] and "Somali" in header
    assert line[header.index("Somali")] == "1" and line[header.index("Arabic")] == "0"
    assert total[:2] == ["Total", "1"]


@pytest.mark.parametrize("evil", ['=HYPERLINK("x")', "+1+1", "-1", "@SUM(A1)", "\t=1"])
def test_names_that_spreadsheets_would_run_are_made_harmless(cast, cafe, evil):
    cast.a.name_fi = evil
    cast.a.save()
    cafe.categories.update(name_fi=evil)
    header, line, *_rest = sheet_of(cast.aino, cast, "organisations")
    assert f"'{evil}" in header and line[0] == f"'{evil}"
    assert not any(cell.startswith(("=", "+", "-", "@", "\t")) for cell in (*header, *line))
