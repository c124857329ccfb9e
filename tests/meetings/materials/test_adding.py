"""A file or a link that is added: once, under a name of our own, from a meeting too."""

import pytest

from meetings.models import Material
from tests.meetings import material_files as files
from tests.meetings.materials.posts import added, filled, kept, page, with_file

pytestmark = pytest.mark.django_db


def test_a_file_is_added_under_a_name_of_our_own(cast, media):
    response = cast.aino.post(cast.path("materials", "add"), with_file("Ohje ../perheille.pdf"))
    assert response["Location"] == cast.path("materials")
    row = Material.objects.get()
    assert (row.title_fi, row.language, row.kind, row.licence) == ("Opas", "so", "guide", "cc_by")
    assert (row.filename, row.content_type) == ("perheille.pdf", "application/pdf")
    assert row.size == len(files.PDF)
    assert row.file.name == f"materials/{kept(media)[0]}"
    assert len(kept(media)[0]) == 36
    assert "perheille" not in row.file.name
    assert "Opas" in page(cast.aino.get(cast.path("materials")))


def test_a_link_is_added(cast, media):
    data = filled(link="https://aineistot.example.fi/opas", title_fi="", title_en="Guide")
    cast.aino.post(cast.path("materials", "add"), data)
    row = Material.objects.get()
    assert (row.link, row.file.name, row.title_en) == (data["link"], "", "Guide")
    assert kept(media) == []


def test_a_material_is_added_from_a_meeting(cast):
    path = f"{cast.path('materials', 'add')}?meeting={cast.held.slug}"
    assert path.replace("&", "&amp;") in page(cast.aino.get(cast.path(cast.held.slug)))
    form = cast.aino.get(path).context["form"]
    assert form.initial["meeting"] == cast.held
    row = added(cast, meeting=cast.held.pk)
    assert row.meeting == cast.held


def test_the_same_form_sent_again_adds_one(cast, media):
    for data in (with_file(), filled(link="https://example.fi/a")):
        for _again in range(3):
            if "upload" in data:
                data["upload"].seek(0)
            cast.aino.post(cast.path("materials", "add"), data)
    assert Material.objects.count() == 2
    assert len(kept(media)) == 1


def test_another_file_in_the_same_form_is_another_material(cast, media):
    first = with_file()
    cast.aino.post(cast.path("materials", "add"), first)
    second = with_file("Toinen.pdf", files.PDF + b"\n", uid=first["uid"])
    cast.aino.post(cast.path("materials", "add"), second)
    assert Material.objects.count() == 2
    assert len(kept(media)) == 2
