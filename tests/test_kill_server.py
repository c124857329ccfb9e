"""Killed at any moment, the server and its database keep every save that was acknowledged.

Editors save over HTTP while the web server, and then PostgreSQL, is killed with SIGKILL at random.
What got its answer must be there afterwards, once; what got none may be sent again.
"""

import http.client
import os
import random
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import closing, suppress
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urlencode

import psycopg
import pytest

from perhepalvelut.demo import BASE_DIR, wait_until_listening
from perhepalvelut.processes import start_child

SAVES = 500
EDITORS = 4
KILLS = 4
PATIENCE = 60
LAUNCHER = """
import pathlib, sys
from perhepalvelut import database
database.STATE_DIR = pathlib.Path(sys.argv[1])
sys.exit(database.main(sys.argv[2:]))
"""
SERVER = [
    *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--no-ws"),
    *("--workers", "2", "--blocking-threads", "4", "--log-level", "error"),
]
# Four services, so that the editors don't wait for each other, and a session to save in.
MAKE_ROWS = """
import os, sys
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "perhepalvelut.settings")
import django
django.setup()
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from tests.factories import make_member, make_organisation, make_service
organisation = make_organisation(slug="a")
services = [make_service(owner=organisation) for _each in range(int(sys.argv[1]))]
user = make_member("aino", organisation)
session = SessionStore()
session[SESSION_KEY] = str(user.pk)
session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
session[HASH_SESSION_KEY] = user.get_session_auth_hash()
session.save()
print(",".join(str(service.pk) for service in services), session.session_key)
"""


class Database:
    """A durable PostgreSQL of its own, and the launcher that keeps it up."""

    def __init__(self, state_dir: Path) -> None:
        self.state_dir = state_dir
        self.url = ""

    def run(self, *command: str) -> subprocess.Popen:
        environment = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"}
        return start_child(
            [sys.executable, "-c", LAUNCHER, str(self.state_dir), *command],
            cwd=BASE_DIR,
            env=environment | {"PYTHONPATH": str(BASE_DIR)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    def output(self, *command: str) -> str:
        process = self.run(*command)
        told, _nothing = process.communicate(timeout=PATIENCE * 5)
        assert process.returncode == 0, told
        return told.decode().strip()

    def start(self) -> None:
        wait = "import os; print(os.environ['DATABASE_URL'], flush=True); input()"
        self.launcher = self.run(sys.executable, "-c", wait)
        self.url = self.launcher.stdout.readline().decode().strip()

    def kill(self) -> None:
        [lock] = self.state_dir.rglob("postmaster.pid")
        os.kill(int(lock.read_text().split()[0]), signal.SIGKILL)
        self.stop()

    def stop(self) -> None:
        self.launcher.communicate(b"\n", timeout=PATIENCE)


class Server:
    """One web server on one port, started anew after each death."""

    def __init__(self, database: Database) -> None:
        self.database = database
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]

    def start(self) -> None:
        self.process = start_child(
            [*SERVER, "--port", str(self.port), "perhepalvelut.wsgi:application"],
            cwd=BASE_DIR,
            env=os.environ | {"DATABASE_URL": self.database.url, "DEBUG": "1"},
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        wait_until_listening(self.process, self.port)

    def kill(self) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


class Editor(threading.Thread):
    """Adds sessions one after the other, each again until it is answered."""

    def __init__(self, number: int, port: int, session: str) -> None:
        super().__init__(daemon=True)
        # A day each: for two alike the form would ask.
        self.days = {str(uuid.uuid4()): number for number in range(SAVES // EDITORS)}
        self.about, self.port, self.session = f"service-{number}", port, session
        self.acknowledged: list[str] = []
        self.unanswered = 0
        self.gives_up = threading.Event()

    def run(self) -> None:
        for uid in self.days:
            while not self.gives_up.is_set() and not self.save(uid):
                self.unanswered += 1
                self.gives_up.wait(0.05)

    def save(self, uid: str) -> bool:
        token = secrets.token_hex(16)
        day = date.today() + timedelta(days=7 + self.days[uid])
        values = {
            "csrfmiddlewaretoken": token, "uid": uid, "about": self.about,
            "day": f"{day.day}.{day.month}.{day.year}", "start": "9.30", "end": "11.30",
        }  # fmt: skip
        headers = {
            "Cookie": f"csrftoken={token}; sessionid={self.session}",
            "Content-Type": "application/x-www-form-urlencoded",
        }
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        with suppress(OSError, http.client.HTTPException), closing(connection):
            connection.request("POST", "/staff/one-offs/add/", urlencode(values), headers)
            response = connection.getresponse()
            if response.status == 302 and "done=" in response.headers["Location"]:
                self.acknowledged.append(uid)
                return True
            assert response.status >= 500, response.status
        return False


@pytest.fixture
def database() -> Iterator[Database]:
    """In a directory that PostgreSQL's own account may enter, too."""
    directory = Path(tempfile.mkdtemp(prefix="perhepalvelut-test-", dir="/tmp"))
    directory.chmod(0o755)
    yield Database(directory / "var")
    shutil.rmtree(directory)


def prepared(database: Database) -> tuple[list[int], str]:
    """The keys of the services, and a session to save in."""
    database.output(sys.executable, "manage.py", "migrate", "--noinput", "--verbosity=0")
    keys, session = database.output(sys.executable, "-c", MAKE_ROWS, str(EDITORS)).split()
    return [int(key) for key in keys.split(",")], session


def wait_for(editors: list[Editor], count: int, deadline: float) -> None:
    while sum(len(editor.acknowledged) for editor in editors) < count:
        assert any(editor.is_alive() for editor in editors), "The editors were refused."
        assert time.monotonic() < deadline, "Saving does not go on."
        editors[0].gives_up.wait(0.005)


def kept(url: str) -> tuple[list[str], int]:
    """The uids of the sessions, and how many insertions the history has."""
    with psycopg.connect(url) as connection:
        rows = connection.execute("SELECT uid::text FROM directory_schedulechange").fetchall()
        insertions = "SELECT count(*) FROM directory_schedulechangeevent WHERE pgh_label = 'insert'"
        return [uid for (uid,) in rows], connection.execute(insertions).fetchone()[0]


def test_no_acknowledged_save_is_lost_when_the_server_is_killed(database: Database) -> None:
    services, session = prepared(database)
    database.start()
    server = Server(database)
    server.start()
    editors = [Editor(service, server.port, session) for service in services]
    deadline = time.monotonic() + 15 * PATIENCE
    try:
        for editor in editors:
            editor.start()
        for number, count in enumerate(sorted(random.sample(range(20, SAVES - 20), KILLS))):
            wait_for(editors, count, deadline)
            if number == 1:
                database.kill()
                database.start()
            else:
                server.kill()
                server.start()
        wait_for(editors, SAVES, deadline)
        database.kill()
        database.start()
        uids, insertions = kept(database.url)
    finally:
        for editor in editors:
            editor.gives_up.set()
        server.kill()
        database.stop()
    acknowledged = [uid for editor in editors for uid in editor.acknowledged]
    assert len(acknowledged) == SAVES
    assert sorted(uids) == sorted(acknowledged)  # none lost, none twice
    assert insertions == SAVES
    assert sum(editor.unanswered for editor in editors) > 0  # the kills were felt
