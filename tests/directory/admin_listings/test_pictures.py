"""Pictures of listings."""

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile

from directory.models import Photo
from tests.directory.admin_listings.pages import change, kept_files, picture, sent, with_photo
from tests.staff.desk_cast import signed_in

pytestmark = pytest.mark.django_db


def test_picture_is_made_anew_without_what_the_camera_wrote(aino, house, client):
    assert with_photo(aino, house, picture()).status_code == 302

    photo = Photo.objects.get()
    assert (photo.width, photo.height, photo.alt_fi) == (40, 30, "Talo")
    shown = client.get(photo.image.url)
    content = b"".join(shown.streaming_content)
    assert shown["Content-Type"] == "image/jpeg"
    assert shown["X-Content-Type-Options"] == "nosniff"
    assert b"Kotiosoite" not in content
    assert client.get("/media/photos/../../settings.py").status_code == 404


@pytest.mark.parametrize(
    "content",
    [b"<script>alert(1)</script>", picture()[:200], b"GIF89a" + b"\x00" * 50, b"\x00" * 6_000_000],
)
def test_what_is_no_picture_is_refused_beside_the_field(aino, house, content):
    response = with_photo(aino, house, content)

    assert response.status_code == 200
    assert any("image" in form.errors for inline in response.context["inline_admin_formsets"]
               for form in inline.formset.forms)  # fmt: skip
    assert not Photo.objects.exists()


def test_picture_needs_words(aino, house):
    assert with_photo(aino, house, picture(), alt="").status_code == 200
    assert not Photo.objects.exists()


def test_picture_that_was_taken_away_or_replaced_is_gone(
    aino, house, client, tmp_path, django_capture_on_commit_callbacks
):
    with_photo(aino, house, picture())
    first = Photo.objects.get().image.url
    data = sent(aino.get(change(house)))
    other = {"photos-0-image": SimpleUploadedFile("uusi.jpg", picture())}

    with django_capture_on_commit_callbacks(execute=True):
        assert aino.post(change(house), {**data, **other}).status_code == 302

    second = Photo.objects.get().image.url
    assert client.get(first).status_code == 404
    assert b"".join(client.get(second).streaming_content)
    assert len(kept_files(tmp_path)) == 1
    data = {**sent(aino.get(change(house))), "photos-0-DELETE": "on"}
    with django_capture_on_commit_callbacks(execute=True):
        assert aino.post(change(house), data).status_code == 302
    assert client.get(second).status_code == 404
    assert kept_files(tmp_path) == []


def test_picture_of_a_listing_that_is_no_more_is_gone(
    aino, house, client, tmp_path, django_capture_on_commit_callbacks
):
    with_photo(aino, house, picture())
    path = Photo.objects.get().image.url
    root = signed_in(User.objects.create_superuser("root"))
    data = {"action": "delete_selected", "_selected_action": [house.pk], "post": "yes"}

    with django_capture_on_commit_callbacks(execute=True):
        root.post("/staff/admin/directory/place/", data)

    assert not Photo.objects.exists()
    assert client.get(path).status_code == 404
    assert kept_files(tmp_path) == []
