"""What is not taken: told beside its field, kept nowhere, and never read whole when it is huge."""

import pytest
from django.test import Client

from meetings.models import Material
from tests.meetings import material_files as files
from tests.meetings.desk_rows import make_meeting, make_network
from tests.meetings.materials.posts import added, filled, kept, page, with_file

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({}, "upload"),
        ({"link": "https://example.fi/a", "upload": True}, "link"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"link": "ftp://example.fi/a"}, "link"),
        ({"upload": True, "title_fi": ""}, "title_en"),
        ({"upload": True, "language": "zz"}, "language"),
        ({"upload": True, "meeting": "999999"}, "meeting"),
        ({"upload": True, "title_fi": "a\0b"}, "title_fi"),
    ],
)
def test_what_is_missing_or_wrong_is_told_beside_its_field(cast, media, fields, field):
    if fields.get("upload"):
        fields = {**fields, "upload": files.upload("Opas.pdf", files.PDF)}
    response = cast.aino.post(cast.path("materials", "add"), filled(**fields))
    assert response.status_code == 400
    assert field in response.context["form"].errors
    assert not Material.objects.exists()
    assert kept(media) == []


def test_who_must_choose_the_file_again_is_told(cast):
    response = cast.aino.post(cast.path("materials", "add"), with_file(language="zz"))
    assert "choose the file once more" in page(response)
    assert 'value="Opas"' in page(response)


def test_another_networks_meeting_and_theme_are_no_choice(cast):
    other = make_network(cast.b, slug="muu")
    data = with_file(meeting=make_meeting(other).pk)
    assert cast.aino.post(cast.path("materials", "add"), data).status_code == 400
    response = cast.aino.get(f"{cast.path('materials', 'add')}?meeting=2031-01-01")
    assert response.status_code == 404


def test_a_harmful_file_is_refused_beside_its_field_and_not_kept(cast, media):
    for name, data in (
        ("a.docx", files.with_entry("word/vbaProject.bin")),
        ("a.pdf", b"MZ\x90\0"),
        ("a.svg", b"<svg onload='alert(1)'/>"),
        ("a.html", b"<html></html>"),
    ):
        response = cast.aino.post(cast.path("materials", "add"), with_file(name, data))
        assert response.status_code == 400
        assert 'id="id_upload_error"' in page(response)
    assert kept(media) == []


def test_a_file_over_the_limit_is_refused_beside_its_field(cast, media, monkeypatch):
    monkeypatch.setattr("meetings.forms.material.LARGEST_FILE", 100)
    data = with_file("a.txt", b"x" * 101)
    response = cast.aino.post(cast.path("materials", "add"), data)
    assert "It may be at most" in page(response)
    assert kept(media) == []


class Endless:
    """A body that counts how much of it is read at once, and has no fields."""

    def __init__(self) -> None:
        self.most = self.total = 0

    def read(self, size: int = -1) -> bytes:
        assert size > 0, "All of it into memory"
        self.most = max(self.most, size)
        self.total += size
        return b"x" * size

    readline = read


@pytest.mark.parametrize("length", [200 * 1024 * 1024, 10**15])
def test_what_is_far_too_large_is_refused_by_its_length(cast, media, length):
    for client in (cast.aino, cast.cecilia, Client()):
        body = Endless()
        response = client.post(
            cast.path("materials", "add"),
            b"",
            content_type="multipart/form-data; boundary=x",
            **{"wsgi.input": body, "CONTENT_LENGTH": str(length)},
        )
        assert response.status_code == 413
        assert "Nothing was saved" in page(response) or "tallennettu" in page(response)
        assert body.most <= 1024 * 1024
        assert body.total <= 256 * 1024 * 1024
    assert kept(media) == []
    assert not Material.objects.exists()


def test_the_form_still_asks_for_its_csrf_token(cast):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = cast.aino.cookies
    for path in (("materials", "add"), ("materials", added(cast).pk)):
        assert strict.post(cast.path(*path), with_file()).status_code == 403
    assert Material.objects.count() == 1
