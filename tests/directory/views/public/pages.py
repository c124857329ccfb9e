"""How the tests here ask for a page, and which pages they walk."""

import re

WEDNESDAY = "2026-11-25T08:30:00+02:00"


def html(client, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status, path
    return re.sub(r"<bdi[^>]*>([^<]*)</bdi>", r"\1", response.content.decode())


PAGES = [
    "/{}/",
    "/{}/services/",
    "/{}/services/kahvila/",
    "/{}/places/",
    "/{}/places/talo/",
    "/{}/organisations/mll/",
]
