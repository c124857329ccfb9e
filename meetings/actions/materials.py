"""What a network shares: its rows, and the files that stand under names of our own making."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.crypto import salted_hmac

from meetings.actions.rows import differing, locked, save_row
from meetings.models import Material, Network

FOLDER = Material._meta.get_field("file").upload_to
# A file that a request left behind in which the row was not saved.
LEFT_BEHIND_AFTER = timedelta(days=1)
NO_FILE = {"file": "", "filename": "", "content_type": "", "size": None}


@dataclass(frozen=True, slots=True, kw_only=True)
class MaterialFile:
    """`filename` is what it is called when it is fetched; `suffix` tells its kind (".pdf")."""

    content: File
    suffix: str
    filename: str
    content_type: str


@transaction.atomic
def add_material(
    *,
    network: Network,
    values: dict[str, Any],
    file: MaterialFile | None,
    form: UUID,
    now: datetime,
) -> Material:
    """The material of this form, made when there is none yet; sent again with other words, the
    last ones count."""
    locked(network)
    told = {**values, **columns_of(network, file, form)}
    material = same(network, told) or Material(network=network, added_at=now)
    if material.pk is None or differing(material, told):
        for name, value in told.items():
            setattr(material, name, value)
        material.save()
    keep_file(told["file"], file)
    return material


def same(network: Network, told: dict[str, Any]) -> Material | None:
    if told["file"]:
        return network.materials.filter(file=told["file"]).first()
    titles = {name: value for name, value in told.items() if name.startswith("title_")}
    about = {name: told.get(name) for name in ("link", "meeting", "language")}
    return network.materials.filter(**about, **titles).first()


@transaction.atomic
def change_material(
    *, material: Material, values: dict[str, Any], file: MaterialFile | None, form: UUID, seen: str
) -> Material:
    """A new file or a link takes the old file's place. Raises Overtaken as `save_row` does."""
    old = locked(material).file.name
    has_new = file is not None or bool(values.get("link"))
    told = {**values, **(columns_of(material.network, file, form) if has_new else {})}
    kept = save_row(row=material, values=told, seen=seen)
    if has_new:
        keep_file(told["file"], file)
    if old and kept.file.name != old:
        transaction.on_commit(partial(default_storage.delete, old))
    return kept


@transaction.atomic
def remove_material(*, network: Network, pk: int) -> bool:
    """Whether it was still there."""
    locked(network)
    material = network.materials.filter(pk=pk).first()
    if material is None:
        return False
    name = material.file.name
    material.delete()
    if name:
        transaction.on_commit(partial(default_storage.delete, name))
    return True


def columns_of(network: Network, file: MaterialFile | None, form: UUID) -> dict[str, Any]:
    if file is None:
        return NO_FILE
    return {
        "file": stored_name(network, file, form),
        "filename": file.filename,
        "content_type": file.content_type,
        "size": file.content.size,
    }


def stored_name(network: Network, file: MaterialFile, form: UUID) -> str:
    """Nobody guesses it; the same file sent again by the same form has the same one."""
    file.content.seek(0)
    digest = hashlib.file_digest(file.content, "sha256").hexdigest()
    told = f"{network.pk} {form} {digest}"
    key = salted_hmac("meetings.material", told, algorithm="sha256").hexdigest()[:32]
    return f"{FOLDER}/{key}{file.suffix}"


def keep_file(name: str, file: MaterialFile | None) -> None:
    """Last of all that can fail: a row that is not saved has no file."""
    if file is not None and not default_storage.exists(name):
        default_storage.save(name, file.content)


def purge_files(*, now: datetime) -> int:
    """Those that no material names."""
    if not default_storage.exists(FOLDER):
        return 0
    there = {f"{FOLDER}/{name}" for name in default_storage.listdir(FOLDER)[1]}
    named = Material.objects.filter(file__in=there).values_list("file", flat=True)
    left = [name for name in there - set(named) if is_old(name, now)]
    for name in left:
        default_storage.delete(name)
    return len(left)


def is_old(name: str, now: datetime) -> bool:
    return default_storage.get_modified_time(name) < now - LEFT_BEHIND_AFTER
