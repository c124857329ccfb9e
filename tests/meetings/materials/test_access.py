"""Who comes to the desk of materials, who fetches a file, and how the file is sent."""

from urllib.parse import unquote

import pytest
from django.test import Client

from meetings.models import Material
from tests.meetings import material_files as files
from tests.meetings.desk_rows import make_network
from tests.meetings.materials.posts import added, filled, with_file

pytestmark = pytest.mark.django_db


def test_only_the_coordinator_comes_to_the_desk_of_materials(cast):
    row = added(cast)
    paths = [("materials",), ("materials", "add"), ("materials", row.pk)]
    for path in paths:
        assert cast.aino.get(cast.path(*path)).status_code == 200
        for client in (cast.bertta, cast.cecilia, cast.daavid):
            assert client.get(cast.path(*path)).status_code == 403
        assert Client().get(cast.path(*path)).status_code == 302
    for path in (*paths[1:], ("materials", row.pk, "remove")):
        for client in (cast.bertta, cast.cecilia, cast.daavid, Client()):
            assert client.post(cast.path(*path), with_file()).status_code in (302, 403)
    assert list(Material.objects.all()) == [row]


def test_a_material_of_another_network_is_not_found(cast):
    row = added(cast)
    other = make_network(cast.a, slug="muu")
    path = f"/staff/networks/{other.slug}/materials/{row.pk}/"
    assert cast.aino.get(path).status_code == 404
    cast.aino.post(f"{path}remove/")
    assert Material.objects.filter(pk=row.pk).exists()


def fetched(client: Client, row: Material):
    """With its `body`; None where there is no file."""
    response = client.get(f"/media/materials/{row.pk}/")
    response.body = b"".join(response.streaming_content) if response.streaming else None
    return response


def test_a_file_for_members_is_theirs_alone(cast):
    row = added(cast, audience="network")
    for client in (cast.aino, cast.bertta):
        response = fetched(client, row)
        assert response.body == files.PDF
        assert "no-store" in response["Cache-Control"]
    for client in (cast.cecilia, cast.daavid, Client()):
        assert fetched(client, row).status_code == 404


def test_a_file_for_everyone_is_hidden_with_its_network(cast):
    row = added(cast, audience="everyone")
    assert fetched(Client(), row).status_code == 200
    type(cast.network).objects.filter(pk=cast.network.pk).update(state="draft")
    assert fetched(Client(), row).status_code == 404
    assert fetched(cast.aino, row).status_code == 200


def test_a_file_is_kept_by_its_reader_and_never_opened_as_a_page(cast):
    row = added(cast, name="Hagaha – أسرة.pdf", audience="everyone")
    response = fetched(Client(), row)
    how, _point, name = response["Content-Disposition"].partition("; filename*=utf-8''")
    assert (how, unquote(name)) == ("attachment", "Hagaha – أسرة.pdf")
    assert response["Content-Type"] == "application/pdf"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert response["Cache-Control"] == "no-cache"


def test_links_and_lost_files_have_nothing_to_fetch(cast, media):
    cast.aino.post(cast.path("materials", "add"), filled(link="https://example.fi/a"))
    assert fetched(cast.aino, Material.objects.get()).status_code == 404
    row = added(cast)
    next(media.iterdir()).unlink()
    assert fetched(cast.aino, row).status_code == 404
    for key in ("0", "9" * 30, "1/../../x"):
        assert Client().get(f"/media/materials/{key}/").status_code == 404
