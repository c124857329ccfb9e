"""What networks share: added by the coordinator, read by whom it is for, deleted with its row."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from uuid import uuid4

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.test import Client

from meetings.models import Material
from tests.meetings import material_files as files
from tests.meetings.desk_rows import NOW, make_cast, make_meeting, make_network

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def frozen():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture(autouse=True)
def media(settings, tmp_path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path / "materials"


@pytest.fixture
def cast():
    return make_cast()


def filled(**fields: Any) -> dict[str, Any]:
    base = {
        "uid": str(uuid4()), "version": "", "title_fi": "Opas", "title_sv": "", "title_en": "",
        "link": "", "language": "so", "kind": "guide", "audience": "network", "licence": "cc_by",
        "theme": "", "meeting": "",
    }  # fmt: skip
    return {**base, **fields}


def with_file(name: str = "Opas.pdf", data: bytes = files.PDF, **fields: Any) -> dict[str, Any]:
    return filled(upload=files.upload(name, data), **fields)


def kept(media: Path) -> list[str]:
    return sorted(path.name for path in media.iterdir()) if media.exists() else []


def added(cast, **fields: Any) -> Material:
    response = cast.aino.post(cast.path("materials", "add"), with_file(**fields))
    assert response.status_code == 302, response.context["form"].errors
    return Material.objects.latest("pk")


def page(response) -> str:
    return response.content.decode()


# Adding


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


# Changing and removing


def changed(cast, row: Material, **fields: Any):
    path = cast.path("materials", row.pk)
    version = cast.aino.get(path).context["form"].initial["version"]
    return cast.aino.post(path, filled(**{"version": version, **fields}))


def test_words_change_and_the_file_stays(cast, media):
    row = added(cast)
    name = row.file.name
    assert changed(cast, row, title_fi="Uusi nimi", audience="everyone").status_code == 302
    row.refresh_from_db()
    assert (row.title_fi, row.audience, row.file.name) == ("Uusi nimi", "everyone", name)
    assert len(kept(media)) == 1


def test_a_replaced_file_is_deleted(cast, media, django_capture_on_commit_callbacks):
    row = added(cast)
    new = files.upload("Uusi.docx", files.office())
    with django_capture_on_commit_callbacks(execute=True):
        assert changed(cast, row, upload=new).status_code == 302
    row.refresh_from_db()
    assert row.filename == "Uusi.docx"
    assert kept(media) == [row.file.name.removeprefix("materials/")]


def test_a_link_in_its_place_deletes_the_file(cast, media, django_capture_on_commit_callbacks):
    row = added(cast)
    with django_capture_on_commit_callbacks(execute=True):
        assert changed(cast, row, link="https://example.fi/opas").status_code == 302
    row.refresh_from_db()
    assert (row.file.name, row.filename, row.size) == ("", "", None)
    assert kept(media) == []


def test_what_somebody_else_changed_meanwhile_is_shown(cast, media):
    row = added(cast)
    version = cast.aino.get(cast.path("materials", row.pk)).context["form"].initial["version"]
    changed(cast, row, title_fi="Ensin")
    response = changed(cast, row, title_fi="Sitten", version=version)
    assert response.status_code == 409
    assert "Ensin" in page(response)
    assert "Sitten" in page(response)
    row.refresh_from_db()
    assert row.title_fi == "Ensin"


def test_what_is_written_while_the_page_is_made_is_not_taken_for_seen(cast, media):
    row = added(cast)
    writes = [lambda: Material.objects.filter(pk=row.pk).update(title="Ensin", title_fi="Ensin")]

    def write_first(execute, sql, *rest):
        if writes and "meetings_materialevent" in sql:
            writes.pop()()
        return execute(sql, *rest)

    with connection.execute_wrapper(write_first):
        form = cast.aino.get(cast.path("materials", row.pk)).context["form"]
    shown = {name: form[name].value() for name in ("title_fi", "version")}
    cast.aino.post(cast.path("materials", row.pk), filled(**shown, audience="everyone"))
    row.refresh_from_db()
    assert (row.title_fi, row.audience) == ("Ensin", "everyone")


REPLACED = "Somebody else put another file or link here"


@pytest.mark.parametrize("other", ["file", "link"])
def test_file_that_somebody_else_replaced_is_told(cast, media, other):
    row = added(cast)
    version = cast.aino.get(cast.path("materials", row.pk)).context["form"].initial["version"]
    theirs, mine = files.PDF + b"\n", files.PDF + b"\n\n"
    link = {"link": "https://example.fi/opas"}
    told = {"upload": files.upload("Opas.pdf", theirs)} if other == "file" else link
    assert changed(cast, row, **told).status_code == 302
    late = changed(cast, row, upload=files.upload("Opas.pdf", mine), version=version)
    assert late.status_code == 409
    assert REPLACED in page(late)
    seen = late.context["form"]["version"].value()
    again = changed(cast, row, upload=files.upload("Opas.pdf", mine), version=seen)
    assert again.status_code == 302
    row.refresh_from_db()
    assert (row.size, row.link) == (len(mine), "")


def test_file_that_nobody_replaced_is_not_told_of(cast, media):
    row = added(cast)
    version = cast.aino.get(cast.path("materials", row.pk)).context["form"].initial["version"]
    changed(cast, row, title_fi="Ensin")
    late = changed(cast, row, title_fi="Sitten", version=version)
    assert late.status_code == 409
    assert REPLACED not in page(late)


def test_the_file_goes_with_the_row(cast, media, django_capture_on_commit_callbacks):
    row = added(cast)
    path = cast.path("materials", row.pk, "remove")
    assert cast.aino.get(path).status_code == 405
    for _again in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            assert cast.aino.post(path)["Location"] == cast.path("materials")
    assert not Material.objects.exists()
    assert kept(media) == []


def test_files_that_no_row_names_are_tidied_away_after_a_day(cast, media, frozen):
    row = added(cast)
    (media / "left.pdf").write_bytes(files.PDF)
    os.utime(media / "left.pdf", (NOW.timestamp(), NOW.timestamp()))
    call_command("tidy_meetings", verbosity=0)
    assert len(kept(media)) == 2
    frozen.shift(timedelta(hours=25))
    call_command("tidy_meetings", verbosity=0)
    assert kept(media) == [row.file.name.removeprefix("materials/")]


# Who may


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


# Fetching


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
