"""The form of a material as it is posted, the page that answers, and the files that are kept."""

from pathlib import Path
from typing import Any
from uuid import uuid4

from meetings.models import Material
from tests.meetings import material_files as files


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
