"""The whole site on this machine, with example data: `make demo`."""

import contextlib
import errno
import hashlib
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from perhepalvelut import postgres
from perhepalvelut.database import BASE_DIR, STATE_DIR, embedded_database
from perhepalvelut.postgres import DatabaseError
from perhepalvelut.processes import (
    run_captured,
    start_child,
    stop_child,
    stop_signals_interrupt,
    wait_forwarding_signals,
)

HOST = "127.0.0.1"
MANAGE = [sys.executable, str(BASE_DIR / "manage.py")]
COLLECT_STATIC = [*MANAGE, "collectstatic", "--noinput", "--verbosity=0"]
STEPS = (
    ("Updating the database", [*MANAGE, "migrate", "--noinput", "--verbosity=0"]),
    ("Compiling the translations", [sys.executable, "-m", "perhepalvelut.translations"]),
    (
        "Loading the example data, if there is none",
        [*MANAGE, "load_demo", "--if-empty"],
        [*MANAGE, "load_demo_networks", "--if-empty"],
    ),
    ("Asking its organisations to confirm what is old", [*MANAGE, "send_reminders", "-v0"]),
)
SERVER = [
    *(sys.executable, "-m", "granian", "--interface=wsgi", "--workers=2", f"--host={HOST}"),
    # As many threads as the pool of each worker has connections.
    *("--blocking-threads=4", "--respawn-failed-workers", "--workers-kill-timeout=5"),
    *("--no-ws", "--log-level=warning"),
]
OPERATOR = {
    "OPERATOR_NAME": "Esimerkkilän perhekeskus",
    "OPERATOR_EMAIL": "perhepalvelut@example.fi",
    "OPERATOR_CONTACT": "Esimerkkikatu 1, 01300 Vantaa",
}
WORKER = [*MANAGE, "db_worker", "--interval=2", "--verbosity=0"]


class DemoError(Exception):
    """What is wrong, in words for the person who started us."""


def main(state_dir: Path = STATE_DIR) -> int:
    try:
        with stop_signals_interrupt(), contextlib.suppress(KeyboardInterrupt):
            run_demo(state_dir, port_from(os.environ.get("PORT") or "8000"))
    except (DemoError, DatabaseError) as error:
        print(error, file=sys.stderr)
        return 1
    say("\nStopped.")
    return 0


def say(line: str) -> None:
    print(line, flush=True)


def port_from(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 65536):
        raise DemoError(f"PORT must be a number from 1 to 65535, not {text!r}.")
    port = int(text)
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise DemoError(_port_problem(port, error)) from error
    return port


def _port_problem(port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is taken. Stop what uses it, or choose another: make demo PORT=8001"
    return f"Port {port} cannot be used: {error.strerror}. Choose another: make demo PORT=8001"


def run_demo(state_dir: Path, port: int) -> None:
    say("Perhepalvelut, the demo")
    with contextlib.ExitStack() as stack:
        environment = os.environ | {"PERHEPALVELUT_DEMO": "1"}
        if not os.environ.get("DATABASE_URL"):
            say("  Starting PostgreSQL …")
            environment["DATABASE_URL"] = stack.enter_context(embedded_database(state_dir))
        if not os.environ.get("SECRET_KEY"):
            environment["SECRET_KEY"] = secret_key(state_dir)
        environment.setdefault("SITE_URL", f"http://{HOST}:{port}")
        environment.setdefault("STATIC_ROOT", str(state_dir / "static"))
        for name, value in OPERATOR.items():
            environment.setdefault(name, value)
        for title, *commands in STEPS:
            run_step(title, commands, environment)
        collect_static(Path(environment["STATIC_ROOT"]), environment)
        stack.enter_context(worker(environment))
        serve(port, environment)


def secret_key(state_dir: Path) -> str:
    """Kept, so that a restart does not log everybody out."""
    path = state_dir / "secret-key"
    try:
        if not path.exists() or not path.read_text():
            state_dir.mkdir(parents=True, exist_ok=True)
            part = path.with_suffix(".part")
            part.unlink(missing_ok=True)
            with open(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
                file.write(secrets.token_urlsafe(50))
            part.replace(path)
        return path.read_text()
    except OSError as error:
        raise DemoError(f"{path}: {error.strerror}.") from error


def run_step(title: str, commands: list[list[str]], environment: dict[str, str]) -> None:
    say(f"  {title} …")
    for command in commands:
        run_command(title, command, environment)


def run_command(title: str, command: list[str], environment: dict[str, str]) -> None:
    code, output = run_captured(command, cwd=BASE_DIR, env=environment)
    if code == 0:
        return
    if postgres.DISK_FULL in output:
        output += "\n" + postgres.disk_full(BASE_DIR)
    raise DemoError(f"{output}\n{title}: failed.")


def collect_static(root: Path, environment: dict[str, str]) -> None:
    """Compressing takes long: only when a source or a library has changed since."""
    stamp = root / "sources.sha256"
    sources = static_sources()
    if stamp.exists() and stamp.read_text() == sources:
        return
    run_step("Collecting the static files", [COLLECT_STATIC], environment)
    stamp.write_text(sources)


def static_sources() -> str:
    """A fingerprint of the project's static files and of the versions of all libraries."""
    digest = hashlib.sha256((BASE_DIR / "requirements.txt").read_bytes())
    for path in sorted(BASE_DIR.glob("*/static/**/*")):
        digest.update(f"{path}{path.stat().st_mtime_ns}".encode(errors="surrogateescape"))
    return digest.hexdigest()


@contextlib.contextmanager
def worker(environment: dict[str, str]) -> Iterator[None]:
    """Sends the mail of the queue, which the demo's own page shows, until the block ends."""
    child = start_child(
        WORKER, cwd=BASE_DIR, env=environment, start_new_session=True, stdout=subprocess.DEVNULL
    )
    try:
        yield
    finally:
        stop_child(child, signal.SIGTERM)


def serve(port: int, environment: dict[str, str]) -> None:
    command = [*SERVER, f"--port={port}", "perhepalvelut.wsgi:application"]
    # Its own session: Ctrl-C comes to us, and we stop the server before its database.
    server = start_child(command, cwd=BASE_DIR, env=environment, start_new_session=True)
    try:
        wait_until_listening(server, port)
    except BaseException:
        stop_child(server, signal.SIGTERM)
        raise
    address = f"http://{HOST}:{port}/"
    say(f"\n  The site          {address}")
    say(f"  The staff's desk  {address}staff/    aino@example.fi, password demo")
    say(f"  All listings      {address}staff/admin/    demo@example.fi, password demo")
    say(f"  Sent mail         {address}staff/demo-mail/    which leaves this machine never")
    say("  Ctrl-C stops it; the data is kept for the next start.")
    code = wait_forwarding_signals(server, group=True)
    if code != 0:
        raise DemoError(f"The web server ended by itself with code {code}.")


def wait_until_listening(server: subprocess.Popen[bytes], port: int) -> None:
    while True:
        if server.poll() is not None:
            raise DemoError(f"The web server did not start (code {server.returncode}).")
        with contextlib.suppress(OSError), socket.create_connection((HOST, port), timeout=1):
            return
        time.sleep(0.1)


if __name__ == "__main__":
    sys.exit(main())
