"""Pictures of places and services that came from broken cameras and fine scanners."""

from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from directory.forms.photo import made_anew
from tests.pictures import DAMAGED_NOTES


def uploaded(kind: str, image: Image.Image, **saved: object) -> SimpleUploadedFile:
    buffer = BytesIO()
    image.save(buffer, kind, **saved)
    return SimpleUploadedFile(f"a.{kind.lower()}", buffer.getvalue())


@pytest.mark.parametrize("size", [(4, 4), (7000, 40)])
def test_a_scan_in_fine_greys_stays_grey(size) -> None:
    found = made_anew(uploaded("PNG", Image.new("I;16", size, 30_000)))
    with Image.open(found) as image:
        assert abs(image.convert("L").getpixel((1, 1)) - 116) < 4


@pytest.mark.parametrize("notes", DAMAGED_NOTES)
def test_damaged_notes_are_refused_with_words(notes) -> None:
    with pytest.raises(ValidationError, match="JPEG"):
        made_anew(uploaded("JPEG", Image.new("RGB", (4, 4), "red"), exif=notes))
