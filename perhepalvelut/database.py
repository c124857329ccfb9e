"""The embedded PostgreSQL, for the demo, the tests and a small host.

`python -m perhepalvelut.database COMMAND ARGS…` runs a command while it is up. With DATABASE_URL
set, that database is used and nothing is started.
"""

import errno
import fcntl
import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from perhepalvelut import postgres
from perhepalvelut.postgres import Cluster, DatabaseError
from perhepalvelut.processes import start_child, stop_signals_interrupt, wait_forwarding_signals

if TYPE_CHECKING:
    import psycopg

BASE_DIR = Path(__file__).resolve().parent.parent
STATE_DIR = BASE_DIR / "var"
NAME = "perhepalvelut"
OWNER_PATIENCE = 30
RECOVERY_PATIENCE = 300


def embedded_url(base_dir: Path) -> str:
    return _url(_socket_dir(base_dir / "var"))


def _socket_dir(state_dir: Path) -> Path:
    """Short, however long the checkout's path: a socket's own may have about 100 bytes."""
    digest = hashlib.sha256(os.fsencode(state_dir.resolve())).hexdigest()
    return Path("/tmp") / f"perhepalvelut-{digest[:16]}"


def _url(socket_dir: Path) -> str:
    host = quote(str(socket_dir), safe="")
    return f"postgresql://{postgres.USER}@{host}:{postgres.PORT}/{NAME}"


@contextmanager
def embedded_database(state_dir: Path, *, durable: bool = True) -> Iterator[str]:
    """The URL of the database, up until the block ends.

    A server that another of our processes runs there is used, and left running. Without `durable`
    a crash of the whole machine may lose data: for tests.
    """
    with stop_signals_interrupt():
        cluster, server = _ensure_running(state_dir.resolve(), durable=durable)
        try:
            yield _url(cluster.socket_dir)
        finally:
            if server:
                postgres.stop_server(cluster, server)


def _ensure_running(
    state_dir: Path, *, durable: bool
) -> tuple[Cluster, subprocess.Popen[bytes] | None]:
    """The process is None when the server is somebody else's."""
    socket_dir = _socket_dir(state_dir)
    with _explained(state_dir):
        cluster = postgres.locate(state_dir, socket_dir, durable=durable)
        with _one_at_a_time(state_dir / "postgres.lock"):
            if _answers_or_gone(cluster):
                return cluster, None
            postgres.initialise(cluster)
            postgres.make_private(socket_dir, cluster.account)
            postgres.release_stale_locks(cluster)
            return cluster, _start(cluster)


@contextmanager
def _explained(state_dir: Path) -> Iterator[None]:
    """Failures of the file system as a sentence instead of a traceback."""
    try:
        yield
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise DatabaseError(postgres.disk_full(state_dir)) from error
        if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
            place = error.filename or state_dir
            raise DatabaseError(f"Cannot write to {place}: {error.strerror}.") from error
        raise


@contextmanager
def _one_at_a_time(lock: Path) -> Iterator[None]:
    """Start-ups take turns. The kernel lets go of the lock when we die."""
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def _answers_or_gone(cluster: Cluster) -> bool:
    """True: a server answers. False: none is alive. One on its way up or down is waited for."""
    deadline = time.monotonic() + OWNER_PATIENCE
    while not _answers(cluster):
        if not postgres.has_living_owner(cluster):
            return False
        if time.monotonic() > deadline:
            raise DatabaseError(
                f"A PostgreSQL that does not answer holds {cluster.data}. See {cluster.log}."
            )
        time.sleep(0.1)
    return True


def _answers(cluster: Cluster) -> bool:
    """Asked by connecting: a pid file may be stale, a socket may be of a deleted directory."""
    import psycopg

    try:
        with _connect(cluster, "postgres") as connection:
            row = connection.execute("SHOW data_directory").fetchone()
    except psycopg.OperationalError:
        return False
    return row == (str(cluster.data),) and cluster.lock.exists()


def _connect(cluster: Cluster, name: str) -> "psycopg.Connection":
    import psycopg  # here, so that the settings can ask for the URL cheaply

    return psycopg.connect(
        host=str(cluster.socket_dir),
        port=postgres.PORT,
        user=postgres.USER,
        dbname=name,
        connect_timeout=5,
        autocommit=True,
    )


def _start(cluster: Cluster) -> subprocess.Popen[bytes]:
    logged = cluster.log.stat().st_size if cluster.log.exists() else 0
    server = postgres.start_server(cluster)
    try:
        deadline = time.monotonic() + RECOVERY_PATIENCE
        while not _answers(cluster):
            if server.poll() is not None or time.monotonic() > deadline:
                raise postgres.failure(
                    f"PostgreSQL did not start. The end of {cluster.log}:",
                    cluster.log.read_bytes()[logged:].decode(errors="replace"),
                    cluster.log.parent,
                )
            time.sleep(0.05)
        _create_database(cluster)
    except BaseException:
        postgres.stop_server(cluster, server)
        raise
    return server


def _create_database(cluster: Cluster) -> None:
    import psycopg

    query = "SELECT FROM pg_database WHERE datname = %s"
    with _connect(cluster, "postgres") as connection:
        if connection.execute(query, [NAME]).fetchone() is not None:
            return
        try:
            connection.execute(f"CREATE DATABASE {NAME}")
        except psycopg.errors.DiskFull as error:
            raise DatabaseError(postgres.disk_full(cluster.data)) from error


def _run(command: list[str], environment: dict[str, str]) -> int:
    try:
        child = start_child(command, env=environment)
    except OSError as error:
        print(f"{command[0]}: {error.strerror}", file=sys.stderr)
        return 127
    return wait_forwarding_signals(child, terminal=sys.stdin.isatty())


def main(command: list[str]) -> int:
    if not command:
        print("usage: python -m perhepalvelut.database COMMAND [ARGUMENT…]", file=sys.stderr)
        return 2
    if os.environ.get("DATABASE_URL"):
        return _run(command, dict(os.environ))
    try:
        with embedded_database(STATE_DIR) as url:
            return _run(command, os.environ | {"DATABASE_URL": url})
    except DatabaseError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
