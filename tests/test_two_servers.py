"""Two server processes on one database: an edit shows in both on the next request."""

import os
import signal
import socket
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import connection
from psycopg.conninfo import make_conninfo

from directory.models import Place
from perhepalvelut.demo import BASE_DIR, wait_until_listening
from perhepalvelut.processes import start_child, stop_child
from tests.factories import make_place

SERVER = ["-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--no-ws"]


@contextmanager
def server() -> Iterator[str]:
    """The address of a process of its own, without pages in common with any other."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    database = make_conninfo(os.environ["DATABASE_URL"], dbname=connection.settings_dict["NAME"])
    process = start_child(
        [sys.executable, *SERVER, "--port", str(port), "perhepalvelut.wsgi:application"],
        cwd=BASE_DIR,
        env=os.environ | {"DATABASE_URL": database, "DEBUG": "1"},
        start_new_session=True,
    )
    try:
        wait_until_listening(process, port)
        yield f"http://127.0.0.1:{port}"
    finally:
        stop_child(process, signal.SIGTERM)


def read(address: str) -> str:
    with urllib.request.urlopen(address, timeout=20) as response:
        return response.read().decode()


@pytest.mark.django_db(transaction=True)
def test_an_edit_shows_at_once_in_every_process() -> None:
    make_place(name="Tupa", slug="tupa")
    with server() as one, server() as other:
        addresses = [f"{site}/fi/places/tupa/" for site in (one, other)]
        assert all("Tupa" in read(address) for address in addresses for _again in range(2))
        Place.objects.update(name="Talo")
        assert all("Talo" in read(address) for address in addresses)
