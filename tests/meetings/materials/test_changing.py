"""Changing and removing: the file goes with what named it, and nothing is written over unseen."""

import os
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from meetings.models import Material
from tests.meetings import material_files as files
from tests.meetings.desk_rows import NOW
from tests.meetings.materials.posts import added, filled, kept, page

pytestmark = pytest.mark.django_db


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
